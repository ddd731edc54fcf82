"""Where public support that costs a firm nothing stands beside private providers of the like.

By region and by service, or by subject, for one fiscal year:

1. Cases on which hours were logged in the year, and these hours, where no fee was agreed for the case.
   A spot case has the subject of its need; other cases stand by service only.
2. Providers listed today that serve firms there; one without a prefecture serves every region.
3. Referrals of the year, and contracts that at least one side says were made. By service a referral counts
   for each service of which its provider offers the like.

Of private providers only counts are given, no shares; of referrals and contracts a count of one or two is
not told exactly, as it would show what a single provider earns.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum

from banso.apps.casework.models import Activity
from banso.apps.directory.models import Region
from banso.apps.fees.models import Quote, QuoteState
from banso.apps.intake.models import Subject
from banso.apps.journal.actor import ZONE
from banso.apps.programmes.models import Service
from banso.apps.providers.models import Contract, Listing, Referral
from banso.apps.providers.referrals import with_reports
from banso.apps.providers.selectors import listed, with_lists
from banso.engines.kernel.fiscal import fiscal_year_days

#: A count of referrals or contracts below this is not told exactly.
LEAST_TOLD = 3
#: A quote in these states is a fee that was agreed.
_AGREED = (QuoteState.ACCEPTED, QuoteState.STARTED, QuoteState.INVOICED)


class By(StrEnum):
    """What stands beside the region."""

    SERVICE = "service"
    SUBJECT = "subject"


@dataclass(frozen=True)
class Line:
    """One region and one service or subject."""

    region: Region
    about: Service | Subject
    #: Cases worked on in the year for which no fee was agreed, and the hours logged on them.
    cases: int
    hours: Decimal
    #: Listed today, serving this there.
    providers: int
    referrals: int
    contracts: int

    @property
    def both(self) -> bool:
        """Whether free public support and private providers stand beside each other."""
        return bool(self.cases and self.providers)


_Key = tuple[int, int]


def overlap(by: By, year: int, today: date) -> list[Line]:
    """Every region with every service or subject of which there is anything, in their order."""
    public = _public(by, year)
    providers = _providers(by, today)
    sent, made = _referrals(by, year)
    about: Iterable[Any] = (
        Service.objects.select_related("programme").order_by("programme__position", "position", "code")
        if by is By.SERVICE
        else Subject.objects.order_by("position", "code")
    )
    rows = list(about)
    found = []
    for region in Region.objects.order_by("position", "code"):
        for row in rows:
            key = (region.pk, row.pk)
            cases, hours = public.get(key, (0, Decimal(0)))
            line = Line(region, row, cases, hours, providers[key], sent[key], made[key])
            if cases or line.providers or line.referrals:
                found.append(line)
    return found


def _public(by: By, year: int) -> dict[_Key, tuple[int, Decimal]]:
    """Cases and hours of the year without an agreed fee."""
    path = "case__service" if by is By.SERVICE else "case__need__subject"
    charged = Quote.objects.filter(
        Q(case=OuterRef("case")) | Q(application__case=OuterRef("case")), state__in=_AGREED, total__gt=0
    )
    rows = Activity.objects.filter(~Exists(charged), done_on__range=fiscal_year_days(year))
    counted = (
        rows.filter(**{f"{path}__isnull": False})
        .order_by()
        .values_list("case__firm__prefecture__region", path)
        .annotate(cases=Count("case", distinct=True), hours=Sum("hours"))
    )
    return {(region, about): (cases, hours) for region, about, cases, hours in counted}


def _providers(by: By, today: date) -> Counter[_Key]:
    every = list(Region.objects.order_by("pk").values_list("pk", flat=True))
    found: Counter[_Key] = Counter()
    for listing in with_lists(listed(today)).order_by("ref"):
        regions = [listing.prefecture.region_id] if listing.prefecture else every
        for row in getattr(listing, f"{by.value}s").all():
            found.update((region, row.pk) for region in regions)
    return found


def _referrals(by: By, year: int) -> tuple[Counter[_Key], Counter[_Key]]:
    """Referrals of the year, and those of which a side says that a contract was made."""
    first, last = (datetime.combine(day, time(), ZONE) for day in fiscal_year_days(year))
    rows = with_reports(
        Referral.objects.filter(referred_at__gte=first, referred_at__lt=last + timedelta(days=1))
    )
    read = rows.order_by("pk").values_list(
        "proposal__need__consultation__firm__prefecture__region",
        "proposal__need__subject",
        "listing",
        "firm_contract",
        "provider_contract",
    )
    offered: dict[int | None, list[int]] = defaultdict(list)
    if by is By.SERVICE:
        named = Listing.objects.filter(referrals__isnull=False, services__isnull=False).distinct()
        for listing, service in named.order_by("pk").values_list("pk", "services"):
            offered[listing].append(service)
    sent: Counter[_Key] = Counter()
    made: Counter[_Key] = Counter()
    for region, subject, listing, *said in read:
        keys = [(region, about) for about in (offered[listing] if by is By.SERVICE else [subject])]
        sent.update(keys)
        if Contract.MADE in said:
            made.update(keys)
    return sent, made
