"""Billing the share of the exports of a fiscal year: once a year, after its end, in order."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.fees.cost import Rates
from banso.apps.fees.invoicing import Issued, store_invoice
from banso.apps.fees.models import Invoice, Quote, SuccessBill, TaxKind
from banso.apps.fees.rate_words import RateSum
from banso.apps.fees.success import Share, Year, share_of
from banso.apps.fees.success_terms import percent
from banso.apps.fees.transitions import fire_quote
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import service
from banso.engines.fees.price import price
from banso.engines.kernel.fiscal import fiscal_year_label


def taxed(share: Share, year: Year, yen: int) -> RateSum | None:
    """The share of a year at the standard rate of its last day, rounded as its quote; None without a rate."""
    rates = Rates.of([], year.last)
    rate = rates.percent(TaxKind.STANDARD)
    if rate is None:
        return None
    asked = rates.request([{"quantity": str(yen), "unit_price": "1"}])
    rounding = share.quote.frozen["rates"][0]["request"]["rounding"]
    found = price({**asked, "rounding": rounding})
    return RateSum(TaxKind.STANDARD.value, rate, found.subtotal, found.tax)


def line_words(year: int, share: Decimal, quote: str) -> dict[str, str]:
    """What the share of a fiscal year is called on its invoice, in both languages."""
    words = {}
    for language in ("ja", "en"):
        with translation.override(language):
            words[language] = _("Share of %(year)s exports at %(share)s (quote %(quote)s)") % {
                "year": fiscal_year_label(year, "en" if language == "en" else "ja"),
                "share": percent(share),
                "quote": quote,
            }
    return words


@service
def bill_share(actor: Actor, quote: Quote, year: int) -> Invoice:
    """Invoice the share of the exports of a fiscal year, as they are known now.

    Raises:
        Refused: ``quote_state``: the service has not started; ``year_over``; ``success_none``: the quote asks
            for no share, or none in that year; ``success_billed``: this year or a later one is billed;
            ``success_nothing``: nothing is due; ``success_order``: an earlier year is billed first;
            ``no_tax``: no rate of tax is stored for its last day; ``no_issuer``.
    """
    quote = hold(Quote.objects.select_related("service", "firm", "terms")).get(pk=quote.pk)
    share = share_of(quote, actor.today)
    found = next((one for one in share.years if one.year == year), None) if share else None
    if share is None or found is None:
        raise Refused("success_none", _("No share of exports was agreed for this fiscal year."))
    fire_quote(quote.state, "bill_share", actor, {"year_over": found.last < actor.today})
    if any(one.invoice is not None and one.year >= year for one in share.years):
        raise Refused("success_billed", _("This fiscal year, or a later one, is invoiced already."))
    if share.to_bill is None or share.to_bill[0].year > year:
        raise Refused("success_nothing", _("Nothing is due for this fiscal year."))
    if share.to_bill[0].year < year:
        raise Refused("success_order", _("An earlier fiscal year is invoiced first."))
    yen = share.to_bill[1]
    sums = taxed(share, found, yen)
    if sums is None:
        raise Refused("no_tax", _("The rate of consumption tax for this day is not stored yet."))
    due_on = actor.today + timedelta(days=quote.terms.payment_days)
    line = (sums.kind, sums.percent, line_words(year, share.agreed.share, quote.ref), yen)
    issued = Issued(quote, found.last, (line,), (sums,), (("", due_on, sums.net + sums.tax),), year)
    invoice = store_invoice(actor, issued)
    counted = [row for row in share.exports if row.exported_on <= found.last]
    SuccessBill.objects.create(
        invoice=invoice,
        sales_yen=sum(row.amount_yen or 0 for row in counted),
        due_yen=share.due_until(found.last),
        before_yen=share.billed,
        counted=[
            {"result": row.pk, "on": row.exported_on.isoformat(), "yen": row.amount_yen} for row in counted
        ],
    )
    return invoice
