"""A supported firm's case: goal, stages and gates, activities, own effort, export results, follow-up."""

from banso.apps.casework.models.activities import Activity, ActivityKind
from banso.apps.casework.models.cases import Case, CaseOutcome, CaseState
from banso.apps.casework.models.causes import CauseKind, RootCause
from banso.apps.casework.models.follow_ups import (
    AttemptResult,
    CatchUp,
    CatchUpCapacity,
    FollowUp,
    FollowUpAttempt,
    FollowUpDraft,
    FollowUpMethod,
    LookBack,
    NewExports,
    PastSupport,
    Trend,
)
from banso.apps.casework.models.goals import (
    BaselineSource,
    EffortKind,
    ExportGoal,
    GoalMetric,
    GoalState,
    Milestone,
    OwnEffort,
    Verdict,
)
from banso.apps.casework.models.plans import PlanState, StagePlan
from banso.apps.casework.models.results import (
    Confirmation,
    ConfirmationAnswer,
    ConfirmationWay,
    DistinctResults,
    ExportResult,
    Faster,
    ResultSource,
    SalesChannel,
)
from banso.apps.casework.models.stages import GateResult, GateReview, GateState, Stage
from banso.apps.casework.models.track_record import ECProof, ProvenRecord

__all__ = [
    "Activity",
    "ActivityKind",
    "AttemptResult",
    "BaselineSource",
    "Case",
    "CaseOutcome",
    "CaseState",
    "CatchUp",
    "CatchUpCapacity",
    "CauseKind",
    "Confirmation",
    "ConfirmationAnswer",
    "ConfirmationWay",
    "DistinctResults",
    "ECProof",
    "EffortKind",
    "ExportGoal",
    "ExportResult",
    "Faster",
    "FollowUp",
    "FollowUpAttempt",
    "FollowUpDraft",
    "FollowUpMethod",
    "GateResult",
    "GateReview",
    "GateState",
    "GoalMetric",
    "GoalState",
    "LookBack",
    "Milestone",
    "NewExports",
    "OwnEffort",
    "PastSupport",
    "PlanState",
    "ProvenRecord",
    "ResultSource",
    "RootCause",
    "SalesChannel",
    "Stage",
    "StagePlan",
    "Trend",
    "Verdict",
]
