"""What can be done to a case. Each call is one transaction and one event in a journal chain."""

from banso.apps.casework.models import EffortKind, GoalMetric
from banso.apps.casework.services.activities import ActivityData, log_activity
from banso.apps.casework.services.gates import (
    FollowUpData,
    GateData,
    decide_gate,
    end_support,
    record_follow_up,
    resume_case,
    stages_ahead,
)
from banso.apps.casework.services.goals import (
    EffortData,
    GoalData,
    promise_efforts,
    propose_goal,
    record_effort_done,
)
from banso.apps.casework.services.opening import assign_expert, close_spot_case, open_case, open_spot_case
from banso.apps.casework.services.results import (
    ResultData,
    confirm_result,
    record_result,
)

__all__ = [
    "ActivityData",
    "EffortData",
    "EffortKind",
    "FollowUpData",
    "GateData",
    "GoalData",
    "GoalMetric",
    "ResultData",
    "assign_expert",
    "close_spot_case",
    "confirm_result",
    "decide_gate",
    "end_support",
    "log_activity",
    "open_case",
    "open_spot_case",
    "promise_efforts",
    "propose_goal",
    "record_effort_done",
    "record_follow_up",
    "record_result",
    "resume_case",
    "stages_ahead",
]
