"""The pages: from the offer to the report to the figure that staff see."""

import pytest

from banso.apps.sales import services
from banso.apps.sales.models import Listing, SalesReport
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration", "clock")

SALE = ("SKU-1", "2026-02-04", "10", "48.00", "USD", "sale", "A-1")


@pytest.fixture
def manager(client_as):
    return client_as("programme_manager")


def test_from_the_answer_of_a_mall_to_its_report_to_the_figure_beside_its_cost(manager):
    listing = making.offered()
    making.rate()
    at = f"/listings/{listing.ref}/"
    manager.post(at + "pick/")
    manager.post(at + "list/", {"identifier": "SKU-1"})
    shown = making.send(manager, SALE)
    assert (shown.context["outcome"]["new"], shown.context["outcome"]["waiting"]) == (1, 0)
    making.store_sent(manager, shown)
    assert "7,200" in manager.get(at).content.decode()
    manager.post("/malls/us-a/cost/", {"month": "2026-02-10", "kind": "running", "yen": "9000"})
    (row,) = manager.get("/malls/compare/").context["rows"]
    whole = row.figures.whole
    assert (whole.sold, whole.cost, whole.balance, row.figures.behind) == (7200, 9000, -1800, 1)
    assert (whole.sales, whole.firms, whole.pieces) == (1, 1, 10)
    table = manager.get("/malls/compare/?show=sales&format=csv").content.decode("utf-8-sig").splitlines()
    assert table[1].endswith(",1,1,0,7200")


def test_a_new_layout_is_chosen_on_the_page_and_read_at_once(manager):
    making.listed()
    header = ("ASIN", "Shipped", "Units", "Proceeds", "Cur")
    asked = making.send(manager, ("SKU-1", "2026-02-04", "10", "48.00", "USD"), header=header)
    assert asked.context["outcome"]["asks"]
    columns = dict(zip(("product", "day", "quantity", "amount", "currency"), header, strict=True))
    at = f"/sales/sent/{asked.context['sent'].ref}/columns/"
    outcome = manager.post(at, columns, follow=True).context["outcome"]
    assert (outcome["new"], outcome["asks"]) == (1, False)


def test_errors_stand_beside_their_rows_and_nothing_is_stored(manager):
    page = making.send(manager, SALE, ("SKU-1", "2026-02-31", "1", "4.80", "USD", "", ""))
    assert [error["row"] for error in page.context["outcome"]["errors"]] == [3]
    making.store_sent(manager, page)
    assert not SalesReport.objects.exists()


def test_what_waits_is_matched_on_its_page(manager):
    listing = making.listed()
    making.store(("No. 9", "2026-02-04", "2", "9.60", "USD", "", ""))
    (row,) = manager.get("/sales/waiting/").context["products"]
    address = f"/sales/waiting/{row['line']}/match/"
    assert "LI-1999-0001" in manager.post(address, {"listing": "LI-1999-0001"}).content.decode()
    manager.post(address, {"listing": listing.ref})
    assert manager.get("/sales/waiting/").context["products"] == []
    assert listing.lines.get().result is not None


def test_a_firm_sees_why_its_product_was_declined_and_nothing_of_others(client_as):
    listing = making.offered()
    services.decline(making.by(), listing, "regulation")
    other = making.offered(article="S-2", firm=people.make_firm())
    client = client_as("firm_member", firm=listing.case.firm)
    assert "現地の規制" in client.get("/listings/").content.decode()
    assert client.get(f"/listings/{listing.ref}/").status_code == 200
    assert client.get(f"/listings/{other.ref}/").status_code == 404


def test_the_lists_cost_a_fixed_number_of_queries(manager, queries):
    making.listed()
    making.store(SALE)
    report = SalesReport.objects.get()
    assert "販売" in manager.get(f"/sales/{report.ref}/?kind=sale").content.decode()
    for address in ("/listings/", "/sales/", f"/sales/{report.ref}/", "/sales/waiting/"):
        manager.get(address)
        with queries(at_most=8):
            assert manager.get(address).status_code == 200
    for address in ("/malls/compare/", "/malls/us-a/figures/", "/channels/", "/channels/store/"):
        manager.get(address)
        with queries(at_most=9):
            assert manager.get(address).status_code == 200


def test_a_product_is_offered_by_its_office_on_the_place_of_its_firm(client_as):
    before = making.offered()
    services.decline(making.by(), before, "price")
    client = client_as("office_staff", office=before.case.office)
    client.post("/listings/offer/", {"product": before.product.ref, "site": "us-a"})
    assert Listing.objects.filter(product=before.product, state="offered").get().case == before.case
    page = client.post("/listings/offer/", {"product": "PR-1999-1", "site": "us-a"})
    assert "PR-1999-1" in page.content.decode()
