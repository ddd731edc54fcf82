"""What buyers write: told once by the site's id, shown to staff and firm, without who wrote it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from banso.apps.sales import services
from banso.apps.sales.models import FileKind, Review, SalesLayout
from banso.apps.sales.reading import LIMITS
from banso.apps.sales.review_file import ReviewFile
from banso.engines.kernel.tables import read_table

from . import making
from .test_identifiers import on_sale, store

pytestmark = pytest.mark.usefixtures("configuration")

HEADER = ("code", "product", "day", "stars", "title", "text", "language", "market")
ROW = ("R1", "B0ONE", "2026-02-28", "4", "Good", "Tastes <b>fine</b>", "en", "US")


def stored(*rows, header=HEADER):
    content = making.file(*rows, header=header)
    return services.store_rows(making.by(), store(), FileKind.REVIEWS, "reviews.csv", content)


def rules(*rows):
    table = read_table("reviews.csv", making.file(*rows, header=HEADER), LIMITS)
    return [(fault.row, fault.rule) for fault in ReviewFile(store(), date(2026, 3, 10)).read(table).faults]


def test_an_id_tells_a_review_once_also_when_its_writer_changed_it():
    on_sale("B0ONE")
    assert len(stored(ROW).new) == 1
    again = stored((*ROW[:3], "1", "Bad", "No", "en", "US"), ("R2", *ROW[1:]))
    assert (len(again.new), again.known) == (1, 1)
    assert list(Review.objects.order_by("code").values_list("code", "stars")) == [("R1", 4), ("R2", 4)]


@pytest.mark.parametrize(
    ("place", "value", "rule"),
    [
        (0, "", "value_missing"),
        (1, "B0NONE", "product_unknown"),
        (2, "2026-03-11", "day_ahead"),
        (3, "0", "stars_whole"),
        (3, "4.5", "stars_whole"),
        (4, "x" * 201, "title_long"),
        (6, "English!", "language_unknown"),
        (7, "ZZ", "market_unknown"),
        (7, "DE", "product_unknown"),
    ],
)
def test_what_is_wrong_is_said_of_its_row(place, value, rule):
    on_sale("B0ONE")
    assert rules(("R0", *ROW[1:]), (*ROW[:place], value, *ROW[place + 1 :])) == [(3, rule)]


def test_an_id_belongs_to_one_product():
    on_sale("B0ONE")
    on_sale("B0TWO", article="S-2")
    stored(ROW)
    assert rules((ROW[0], "B0TWO", *ROW[2:])) == [(2, "review_elsewhere")]
    assert rules(("R5", *ROW[1:]), ("R5", *ROW[1:])) == [(3, "row_twice")]


@pytest.mark.both_databases
def test_the_database_keeps_an_id_of_a_store_once():
    listing = on_sale("B0ONE")
    values = {
        "listing": listing, "channel": listing.channel, "market": making.market(), "day": "2026-02-01",
        "stars": 5, "file": "", "stored_at": making.NOW, "code": "R1",
    }  # fmt: skip
    Review.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(**values)


def test_columns_of_reviews_are_chosen_by_hand_and_remembered(client_as, clock):
    listing = on_sale("B0ONE")
    manager = client_as("programme_manager")
    header = ("review-id", "asin", "date", "rating", "headline", "body", "buyer", "site")
    row = ("R1", "B0ONE", "2026-02-28", "4", "Good", "Tastes <b>fine</b>", "山田花子", "US")
    page = making.send(manager, row, at=store(), kind="reviews", header=header)
    assert page.context["outcome"]["asks"]
    fields = ("code", "product", "day", "stars", "title", "text", "language", "market")
    chosen = dict(zip(fields, (*header[:6], "", "site"), strict=True))
    at = f"/sales/sent/{page.context['sent'].ref}/columns/"
    shown = manager.post(at, chosen, follow=True)
    assert shown.context["outcome"]["new"] == 1
    making.store_sent(manager, shown)
    # Neither the columns of sales nor who wrote it are kept.
    assert list(SalesLayout.objects.values_list("kind", flat=True)) == ["reviews"]
    assert "山田" not in str(list(Review.objects.values()))
    again = making.send(manager, ("R2", *row[1:]), at=store(), kind="reviews", header=header)
    assert (again.context["outcome"]["asks"], again.context["outcome"]["new"]) == (False, 1)
    firm = client_as("firm_member", firm=listing.case.firm).get(f"/listings/{listing.ref}/")
    assert "Tastes &lt;b&gt;fine&lt;/b&gt;" in firm.content.decode()


def test_reviews_are_shown_ten_a_page_latest_first(client_as, clock):
    listing = on_sale("B0ONE")
    stored(*((f"R{n:02d}", "B0ONE", f"2026-02-{n:02d}", *ROW[3:]) for n in range(1, 13)))
    manager = client_as("programme_manager")
    first = manager.get(f"/listings/{listing.ref}/").context["reviews"]
    second = manager.get(f"/listings/{listing.ref}/?reviews=2").context["reviews"]
    assert [row.code for row in first][:2] == ["R12", "R11"]
    assert [row.code for row in second] == ["R02", "R01"]
