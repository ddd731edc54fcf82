"""Reading referrals: what each side said last, where the two differ, who is to be asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banso.apps.journal.actor import ZONE
from banso.apps.providers.models import Contract, Outcome, OutcomeAsk, Referral, Side

#: Days after the referral on which a side is asked that has not said how it ended.
ASK_DAYS = (30, 60)
#: From so many days on the office is reminded of a side that has not.
OFFICE_DAYS = 90
#: What both sides are asked, and what it is called where they differ; each follows from the one before.
COMPARED: dict[str, Promise] = {
    "contact_made": _("whether there was contact"),
    "contract": _("whether a contract was made"),
    "band": _("what was paid"),
}


def with_reports(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Referrals with what each side said last, ``firm_contract``, ``provider_band`` ...; None: nothing."""
    said = {}
    for side in Side:
        last = Outcome.objects.filter(referral=OuterRef("pk"), side=side).order_by("-number")
        for name in (*COMPARED, "reported_at"):
            said[f"{side.value}_{name}"] = Subquery(last.values(name)[:1])
    return rows.annotate(**said)


def differing(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Those ``with_reports`` of which both sides spoke and do not say the same."""
    apart = Q(pk__in=())
    for name in COMPARED:
        apart |= ~Q(**{f"firm_{name}": F(f"provider_{name}")})
    return rows.filter(apart, firm_reported_at__isnull=False, provider_reported_at__isnull=False)


def difference(referral: Referral) -> Promise | None:
    """The first thing of which the two sides of a referral ``with_reports`` do not say the same."""
    if any(getattr(referral, f"{side.value}_reported_at") is None for side in Side):
        return None
    for name, words in COMPARED.items():
        if getattr(referral, f"firm_{name}") != getattr(referral, f"provider_{name}"):
            return words
    return None


def is_open(referral: Referral) -> bool:
    """Whether somebody may still be asked about a referral, its proposal read with it."""
    return referral.closed_on is None and referral.proposal.withdrawn_at is None


def _live(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    return rows.filter(closed_on__isnull=True, proposal__withdrawn_at__isnull=True)


def _unsettled(side: Side) -> Q:
    """A side that said nothing yet, or that nothing is decided yet."""
    return Q(**{f"{side.value}_reported_at__isnull": True}) | Q(**{f"{side.value}_contract": Contract.OPEN})


def silent(rows: QuerySet[Referral], on: date) -> QuerySet[Referral]:
    """Live referrals ``with_reports`` from long ago of which a side has not said how it ended."""
    late = _live(rows).filter(referred_at__lt=_after(on, OFFICE_DAYS))
    return late.filter(_unsettled(Side.FIRM) | _unsettled(Side.PROVIDER))


def to_ask(on: date) -> Iterator[tuple[Referral, Side, list[int]]]:
    """Whom to ask today, for which steps: those that are due and not yet recorded. Three queries."""
    rows = _live(with_reports(Referral.objects.filter(referred_at__lt=_after(on, ASK_DAYS[0]))))
    asked: dict[tuple[int, str], set[int]] = defaultdict(set)
    steps = OutcomeAsk.objects.filter(referral__closed_on__isnull=True).order_by("pk")
    for key, side_asked, step in steps.values_list("referral", "side", "step"):
        asked[key, side_asked].add(step)
    for side in Side:
        for referral in rows.filter(_unsettled(side)).order_by("pk"):
            days = [step for step in ASK_DAYS if referral.referred_at < _after(on, step)]
            due = [step for step in days if step not in asked[referral.pk, side.value]]
            if due:
                yield referral, side, due


def _after(on: date, days: int) -> datetime:
    """The moment before which a referral was made that is ``days`` days old on a day."""
    return datetime.combine(on - timedelta(days=days - 1), time(), ZONE)
