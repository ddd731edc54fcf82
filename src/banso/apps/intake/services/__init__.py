"""What can be done at the consultation window. Each call is one transaction and its events."""

from banso.apps.intake.services.asking import (
    NeedData,
    Question,
    ask,
    consult,
    take_out_need,
)
from banso.apps.intake.services.proposing import (
    answer_need,
    before_proposal,
    on_sent,
    propose,
    send_again,
    withdraw,
)
from banso.apps.intake.services.reasons import add_reason, retire_reason
from banso.apps.intake.services.replying import open_contacts, refuse, reopen, settle, take
from banso.apps.intake.services.resting import abandon, pause, resume, take_up_again
from banso.apps.intake.services.silent import give_up, hand_over, nudge

__all__ = [
    "NeedData",
    "Question",
    "abandon",
    "add_reason",
    "answer_need",
    "ask",
    "before_proposal",
    "consult",
    "give_up",
    "hand_over",
    "nudge",
    "on_sent",
    "open_contacts",
    "pause",
    "propose",
    "refuse",
    "reopen",
    "resume",
    "retire_reason",
    "send_again",
    "settle",
    "take",
    "take_out_need",
    "take_up_again",
    "withdraw",
]
