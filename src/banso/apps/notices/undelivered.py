"""Letters that did not arrive: what is noted, and who is asked to find the right address."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction

from banso.apps.accounts.models import RoleAssignment
from banso.apps.directory.models import Office
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.notices.models import Letter, LetterState, Task, TaskKind

#: The office looks for the right address within so many days.
DAYS_TO_FIND = 7


@service
def note_undelivered(actor: Actor, letter: Letter, state: str, fault: str) -> bool:
    """A letter failed for good or came back. The office of its receiver gets a task, one an address.

    ``fault`` is a status code or the kind of error. False: it was noted already.
    """
    changed = Letter.objects.filter(pk=letter.pk, state__in=(LetterState.QUEUED, LetterState.SENT)).update(
        state=state, closed_at=actor.at, fault=fault[:60], enclosed={}
    )
    if not changed:
        return False
    record(
        actor,
        "letter.undelivered",
        (letter.subject_kind, letter.subject_ref),
        {"letter": letter.pk, "state": str(state), "fault": fault[:60]},
    )
    firm, office = _place(letter)
    if office is not None:
        kind, ref = _whose(letter)
        try:
            with transaction.atomic():
                Task.objects.create(
                    kind=TaskKind.ADDRESS, subject_kind=kind, subject_ref=ref, firm_id=firm, office_id=office,
                    noted_at=actor.at, due_on=actor.today + timedelta(days=DAYS_TO_FIND),
                )  # fmt: skip
        except IntegrityError:
            pass  # The office looks for this address already.
    return True


def _whose(letter: Letter) -> tuple[str, str]:
    """Whose address it is."""
    if letter.to_contact_id:
        return "contact", str(letter.to_contact_id)
    if letter.to_user_id:
        return "user", str(letter.to_user_id)
    return letter.to_kind, letter.to_ref


def _place(letter: Letter) -> tuple[int | None, int | None]:
    """The firm whose contact it is, if any, and the office that should know the right address."""
    if letter.to_contact is not None:
        return letter.to_contact.firm_id, letter.to_contact.firm.office_id
    if letter.to_user_id:
        held = RoleAssignment.objects.filter(user=letter.to_user_id).select_related("firm").order_by("-id")
        for item in held:
            if item.firm is not None:
                return item.firm_id, item.firm.office_id
            if item.office_id:
                return None, item.office_id
        expert = getattr(letter.to_user, "expert", None)
        return None, expert.office_id if expert else None
    found = Office.objects.filter(code=letter.to_ref).values_list("pk", flat=True).first()
    return None, found if letter.to_kind == "office" else None
