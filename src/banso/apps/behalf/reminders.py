"""What the people of a firm are reminded of: entries that wait for their word."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.selectors import members_of
from banso.apps.behalf.models import Entry
from banso.apps.behalf.selectors import to_confirm
from banso.apps.journal.actor import ZONE
from banso.apps.notices import sources
from banso.apps.notices.sources import Due, Source


def entries_unconfirmed(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """What the office entered and the firm has not confirmed: the firm's people, nobody else.

    Who has no account is asked by personal link. What is written anew is due anew.
    """
    rows = to_confirm(Entry.objects.all())
    if refs is not None:
        rows = rows.filter(pk__in=[int(ref) for ref in refs])
    found = list(rows.values_list("pk", "written_at", "firm__ref", "firm_id"))
    members = members_of(None if refs is None else {row[-1] for row in found}, now.astimezone(ZONE).date())
    for pk, written_at, ref, firm in found:
        due_on, address = written_at.astimezone(ZONE).date(), reverse("behalf:confirm", args=[ref])
        yield Due("entry", str(pk), due_on, address, members.get(firm, ()), None, firm)


def register() -> None:
    """Tell the room for notices."""
    sources.register(Source("entry_to_confirm", _("Entry to confirm"), entries_unconfirmed))
