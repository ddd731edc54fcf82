"""The page of a product in the store: looked at before it goes live, rated by buyers."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from banso.apps.base import Refused
from banso.apps.casework.models import Case
from banso.apps.channels.models import Channel
from banso.apps.journal.models import Event
from banso.apps.sales import services
from banso.apps.sales.models import FileKind, Rating
from banso.apps.sales.rating_file import RatingFile
from banso.apps.sales.reading import LIMITS
from banso.apps.sales.sites import Site
from banso.engines.kernel.tables import read_table
from support import people
from tests.apps.casework import making as cases

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

HEADER = ("product", "day", "stars", "reviews")
MET = dict.fromkeys(("title", "pictures", "label", "price"), "")


def store():
    return Site(Channel.objects.get(kind="store"))


def picked(article="S-1"):
    firm = people.make_firm()
    cases.opened(firm=firm, service="store")
    edition = making.products.published(firm=firm, article=article)
    case = Case.objects.get(firm=firm)
    return services.pick(making.by(), services.offer(making.by(), edition.product, store(), case))


def refused(call, *args):
    with pytest.raises(Refused) as caught:
        call(*args)
    return caught.value.rule


def test_a_page_goes_live_once_every_point_is_met():
    listing = picked()
    assert refused(services.list_, making.by(), listing, "B0TEST") == "checked"
    making.checked(listing, label="language", price="differs")
    assert refused(services.list_, making.by(), listing, "B0TEST") == "checked"
    making.checked(listing, at=making.NOW + timedelta(minutes=1))
    assert services.list_(making.by(), listing, making.code("B0TEST")).state == "listed"
    told = Event.objects.filter(subject_ref=listing.ref, action="sales_listing.checked")
    assert '"found":{"label":"language","price":"differs"}' in told.order_by("pk")[0].payload


def test_a_look_says_something_of_every_point():
    listing = picked()
    assert (
        refused(services.check_listing, making.by(), listing, MET | {"price": "cheap"}) == "finding_unknown"
    )
    assert refused(services.check_listing, making.by(), listing, {"title": ""}) == "point_missing"
    mall = making.offered(article="S-2", firm=people.make_firm())
    assert refused(services.check_listing, making.by(), mall, MET) == "no_store"


@pytest.fixture
def on_sale():
    listing = picked()
    making.checked(listing)
    return services.list_(making.by(), listing, making.code("B0TEST"))


def rules(*rows):
    table = read_table("ratings.csv", making.file(*rows, header=HEADER), LIMITS)
    found = RatingFile(store(), date(2026, 3, 10)).read(table)
    return [(fault.row, fault.rule) for fault in found.faults]


def stored(*rows, header=HEADER):
    content = making.file(*rows, header=header)
    return services.store_rows(making.by(), store(), FileKind.RATINGS, "ratings.csv", content)


ROW = ("B0TEST", "2026-02-28", "4.25", "12")


def test_ratings_are_stored_once_and_read_over_time(on_sale):
    assert len(stored(ROW, ("B0TEST", "2026-01-31", "5", "3")).new) == 2
    again = stored(ROW, ("B0TEST", "2026-03-09", "4.1", "15"))
    assert (len(again.new), again.known) == (1, 1)
    rows = Rating.objects.order_by("day").values_list("stars", "reviews")
    assert list(rows) == [(Decimal("5.00"), 3), (Decimal("4.25"), 12), (Decimal("4.10"), 15)]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (("", *ROW[1:]), "value_missing"),
        (("B0OTHER", *ROW[1:]), "product_unknown"),
        (("B0TEST", "2026-02-30", "4", "1"), "day_unreadable"),
        (("B0TEST", "2026-03-11", "4", "1"), "day_ahead"),
        (("B0TEST", "2026-02-28", "5.1", "1"), "stars_unreadable"),
        (("B0TEST", "2026-02-28", "-1", "1"), "stars_unreadable"),
        (("B0TEST", "2026-02-28", "nan", "1"), "stars_unreadable"),
        (("B0TEST", "2026-02-28", "4", "1.5"), "reviews_unreadable"),
    ],
)
def test_what_is_wrong_is_said_of_its_row(on_sale, row, rule):
    assert rules(("B0TEST", "2026-02-27", "4", "1"), row) == [(3, rule)]


def test_one_wrong_row_keeps_the_file_out(on_sale):
    stored(ROW)
    assert rules(ROW, ROW) == [(3, "row_twice")]
    other = ("B0TEST", "2026-02-28", "4.26", "12")
    assert rules(other) == [(2, "rated_already")]
    assert refused(stored, ("B0TEST", "2026-03-01", "4", "1"), other) == "rows_faulty"
    assert Rating.objects.count() == 1


def test_staff_look_at_a_page_and_take_ratings_in(client_as, clock):
    listing = picked()
    manager = client_as("programme_manager")
    at = f"/listings/{listing.ref}/"
    manager.post(f"{at}check/", {"title": "met", "pictures": "small", "label": "met", "price": "met"})
    assert "小さい" in manager.get(at).content.decode()
    manager.post(f"{at}check/", dict.fromkeys(MET, "met"))
    said = {"identifier": "B0TEST", "market": making.market().pk, "kind": "asin", "currency": "usd"}
    manager.post(f"{at}list/", said)
    wrong = making.send(manager, ("X", *ROW[1:]), at=store(), kind="ratings", header=HEADER)
    assert "このサイトで販売中の商品ではありません" in wrong.content.decode()
    page = making.send(manager, ROW, at=store(), kind="ratings", header=HEADER)
    making.store_sent(manager, page)
    assert "4.25" in manager.get(at).content.decode()
