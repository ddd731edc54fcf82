"""Who holds a part of the programme: an office of the organisation or a partner body, never both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused
from banso.apps.directory.models import Office, PartnerBody
from banso.apps.journal.actor import Actor


@dataclass(frozen=True)
class Holder:
    """An office or a partner body, by key; exactly one of them is given."""

    office_id: int | None = None
    body_id: int | None = None

    def __post_init__(self) -> None:
        if (self.office_id is None) == (self.body_id is None):
            raise ValueError("a holder is an office or a body")

    def columns(self, prefix: str) -> dict[str, int | None]:
        """The two columns of a row that name this holder, for example ``holder_office_id``."""
        return {f"{prefix}_office_id": self.office_id, f"{prefix}_body_id": self.body_id}

    @property
    def key(self) -> str:
        """The holder as a form's choice: ``office-3`` or ``body-12``."""
        return f"office-{self.office_id}" if self.office_id is not None else f"body-{self.body_id}"


def holder_of(row: Model, prefix: str) -> Holder:
    """The holder that a row names in two columns."""
    return Holder(getattr(row, f"{prefix}_office_id"), getattr(row, f"{prefix}_body_id"))


def holder_code(holder: Holder) -> str:
    """How the journal names a holder: by kind and code."""
    if holder.office_id is not None:
        return f"office:{Office.objects.values_list('code', flat=True).get(pk=holder.office_id)}"
    return f"body:{PartnerBody.objects.values_list('code', flat=True).get(pk=holder.body_id)}"


def name_of(row: Any, prefix: str) -> str:
    """The name of the office or body that a row names, fetched with it."""
    return (getattr(row, f"{prefix}_office") or getattr(row, f"{prefix}_body")).name


def parse(key: str) -> Holder:
    """The holder of a form's choice, if it takes part today.

    Raises:
        Refused: ``unknown_holder``.
    """
    kind, _dash, number = key.partition("-")
    rows = {"office": Office.objects, "body": PartnerBody.objects}.get(kind)
    if (
        rows is None
        or not number.isdigit()
        or not rows.filter(pk=int(number), retired_on__isnull=True).exists()
    ):
        raise Refused("unknown_holder", _("Choose an office or a partner body from the list."), "to")
    return Holder(office_id=int(number)) if kind == "office" else Holder(body_id=int(number))


def sides_of(actor: Actor) -> frozenset[Holder]:
    """For whom the actor acts today: a member's body, the office of staff, all offices below a manager's."""
    held = RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=actor.today),
        user_id=actor.user_id,
        role=actor.role,
        valid_from__lte=actor.today,
    )
    sides: set[Holder] = set()
    for row in held:
        if row.partner_body_id is not None and row.role == Role.PARTNER_MEMBER:
            sides.add(Holder(body_id=row.partner_body_id))
        elif row.office_id is not None and row.role == Role.OFFICE_STAFF:
            sides.add(Holder(office_id=row.office_id))
        elif row.office_id is not None and row.role == Role.OFFICE_MANAGER:
            sides |= {Holder(office_id=pk) for pk in _with_below(row.office_id)}
    return frozenset(sides)


def _with_below(office_id: int) -> set[int]:
    parents: Iterable[tuple[int, int | None]] = Office.objects.order_by().values_list("pk", "parent_id")
    children: dict[int | None, list[int]] = {}
    for pk, parent in parents:
        children.setdefault(parent, []).append(pk)
    found, waiting = {office_id}, [office_id]
    while waiting:
        for pk in children.get(waiting.pop(), ()):
            if pk not in found:
                found.add(pk)
                waiting.append(pk)
    return found
