"""Which fields may still change in which state: the one table of it. What is not in it stays as it is."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.fees.models import InvoiceState, QuoteState

_PRICED = frozenset(
    {"expert_hours", "staff_hours", "units", "extra_discount", "service_starts_on", "by_stage"}
)

#: By record and state: the fields that may change, each by its service.
CHANGEABLE: dict[tuple[str, str], frozenset[str]] = {
    ("quote", QuoteState.DRAFT): _PRICED,
    # What was offered is replaced by a new revision as a whole; a start that was agreed may be put off.
    ("quote", QuoteState.OFFERED): frozenset(),
    ("quote", QuoteState.ACCEPTED): frozenset({"service_starts_on"}),
    ("quote", QuoteState.STARTED): frozenset(),
    ("quote", QuoteState.INVOICED): frozenset(),
    # An invoice is taken back by a credit note; the firm may be given more time.
    ("invoice", InvoiceState.ISSUED): frozenset({"due_on"}),
    ("invoice", InvoiceState.PAID): frozenset(),
    ("invoice", InvoiceState.CANCELLED): frozenset(),
}


def changeable(kind: str, state: str) -> frozenset[str]:
    """The fields of a quote or invoice that may change in a state."""
    return CHANGEABLE.get((kind, state), frozenset())


def refuse_fixed(kind: str, state: str, fields: Collection[str]) -> None:
    """Refuse to change what is fixed in this state.

    Raises:
        Refused: ``field_fixed``, with the first such field.
    """
    for name in sorted(set(fields) - changeable(kind, state)):
        raise Refused("field_fixed", _("This can no longer be changed."), name)
