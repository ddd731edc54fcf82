"""The directory of malls: firms read what is published, nothing of drafts; staff see how each page stands."""

from datetime import date

import pytest

from banso.apps.channels.models import Mall
from banso.apps.malls.models import MallEntry
from banso.apps.products.models import Category
from banso.apps.sales.models import SiteFee, SiteTerms
from support import people
from tests.apps.products import making as products
from tests.apps.sales import making as sales

from . import making

pytestmark = [pytest.mark.usefixtures("configuration", "clock")]

FORM = {
    "words_ja": "新しい紹介です。", "words_en": "New words.", "operator": "Northgate", "countries": [],
    "categories": [], "users": "", "users_on": "", "seller": "marketplace", "logistics": ["parcel"],
    "logistics_words": "", "languages": [], "papers": [], "papers_words": "", "contract_from": "",
    "contract_to": "", "staff": "", "seen": "0",
}  # fmt: skip


def test_a_firm_reads_what_is_published_and_never_a_draft(client_as):
    making.published_entry()
    making.drafted(operator="Secret Co", words_ja="まだ秘密です。")
    making.drafted("us-b", operator="Hidden Co")
    firm = client_as("firm_member")
    shown = firm.get("/malls/directory/").content.decode()
    page = firm.get("/malls/directory/us-a/").content.decode()
    assert "Hillside Ltd." in shown and "Hillside Ltd." in page
    assert not [words for words in ("Secret Co", "まだ秘密です。", "Hidden Co") if words in shown + page]
    assert firm.get("/malls/directory/us-b/").status_code == 404
    assert firm.get("/malls/directory/?words=Secret").context["list"].count == 0
    for address in ("/malls/", "/malls/us-a/", "/malls/us-a/entry/", "/malls/us-a/entry/write/"):
        assert firm.get(address).status_code == 403


def test_a_firm_is_shown_neither_the_contract_nor_who_is_in_charge(client_as):
    entry = making.published_entry(contract_to=date(2027, 3, 30))
    page = client_as("firm_member").get("/malls/directory/us-a/").content.decode()
    assert entry.staff.name not in page and "2027年3月30日" not in page


def test_a_mall_that_closed_stands_in_the_directory_no_more(client_as):
    making.published_entry()
    Mall.objects.filter(code="us-a").update(closed_on="2026-03-01")
    firm = client_as("firm_member")
    assert firm.get("/malls/directory/").context["list"].count == 0
    assert firm.get("/malls/directory/us-a/").status_code == 404
    assert client_as("office_staff").get("/malls/us-a/entry/").status_code == 200


def test_a_firm_sees_which_of_its_products_the_mall_takes_and_how_ready_they_are(client_as):
    member = people.make("firm_member")
    edition = products.published(firm=member.assignments.get().firm, article="S-1")
    making.published_entry(categories=[edition.category])
    client = client_as("firm_member", user=member)
    goods = client.get("/malls/directory/us-a/").context["goods"]
    assert [(item.edition, item.taken) for item in goods] == [(edition, True)]
    making.published_entry(categories=list(Category.objects.exclude(pk=edition.category_id)[:1]))
    assert [item.taken for item in client.get("/malls/directory/us-a/").context["goods"]] == [False]


def test_terms_in_force_are_shown_or_said_to_be_unknown(client_as):
    entry = making.published_entry()
    firm = client_as("firm_member")
    assert "取引条件の記録なし" in firm.get("/malls/directory/us-a/").content.decode()
    terms = SiteTerms.objects.create(
        mall=entry.mall, since="2026-01-01", commission="12.50", pays_after=45, written_at=sales.NOW
    )
    SiteFee.objects.create(terms=terms, per="listing", amount="3.500", currency="USD")
    page = firm.get("/malls/directory/us-a/").content.decode()
    assert "12.5 %" in page and "3.50 USD" in page and "月末から45日後" in page
    assert "12.5 %" in firm.get("/malls/directory/").content.decode()


def test_an_operator_reads_the_page_of_its_own_mall_alone(client_as):
    entry = making.published_entry()
    making.published_entry("us-b")
    client = client_as("mall_operator", mall=entry.mall)
    assert "Hillside Ltd." in client.get("/operator/malls/us-a/").content.decode()
    assert client.get("/operator/malls/us-b/").status_code == 404
    assert client.get("/malls/directory/").status_code == 403


def test_the_form_starts_from_what_is_published_and_stores_a_draft(client_as):
    making.published_entry()
    manager = client_as("programme_manager")
    form = manager.get("/malls/us-a/entry/write/").context["form"]
    assert form["operator"].value() == "Hillside Ltd." and form["logistics"].value() == ["hub", "chilled"]
    assert manager.post("/malls/us-a/entry/write/", FORM).status_code == 302
    page = manager.get("/malls/us-a/entry/")
    changed = {row.name for row in page.context["rows"] if row.differs}
    assert {"operator", "seller", "papers"} <= changed and page.context["lacking"]
    assert MallEntry.objects.get(state="published").operator == "Hillside Ltd."


def test_every_fault_of_the_form_is_shown_at_once_and_what_was_typed_stays(client_as):
    manager = client_as("programme_manager")
    wrong = FORM | {"users": "5", "contract_from": "2026-13-01", "operator": "x" * 121, "seller": "gives"}
    sales.site()
    form = manager.post("/malls/us-a/entry/write/", wrong).context["form"]
    assert set(form.errors) == {"users_on", "contract_from", "operator", "seller"}
    assert form["users"].value() == "5" and not MallEntry.objects.exists()


def test_who_comes_second_is_told_and_counts_when_sent_again(client_as):
    manager = client_as("programme_manager")
    making.drafted()
    form = manager.post("/malls/us-a/entry/write/", FORM).context["form"]
    assert form.non_field_errors() and form["seen"].value() == "1"
    assert manager.post("/malls/us-a/entry/write/", FORM | {"seen": "1"}).status_code == 302
    assert MallEntry.objects.get().operator == "Northgate"


def test_a_draft_is_published_on_a_page_that_says_what_changes(client_as):
    making.published_entry()
    making.drafted(operator="Hillside Holdings")
    manager = client_as("programme_manager")
    page = manager.get("/malls/us-a/entry/publish/")
    assert [(row.name, row.published) for row in page.context["rows"]] == [("operator", "Hillside Ltd.")]
    manager.post("/malls/us-a/entry/publish/")
    assert MallEntry.objects.get(state="published").operator == "Hillside Holdings"
    assert manager.get("/malls/us-a/entry/publish/").status_code == 404
    assert "第2版を公開" in manager.get("/malls/us-a/").content.decode()


def test_the_list_of_staff_says_how_each_page_stands(client_as):
    making.published_entry(contract_to=date(2026, 5, 1))
    making.drafted()
    making.drafted("us-b")
    sales.site("us-c")
    making.published_entry("us-d")
    Mall.objects.filter(code="us-d").update(closed_on="2026-03-01")
    client = client_as("office_staff")

    def codes(query):
        return [mall.code for mall in client.get(f"/malls/?{query}").context["list"].page]

    assert codes("state=published") == codes("state=ends") == ["us-a"]
    assert codes("state=drafted") == ["us-a", "us-b"]
    assert (codes("state=none"), codes("state=closed")) == (["us-c"], ["us-d"])
    assert codes("words=hillside+food") == ["us-a", "us-d"]
    assert codes("seller=marketplace") == []
    assert codes(f"category={Category.objects.get(code='miso').pk}") == ["us-a", "us-d"]


def test_a_product_that_is_offered_no_longer_shows_no_button_to_pick_it(client_as):
    listing = sales.offered()
    client = client_as("mall_operator", mall=listing.mall)
    address = f"/operator/products/{listing.ref}/"
    assert len(client.get(address).context["acts"]) == 2
    listing.product.state = "suspended"
    listing.product.reason = "表示の確認"
    listing.product.save()
    page = client.get(address)
    assert ["decline" in where for where, _words in page.context["acts"]] == [True]
    assert "選定も販売開始もできません" in page.content.decode()
