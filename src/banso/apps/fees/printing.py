"""Quotes, invoices and credit notes on paper, in Japanese and English.

An invoice shows what a qualified invoice must (art. 57-4 of the act on consumption tax): the issuer and its
registration number, the day of the transaction, what it was for, the price and the tax at each rate with the
rate, and the recipient. A credit note shows the same of what it takes back, with the invoice and its day.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banso.apps.fees.invoicing import described
from banso.apps.fees.models import CreditNote, Invoice, Issuer, Quote
from banso.apps.fees.quotation import at_rates
from banso.apps.fees.rate_words import RateSum, rate_words, sums_in_words
from banso.engines.reporting.paper import pdf
from banso.web import formats

TEMPLATE = Path(__file__).parent / "papers" / "paper.typ"


def quote_pdf(quote: Quote) -> bytes:
    """A quote that was offered, in the language of the page."""
    day = formats.local_date(quote.offered_at or quote.made_at)
    issuer = Issuer.objects.filter(in_force_from__lte=day).order_by("in_force_from").last()
    rates, lines = at_rates(quote.frozen), []
    for rate in rates:
        lines.append((described(quote.service, quote.frozen, rate), rate.kind, rate.percent, rate.price.net))
        if rate.price.net != rate.price.subtotal:
            cut = rate.price.subtotal - rate.price.net
            lines.append((_("Discount and caps"), rate.kind, rate.percent, cut))
    sums = [RateSum(rate.kind, rate.percent, rate.price.subtotal, rate.price.tax) for rate in rates]
    facts = [
        (_("Valid until"), formats.day(quote.valid_until)),
        (_("Service starts"), formats.day(quote.service_starts_on)),
    ]
    if len(quote.frozen["instalments"]) > 1:
        facts.append((_("Payment"), _("in parts, at the start of each stage")))
    if quote.frozen.get("success"):
        facts.append((_("Paid later"), quote.frozen["success"][f"words_{formats.language()}"]))
    words = {
        **_frame(pgettext("paper", "Quote"), quote.ref, day, quote.firm.name, issuer),
        "opening": _("We offer you the following."),
        "total": formats.yen(quote.total),
        **_table(lines, sums),
        "facts": facts,
        "note_title": _("Terms of payment"),
        "note": quote.terms.text,
    }
    return pdf(TEMPLATE, words, day)


def invoice_pdf(invoice: Invoice) -> bytes:
    """An invoice, in the language of the page."""
    facts = [(_("Day of the transaction"), formats.day(invoice.supplied_on))]
    parts = list(invoice.instalments.order_by("number"))
    for part in parts:
        label = _("Pay until") if len(parts) == 1 else _("Part %(n)s, pay until") % {"n": part.number}
        facts.append((label, f"{formats.day(part.due_on)}　{formats.yen(part.yen)}"))
    bank = invoice.issuer.bank_en if formats.language() == "en" else invoice.issuer.bank_ja
    facts.append((_("Pay to"), bank))
    words = {
        **_frame(
            pgettext("paper", "Invoice"), invoice.ref, invoice.issued_on, invoice.recipient, invoice.issuer
        ),
        "opening": _("We invoice you the following."),
        "total": formats.yen(invoice.total),
        **_table(
            [
                (line.text, line.tax_kind, line.tax_percent, line.yen)
                for line in invoice.lines.order_by("number")
            ],
            _sums(invoice.taxes),
        ),
        "facts": facts,
        "note_title": "",
        "note": _(
            "Please put the number of the invoice before your name, so that we find your payment at once."
        ),
    }
    return pdf(TEMPLATE, words, invoice.issued_on)


def credit_pdf(note: CreditNote) -> bytes:
    """A credit note that was approved, in the language of the page."""
    invoice, day = note.invoice, formats.local_date(note.decided_at or note.asked_at)
    sums, reason = _sums(note.taxes), note.get_reason_display()
    words = {
        **_frame(pgettext("paper", "Credit note"), note.ref, day, invoice.recipient, invoice.issuer),
        "opening": _("We take back the following."),
        "total": formats.yen(note.total),
        **_table([(reason, one.kind, one.percent, one.net) for one in sums], sums),
        "facts": [
            (_("Invoice taken back"), f"{invoice.ref}　{formats.day(invoice.issued_on)}"),
            (_("Day of the transaction"), formats.day(invoice.supplied_on)),
        ],
        "note_title": "",
        "note": "",
    }
    return pdf(TEMPLATE, words, day)


def _frame(title: str, number: str, day: Any, recipient: str, issuer: Issuer | None) -> dict[str, Any]:
    english = formats.language() == "en"
    return {
        "language": formats.language(),
        "title": title,
        "number": number,
        "number_label": _("No."),
        "day": formats.day(day),
        "day_label": pgettext("paper", "Date:"),
        "recipient": _("To %(name)s") % {"name": recipient},
        "total_label": _("Total with tax"),
        "issuer": {
            "name": "" if issuer is None else issuer.name_en if english else issuer.name_ja,
            "address": "" if issuer is None else issuer.address_en if english else issuer.address_ja,
            "number": "" if issuer is None else issuer.registration_number,
            "number_label": "" if issuer is None else _("Registration number:"),
        },
    }


def _sums(taxes: Any) -> list[RateSum]:
    """What an invoice or a credit note comes to at each rate of tax."""
    return [
        RateSum(rate.tax_kind, rate.tax_percent, rate.net, rate.tax)
        for rate in taxes.order_by("-tax_percent", "pk")
    ]


def _table(lines: list[tuple[Any, str, Decimal, int]], sums: list[RateSum]) -> dict[str, Any]:
    return {
        "heads": [_("Description"), _("Tax rate"), _("Yen before tax")],
        "lines": [(str(text), rate_words(kind, percent), _signed(yen)) for text, kind, percent, yen in lines],
        "sums": sums_in_words(sums),
    }


def _signed(yen: int) -> str:
    return formats.yen(yen) if yen >= 0 else f"−{formats.yen(-yen)}"
