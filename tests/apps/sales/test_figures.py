"""What sites came to: months that add up, firms that go on selling, and a sale told twice counted once."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.apps.casework import services as casework
from banso.apps.casework.models import ExportResult
from banso.apps.sales import services
from banso.apps.sales.counting import Counted
from banso.apps.sales.figures import Later, Sold, figures
from banso.engines.kernel.fiscal import add_months
from tests.apps.casework import making as cases

from . import making

LAST = date(2026, 2, 1)
MONTHS = [add_months(LAST, -number) for number in range(30)]
ROWS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 29), st.integers(-9, 9), st.integers(0, 2)), max_size=12
)


def sold(rows):
    return [Sold(firm, MONTHS[ago], yen=yen, pieces=sales, sales=sales) for firm, ago, yen, sales in rows]


def of(*months, last=LAST, firm=1, **values):
    rows = [Sold(firm, date.fromisoformat(f"{month}-01"), yen=100, sales=1) for month in months]
    return figures(add_months(last, -11), last, sold=rows, **values)


@given(ROWS, st.sampled_from([1, 12, 24]))
def test_months_add_up_to_the_whole_and_firms_to_those_that_began(rows, count):
    found = figures(add_months(LAST, 1 - count), LAST, sold=sold(rows), costs=dict.fromkeys(MONTHS, 3))
    months = found.months.values()
    inside = [row for row in rows if MONTHS[row[1]] in found.months]
    assert found.whole.sold == sum(month.sold for month in months) == sum(row[2] for row in inside)
    assert found.whole.sales == sum(row[3] for row in inside)
    assert found.whole.cost == 3 * count
    assert found.whole.firms == len({row[0] for row in inside if row[3]}) <= sum(m.firms for m in months)
    for later in found.after.values():
        assert later.still + later.ended + later.young == found.starters == len({r[0] for r in rows if r[3]})


@pytest.mark.parametrize(
    ("months", "half", "year"),
    [
        # The window of half a year is March to May.
        (("2024-09", "2025-03"), Later(1, 0, 0), Later(0, 1, 0)),
        (("2024-09", "2025-05", "2025-11"), Later(1, 0, 0), Later(1, 0, 0)),
        (("2024-09", "2025-06", "2025-09"), Later(0, 1, 0), Later(1, 0, 0)),
        (("2024-09", "2025-02"), Later(0, 1, 0), Later(0, 1, 0)),
        # November to January is over at the end of February, February to April is not.
        (("2025-05",), Later(0, 1, 0), Later(0, 0, 1)),
        (("2025-08",), Later(0, 0, 1), Later(0, 0, 1)),
        # A firm that sells in a window that goes on is known already.
        (("2025-08", "2026-02"), Later(1, 0, 0), Later(0, 0, 1)),
    ],
)
def test_a_firm_still_sells_if_it_does_within_three_months(months, half, year):
    found = of(*months)
    assert (found.after_6, found.after_12) == (half, year)


def test_on_its_own_is_an_export_outside_in_a_later_month():
    assert of("2025-08", alone={1: date(2025, 8, 1)}).elsewhere == 0
    assert of("2025-08", alone={1: date(2025, 9, 1)}).elsewhere == 1
    assert of("2025-08", alone={2: date(2025, 9, 1)}).elsewhere == 0


def test_months_below_cost_are_counted_back_beyond_those_shown():
    costs = dict.fromkeys(MONTHS, 101) | {date(2024, 1, 1): 100}
    assert of("2024-01", costs=costs).behind == 25
    assert of("2026-02", costs=dict.fromkeys(MONTHS, 100)).behind == 0
    assert of(costs=costs).per_firm is None


@pytest.fixture
def listing(configuration):
    making.rate()
    return making.listed()


SALE = ("SKU-1", "2026-02-04", "10", "48.00", "USD", "sale", "A-1")


def counted(first=date(2026, 2, 1), last=date(2026, 2, 1)):
    return {key: found.whole for key, found in Counted(first, last).sites().items()}


def told(listing, day=date(2026, 2, 6), channel="street", **values):
    """An export that its buyer confirmed."""
    data = casework.ResultData(
        day,
        listing.mall.market,
        "しょうゆ",
        channel,
        amount_yen=7150,
        source="buyer",
        proof="注文書",
        **values,
    )
    return casework.record_result(cases.by("office_staff", date(2026, 2, 20)), listing.case, data)


def test_a_sale_told_in_one_channel_and_reported_by_another_counts_once(listing):
    told(listing)
    assert [whole.sold for whole in counted().values()] == [0, 7150]
    making.store(SALE)
    found = counted()
    assert ExportResult.objects.filter(duplicate_of__isnull=False).count() == 1
    assert (sum(whole.sales for whole in found.values()), sum(w.sold for w in found.values())) == (1, 7200)
    assert found[listing.channel_id, listing.mall_id].sales == 1


def test_what_no_report_tells_counts_in_the_channel_in_which_it_was_told(listing):
    making.store(SALE)
    told(listing, day=date(2026, 2, 19), mall=listing.mall, channel="mall")
    whole = counted()[listing.channel_id, listing.mall_id]
    assert (whole.sales, whole.sold, whole.firms) == (2, 14350, 1)


def test_what_wholly_came_back_is_no_sale_and_a_part_is_subtracted(listing):
    making.store(SALE, ("SKU-1", "2026-02-05", "-4", "-19.20", "USD", "return", "A-1"))
    whole = counted()[listing.channel_id, listing.mall_id]
    assert (whole.sales, whole.sold, whole.pieces) == (1, 4320, 6)
    making.store(("SKU-1", "2026-03-02", "-6", "-28.80", "USD", "return", "A-1"))
    whole = counted(last=date(2026, 3, 1))[listing.channel_id, listing.mall_id]
    assert (whole.sales, whole.sold, whole.firms) == (0, 0, 0)


def test_a_sale_that_says_nothing_of_its_buyer_is_no_first_sale_to_him(listing):
    header = (*making.HEADER, "repeat")
    making.store((*SALE, "yes"), (*SALE[:-1], "A-2", "no"), (*SALE[:-1], "A-3", ""), header=header)
    whole = counted()[listing.channel_id, listing.mall_id]
    assert (whole.repeat, whole.said, whole.sales) == (1, 2, 3)


def test_a_firm_on_two_malls_is_one_firm_of_the_channel(listing):
    making.store(SALE)
    site = making.site("us-b")
    other = services.offer(making.by(), listing.product, site, listing.case)
    services.list_(making.by(), services.pick(making.by(), other), "SKU-9")
    making.store(("SKU-9", *SALE[1:]), at=site)
    channel = Counted(LAST, LAST).channels()[listing.channel_id]
    assert (channel.whole.firms, channel.starters, channel.whole.sales, channel.on_sale) == (1, 1, 2, 0)
