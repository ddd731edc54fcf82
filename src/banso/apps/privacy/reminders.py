"""Requests about personal data that have to be answered by a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import current
from banso.apps.journal.actor import ZONE
from banso.apps.notices import sources
from banso.apps.notices.sources import Due, Source
from banso.apps.privacy.models import OPEN, PersonRequest


def requests_due(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Requests without an answer, or granted and not done: the office's managers, else the administrators.

    Two queries.
    """
    rows = PersonRequest.objects.filter(state__in=OPEN)
    if refs is not None:
        rows = rows.filter(ref__in=refs)
    found = list(rows.order_by("pk").values_list("ref", "due_on", "office_id"))
    if not found:
        return
    today = now.astimezone(ZONE).date()
    administrators = current(today).filter(role=Role.ADMINISTRATOR, user__is_active=True)
    keys = tuple(administrators.order_by("user").values_list("user", flat=True).distinct())
    for ref, due_on, office in found:
        address = reverse("privacy:request", args=[ref])
        yield Due("person_request", ref, due_on, address, () if office else keys, office)


def register() -> None:
    """Let people be reminded of requests."""
    words = _("Request about personal data to answer")
    sources.register(Source("person_request", words, due=requests_due, mandatory=True))
