"""Makers that let buyers wait are reminded, and their offices told, after so many working days.

Each step (``SilenceStep``) is a reminder of its own in the ledger, done once the maker has answered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.selectors import members_of
from banso.apps.inquiries.models import Inquiry, Report, ReportState, SilenceStep, State
from banso.apps.journal.actor import day_of
from banso.apps.notices.sources import Due, Source
from banso.apps.notices.sources import register as register_source
from banso.apps.programmes.days_off import working_days

MAKER, OFFICE, ABUSE = "inquiry_waits", "inquiry_silent", "inquiry_reported"


def _waiting(now: datetime, refs: Collection[str] | None) -> QuerySet[Inquiry]:
    """Those that wait for the maker, of buyers who may still read an answer."""
    day = day_of(now)
    rows = Inquiry.objects.filter(
        state=State.OPEN, company__state="open", company__first_day__lte=day, company__last_day__gte=day
    )
    if refs is not None:
        rows = rows.filter(ref__in=refs)
    return rows.select_related("product__firm").order_by("pk")


def _due(now: datetime, refs: Collection[str] | None, *, office: bool) -> Iterable[Due]:
    """What is due: one for each step that a maker's silence has reached. Four queries."""
    today = day_of(now)
    steps = list(SilenceStep.objects.filter(tells_office=True) if office else SilenceStep.objects.all())
    calendar = working_days()
    members = {} if office else members_of(None, today)
    for row in _waiting(now, refs):
        since = day_of(row.waiting_since)  # type: ignore[arg-type]
        silent = calendar.between(since, today)
        firm = row.product.firm
        for step in steps:
            if step.working_days <= silent:
                yield Due(
                    subject_kind="inquiry",
                    subject_ref=row.ref,
                    due_on=calendar.after(since, step.working_days),
                    address=reverse("inquiries:inquiry", args=[row.ref]),
                    persons=members.get(firm.pk, ()),
                    office=firm.office_id,
                    firm=firm.pk,
                )


def of_makers(now: datetime, refs: Collection[str] | None) -> Iterable[Due]:
    """What makers are reminded of; where nobody acts for a firm its office is."""
    return _due(now, refs, office=False)


def of_offices(now: datetime, refs: Collection[str] | None) -> Iterable[Due]:
    """Which makers an office is told are silent."""
    return _due(now, refs, office=True)


def of_reports(now: datetime, refs: Collection[str] | None) -> Iterable[Due]:
    """Reports of abuse that wait for the office of who is reported. One query."""
    rows = Report.objects.filter(state=ReportState.OPEN).select_related("inquiry").order_by("pk")
    if refs is not None:
        rows = rows.filter(inquiry__ref__in=refs)
    for row in rows:
        yield Due(
            subject_kind="inquiry",
            subject_ref=row.inquiry.ref,
            due_on=day_of(row.reported_at),
            address=reverse("inquiries:report", args=[row.pk]),
            office=row.office_id,
        )


def register() -> None:
    """Let makers and offices be reminded."""
    register_source(Source(MAKER, _("A buyer waits for an answer"), due=of_makers))
    register_source(Source(OFFICE, _("A maker does not answer a buyer"), due=of_offices))
    register_source(Source(ABUSE, _("Abuse was reported"), due=of_reports, mandatory=True))
