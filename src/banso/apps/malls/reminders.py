"""Who is reminded that the contract of a mall ends."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.journal.actor import day_of
from banso.apps.malls.entry_content import in_charge
from banso.apps.malls.selectors import ending
from banso.apps.notices import sources
from banso.apps.notices.sources import Due, Source


def contracts_end(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Contracts that end within ninety days: whoever is in charge, else all of head office."""
    today = day_of(now)
    rows = ending(today)
    if refs is not None:
        rows = rows.filter(mall__code__in=refs)
    people = tuple(in_charge(today).values_list("pk", flat=True))
    for entry in rows:
        assert entry.contract_to is not None
        persons = (entry.staff_id,) if entry.staff_id in people else people
        address = reverse("malls:mall", args=[entry.mall.code])
        yield Due("mall", entry.mall.code, entry.contract_to, address, persons)


def register() -> None:
    """Let head office be reminded."""
    sources.register(Source("mall_contract", _("Contract of a mall ends"), contracts_end))
