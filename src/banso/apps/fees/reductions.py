"""What is taken back of an invoice: credit notes, cancellations and waivers. Two people each time.

What is taken back is spread over the rates of tax in proportion to what is left at each. Its tax is rounded
once for each rate, as the invoice's was; the last of several takes what is left of it, so that an invoice
that is taken back as a whole leaves neither price nor tax.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.directory.models import Firm
from banso.apps.fees.ledger import held_account, move_invoice, refused, store
from banso.apps.fees.models import (
    CreditKind,
    CreditNote,
    CreditReason,
    CreditTax,
    Decided,
    Invoice,
    InvoiceState,
    Quote,
)
from banso.apps.fees.rate_words import RateSum
from banso.apps.fees.success import share_of
from banso.apps.fees.transitions import CREDIT, NEW, WAIVER, fire_decided, fire_quote
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import next_reference, record, service
from banso.engines.fees.by_rate import spread
from banso.engines.fees.ledger import LedgerFault
from banso.engines.fees.price import price, written
from banso.engines.kernel.fiscal import fiscal_year, fiscal_year_days
from banso.web import formats


@dataclass(frozen=True)
class Rule:
    """What a reason allows: its kind, the most percent of an invoice, and the most yen a firm a fiscal year.

    A yearly limit of None: none.
    """

    kind: CreditKind
    percent: int = 100
    year_yen: int | None = None


RULES: dict[str, Rule] = {
    CreditReason.WRONG_AMOUNT: Rule(CreditKind.CREDIT),
    CreditReason.LESS_SERVICE: Rule(CreditKind.CREDIT),
    CreditReason.SALES_CORRECTED: Rule(CreditKind.CREDIT),
    CreditReason.WRONG_INVOICE: Rule(CreditKind.CANCEL),
    CreditReason.NOT_GIVEN: Rule(CreditKind.CANCEL),
    CreditReason.HARDSHIP: Rule(CreditKind.WAIVER, percent=50, year_yen=100_000),
    CreditReason.DISASTER: Rule(CreditKind.WAIVER, year_yen=300_000),
    CreditReason.GOODWILL: Rule(CreditKind.WAIVER, percent=20, year_yen=30_000),
}


def reasons_of(invoice: Invoice, *kinds: CreditKind) -> list[tuple[str, str]]:
    """The reasons of these kinds that an invoice can have, to choose from."""
    return [
        (code, str(CreditReason(code).label))
        for code, rule in RULES.items()
        if rule.kind in kinds and (code != CreditReason.SALES_CORRECTED or invoice.success_year is not None)
    ]


@service
def ask_credit(actor: Actor, invoice: Invoice, reason: str, net: int | None = None) -> CreditNote:
    """Ask for a credit note or a cancellation; ``net`` is in yen before tax, None: all that is left.

    Raises:
        Refused: a reason of no credit note, more than is left, a part of a cancellation, another that waits;
            ``sales_limit``: more than was billed too much of exports that changed.
    """
    fire_decided(CREDIT, NEW, "ask", actor)
    return _ask(actor, invoice, reason, net, (CreditKind.CREDIT, CreditKind.CANCEL))


@service
def ask_waiver(actor: Actor, invoice: Invoice, reason: str, net: int | None = None) -> CreditNote:
    """Ask that a firm need not pay a part; ``net`` is in yen before tax, None: as much as the reason allows.

    Raises:
        Refused: a reason of no waiver, ``waiver_limit``: more than the reason allows, another that waits.
    """
    fire_decided(WAIVER, NEW, "ask", actor)
    return _ask(actor, invoice, reason, net, (CreditKind.WAIVER,))


def _ask(
    actor: Actor, invoice: Invoice, reason: str, net: int | None, kinds: tuple[CreditKind, ...]
) -> CreditNote:
    rule = RULES.get(reason)
    if rule is None or reason not in dict(reasons_of(invoice, *kinds)):
        raise Refused("unknown_code", _("Choose one of the options."), "reason")
    hold(Firm.objects).get(pk=invoice.firm_id)
    invoice = hold(Invoice.objects).get(pk=invoice.pk)
    if invoice.state == InvoiceState.CANCELLED:
        raise Refused("invoice_cancelled", _("This invoice is cancelled."))
    if invoice.credit_notes.filter(state=Decided.ASKED).exists():
        raise Refused("credit_waits", _("Another request for this invoice waits for approval."))
    left = left_at_rates(invoice)
    left_net = sum(rate.net for rate in left)
    allowed = most_allowed(invoice, rule, left_net, actor)
    if reason == CreditReason.SALES_CORRECTED:
        share = share_of(invoice.quote, actor.today)
        allowed = min(allowed, share.too_much if share else 0)
    wanted = allowed if net is None else net
    if wanted <= 0:
        raise Refused("nothing", _("Give an amount above zero."), "net")
    if wanted > left_net:
        message = _("At most %(yen)s before tax can still be taken back.")
        raise Refused("credit_above_invoice", message % {"yen": formats.yen(left_net)}, "net")
    if wanted > allowed and rule.kind == CreditKind.CREDIT:
        message = _("Of the exports that count, at most %(yen)s before tax was invoiced too much.")
        raise Refused("sales_limit", message % {"yen": formats.yen(allowed)}, "net")
    if wanted > allowed:
        message = _("For this reason at most %(yen)s before tax can be waived.")
        raise Refused("waiver_limit", message % {"yen": formats.yen(allowed)}, "net")
    if rule.kind == CreditKind.CANCEL and wanted != left_net:
        raise Refused("cancel_in_part", _("A cancellation takes back the whole invoice."), "net")
    parts = _taken(invoice, left, wanted)
    tax = sum(part.tax for part in parts)
    note = CreditNote.objects.create(
        invoice=invoice, kind=rule.kind, reason=reason, net=wanted, tax=tax, total=wanted + tax,
        asked_by_id=actor.user_id, asked_at=actor.at,
    )  # fmt: skip
    for part in parts:
        CreditTax.objects.create(
            note=note, tax_kind=part.kind, tax_percent=part.percent, net=part.net, tax=part.tax
        )
    told = {"kind": rule.kind.value, "reason": reason, "total": note.total}
    record(actor, "credit.asked", ("invoice", invoice.ref), told)
    return note


def most_allowed(invoice: Invoice, rule: Rule, left_net: int, actor: Actor) -> int:
    """How many yen before tax a reason lets be taken back of an invoice on the actor's day."""
    most = min(left_net, invoice.net * rule.percent // 100)
    if rule.year_yen is None:
        return most
    first, last = fiscal_year_days(fiscal_year(actor.today))
    waived = CreditNote.objects.filter(
        invoice__firm=invoice.firm_id, kind=CreditKind.WAIVER, state=Decided.APPROVED
    )
    so_far = [
        note.net for note in waived.order_by("pk") if first <= formats.local_date(note.decided_at) <= last
    ]
    return max(min(most, rule.year_yen - sum(so_far)), 0)


def left_at_rates(invoice: Invoice) -> list[RateSum]:
    """What credit notes left of an invoice at each rate of tax."""
    notes = CreditTax.objects.filter(note__invoice=invoice, note__state=Decided.APPROVED).order_by()
    sums = notes.values("tax_kind").annotate(net=Sum("net"), tax=Sum("tax"))
    taken = {row["tax_kind"]: (row["net"], row["tax"]) for row in sums}
    found = []
    for rate in invoice.taxes.order_by("-tax_percent", "pk"):
        net, tax = taken.get(rate.tax_kind, (0, 0))
        found.append(RateSum(rate.tax_kind, rate.tax_percent, rate.net - net, rate.tax - tax))
    return found


def _taken(invoice: Invoice, left: list[RateSum], wanted: int) -> list[RateSum]:
    """So much before tax, spread over the rates, with the tax of each; only rates of which something is."""
    parts = spread(wanted, [rate.net for rate in left])
    return [
        RateSum(rate.kind, rate.percent, net, rate.tax if net == rate.net else _tax(invoice, rate, net))
        for rate, net in zip(left, parts, strict=True)
        if net
    ]


def _tax(invoice: Invoice, rate: RateSum, net: int) -> int:
    asked = {
        "lines": [{"quantity": str(net), "unit_price": "1"}],
        "discount": 0,
        "tax_rate": written(rate.percent / 100),
        "rounding": invoice.quote.frozen["rates"][0]["request"]["rounding"],
    }
    return min(price(asked).tax, rate.tax)


@service
def approve_credit(actor: Actor, note: CreditNote) -> CreditNote:
    """Approve what another person asked for: it is numbered, and what was paid above the rest is released.

    Raises:
        Refused: ``another_person``, decided meanwhile, or no longer so much left.
    """
    before = held_account(note.invoice.firm_id)
    note = hold(CreditNote.objects.select_related("invoice__quote")).get(pk=note.pk)
    machine = WAIVER if note.kind == CreditKind.WAIVER else CREDIT
    fired = fire_decided(machine, note.state, "approve", actor, note.asked_by_id)
    try:
        after = before.credit(note.invoice_id, note.total)
    except LedgerFault as fault:
        raise refused(fault, None) from fault
    note.state, note.ref = fired.target, next_reference("CN", actor)
    note.decided_by_id, note.decided_at = actor.user_id, actor.at
    note.save()
    told = {"ref": note.ref, "kind": note.kind, "total": note.total}
    record(actor, "credit.approved", ("invoice", note.invoice.ref), {**told, "guards": dict(fired.guards)})
    store(actor, before, after)
    if note.kind == CreditKind.CANCEL:
        invoice = hold(Invoice.objects).get(pk=note.invoice_id)
        move_invoice(actor, invoice, "cancel")
        if invoice.success_year is None:
            quote = hold(Quote.objects).get(pk=invoice.quote_id)
            quote.state = fire_quote(quote.state, "take_back", actor).target
            quote.save(update_fields=["state"])
    return note


@service
def refuse_credit(actor: Actor, note: CreditNote) -> CreditNote:
    """Refuse what another person asked for.

    Raises:
        Refused: ``another_person``, or decided meanwhile.
    """
    note = hold(CreditNote.objects.select_related("invoice")).get(pk=note.pk)
    machine = WAIVER if note.kind == CreditKind.WAIVER else CREDIT
    note.state = fire_decided(machine, note.state, "refuse", actor, note.asked_by_id).target
    note.decided_by_id, note.decided_at = actor.user_id, actor.at
    note.save()
    record(actor, "credit.refused", ("invoice", note.invoice.ref), {"kind": note.kind, "total": note.total})
    return note
