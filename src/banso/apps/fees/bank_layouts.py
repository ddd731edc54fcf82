"""Which columns of a bank's file hold what: layouts that ship, and those that an accountant mapped by hand.

A layout is remembered by the name of its bank and fits every file that has all of its columns. Where several
fit, the one that was kept last is taken; an accountant may always map the columns of a file anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.base import Refused
from banso.apps.fees.models import BankLayout
from banso.apps.fees.transitions import ACCOUNTS
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.mapping import chosen
from banso.engines.kernel.tables import Table


@dataclass(frozen=True)
class Field:
    """What a line of a bank file says."""

    code: str
    label: Promise
    needed: bool = True


FIELDS = (
    Field("day", gettext_lazy("Paid in on")),
    Field("yen", gettext_lazy("Amount paid in")),
    Field("payer", gettext_lazy("Payer")),
    Field("text", gettext_lazy("Text besides, such as a number"), needed=False),
)
_LONGEST = 60


def layouts() -> list[BankLayout]:
    """Every layout, the one kept last first, then those that ship."""
    return list(BankLayout.objects.order_by(F("kept_at").desc(nulls_last=True), "pk"))


def layout_of(table: Table) -> BankLayout | None:
    """The layout that a file has; None where it has that of no bank that is known."""
    header = set(table.header)
    return next((layout for layout in layouts() if set(layout.columns.values()) <= header), None)


@service
def keep_layout(actor: Actor, name: str, header: tuple[str, ...], columns: Mapping[str, str]) -> BankLayout:
    """Remember which columns of a bank's files hold what; a layout of this name is replaced.

    Raises:
        Refused: ``role``; ``name_missing``; ``column_unknown``, ``column_twice``, ``column_missing``,
            ``column_too_long``.
    """
    if actor.role not in ACCOUNTS:
        raise Refused("role", _("Your role may not do this."))
    name = name.strip()
    if not name:
        raise Refused("name_missing", _("Give the bank a name."), "name")
    found = chosen(header, FIELDS, columns)
    for code, column in found.items():
        if len(column) > _LONGEST:
            raise Refused("column_too_long", _("The name of this column has more than 60 characters."), code)
    values = {field.code: found.get(field.code, "") for field in FIELDS}
    layout, _new = BankLayout.objects.update_or_create(
        name=name[:_LONGEST], defaults={**values, "kept_by_id": actor.user_id, "kept_at": actor.at}
    )
    record(actor, "bank_layout.kept", ("bank_layout", str(layout.pk)), {"columns": len(found)})
    return layout
