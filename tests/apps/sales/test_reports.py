"""What becomes of a report: its sales are exports of the cases, once, and what is wrong is said by row."""

from datetime import date
from decimal import Decimal

import pytest

from banso.apps.base import Refused
from banso.apps.casework import services as casework
from banso.apps.casework.models import ExportResult
from banso.apps.casework.selectors import lookalike_pairs
from banso.apps.channels.models import Channel
from banso.apps.journal.models import Event
from banso.apps.sales import services
from banso.apps.sales.models import FileKind, SalesLine, SalesReport
from banso.apps.sales.reading import read
from banso.apps.sales.selectors import all_waiting_products, waiting
from banso.apps.sales.sites import Site
from banso.engines.kernel.tables import read_table
from tests.apps.casework import making as cases
from tests.apps.years import making as years

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

SALE = ("SKU-1", "2026-02-04", "10", "48.00", "USD", "sale", "A-1")


def rules(*rows, header=making.HEADER, at=None, columns=None, **values):
    """The rules that a file breaks, with their rows."""
    content = making.file(*rows, header=header)
    found = read(
        at or making.site(), read_table("f.csv", content), content, date(2026, 3, 10), columns, **values
    )
    return [(fault.row, fault.rule) for fault in found.faults]


def results():
    return list(ExportResult.objects.order_by("pk"))


def test_a_sale_becomes_a_proven_export_of_the_case_of_its_listing():
    listing = making.listed()
    making.rate()
    stored = making.store(SALE)
    (result,) = results()
    assert (stored.new, stored.waiting) == (1, 0)
    assert (result.case, result.channel, result.mall) == (listing.case, "mall", listing.mall)
    assert (result.source, result.confirmed_at, result.proof) == ("site", making.NOW, stored.report.ref)
    assert (result.currency, result.amount, result.amount_yen) == ("USD", Decimal("48.000"), 7200)
    assert (result.product, result.quantity, result.sample) == ("丸大豆しょうゆ 500ml", 10, False)
    assert SalesLine.objects.get().result == result


def test_the_same_report_twice_changes_nothing():
    making.listed()
    first = making.store(SALE)
    events = Event.objects.count()
    again = making.store(SALE)
    assert (again.report, again.new) == (first.report, 0)
    assert (len(results()), SalesReport.objects.count(), Event.objects.count()) == (1, 1, events)


def test_the_same_lines_in_another_file_change_nothing():
    making.listed()
    making.store(SALE)
    other = ("SKU-1", "2026/2/4", "10", "48", "usd", "", "A-1")
    assert (making.store(other).new, len(results())) == (0, 1)


def test_two_sales_that_say_the_same_are_two():
    making.listed()
    same = (*SALE[:-1], "")
    assert making.store(same, same).new == 2
    assert len(results()) == 2


def test_a_month_reported_already_is_refused_by_row():
    making.listed()
    ref = making.store(SALE).report.ref
    other = ("SKU-1", "2026-02-20", "1", "4.80", "USD", "sale", "A-2")
    assert rules(SALE, other) == [(3, "month_reported")]
    with pytest.raises(Refused) as caught:
        making.store(SALE, other)
    assert caught.value.rule == "sales_faulty"
    assert (len(results()), SalesReport.objects.get().ref) == (1, ref)


def test_what_a_report_left_out_can_be_added():
    making.listed()
    making.store(SALE)
    other = ("SKU-1", "2026-02-20", "1", "4.80", "USD", "sale", "A-2")
    added = making.store(SALE, other, adds=True)
    assert (added.new, added.known, len(results())) == (1, 1, 2)


@pytest.mark.parametrize(
    ("place", "value", "rule"),
    [
        (1, "2026-02-30", "day_unreadable"),
        (1, "2026-03-11", "day_ahead"),
        (1, "", "value_missing"),
        (2, "1.5", "quantity_unreadable"),
        (3, "a lot", "amount_unreadable"),
        (3, "1.005", "amount_decimals"),
        (2, "-1", "signs_differ"),
        (4, "XYZ", "currency_unknown"),
        (4, "", "value_missing"),
        (5, "gift", "kind_unknown"),
        (0, "", "value_missing"),
        (6, "A" * 61, "value_long"),
    ],
)
def test_what_is_wrong_is_said_of_its_row(place, value, rule):
    bad = list(SALE)
    bad[place] = value
    assert rules(SALE, bad) == [(3, rule)]


def test_a_file_in_another_layout_asks_for_its_columns_and_remembers_them():
    making.listed()
    header = ("ASIN", "Shipped", "Units", "Proceeds", "Cur")
    row = ("SKU-1", "2026-02-04", "10", "48.00", "USD")
    assert rules(row, header=header) == [(1, "columns_unknown")]
    columns = dict(zip(("product", "day", "quantity", "amount", "currency"), header, strict=True))
    services.keep_layout(making.by(), making.site(), FileKind.SALES, header, columns)
    assert making.store(row, header=header).new == 1


def test_a_report_by_months_takes_the_last_day_of_the_month():
    making.listed()
    making.rate(day="2026-02-23", yen="151")
    header = ("product", "month", "quantity", "amount", "currency")
    making.store(("SKU-1", "2026-02", "3", "10.00", "USD"), header=header)
    assert (results()[0].exported_on, results()[0].amount_yen) == (date(2026, 2, 28), 1510)


def test_a_file_without_day_or_month_says_so():
    header = ("product", "quantity", "amount", "currency")
    assert rules(("SKU-1", "3", "10", "USD"), header=header) == [(1, "day_or_month")]


def test_a_store_names_its_marketplace():
    store = Site(Channel.objects.get(kind="store"))
    header = (*making.HEADER, "market")
    assert rules((*SALE, "US"), header=header, at=store) == []
    assert rules((*SALE, "ZZ"), header=header, at=store) == [(2, "market_unknown")]


def test_what_comes_back_is_taken_off_the_export_that_it_was():
    making.listed()
    making.rate()
    making.store(SALE, ("SKU-1", "2026-02-05", "-4", "-19.20", "USD", "return", "A-1"))
    (result,) = results()
    assert (result.amount, result.amount_yen, result.quantity) == (Decimal("28.800"), 4320, 6)
    assert result.confirmed_at is not None


def test_what_wholly_comes_back_counts_no_longer():
    making.listed()
    making.store(SALE)
    making.store(("SKU-1", "2026-03-02", "10", "48.00", "USD", "return", "A-1"))
    (result,) = results()
    assert (result.confirmed_at, result.settled_at) == (None, making.NOW)


def test_a_return_without_its_order_stays_a_line_and_changes_no_export():
    making.listed()
    making.rate()
    making.store(SALE, ("SKU-1", "2026-02-05", "-4", "-19.20", "USD", "", ""))
    line = SalesLine.objects.get(kind="return")
    assert (results()[0].amount, line.takes_back, line.amount_yen) == (Decimal("48.000"), None, -2880)


def test_a_line_of_an_unknown_product_waits_and_becomes_an_export_once_it_is_matched():
    listing = making.listed()
    odd = ("No. 9", "2026-02-04", "2", "9.60", "USD", "", "B-1")
    assert making.store(odd, ("No. 9", "2026-02-06", "-2", "-9.60", "USD", "", "B-1"), SALE).waiting == 2
    assert [(row["product_key"], row["lines"]) for row in all_waiting_products()] == [("No. 9", 2)]
    assert services.match_lines(making.by(), making.site(), "No. 9", listing) == 2
    assert waiting(making.site()).count() == 0
    came_back = SalesLine.objects.get(kind="return").takes_back.result
    assert (came_back.case, came_back.confirmed_at) == (listing.case, None)
    # What was matched once is known in the next report.
    assert making.store(("no. 9", "2026-03-02", "1", "4.80", "USD", "", "")).waiting == 0


def test_a_line_that_is_nobodys_is_set_aside():
    making.store(("No. 9", "2026-02-04", "2", "9.60", "USD", "", ""))
    assert services.set_aside_lines(making.by(), making.site(), "No. 9", "not_ours") == 1
    assert (waiting().count(), results()) == (0, [])
    with pytest.raises(Refused) as caught:
        services.set_aside_lines(making.by(), making.site(), "No. 9", "not_ours")
    assert caught.value.rule == "nothing_waits"


def test_a_fee_is_no_export_and_waits_for_nobody():
    making.store(("", "2026-02-28", "0", "30.00", "USD", "fee", ""))
    assert (waiting().count(), results(), SalesLine.objects.get().amount) == (0, [], Decimal("-30.000"))


def told(listing, role, **values):
    data = casework.ResultData(
        date(2026, 2, 6),
        listing.mall.market,
        "しょうゆ",
        "mall",
        amount_yen=7150,
        mall=listing.mall,
        **values,
    )
    return casework.record_result(cases.by(role, date(2026, 2, 20)), listing.case, data)


def test_what_the_site_proves_is_not_counted_beside_what_counts_already():
    listing = making.listed()
    making.rate()
    before = told(listing, "office_staff", source="buyer", proof="注文書")
    making.store(SALE, ("SKU-1", "2026-02-05", "10", "48.00", "USD", "sale", "A-2"))
    # One export that was told stands for one line.
    assert [row.duplicate_of for row in results()] == [None, before, None]
    assert [row.confirmed_at is not None for row in results()] == [True, False, True]


def test_what_was_only_told_gives_way_to_the_line_that_proves_it():
    listing = making.listed()
    making.rate()
    before = told(listing, "office_staff")
    making.store(SALE)
    line = ExportResult.objects.get(by_line=True)
    before.refresh_from_db()
    assert (before.duplicate_of, line.duplicate_of) == (line, None)


def test_one_event_tells_a_case_of_all_its_lines():
    listing = making.listed()
    making.store(SALE, (*SALE[:-1], "A-2"), (*SALE[:-1], "A-3"))
    told_of = Event.objects.filter(subject_ref=listing.case.ref, action="result.sold")
    assert [event.action for event in told_of] == ["result.sold"]
    assert '"lines":3' in told_of.get().payload


def test_lines_that_wait_for_a_rate_get_their_yen_with_the_rate():
    making.listed()
    making.store(SALE)
    assert (SalesLine.objects.get().amount_yen, results()[0].amount_yen) == (None, None)
    making.rate()
    services.fill_waiting(making.by(), ["USD"])
    assert SalesLine.objects.get().amount_yen == 7200


def test_a_closed_year_takes_no_line():
    years.year(2024, "closed")
    assert rules((SALE[0], "2025-03-31", *SALE[2:])) == [(2, "day_closed")]


def test_lines_of_reports_are_not_taken_for_each_other():
    making.listed()
    making.store(SALE, (*SALE[:-1], "A-2"))
    assert lookalike_pairs(ExportResult.objects.all()) == []


def test_what_the_system_is_told_later_is_compared_with_lines_of_reports():
    listing = making.listed()
    making.rate()
    making.store(SALE)
    with pytest.raises(casework.LooksLike):
        told(listing, "office_staff")
