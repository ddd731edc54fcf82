"""Invoices: numbered within the fiscal year without gaps, at the price that was accepted."""

from __future__ import annotations

from datetime import date, timedelta

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
    Quote,
)
from banso.apps.fees.transitions import NEW, fire_invoice, fire_quote
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import next_reference, record, service
from banso.engines.fees.price import price
from banso.engines.kernel.fiscal import add_months


@service
def issue_invoice(actor: Actor, quote: Quote) -> Invoice:
    """Invoice a service that has started, exactly as it was quoted, whatever policy or rates became since.

    The number comes from a counter that is held until the transaction ends: no gap, and none twice.

    Raises:
        Refused: ``quote_state``: not started, or invoiced already; ``no_issuer``: there is no issuer.
    """
    quote = hold(Quote.objects.select_related("service", "firm", "terms")).get(pk=quote.pk)
    fired = fire_quote(quote.state, "invoice", actor)
    fire_invoice(NEW, "issue", actor)
    issuer = Issuer.objects.filter(in_force_from__lte=actor.today).order_by("in_force_from").last()
    if issuer is None:
        raise Refused("no_issuer", _("Nobody is stored yet who issues invoices, with a registration number."))
    before = held_account(quote.firm_id)
    found = price(quote.frozen["request"])
    invoice = Invoice.objects.create(
        ref=next_reference("INV", actor), quote=quote, firm=quote.firm, issuer=issuer,
        recipient=quote.firm.name, issued_on=actor.today, supplied_on=quote.started_on,
        issued_by_id=actor.user_id, net=found.subtotal, tax=found.tax, total=found.total,
    )  # fmt: skip
    for number, (text, yen) in enumerate(_lines(quote, found.net, found.subtotal), start=1):
        InvoiceLine.objects.create(
            invoice=invoice, number=number, text_ja=text["ja"], text_en=text["en"], yen=yen,
            tax_percent=quote.tax_percent,
        )  # fmt: skip
    InvoiceTax.objects.create(
        invoice=invoice, tax_percent=quote.tax_percent, net=found.subtotal, tax=found.tax
    )
    for number, part in enumerate(quote.frozen["instalments"], start=1):
        begins = add_months(quote.started_on, part["months"])
        due_on = max(begins, actor.today) + timedelta(days=quote.terms.payment_days)
        Instalment.objects.create(
            invoice=invoice, number=number, stage=part["stage"], due_on=due_on, yen=part["yen"]
        )
    quote.state = fired.target
    quote.save(update_fields=["state"])
    told = {"quote": quote.ref, "net": invoice.net, "tax": invoice.tax, "total": invoice.total}
    record(actor, "invoice.issued", ("invoice", invoice.ref), told)
    # Nothing to pay is paid.
    store(actor, before, before.bill(invoice.pk, invoice.total))
    return invoice


def _lines(quote: Quote, net: int, subtotal: int) -> list[tuple[dict[str, str], int]]:
    """What it is for, and its discount; in both languages."""
    service_words, discount_words = {}, {}
    for language in ("ja", "en"):
        with translation.override(language):
            told = {"service": quote.service.name, "quote": quote.ref}
            service_words[language] = _("%(service)s (quote %(quote)s)") % told
            discount_words[language] = _("Discount and caps")
    lines = [(service_words, net)]
    return [*lines, (discount_words, subtotal - net)] if subtotal != net else lines


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
