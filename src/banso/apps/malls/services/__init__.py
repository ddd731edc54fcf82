"""What is done about malls: who runs them, and what they answer."""

from banso.apps.malls.services.answers import answer_many
from banso.apps.malls.services.closing import ClosingData, Unsold, close_mall
from banso.apps.malls.services.operators import (
    OperatorData,
    end_operator,
    invite_operator,
    invite_operator_again,
)

__all__ = [
    "ClosingData",
    "OperatorData",
    "Unsold",
    "answer_many",
    "close_mall",
    "end_operator",
    "invite_operator",
    "invite_operator_again",
]
