"""What the managers of an office are reminded of: experts who are away while open work waits for them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.directory.models import ExpertAbsence
from banso.apps.journal.actor import ZONE
from banso.apps.notices import sources
from banso.apps.notices.sources import Due, Source
from banso.apps.transfers.work import EXPERT, kinds_of

#: A shorter absence needs no stand-in; a longer one is told so many days before it begins.
DAYS_AWAY = 7


def stand_ins(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Absences of at least a week, begun or beginning within one, of experts for whom open work waits."""
    today = now.astimezone(ZONE).date()
    waits = Q()
    for work in kinds_of(EXPERT):
        column = f"{work.column}__expert" if work.held_by else work.column
        waits |= Exists(work.rows(today).filter(**{column: OuterRef("expert")}))
    rows = ExpertAbsence.objects.filter(
        waits,
        taken_back_at__isnull=True,
        first_day__lte=today + timedelta(days=DAYS_AWAY),
        last_day__gte=today,
    )
    if refs is not None:
        rows = rows.filter(pk__in=[int(ref) for ref in refs])
    for absence in rows.select_related("expert").order_by("pk"):
        if (absence.last_day - absence.first_day).days + 1 < DAYS_AWAY:
            continue
        address = reverse("transfers:transfer_expert", args=[absence.expert.code])
        yield Due(
            "absence",
            str(absence.pk),
            absence.first_day,
            f"{address}?absence={absence.pk}",
            office=absence.expert.office_id,
        )


def register() -> None:
    """Let managers be reminded."""
    sources.register(Source("stand_in", _("Expert away with open work: find a stand-in"), stand_ins))
