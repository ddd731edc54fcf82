"""What can be done in this room. Each call is one transaction and one event."""

from banso.apps.notices.services.letters import LetterData, send_letter, send_to_firm
from banso.apps.notices.services.meetings import (
    MeetingData,
    Slot,
    cancel_meeting,
    invite_instead,
    move_meeting,
    plan_meeting,
)
from banso.apps.notices.services.rhythms import choose_rhythm
from banso.apps.notices.services.tasks import TaskData, close_task, colleagues, note_task

__all__ = [
    "LetterData",
    "MeetingData",
    "Slot",
    "TaskData",
    "cancel_meeting",
    "choose_rhythm",
    "close_task",
    "colleagues",
    "invite_instead",
    "move_meeting",
    "note_task",
    "plan_meeting",
    "send_letter",
    "send_to_firm",
]
