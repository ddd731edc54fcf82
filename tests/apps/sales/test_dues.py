"""What a site owes a firm: worked out from lines by dated terms, paid, not arrived, or set off."""

import random
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from banso.apps.base import Refused
from banso.apps.journal.models import Event
from banso.apps.sales import services
from banso.apps.sales.dues import Due, Standing, charged, sums
from banso.apps.sales.models import Payout, SalesLine, SiteFee
from banso.apps.sales.owed import dues
from banso.engines.kernel.money import decimals
from support import people
from support.races import at_once
from tests.apps.casework import making as cases
from tests.apps.years import making as years

from . import making

FEBRUARY = date(2026, 2, 1)
TODAY = making.NOW.date()
SALE = ("SKU-1", "2026-02-04", "10", "48.00", "USD", "sale", "A-1")
FEES = (
    services.Fee("month", Decimal("30"), "USD"),
    services.Fee("listing", Decimal("1.50"), "USD"),
    services.Fee("sale", Decimal("0.25"), "USD"),
)


def kept_of(commission, fees, *counted):
    """What terms that were not stored take."""
    rows = [SiteFee(per=per, amount=Decimal(of), currency=currency) for per, of, currency in fees]
    return charged(Decimal(commission), rows, *counted)


def test_commission_is_rounded_half_up_by_the_decimals_of_the_currency_and_fees_are_counted():
    chance = random.Random(20260310)
    for _turn in range(300):
        currency = chance.choice(("USD", "JPY", "KRW", "KWD"))
        unit = Decimal(1).scaleb(-decimals(currency))
        sold, back = (unit * chance.randrange(10**7) for _side in range(2))
        share = Decimal(chance.randrange(10001)) / 100
        fee, sales, products = unit * chance.randrange(1, 5000), chance.randrange(9), chance.randrange(4)
        fees = [("sale", fee, currency), ("listing", 3 * fee, currency), ("month", 99, currency)]
        kept = kept_of(share, fees, currency, sold, back, sales, products)
        assert kept.commission == ((sold - back) * share / 100).quantize(unit, ROUND_HALF_UP)
        assert kept.fees == fee * (sales + 3 * products)
        due = Due(None, None, FEBRUARY, currency, sold, back, None, kept, (), TODAY, None)
        assert due.net == due.left == sold - back - kept.commission - kept.fees


@pytest.mark.parametrize(
    ("currency", "sold", "commission"),
    [
        ("USD", "0.10", "0.01"),
        ("JPY", "10", "1"),
        ("KRW", "30", "2"),
        ("JPY", "-10", "-1"),
        ("KWD", "1", "0.05"),
    ],
)
def test_an_exact_half_goes_up_in_every_currency(currency, sold, commission):
    kept = kept_of("5", (), currency, Decimal(sold), Decimal(0), 1, 1)
    assert kept.commission == Decimal(commission)


def test_a_fee_in_another_currency_takes_nothing_of_this_one():
    fees = [("sale", "2", "EUR")]
    assert kept_of("0", fees, "USD", Decimal(9), Decimal(0), 3, 1).fees == 0
    assert kept_of("0", fees, "EUR", Decimal(0), Decimal(0), 3, 1).fees == 6


@pytest.fixture
def listing(configuration):
    making.rate(day="2026-02-28")
    return making.listed()


def begin(commission="10", since=date(2025, 4, 1), fees=FEES, pays_after=5, at=None):
    data = services.TermsData(since, Decimal(commission), pays_after, fees)
    return services.begin_terms(making.by(), at or making.site(), data)


def owed(today=TODAY):
    return dues(SalesLine.objects.all(), Payout.objects.all(), today)


def only(today=TODAY):
    (due,) = owed(today)
    return due


def paid(*keys, on=TODAY, at=None):
    return services.mark_paid(making.by(), at or making.site(), keys, on, "TT-1")


def rule_of(call, *args, **values):
    with pytest.raises(Refused) as caught:
        call(*args, **values)
    return caught.value.rule


@pytest.mark.both_databases
def test_net_is_sold_less_returns_commission_and_fees(listing):
    begin()
    making.store(SALE, ("SKU-1", "2026-02-20", "-2", "-9.60", "USD", "return", "A-1"))
    due = only()
    assert (due.firm, due.sold, due.back) == (listing.case.firm, Decimal("48.00"), Decimal("9.60"))
    assert (due.commission, due.fees, due.net) == (Decimal("3.84"), Decimal("1.75"), Decimal("32.81"))
    assert (due.due_on, due.rate, due.standing) == (date(2026, 3, 5), 150, Standing.OVERDUE)
    assert only(date(2026, 3, 5)).standing is Standing.DUE


def test_without_terms_nobody_can_say_what_is_due(listing):
    making.store(SALE)
    due = only()
    assert (due.net, due.left, due.due_on, due.standing) == (None, None, None, Standing.NO_TERMS)
    assert [(row.net, row.unknown) for row in sums([due])] == [(0, 1)]
    assert rule_of(paid, due.key) == "no_terms"


def test_the_terms_of_the_months_last_day_hold_for_the_month(listing):
    begin("10", fees=())
    making.store(SALE, ("SKU-1", "2026-01-04", "1", "4.80", "USD", "sale", "A-0"))
    begin("20", since=date(2026, 2, 28), fees=())
    assert {due.month.month: due.commission for due in owed()} == {1: Decimal("0.48"), 2: Decimal("9.60")}


def test_terms_begin_on_a_free_day_of_an_open_year_while_the_mall_is_open(listing):
    years.year(2024, "closed")
    assert rule_of(begin, since=date(2025, 1, 14)) == "before_opening"
    assert rule_of(begin, since=date(2025, 3, 31)) == "year_closed"
    assert rule_of(begin, since=date(2027, 3, 12)) == "far_ahead"
    begin()
    assert rule_of(begin) == "since_taken"
    begin(since=date(2026, 2, 1))
    assert rule_of(begin, since=date(2025, 6, 1)) == "before_last"
    assert rule_of(begin, "100.01", since=TODAY) == "commission_range"
    assert rule_of(begin, "9.999", since=TODAY) == "commission_range"
    fee = services.Fee("sale", Decimal(1), "ZZZ")
    assert rule_of(begin, since=TODAY, fees=(fee,)) == "currency_unknown"
    assert rule_of(begin, since=TODAY, fees=(FEES[2], FEES[2])) == "fee_twice"


@pytest.mark.both_databases
def test_what_wholly_came_back_in_a_later_month_is_owed_and_then_set_off(listing):
    begin(fees=())
    making.store(SALE)
    paid(only().key)
    making.store(("SKU-1", "2026-03-02", "-10", "-48.00", "USD", "return", "A-1"))
    by = {due.month.month: due for due in owed()}
    assert (by[2].net, by[2].standing) == (Decimal("43.20"), Standing.PAID)
    assert (by[3].left, by[3].standing) == (Decimal("-43.20"), Standing.SET_OFF)
    assert rule_of(paid, by[3].key) == "less_than_nothing"


def test_a_sale_that_staff_set_aside_is_not_owed(listing):
    begin()
    making.store(SALE)
    result = SalesLine.objects.get().result
    result.confirmed_at = None
    result.settled_at, result.settled_reason = making.NOW, "誤り"
    result.save()
    assert owed() == []


@pytest.mark.both_databases
def test_a_fee_in_another_currency_is_owed_beside(listing):
    begin(fees=(services.Fee("sale", Decimal("2.00"), "EUR"),))
    making.store(SALE)
    assert {due.currency: due.net for due in owed()} == {"USD": Decimal("43.20"), "EUR": Decimal("-2.00")}


def test_a_month_is_paid_once_and_owed_again_when_it_did_not_arrive(listing):
    begin(fees=())
    making.store(SALE)
    key = only().key
    (payout,) = paid(key, key)
    assert (payout.amount, payout.reference) == (Decimal("43.20"), "TT-1")
    assert only().standing is Standing.PAID
    assert rule_of(paid, key) == "nothing_left"
    services.say_missing(cases.by("office_staff"), payout)
    assert (only().standing, only().left) == (Standing.OVERDUE, Decimal("43.20"))
    assert rule_of(services.take_back_payout, making.by(), payout) == "payout_voided"
    paid(key)
    assert only().standing is Standing.PAID
    actions = Event.objects.filter(subject_kind="mall").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["mall.terms_begun", "mall.paid", "mall.payout_missing", "mall.paid"]


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_who_mark_a_month_at_once_pay_it_once(listing):
    begin(fees=())
    making.store(SALE)
    key, actor, site = only().key, making.by(), making.site()
    outcomes = at_once(*[lambda: services.mark_paid(actor, site, [key], TODAY)] * 2)
    assert outcomes == ["nothing_left", "stored"]
    assert Payout.objects.count() == 1


def test_what_a_later_report_adds_is_left_to_be_paid(listing):
    begin(fees=())
    making.store(SALE)
    paid(only().key)
    making.store(("SKU-1", "2026-02-05", "1", "4.80", "USD", "sale", "A-2"), adds=True)
    assert (only().left, only().standing) == (Decimal("4.32"), Standing.OVERDUE)


def test_a_payment_needs_a_month_that_is_owed_and_a_day_in_between(listing):
    begin(fees=())
    making.store(SALE)
    key = only().key
    assert rule_of(paid) == "nothing_chosen"
    assert rule_of(paid, key, on=date(2026, 3, 11)) == "day_ahead"
    assert rule_of(paid, key, on=date(2026, 1, 31)) == "paid_before"
    assert rule_of(paid, key.replace("2026-02", "2026-01"), key) == "due_unknown"
    assert rule_of(paid, key, at=making.site("us-b")) == "due_unknown"
    assert not Payout.objects.exists()


def test_a_closed_mall_still_owes(listing):
    begin(fees=())
    making.store(SALE)
    mall = making.site().mall
    mall.closed_on = date(2026, 2, 28)
    mall.save()
    paid(only().key)
    assert only().standing is Standing.PAID


def test_dues_cost_a_fixed_number_of_queries(listing, queries):
    begin()
    making.store(SALE)
    other = making.offered(article="S-2", firm=people.make_firm(), at=making.site("us-b"))
    services.list_(making.by(), services.pick(making.by(), other), "SKU-9")
    making.store(("SKU-9", *SALE[1:]), at=making.site("us-b"))
    begin(at=making.site("us-b"))
    paid(owed()[0].key, at=making.site(owed()[0].site.code))
    with queries(at_most=4):
        assert len(owed()) == 2
