"""A share of later exports: frozen on the quote, billed once a year, up to its cap and its end."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from banso.apps.base import Refused
from banso.apps.casework.models import ExportResult
from banso.apps.fees import services
from banso.apps.fees.models import Invoice, Quote, QuoteState
from banso.apps.fees.reminders import shares_due
from banso.apps.fees.success import share_of
from banso.apps.fees.success_pages import to_credit
from banso.apps.journal.actor import ZONE
from support.races import at_once
from tests.apps.fees import making
from tests.apps.fees.making import export
from tests.apps.fees.test_pricing import quoted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]

UNTIL = making.SHARE_UNTIL


def at(year, month, day):
    return datetime(year, month, day, 10, tzinfo=ZONE)


#: Days after the first and after the second fiscal year of the term.
AFTER_FIRST, AFTER_LAST = at(2026, 4, 2), at(2027, 4, 2)


def accountant(moment=AFTER_LAST):
    return making.another("accountant", moment)


def rule_of(act):
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.rule


@pytest.fixture
def case(configuration):
    making.charge()
    return making.supported()


@pytest.fixture
def quote(case):
    return making.with_share(case)


def bill(quote, year=2025, moment=AFTER_LAST):
    return services.bill_share(accountant(moment), quote, year)


def test_the_policy_asks_for_a_share_beside_a_price_and_not_of_what_is_free():
    found = quoted(efforts_promised=3)
    assert found.success == (Decimal("0.01"), 20_000, 12)
    assert quoted(export_record="none", employees=12).success is None
    assert quoted("mall").success is None


def test_a_quote_freezes_what_counts_up_to_what_and_until_when(case):
    draft = services.write_quote(making.by("office_staff"), case, making.WORK)
    assert (draft.success_share, draft.success_cap_yen) == (Decimal("0.01"), 20_000)
    assert draft.success_until == date(2027, 4, 19)
    terms = draft.frozen["success"]
    assert terms["market"] == "TW" and "1%" in terms["words_ja"] and "台湾" in terms["words_ja"]
    assert "1%" in terms["words_en"] and "19 Apr 2027" in terms["words_en"]


def test_whoever_accepts_reads_the_share_before(client_as, case):
    staff = making.by("office_staff")
    quote = services.offer_quote(staff, services.write_quote(staff, case, making.WORK))
    page = client_as("firm_member", firm=case.firm).get(reverse("fees:quote_accept", args=[quote.ref]))
    assert quote.frozen["success"]["words_ja"] in page.content.decode()


def test_exports_of_one_support_bear_one_share_at_a_time(case, quote):
    Quote.objects.filter(pk=quote.pk).update(
        case=None, application=case.application_id, success_until=date(2027, 1, 1)
    )
    again = services.write_quote(making.by("office_staff"), case, making.WORK)
    assert again.success_until is None and again.frozen["success"] is None


@pytest.mark.parametrize(
    "values",
    [
        {"sample": True},
        {"confirmed_at": None},
        {"amount_yen": None, "quantity": 5, "unit": "kg"},
        {"market": "US"},
        {"on": date(2025, 4, 19)},
        {"on": date(2026, 4, 20)},
        {"hs_code": "220600"},
    ],
)
def test_what_does_not_count(case, quote, values):
    frozen = {**quote.frozen, "success": {**quote.frozen["success"], "heading": "0902"}}
    Quote.objects.filter(pk=quote.pk).update(frozen=frozen)
    export(case, 1_000_000, **values)
    export(case, 100_000, hs_code="090210")
    export(case, 10_000, on=UNTIL)
    assert share_of(Quote.objects.get(), date(2027, 4, 2)).due_now == 1_100


def test_a_year_is_billed_once_over_with_tax_and_what_it_rests_on(case, quote):
    export(case, 1_234_567)
    export(case, 1_000_000, on=date(2026, 4, 10))
    assert rule_of(lambda: bill(quote, moment=at(2026, 3, 31))) == "year_over"
    invoice = bill(quote, moment=AFTER_FIRST)
    assert (invoice.net, invoice.tax, invoice.supplied_on) == (12_345, 1_234, date(2026, 3, 31))
    assert invoice.success.sales_yen == 1_234_567 and len(invoice.success.counted) == 1
    assert rule_of(lambda: bill(quote)) == "success_billed"
    last = bill(quote, 2026, at(2026, 4, 20))
    assert (last.net, last.supplied_on) == (10_000, UNTIL)
    # Its price is invoiced beside it.
    assert services.issue_invoice(accountant(), quote).success_year is None


def test_the_cap_holds_over_all_years_and_the_share_ends(case, quote):
    export(case, 9_000_000)
    export(case, 9_000_000, on=date(2026, 4, 1))
    bill(quote)
    assert bill(quote, 2026).net == 10_000
    share = share_of(quote, date(2027, 4, 2))
    assert (share.state, share.cap_left, share.to_bill) == ("capped", 0, None)


def test_years_are_billed_in_order_and_only_where_something_is_due(case, quote):
    assert rule_of(lambda: bill(quote)) == "success_nothing"
    assert rule_of(lambda: bill(quote, 2030)) == "success_none"
    export(case, 1_000_000)
    export(case, 1_000_000, on=UNTIL)
    assert rule_of(lambda: bill(quote, 2026)) == "success_order"


def test_an_export_known_late_is_billed_with_the_next_year(case, quote):
    export(case, 1_000_000)
    bill(quote, moment=AFTER_FIRST)
    export(case, 500_000, on=date(2025, 10, 1))
    assert share_of(quote, date(2026, 4, 20)).to_bill[1] == 5_000


def test_an_export_taken_back_leads_to_a_credit_note_of_just_that(case, quote):
    row = export(case, 1_000_000)
    export(case, 500_000)
    invoice = bill(quote)
    assert rule_of(lambda: services.ask_credit(accountant(), invoice, "sales_corrected")) == "nothing"
    ExportResult.objects.filter(pk=row.pk).update(confirmed_at=None)
    assert share_of(quote, date(2027, 4, 2)).too_much == 10_000
    (due,) = shares_due(AFTER_LAST, None)
    assert due.subject_ref == quote.ref
    one = accountant()
    assert rule_of(lambda: services.ask_credit(one, invoice, "sales_corrected", 10_001)) == "sales_limit"
    note = services.approve_credit(accountant(), services.ask_credit(one, invoice, "sales_corrected"))
    assert (note.net, note.tax) == (10_000, 1_000)
    share = share_of(quote, date(2027, 4, 2))
    assert (share.too_much, share.to_bill, list(shares_due(AFTER_LAST, None))) == (0, None, [])


def test_more_than_the_last_invoice_is_taken_back_of_the_one_before(case, quote):
    row = export(case, 1_000_000)
    export(case, 300_000, on=UNTIL)
    first, last = bill(quote), bill(quote, 2026)
    ExportResult.objects.filter(pk=row.pk).update(amount_yen=100_000)
    one, other = accountant(), accountant()
    assert share_of(quote, date(2027, 4, 2)).too_much == 9_000
    taken = []
    for _n in range(2):
        found = Invoice.objects.get(ref=to_credit(share_of(quote, date(2027, 4, 2))))
        note = services.approve_credit(other, services.ask_credit(one, found, "sales_corrected"))
        taken.append((note.invoice_id, note.net))
    assert taken == [(last.pk, 3_000), (first.pk, 6_000)]
    assert share_of(quote, date(2027, 4, 2)).too_much == 0


def test_what_was_waived_is_not_billed_again_and_a_cancelled_year_is(case, quote):
    export(case, 1_000_000)
    invoice = bill(quote)
    services.approve_credit(accountant(), services.ask_waiver(accountant(), invoice, "hardship"))
    assert share_of(quote, date(2027, 4, 2)).to_bill is None
    services.approve_credit(accountant(), services.ask_credit(accountant(), invoice, "wrong_invoice"))
    assert Quote.objects.get().state == QuoteState.STARTED
    assert bill(quote).net == 10_000


def test_the_reason_of_corrected_exports_is_for_invoices_of_shares_alone(case, quote):
    invoice = services.issue_invoice(accountant(), quote)
    assert rule_of(lambda: services.ask_credit(accountant(), invoice, "sales_corrected")) == "unknown_code"


@pytest.mark.django_db(transaction=True)
def test_of_several_who_bill_a_year_at_once_one_does(case, quote):
    export(case, 1_000_000)
    actor = accountant()
    outcomes = at_once(*[lambda: services.bill_share(actor, quote, 2025)] * 4)
    assert outcomes == ["stored", "success_billed", "success_billed", "success_billed"]
    assert Invoice.objects.filter(success_year=2025).count() == 1


def test_the_accountant_looks_and_bills_and_the_firm_reads_what_counted(
    client_as, case, quote, clock, queries
):
    Quote.objects.update(started_on=date(2024, 9, 1), success_until=date(2025, 8, 31))
    export(case, 1_000_000, on=date(2025, 3, 1))
    client = client_as("accountant")
    page = client.get(reverse("fees:quote", args=[quote.ref])).content.decode()
    address = reverse("fees:share_bill", args=[quote.ref, 2024])
    assert address in page
    assert "11,000円" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    own = (
        client_as("firm_member", firm=case.firm).get(reverse("fees:quote", args=[quote.ref])).content.decode()
    )
    assert "台湾" in own and "90,000円" in own and address not in own
    listed = client.get(reverse("fees:share_list"), {"waits": "bill"})
    assert listed.context["list"].count == 0
    with queries(at_most=8):
        assert client.get(reverse("fees:share_list")).context["list"].count == 1
