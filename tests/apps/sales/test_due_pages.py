"""The pages: terms written down, dues seen by a firm, marked by an operator, and what did not arrive."""

from datetime import date

import pytest

from banso.apps.directory.models import Office
from banso.apps.sales.dues import Standing
from banso.apps.sales.models import Payout, SiteTerms
from support import people

from . import making
from .test_dues import SALE, begin, only

pytestmark = pytest.mark.usefixtures("configuration", "clock")

TERMS = {"since": "2025-04-01", "commission": "12.5", "pays_after": "10"}


@pytest.fixture
def listing():
    making.rate(day="2026-02-28")
    listing = making.listed()
    making.store(SALE)
    return listing


def test_head_office_writes_terms_that_change_from_a_day_on(client_as):
    making.site()
    manager = client_as("programme_manager")
    assert "記録なし" in manager.get("/malls/us-a/terms/").content.decode()
    address = "/malls/us-a/terms/begin/"
    lacks = manager.post(address, {**TERMS, "amount_sale": "1.005"})
    assert "currency_sale" in lacks.context["form"].errors
    wrong = manager.post(address, {**TERMS, "amount_sale": "1.005", "currency_sale": "USD"})
    assert "amount_sale" in wrong.context["form"].errors
    manager.post(address, {**TERMS, "amount_sale": "0.5", "currency_sale": "usd"})
    assert manager.post(address, TERMS).context["form"].errors["since"]
    earlier = manager.post(address, {**TERMS, "since": "2025-03-31"})
    assert "since" in earlier.context["form"].errors
    manager.post(address, {**TERMS, "since": "2026-03-01", "commission": "15"})
    shares = SiteTerms.objects.order_by("since").values_list("commission", flat=True)
    assert [str(share) for share in shares] == ["12.50", "15.00"]
    page = manager.get("/malls/us-a/terms/").content.decode()
    assert "0.50 USD" in page
    assert "15 %" in page
    assert "手数料 15.00 %" in manager.get("/malls/us-a/").content.decode()


def test_terms_of_the_store_stand_with_its_channel_and_who_only_reads_writes_none(client_as):
    manager = client_as("programme_manager")
    manager.post("/channels/store/terms/begin/", TERMS)
    assert SiteTerms.objects.get().channel.code == "store"
    staff = client_as("office_staff")
    assert staff.get("/channels/store/terms/").context["begin"] == ""
    assert staff.get("/channels/store/terms/begin/").status_code == 403
    assert manager.get("/channels/mall/terms/").status_code == 404


def test_a_firm_sees_its_own_dues_and_says_that_a_payment_did_not_arrive(client_as, listing):
    begin(fees=())
    operator = client_as("mall_operator", mall=listing.mall)
    address = f"/operator/dues/paid/?d={only().key}"
    operator.post(address, {"paid_on": "2026-03-09", "reference": "TT-77"})
    firm = client_as("firm_member", firm=listing.case.firm)
    page = firm.get("/listings/due/").content.decode()
    assert "43.20" in page
    assert "TT-77" in page
    missing = f"/listings/due/{Payout.objects.get().pk}/missing/"
    stranger = client_as("firm_member", firm=people.make_firm())
    assert stranger.get("/listings/due/").context["list"].count == 0
    assert stranger.post(missing).status_code == 404
    firm.post(missing)
    assert only().standing is Standing.OVERDUE
    assert "届いていない" in operator.get("/operator/dues/").content.decode()


def test_an_operator_sees_and_marks_its_own_mall_alone(client_as, listing):
    begin(fees=())
    other = client_as("mall_operator", mall=making.site("us-b").mall)
    assert other.get("/operator/dues/").context["rows"] == []
    other.post(f"/operator/dues/paid/?d={only().key}", {"paid_on": "2026-03-09"})
    assert not Payout.objects.exists()
    own = client_as("mall_operator", mall=listing.mall)
    own.post(f"/operator/dues/paid/?d={only().key}", {"paid_on": "2026-03-09"})
    mistake = f"/operator/dues/{Payout.objects.get().pk}/mistake/"
    assert other.post(mistake).status_code == 404
    assert own.get("/operator/dues/?show=paid").context["rows"][0]["due"] == only()
    own.post(mistake)
    assert Payout.objects.get().voided == "mistake"
    assert own.get("/listings/due/").status_code == 403


def test_staff_follow_the_firms_of_their_office_and_head_office_ticks(client_as, listing):
    begin(fees=())
    near = client_as("office_staff", office=listing.case.firm.office)
    assert near.get("/listings/due/?standing=overdue").context["list"].count == 1
    assert near.get("/listings/due/?standing=due").context["list"].count == 0
    (due,) = near.get("/listings/due/").context["list"].rows
    assert due.firm == listing.case.firm
    office = listing.case.firm.office
    other = Office.objects.create(code="osaka", name_ja="大阪", name_en="Osaka", prefecture=office.prefecture)
    far = client_as("office_staff", office=other)
    assert far.get("/listings/due/").context["list"].count == 0
    manager = client_as("programme_manager")
    assert manager.get("/listings/due/site/us-a/").context["rows"][0]["due"] == due
    manager.post(f"/listings/due/paid/?d={due.key}", {"paid_on": "2026-03-09"})
    assert Payout.objects.get().paid_on == date(2026, 3, 9)


def test_the_list_is_taken_away_and_costs_a_fixed_number_of_queries(client_as, listing, queries):
    begin(fees=())
    firm = client_as("firm_member", firm=listing.case.firm)
    table = firm.get("/listings/due/?format=csv").content.decode("utf-8-sig").splitlines()
    assert table[1].split(",")[2:9] == ["USD", "48.00", "0.00", "4.80", "0.00", "43.20", "2026-03-05"]
    for client, address, most in (
        (firm, "/listings/due/", 8),
        (client_as("programme_manager"), f"/listings/due/?mall={listing.mall_id}&standing=overdue", 9),
        (client_as("mall_operator", mall=listing.mall), "/operator/dues/", 10),
    ):
        client.get(address)
        with queries(at_most=most):
            assert client.get(address).status_code == 200
