"""Reading the journal."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from banso.apps.accounts.roles import Role
from banso.apps.journal.models import Event
from banso.apps.journal.services import Subject
from banso.apps.journal.timeline import Entry, entry


def timeline(subjects: Iterable[Subject], limit: int | None = None) -> list[Entry]:
    """The events of these subjects in words, newest first, at most ``limit``. One query."""
    where = Q(pk__in=[])
    for kind, ref in subjects:
        where |= Q(subject_kind=kind, subject_ref=ref)
    events = Event.objects.filter(where).select_related("actor").order_by("-at", "-id")
    names = {role.value: str(role.label) for role in Role}
    return [entry(event, names) for event in events[:limit]]
