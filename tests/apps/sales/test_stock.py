"""Goods at a site: what is left of them, since when, and what became of those that did not sell."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from banso.apps.base import Refused
from banso.apps.journal.models import Event
from banso.apps.sales import services
from banso.apps.sales.models import FileKind, StockEntry
from banso.apps.sales.selectors import stocks_of
from banso.apps.sales.stock import Told, stock_of
from banso.apps.sales.stock_file import StockFile
from banso.apps.sales.taking import LIMITS
from banso.engines.kernel.tables import read_table
from support import people
from tests.apps.years import making as years

from . import making

FIRST = date(2026, 1, 1)
KINDS = ("sent_in", "counted", "returned", "destroyed")


def day(number):
    return FIRST + timedelta(days=number)


def told(*rows):
    return [Told(day(number), kind, pieces) for number, kind, pieces in rows]


def left(*rows, sold=(), until=99):
    found = stock_of(told(*rows), {day(number): pieces for number, pieces in sold}, day(until))
    return found.left, found.oldest, found.short, [(entry.day, entry.pieces) for entry in found.beyond]


@pytest.mark.parametrize(
    ("rows", "sold", "found"),
    [
        # What came first goes first.
        ([(0, "sent_in", 10), (5, "sent_in", 10)], [(6, 12)], (8, day(5), 0, [])),
        ([(0, "sent_in", 10)], [(3, 4), (5, -1)], (7, day(0), 0, [])),
        # A count is taken at the end of its day; what was thought before is forgotten.
        ([(0, "sent_in", 10), (4, "counted", 5)], [(4, 9)], (5, day(0), 0, [])),
        ([(4, "counted", 5), (4, "returned", 5)], [], (0, None, 0, [])),
        ([(0, "sent_in", 2), (4, "counted", 5)], [], (5, day(0), 0, [])),
        # More sold than was told: nothing is left, and it is said how many are short.
        ([(0, "sent_in", 3)], [(1, 5)], (0, None, 2, [])),
        ([(0, "sent_in", 3), (2, "sent_in", 4)], [(1, 5)], (2, day(2), 0, [])),
        ([(0, "sent_in", 3), (2, "counted", 1)], [(1, 5)], (1, day(2), 0, [])),
        # No disposal takes more than is there.
        ([(0, "sent_in", 3), (1, "destroyed", 4)], [], (0, None, 0, [(day(1), 4)])),
    ],
)
def test_what_is_left_follows_from_what_was_told_and_sold(rows, sold, found):
    assert left(*rows, sold=sold) == found


def test_stock_is_never_below_zero_whatever_is_told():
    chance = random.Random(7)
    for _case in range(300):
        rows = [
            (chance.randrange(10), chance.choice(KINDS), chance.randint(1, 9))
            for _row in range(chance.randrange(8))
        ]
        sold = {day(chance.randrange(10)): chance.randint(-3, 9) for _row in range(chance.randrange(5))}
        found = stock_of(told(*rows), sold, day(9))
        assert found.left >= 0 and found.short >= 0 and not (found.left and found.short)
        assert all(pieces > 0 for _day, pieces in found.since)
        assert found.unsold(0, day(9)) <= found.left


def test_what_is_there_for_longer_than_a_limit_is_unsold():
    found = stock_of(told((0, "sent_in", 4), (5, "sent_in", 6)), {}, day(9))
    assert [found.unsold(limit, day(9)) for limit in (3, 4, 8, 9)] == [10, 4, 4, 0]


@pytest.fixture
def listing(configuration):
    return making.listed()


def tell(listing, kind, on, pieces, actor=None):
    return services.tell_stock(actor or making.by(), listing, kind, on, pieces)


def dispose(listing, on, pieces, kind="destroyed", cost=None):
    return services.dispose_stock(making.by(), listing, kind, on, pieces, cost)


def refused(call, *args, **values):
    with pytest.raises(Refused) as caught:
        call(*args, **values)
    return caught.value.rule


FEB = date(2026, 2, 10)


def test_a_disposal_takes_what_is_there_and_says_what_it_cost(listing):
    making.store(("SKU-1", "2026-02-04", "3", "14.40", "USD", "", ""))
    assert refused(dispose, listing, FEB, 1) == "more_than_there"
    tell(listing, "sent_in", date(2026, 2, 1), 10)
    assert refused(dispose, listing, FEB, 8) == "more_than_there"
    entry = dispose(listing, FEB, 7, "given_away", services.Cost(Decimal("12.5"), "USD"))
    assert entry.cost_words == "12.5 USD"
    assert stocks_of([listing.pk], making.NOW.date())[listing.pk].left == 0
    event = Event.objects.get(action="sales_listing.disposed")
    assert '"cost":"12.5","currency":"USD","day":"2026-02-10","kind":"given_away","pieces":7' in event.payload


def test_a_day_told_again_is_replaced_but_not_below_what_is_gone(listing):
    tell(listing, "sent_in", date(2026, 2, 1), 10)
    dispose(listing, FEB, 7)
    assert refused(tell, listing, "sent_in", date(2026, 2, 1), 6) == "less_than_gone"
    tell(listing, "sent_in", date(2026, 2, 1), 12)
    assert StockEntry.objects.get(kind="sent_in").pieces == 12
    assert stocks_of([listing.pk], FEB)[listing.pk].left == 5


@pytest.mark.parametrize(
    ("args", "rule"),
    [
        (("sent_in", date(2026, 3, 11), 1), "day_ahead"),
        (("sent_in", FEB, 0), "pieces_range"),
        (("returned", FEB, 1), "kind_unknown"),
        (("counted", date(2025, 3, 31), 1), "year_closed"),
    ],
)
def test_what_cannot_be_told_is_refused(listing, args, rule):
    years.year(2024, "closed")
    assert refused(tell, listing, *args) == rule


def test_costs_are_amounts_in_a_currency(listing):
    tell(listing, "counted", FEB, 5)
    for cost, rule in (("-1", "cost_range"), ("1.5", "amount_decimals")):
        assert refused(dispose, listing, FEB, 1, cost=services.Cost(Decimal(cost), "JPY")) == rule
    assert refused(dispose, listing, FEB, 1, cost=services.Cost(Decimal(1), "ZZZ")) == "currency_unknown"


def test_a_product_that_the_site_has_not_taken_has_no_goods_there(configuration):
    assert refused(tell, making.offered(), "sent_in", FEB, 1) == "not_taken"


@pytest.mark.both_databases
def test_the_database_keeps_stock_in_its_bounds(configuration):
    listing = making.listed()
    base = {"listing": listing, "day": FEB, "recorded_at": making.NOW}
    StockEntry.objects.create(kind="counted", pieces=0, **base)
    for wrong in (
        {"kind": "counted", "pieces": 3},
        {"kind": "sent_in", "pieces": 0},
        {"kind": "sent_in", "pieces": 3, "cost": 1, "currency": "USD"},
        {"kind": "returned", "pieces": 3, "cost": 1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            StockEntry.objects.create(**base | wrong)


def test_a_file_of_stock_is_stored_once_and_not_told_otherwise(listing):
    header = ("product", "day", "pieces", "kind")
    rows = [("SKU-1", "2026-02-01", "10", "sent"), ("SKU-1", "2026-02-28", "4", "counted")]

    def stored(*rows):
        content = making.file(*rows, header=header)
        return services.store_rows(making.by(), making.site(), FileKind.STOCK, "stock.csv", content)

    def rules(*rows):
        table = read_table("stock.csv", making.file(*rows, header=header), LIMITS)
        found = StockFile(making.site(), making.NOW.date()).read(table)
        return [(fault.row, fault.rule) for fault in found.faults]

    assert (len(stored(*rows).new), stored(*rows).known) == (2, 2)
    assert rules(("SKU-1", "2026-02-28", "5", "")) == [(2, "stock_told")]
    assert rules(("SKU-1", "2026-02-27", "5", "lost")) == [(2, "stock_kind_unknown")]
    assert rules(("SKU-1", "2026-02-27", "-5", "")) == [(2, "pieces_unreadable")]
    assert rules(("SKU-1", "2026-02-27", "0", "sent")) == [(2, "nothing_sent")]
    dispose(listing, date(2026, 3, 1), 4)
    assert rules(("SKU-1", "2026-03-01", "3", "counted")) == [(None, "less_than_gone")]


def test_everybody_sees_the_stock_within_reach_and_its_age(listing, client_as, clock, queries):
    tell(listing, "sent_in", date(2025, 10, 1), 9)
    other = making.listed("SKU-2", article="S-2", firm=people.make_firm(), at=making.site("us-b"))
    tell(other, "sent_in", FEB, 5)
    manager = client_as("programme_manager")
    manager.get("/listings/stock/")
    with queries(at_most=8):
        page = manager.get("/listings/stock/")
    # Those that are there for longest stand first.
    assert [row.pk for row in page.context["list"].page] == [listing.pk, other.pk]
    assert [row.pk for row in manager.get("/listings/stock/?old=on").context["list"].page] == [listing.pk]
    firm = client_as("firm_member", firm=listing.case.firm)
    operator = client_as("mall_operator", mall=listing.mall)
    for client in (firm, operator):
        page = client.get("/listings/stock/")
        assert [row.pk for row in page.context["list"].page] == [listing.pk]
    assert "160" in page.content.decode()


def test_an_operator_tells_the_stock_of_its_own_mall(listing, client_as, clock):
    operator = client_as("mall_operator", mall=listing.mall)
    at = f"/listings/{listing.ref}/stock/"
    operator.post(at, {"kind": "sent_in", "day": "2026-02-01", "pieces": "10"})
    page = operator.post(f"{at}dispose/", {"kind": "sold_off", "day": "2026-02-02", "pieces": "11"})
    assert "10" in str(page.context["form"].errors["pieces"])
    said = {"kind": "sold_off", "day": "2026-02-02", "pieces": "4", "cost": "3", "currency": ""}
    assert "currency" in operator.post(f"{at}dispose/", said).context["form"].errors
    shown = operator.post(f"{at}dispose/", said | {"currency": "usd"}, follow=True).content.decode()
    assert "3 USD" in shown
    stranger = client_as("mall_operator", mall=making.site("us-b").mall)
    assert stranger.get(at).status_code == 404
