"""Fees: what was priced, accepted, invoiced and paid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Sum

from banso.apps.fees.effect.measures import ACCEPTED
from banso.apps.fees.models import Allocation, CreditNote, Decided, Invoice, Quote, QuoteState
from banso.apps.snapshots.reading.world import Row, World, day

#: Nobody has answered these yet.
_OPEN = (QuoteState.DRAFT, QuoteState.OFFERED)


def quotes(world: World) -> Iterator[Row]:
    """Quotes that no later revision has replaced."""
    invoiced = _sums(Invoice.objects.all(), "quote_id", "total")
    credited = _sums(CreditNote.objects.filter(state=Decided.APPROVED), "invoice__quote_id", "total")
    paid = _sums(Allocation.objects.all(), "invoice__quote_id", "yen")
    rows = Quote.objects.exclude(state=QuoteState.REPLACED).order_by("pk")
    for pk, ref, firm, service, state, made_at, net, subtotal, total in rows.values_list(
        "pk", "ref", "firm_id", "service_id", "state", "made_at", "net", "subtotal", "total"
    ):
        made_on = day(made_at)
        yield (
            pk,
            *world.where_firm(firm, made_on),
            *world.services[service],
            ref,
            made_on,
            state,
            net,
            total,
            net - subtotal,
            None if state in _OPEN else state in ACCEPTED,
            invoiced.get(pk, 0) - credited.get(pk, 0),
            paid.get(pk, 0),
        )


def _sums(rows: Any, key: str, column: str) -> dict[int, int]:
    return dict(rows.order_by(key).values_list(key).annotate(sum=Sum(column)))
