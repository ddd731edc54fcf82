"""The digest: what one person is reminded of, in one mail, as it stands when the mail leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.journal.actor import ZONE
from banso.apps.notices.models import Reminder
from banso.apps.notices.sources import LetterKind, kind_words, source

#: The code of the digest among the kinds of letters.
DIGEST = "notices.digest"
#: So many of each kind are named; the page has all of them.
NAMED = 10


@dataclass(frozen=True)
class Section:
    """The reminders of one kind: the first by due day, and how many there are besides."""

    words: str
    count: int
    rows: list[Reminder]
    more: int


def still_due(reminders: list[Reminder], now: datetime) -> list[Reminder]:
    """Those of the reminders that are due still; their sources are asked, one time a kind."""
    by_kind: dict[str, list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        by_kind[reminder.kind].append(reminder)
    left = []
    for kind, rows in by_kind.items():
        found = source(kind)
        if found is None:
            continue
        refs = {row.subject_ref for row in rows}
        due = {(item.subject_kind, item.subject_ref, item.due_on) for item in found.due(now, refs)}
        left += [row for row in rows if (row.subject_kind, row.subject_ref, row.due_on) in due]
    return left


def context(references: Mapping[str, Any], now: datetime) -> dict[str, Any] | None:
    """What the digest's words need; None when everything was done meanwhile."""
    told = Reminder.objects.filter(letter__key=references["letter"], done_at__isnull=True)
    rows = still_due(list(told.select_related("firm").order_by("due_on", "pk")), now)
    if not rows:
        return None
    by_kind: dict[str, list[Reminder]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    earlier = Reminder.objects.filter(person=rows[0].person_id, done_at__isnull=True, letter__isnull=False)
    return {
        "sections": [
            Section(kind_words(kind), len(found), found[:NAMED], max(0, len(found) - NAMED))
            for kind, found in by_kind.items()
        ],
        "count": len(rows),
        "today": now.astimezone(ZONE).date(),
        "earlier": earlier.exclude(letter__key=references["letter"]).count(),
        "address": settings.BASE_URL + reverse("notices:mine"),
        "settings_address": settings.BASE_URL + reverse("notices:rhythm"),
    }


KIND = LetterKind(DIGEST, _("Digest of reminders"), "notices/mail/digest.txt", context)
