"""What is done about malls: who runs them, what they answer, and what the directory says of them."""

from banso.apps.malls.services.answers import answer_many
from banso.apps.malls.services.closing import ClosingData, Unsold, close_mall
from banso.apps.malls.services.entries import drop_entry, publish_entry, write_entry
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
    "drop_entry",
    "end_operator",
    "invite_operator",
    "invite_operator_again",
    "publish_entry",
    "write_entry",
]
