"""The terms of a site from a day on. What is written is never changed: a change begins on its own day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.channels.models import Channel, Mall
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.journal.years import refuse_closed
from banso.apps.sales.models import FeePer, SiteFee, SiteTerms
from banso.apps.sales.sites import Site
from banso.apps.sales.words import money
from banso.engines.kernel.money import currencies_on, decimals, fits

_LONGEST = 365
#: Terms are written down at most so long before they begin: further ahead lies a slip of the year.
_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class Fee:
    """An amount that the site takes for each of something."""

    per: str
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class TermsData:
    """From which day, the commission in per cent, days after the month's end until payment, fees."""

    since: date
    commission: Decimal
    pays_after: int
    fees: Sequence[Fee] = ()


@service
def begin_terms(actor: Actor, site: Site, data: TermsData) -> SiteTerms:
    """Write down the terms of a site from a day on.

    Raises:
        Refused: ``before_opening``, ``mall_closed``, ``far_ahead``, ``year_closed``; ``since_taken``;
            ``before_last``: later ones were in force already; ``commission_range``, ``days_range``; of a fee
            ``fee_twice``, ``amount_range``, ``currency_unknown``, ``decimals``, beside ``amount_<per>``.
    """
    # Terms of one site come one after the other.
    hold(Mall.objects if site.mall else Channel.objects).get(pk=(site.mall or site.channel).pk)
    of = {"mall": site.mall} if site.mall else {"channel": site.channel}
    _check_day(actor, site, data.since)
    known = SiteTerms.objects.filter(**of)
    if known.filter(since=data.since).exists():
        raise Refused("since_taken", _("Other terms begin on this day."), "since")
    last = known.filter(since__lte=actor.today).order_by("-since").first()
    if last is not None and data.since < last.since:
        message = _("Terms from a later day on were in force already. Begin after them.")
        raise Refused("before_last", message, "since")
    _check_amounts(data)
    terms = SiteTerms.objects.create(
        **of,
        since=data.since,
        commission=data.commission,
        pays_after=data.pays_after,
        written_by_id=actor.user_id,
        written_at=actor.at,
    )
    SiteFee.objects.bulk_create(
        SiteFee(terms=terms, per=fee.per, amount=fee.amount, currency=fee.currency) for fee in data.fees
    )
    payload = {
        "since": data.since.isoformat(),
        "commission": f"{data.commission:.2f}",
        "pays_after": data.pays_after,
        "fees": {fee.per: money(fee.amount, fee.currency) for fee in data.fees},
    }
    record(actor, "mall.terms_begun", ("mall" if site.mall else "site", site.code), payload)
    return terms


def _check_day(actor: Actor, site: Site, since: date) -> None:
    if site.mall is not None and since < site.mall.opened_on:
        raise Refused("before_opening", _("The corner had not opened yet."), "since")
    if site.mall is not None and site.mall.closed_on is not None and since > site.mall.closed_on:
        raise Refused("mall_closed", _("This mall is closed."), "since")
    if since > actor.today + _AHEAD:
        raise Refused("far_ahead", _("Terms are written down at most a year before they begin."), "since")
    refuse_closed(actor, since, "since")


def _check_amounts(data: TermsData) -> None:
    if not 0 <= data.commission <= 100 or data.commission != round(data.commission, 2):
        message = _("Enter a share from 0 to 100 per cent, with two decimals at most.")
        raise Refused("commission_range", message, "commission")
    if not 0 <= data.pays_after <= _LONGEST:
        message = _("Enter a number of days from 0 to %(most)s.") % {"most": _LONGEST}
        raise Refused("days_range", message, "pays_after")
    seen: set[str] = set()
    for fee in data.fees:
        if fee.per in seen or fee.per not in FeePer.values:
            raise Refused("fee_twice", _("One fee for each of these."), f"amount_{fee.per}")
        seen.add(fee.per)
        if not 0 < fee.amount < 10**9:
            message = _("Enter an amount above zero and below 1,000,000,000.")
            raise Refused("amount_range", message, f"amount_{fee.per}")
        if fee.currency not in currencies_on(data.since):
            message = _("This is not a currency. Use three letters, for example USD.")
            raise Refused("currency_unknown", message, f"currency_{fee.per}")
        if not fits(fee.amount, fee.currency):
            message = _("An amount in %(currency)s has at most %(places)s decimals.")
            values = {"currency": fee.currency, "places": decimals(fee.currency)}
            raise Refused("decimals", message % values, f"amount_{fee.per}")
