"""What this room holds about a person, when the person is erased."""

from __future__ import annotations

from banso.apps.accounts.models import User
from banso.apps.journal.actor import Actor
from banso.apps.notices.models import Letter, LetterState, Reminder, Rhythm, Task, TaskState

#: What stands in place of what an erased person noted.
ERASED = "(消去済み erased)"


def erase_person_here(actor: Actor, user: User) -> None:
    """Letters that wait are withdrawn, open reminders closed, the words of tasks removed, habits forgotten.

    Digests of the address go as well: it could be guessed from them.
    """
    letters = Letter.objects.filter(to_user=user)
    letters.filter(state=LetterState.QUEUED).update(
        state=LetterState.WITHDRAWN, closed_at=actor.at, enclosed={}
    )
    letters.update(address_digest="")
    Reminder.objects.filter(person=user, done_at__isnull=True).update(done_at=actor.at)
    tasks = Task.objects.filter(assignee=user)
    tasks.exclude(text="").update(text=ERASED)
    tasks.filter(state=TaskState.OPEN, office__isnull=False).update(assignee=None)
    Rhythm.objects.filter(user=user).delete()
