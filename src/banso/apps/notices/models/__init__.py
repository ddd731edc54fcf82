"""What people are reminded of and told: the ledger, letters, tasks, meetings; and when each may be told."""

from banso.apps.notices.models.letters import Letter, LetterState
from banso.apps.notices.models.meetings import Meeting, MeetingState, Participant
from banso.apps.notices.models.reminders import Digest, Reminder, Rhythm
from banso.apps.notices.models.tasks import Task, TaskKind, TaskState

__all__ = [
    "Digest",
    "Letter",
    "LetterState",
    "Meeting",
    "MeetingState",
    "Participant",
    "Reminder",
    "Rhythm",
    "Task",
    "TaskKind",
    "TaskState",
]
