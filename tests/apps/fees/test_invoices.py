"""Invoices are numbered without gaps; payments, credit notes and refunds add up, and take two people."""

import random
from datetime import date, timedelta

import pytest
from django.db import transaction

from banso.apps.base import Refused
from banso.apps.casework.models import ExportResult
from banso.apps.directory.models import Firm
from banso.apps.fees import services
from banso.apps.fees.ledger import account_of, balances
from banso.apps.fees.models import CreditNote, Invoice, InvoiceState, Payment, QuoteState
from banso.apps.fees.success import share_of
from banso.apps.journal.services import next_reference
from support.races import at_once
from tests.apps.fees import making
from tests.apps.years import making as years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]
LATER = making.LATER


@pytest.fixture(autouse=True)
def _charges(configuration):
    making.charge()


def accountant():
    return making.another("accountant", LATER)


def rule_of(act):
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.rule


def test_an_invoice_shows_what_a_qualified_invoice_must():
    invoice = making.invoiced()
    tax = invoice.taxes.get()
    assert invoice.ref == "INV-2026-0001" and invoice.recipient == invoice.firm.name
    assert (tax.net, tax.tax, invoice.total) == (invoice.net, invoice.tax, tax.net + tax.tax)
    assert sum(line.yen for line in invoice.lines.all()) == invoice.net
    assert invoice.supplied_on == invoice.quote.started_on
    assert invoice.issuer.registration_number.startswith("T")


def test_a_quote_is_invoiced_once_and_only_after_its_service_started():
    invoice = making.invoiced()
    assert rule_of(lambda: services.issue_invoice(accountant(), invoice.quote)) == "quote_state"
    waiting = making.accepted()
    assert rule_of(lambda: services.issue_invoice(accountant(), waiting)) == "quote_state"


@pytest.mark.django_db(transaction=True)
def test_fifty_who_take_a_number_at_once_leave_no_gap():
    actor, taken = making.by("accountant"), []

    def take():
        with transaction.atomic():
            taken.append(next_reference("INV", actor))

    assert at_once(*[take] * 50) == ["stored"] * 50
    assert sorted(taken) == [f"INV-2025-{number:04d}" for number in range(1, 51)]


@pytest.mark.django_db(transaction=True)
def test_fifty_who_invoice_one_service_at_once_make_one_invoice():
    quote, actor = making.started(), making.by("accountant", LATER)
    outcomes = at_once(*[lambda: services.issue_invoice(actor, quote)] * 50)
    assert outcomes == ["quote_state"] * 49 + ["stored"]
    following = making.invoiced()
    assert following.ref == "INV-2026-0002"


def test_a_part_leaves_the_invoice_open_and_the_rest_pays_it():
    invoice = making.invoiced()
    making.paid(invoice, 10_000)
    assert account_of(invoice.firm_id).open_of(invoice.pk) == invoice.total - 10_000
    making.paid(invoice, invoice.total - 10_000)
    assert Invoice.objects.get(pk=invoice.pk).state == InvoiceState.PAID


def test_a_payment_of_a_closed_year_is_refused_beside_its_day():
    invoice = making.invoiced()
    years.year(2025, "closed")
    data = services.PaymentData(invoice.firm, date(2026, 3, 31), invoice.total, (invoice,))
    with pytest.raises(Refused) as refusal:
        services.record_payment(making.by("accountant", making.LATER), data)
    assert (refusal.value.rule, refusal.value.field) == ("year_closed", "received_on")


def test_what_is_paid_beyond_the_total_is_left_and_can_be_refunded_by_two_people():
    invoice = making.invoiced()
    payment = making.paid(invoice, invoice.total + 500)
    assert account_of(invoice.firm_id).left_of(payment.pk) == 500
    asks = accountant()
    assert rule_of(lambda: services.ask_refund(asks, payment, invoice.total + 501, "paid_too_much")) == (
        "refund_above_payment"
    )
    refund = services.ask_refund(asks, payment, 500, "paid_too_much")
    assert rule_of(lambda: services.approve_refund(asks, refund)) == "another_person"
    services.approve_refund(accountant(), refund)
    assert account_of(invoice.firm_id).balance == 0
    assert Invoice.objects.get(pk=invoice.pk).state == InvoiceState.PAID


def test_a_credit_note_takes_two_people_and_releases_what_was_paid():
    invoice = making.invoiced()
    payment = making.paid(invoice)
    asks = accountant()
    note = services.ask_credit(asks, invoice, "less_service", 10_000)
    assert (note.total, note.ref) == (11_000, "")
    assert rule_of(lambda: services.approve_credit(asks, note)) == "another_person"
    assert services.approve_credit(accountant(), note).ref == "CN-2026-0001"
    assert account_of(invoice.firm_id).left_of(payment.pk) == 11_000


def test_credit_notes_leave_neither_price_nor_tax():
    invoice = making.invoiced()
    for net in (333, 7, None):
        services.approve_credit(accountant(), services.ask_credit(accountant(), invoice, "less_service", net))
    notes = CreditNote.objects.filter(invoice=invoice)
    assert (sum(note.net for note in notes), sum(note.tax for note in notes)) == (invoice.net, invoice.tax)
    assert rule_of(lambda: services.ask_credit(accountant(), invoice, "less_service")) == "nothing"


def test_a_cancelled_invoice_is_followed_by_the_right_one():
    invoice = making.invoiced()
    services.approve_credit(accountant(), services.ask_credit(accountant(), invoice, "wrong_invoice"))
    assert Invoice.objects.get(pk=invoice.pk).state == InvoiceState.CANCELLED
    assert making.again(invoice.quote).state == QuoteState.STARTED
    assert services.issue_invoice(accountant(), invoice.quote).ref == "INV-2026-0002"


@pytest.mark.parametrize(("reason", "percent"), [("hardship", 50), ("goodwill", 20)])
def test_a_waiver_has_a_limit_and_may_be_asked_for_by_the_firm(reason, percent):
    invoice = making.invoiced()
    most, member = invoice.net * percent // 100, making.member(invoice.firm, LATER)
    assert rule_of(lambda: services.ask_waiver(member, invoice, reason, most + 1)) == "waiver_limit"
    assert rule_of(lambda: services.ask_waiver(member, invoice, "wrong_amount")) == "unknown_code"
    note = services.approve_credit(accountant(), services.ask_waiver(member, invoice, reason))
    assert (note.kind, note.net) == ("waiver", most)


def test_a_firm_gets_more_time_until_it_has_paid():
    invoice = making.invoiced()
    part = invoice.instalments.get()
    put = services.put_off(accountant(), part, part.due_on + timedelta(days=10))
    assert rule_of(lambda: services.put_off(accountant(), put, put.due_on)) == "due_earlier"
    making.paid(invoice)
    assert (
        rule_of(lambda: services.put_off(accountant(), put, put.due_on + timedelta(days=9))) == "field_fixed"
    )


@pytest.mark.parametrize("seed", range(4))
def test_over_random_histories_the_open_balance_adds_up(seed):
    chance, one, other = random.Random(seed), accountant(), accountant()
    supported = making.supported()
    quote, sums = making.with_share(supported), [0, 0, 0, 0]
    services.issue_invoice(one, quote)
    making.invoiced()
    firm = supported.firm
    Invoice.objects.update(firm=firm)
    for _step in range(16):
        yen, invoice = chance.randint(1, 60_000), chance.choice(list(Invoice.objects.order_by("pk")))
        payment = Payment.objects.order_by("?").first()
        try:
            match chance.choice(["pay", "pay", "lay", "credit", "refund", "share", "correct"]):
                case "pay":
                    data = services.PaymentData(firm, LATER.date(), yen, (invoice,))
                    services.record_payment(one, data)
                    sums[2] += yen
                case "lay" if payment:
                    services.lay_payment(one, payment, Invoice.objects.order_by("pk"))
                case "credit":
                    note = services.ask_credit(one, invoice, "less_service", yen)
                    sums[1] += services.approve_credit(other, note).total
                case "refund" if payment:
                    refund = services.ask_refund(one, payment, yen, "paid_twice")
                    sums[3] += services.approve_refund(other, refund).yen
                case "share":
                    making.export(supported, yen * 37)
                    services.bill_share(one, quote, chance.choice([2025, 2026]))
                case "correct":
                    ExportResult.objects.filter(pk__in=ExportResult.objects.order_by("?")[:1]).update(
                        amount_yen=yen
                    )
                    note = services.ask_credit(one, invoice, "sales_corrected")
                    sums[1] += services.approve_credit(other, note).total
        except Refused:
            continue
    invoices = list(Invoice.objects.order_by("pk"))
    sums[0] = sum(invoice.total for invoice in invoices)
    account = account_of(firm.pk)
    opened = sum(account.open_of(invoice.pk) for invoice in invoices)
    left = sum(account.left_of(key) for key in account.payments)
    assert opened - left == sums[0] - sums[1] - sums[2] + sums[3] == account.balance
    assert balances(Firm.objects.all()) == {firm.pk: account.balance}
    for invoice in invoices:
        assert (invoice.state == InvoiceState.PAID) == (account.open_of(invoice.pk) == 0)
    share = share_of(quote, LATER.date())
    assert 0 <= share.billed <= share.agreed.cap_yen
