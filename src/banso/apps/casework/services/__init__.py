"""What can be done to a case. Each call is one transaction and one event in a journal chain."""

from banso.apps.casework.services.goals import (
    EffortData,
    GoalData,
    promise_efforts,
    propose_goal,
    record_effort_done,
)
from banso.apps.casework.services.opening import assign_expert, close_spot_case, open_case, open_spot_case

__all__ = [
    "EffortData",
    "GoalData",
    "assign_expert",
    "close_spot_case",
    "open_case",
    "open_spot_case",
    "promise_efforts",
    "propose_goal",
    "record_effort_done",
]
