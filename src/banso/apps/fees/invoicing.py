"""Invoices: numbered within the fiscal year without gaps, at the price that was accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.fees.changes import refuse_fixed
from banso.apps.fees.ledger import held_account, store
from banso.apps.fees.models import (
    Instalment,
    Invoice,
    InvoiceLine,
    InvoiceTax,
    Issuer,
    Part,
    Quote,
)
from banso.apps.fees.quotation import AtRate, at_rates
from banso.apps.fees.rate_words import RateSum
from banso.apps.fees.transitions import NEW, fire_invoice, fire_quote
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import next_reference, record, service
from banso.apps.programmes.models import Service
from banso.engines.kernel.fiscal import add_months
from banso.web import formats

#: A line of an invoice: kind and percent of its tax, its words by language, its yen before tax.
Line = tuple[str, Decimal, dict[str, str], int]


@service
def issue_invoice(actor: Actor, quote: Quote) -> Invoice:
    """Invoice a service that has started, exactly as it was quoted, whatever policy or rates became since.

    The number comes from a counter that is held until the transaction ends: no gap, and none twice.

    Raises:
        Refused: ``quote_state``: not started, or invoiced already; ``no_issuer``: there is no issuer.
    """
    quote = hold(Quote.objects.select_related("service", "firm", "terms")).get(pk=quote.pk)
    fired = fire_quote(quote.state, "invoice", actor)
    rates = at_rates(quote.frozen)
    dues = []
    for part in quote.frozen["instalments"]:
        begins = max(add_months(quote.started_on, part["months"]), actor.today)
        dues.append((part["stage"], begins + timedelta(days=quote.terms.payment_days), part["yen"]))
    invoice = store_invoice(
        actor,
        Issued(
            quote,
            quote.started_on,
            tuple(lines_of(quote.service, quote.ref, quote.frozen)),
            tuple(RateSum(rate.kind, rate.percent, rate.price.subtotal, rate.price.tax) for rate in rates),
            tuple(dues),
        ),
    )
    quote.state = fired.target
    quote.save(update_fields=["state"])
    return invoice


@dataclass(frozen=True)
class Issued:
    """What an invoice says: what it is for, the sums by rate of tax, and its parts (stage, day, yen)."""

    quote: Quote
    supplied_on: date
    lines: tuple[Line, ...]
    sums: tuple[RateSum, ...]
    dues: tuple[tuple[str, date, int], ...]
    success_year: int | None = None


def store_invoice(actor: Actor, data: Issued) -> Invoice:
    """Number and store an invoice in the transaction of the caller, who holds its quote.

    Raises:
        Refused: ``no_issuer``: there is no issuer.
    """
    fire_invoice(NEW, "issue", actor)
    issuer = Issuer.objects.filter(in_force_from__lte=actor.today).order_by("in_force_from").last()
    if issuer is None:
        raise Refused("no_issuer", _("Nobody is stored yet who issues invoices, with a registration number."))
    quote, before = data.quote, held_account(data.quote.firm_id)
    net, tax = (sum(column) for column in zip(*((rate.net, rate.tax) for rate in data.sums), strict=True))
    invoice = Invoice.objects.create(
        ref=next_reference("INV", actor), quote=quote, firm=quote.firm, issuer=issuer,
        recipient=quote.firm.name, issued_on=actor.today, supplied_on=data.supplied_on,
        success_year=data.success_year, issued_by_id=actor.user_id, net=net, tax=tax, total=net + tax,
    )  # fmt: skip
    for number, (kind, percent, text, yen) in enumerate(data.lines, start=1):
        InvoiceLine.objects.create(
            invoice=invoice, number=number, text_ja=text["ja"], text_en=text["en"], yen=yen,
            tax_kind=kind, tax_percent=percent,
        )  # fmt: skip
    for rate in data.sums:
        InvoiceTax.objects.create(
            invoice=invoice, tax_kind=rate.kind, tax_percent=rate.percent, net=rate.net, tax=rate.tax
        )
    for number, (stage, due_on, yen) in enumerate(data.dues, start=1):
        Instalment.objects.create(invoice=invoice, number=number, stage=stage, due_on=due_on, yen=yen)
    told = {"quote": quote.ref, "net": invoice.net, "tax": invoice.tax, "total": invoice.total}
    if data.success_year is not None:
        told["success_year"] = data.success_year
    record(actor, "invoice.issued", ("invoice", invoice.ref), told)
    # Nothing to pay is paid.
    store(actor, before, before.bill(invoice.pk, invoice.total))
    return invoice


def lines_of(of: Service, ref: str, frozen: Mapping[str, Any]) -> Iterator[Line]:
    """What a quote with this reference charges at each rate of tax, and its discount; in both languages."""
    rates = at_rates(frozen)
    for rate in rates:
        service_words, discount_words = {}, {}
        for language in ("ja", "en"):
            with translation.override(language):
                told = {"service": described(of, frozen, rate), "quote": ref}
                service_words[language] = _("%(service)s (quote %(quote)s)") % told
                discount_words[language] = _("Discount and caps")
        yield rate.kind, rate.percent, service_words, rate.price.net
        if rate.price.subtotal != rate.price.net:
            yield rate.kind, rate.percent, discount_words, rate.price.subtotal - rate.price.net


def described(of: Service, frozen: Mapping[str, Any], rate: AtRate) -> str:
    """A service in the language of the page; charged at several rates, with its parts at this one."""
    if len(frozen["rates"]) == 1:
        return of.name
    parts = [line["part"] for line in frozen["cost_lines"] if line["tax"] == rate.kind]
    # Translators: what stands between the names of a list
    return formats.joined(of.name, _(", ").join(str(Part(part).label) for part in parts))


@service
def put_off(actor: Actor, instalment: Instalment, due_on: date) -> Instalment:
    """Give a firm more time for a part of an invoice.

    Raises:
        Refused: ``field_fixed`` once the invoice is paid or cancelled; ``due_earlier``; ``due_order``: after
            the next part.
    """
    invoice = hold(Invoice.objects).get(pk=instalment.invoice_id)
    refuse_fixed("invoice", invoice.state, {"due_on"})
    fire_invoice(invoice.state, "put_off", actor)
    if due_on <= instalment.due_on or due_on < actor.today:
        raise Refused("due_earlier", _("Choose a later day."), "due_on")
    later = invoice.instalments.filter(number=instalment.number + 1).first()
    if later is not None and due_on > later.due_on:
        raise Refused("due_order", _("The next part falls due before that day."), "due_on")
    instalment.due_on = due_on
    instalment.save(update_fields=["due_on"])
    told = {"number": instalment.number, "due_on": due_on.isoformat()}
    record(actor, "invoice.put_off", ("invoice", invoice.ref), told)
    return instalment
