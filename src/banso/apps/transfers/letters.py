"""Letters about transfers: one to each new owner with all that came, one to whoever is back from a leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.models import User
from banso.apps.base import Refused
from banso.apps.directory.models import Expert, Office
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject
from banso.apps.notices import sources
from banso.apps.notices.services import LetterData, send_letter
from banso.apps.transfers.models import GiverKind, Handed, Transfer
from banso.apps.transfers.work import KINDS

HANDED = "transfers.handed"
CAME_BACK = "transfers.came_back"
#: The table of the owners of each kind.
OWNERS: dict[str, type[User] | type[Expert] | type[Office]] = {
    GiverKind.STAFF.value: User,
    GiverKind.EXPERT.value: Expert,
    GiverKind.OFFICE.value: Office,
}


def write_to(
    actor: Actor, letter: str, transfer: Transfer, owner: User | Expert | Office, subject: Subject
) -> None:
    """Write to an owner about a transfer; who has no mail address finds the work on the own page."""
    data: dict[str, Any] = {"to_address_of": ("office", owner.code)} if isinstance(owner, Office) else {}
    if isinstance(owner, User | Expert):
        data["to_user"] = owner if isinstance(owner, User) else owner.user
    if not any(data.values()):
        return
    references = {"transfer": transfer.pk, "owner": owner.pk}
    try:
        send_letter(actor, LetterData(letter, subject, context_refs=references, **data))
    except Refused:
        return


def _lines(rows: Iterable[Handed]) -> list[tuple[Any, int]]:
    counts = Counter(row.kind for row in rows)
    return [(work.words, counts[code]) for code, work in KINDS.items() if code in counts]


def _handed(references: Mapping[str, Any], _now: datetime) -> Mapping[str, Any] | None:
    """What came to one owner; nothing once the work went back."""
    transfer = Transfer.objects.get(pk=references["transfer"])
    if transfer.went_back_at is not None:
        return None
    rows = transfer.handed.filter(after=references["owner"]).order_by("pk")
    return {**_about(transfer), "lines": _lines(rows)}


def _came_back(references: Mapping[str, Any], _now: datetime) -> Mapping[str, Any]:
    """What had been handed out for the time of a leave."""
    transfer = Transfer.objects.get(pk=references["transfer"])
    return {**_about(transfer), "lines": _lines(transfer.handed.order_by("pk"))}


def _about(transfer: Transfer) -> dict[str, Any]:
    giver = owner_of(transfer)
    return {
        "transfer": transfer,
        "giver": giver.name,
        "path": reverse("today:home"),
    }


def owner_of(transfer: Transfer) -> Any:
    """Whose work was transferred."""
    key = "pk" if transfer.giver_kind == GiverKind.STAFF else "code"
    return OWNERS[transfer.giver_kind]._default_manager.get(**{key: transfer.giver_ref})


def register() -> None:
    """Let the letters be sent."""
    for code, words, template, context in (
        (HANDED, _("Work handed over to you"), "transfers/mail/handed.txt", _handed),
        (CAME_BACK, _("Your work is back with you"), "transfers/mail/came_back.txt", _came_back),
    ):
        sources.register_letter(sources.LetterKind(code, words, template, context))
