"""Who is reminded: of listings to review and to renew, and of referrals about which a side keeps silent."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import current
from banso.apps.journal.actor import day_of
from banso.apps.notices import sources
from banso.apps.notices.sources import Due, Source
from banso.apps.providers.models import Listing, Referral, State
from banso.apps.providers.referrals import OFFICE_DAYS, silent, with_reports
from banso.apps.providers.selectors import renewable

_REVIEW_WITHIN = timedelta(days=14)


def renewals(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Published listings near or past their end: to whom entered each, else to whom reviewed it."""
    rows = renewable(day_of(now))
    if refs is not None:
        rows = rows.filter(ref__in=refs)
    for listing in rows.order_by("ref"):
        person = listing.entered_by_id or listing.reviewed_by_id
        yield Due(
            "listing",
            listing.ref,
            listing.listed_to,
            reverse("providers:listing", args=[listing.ref]),
            persons=(person,) if person else (),
        )


def reviews(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Listings that wait for their review, due two weeks after they were entered."""
    rows = Listing.objects.filter(state=State.WAITING)
    if refs is not None:
        rows = rows.filter(ref__in=refs)
    managers = current(day_of(now)).filter(role=Role.PROGRAMME_MANAGER, user__is_active=True)
    persons = tuple(managers.order_by("user").values_list("user", flat=True).distinct())
    for listing in rows.order_by("ref"):
        yield Due(
            "listing",
            listing.ref,
            day_of(listing.entered_at) + _REVIEW_WITHIN,
            reverse("providers:listing", args=[listing.ref]),
            persons=persons,
        )


def outcomes(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Referrals of which a side has not said how they ended, though it was asked twice: to the office."""
    rows = with_reports(Referral.objects.all())
    if refs is not None:
        rows = rows.filter(pk__in=[int(ref) for ref in refs])
    found = silent(rows, day_of(now)).select_related("proposal__need__consultation")
    for referral in found.order_by("pk"):
        consultation = referral.proposal.need.consultation
        yield Due(
            "referral",
            str(referral.pk),
            day_of(referral.referred_at) + timedelta(days=OFFICE_DAYS),
            reverse("providers:referral", args=[referral.pk]),
            office=consultation.office_id,
            firm=consultation.firm_id,
        )


def register() -> None:
    """Let people be reminded."""
    sources.register(Source("listing_review", _("Private provider: review the listing"), reviews))
    sources.register(Source("listing_renewal", _("Private provider: renew the listing"), renewals))
    sources.register(Source("referral_outcome", _("Referral: find out what became of it"), outcomes))
