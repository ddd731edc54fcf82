"""Application, screening, determination, and what a round draws by lot."""

from banso.apps.selection.models.applications import (
    Application,
    ApplicationState,
    Revision,
    Typed,
)
from banso.apps.selection.models.determination import (
    Determination,
    LookResult,
    Outcome,
    Place,
    Return,
    SecondLook,
    Waiting,
)
from banso.apps.selection.models.lots import (
    Lot,
    Purpose,
    Seal,
    Ticket,
)
from banso.apps.selection.models.screening import (
    MOST_POINTS,
    AgreedScore,
    Assent,
    Conflict,
    Declaration,
    Discussion,
    Feasible,
    Score,
    ScorePart,
    Screening,
    View,
)

__all__ = [
    "MOST_POINTS",
    "AgreedScore",
    "Application",
    "ApplicationState",
    "Assent",
    "Conflict",
    "Declaration",
    "Determination",
    "Discussion",
    "Feasible",
    "LookResult",
    "Lot",
    "Outcome",
    "Place",
    "Purpose",
    "Return",
    "Revision",
    "Score",
    "ScorePart",
    "Screening",
    "Seal",
    "SecondLook",
    "Ticket",
    "Typed",
    "View",
    "Waiting",
]
