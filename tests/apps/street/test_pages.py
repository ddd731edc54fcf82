"""What a buyer sees of Japan Street, and what an outsider does not."""

import re

import pytest
from django.core import mail
from django.test import Client

from banso.apps.accounts.models import PersonalLink
from banso.apps.buyers import services as buyers
from banso.apps.buyers.models import MissedQuery
from banso.apps.notices.models import Letter
from banso.apps.products import services as products
from banso.apps.products.content import TextData
from banso.apps.products.models import Category
from banso.apps.street.models import ShortlistItem
from support import people
from tests.apps.buyers import making
from tests.apps.products import making as goods

pytestmark = pytest.mark.usefixtures("configuration")


def knife(**values):
    texts = [TextData("ja", "三徳包丁"), TextData("en", "Santoku knife")]
    return goods.published(
        article="K-1", category=Category.objects.get(code="kitchen_knives"), texts=texts, **values
    )


@pytest.fixture
def enter(actor, client_as):
    """``enter("food")``: a client of a buyer of these groups, in English."""
    staff = actor("office_staff")

    def come(*groups, language="en", **values):
        buyer = making.buyer(staff, *groups, **values)
        client = client_as("buyer", user=buyer.user, language=language)
        client.buyer, client.staff = buyer, staff
        return client

    return come


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_soy_sauce_is_found_in_three_languages(enter):
    goods.published()
    client = enter("food")
    for words in ("soy sauce", "醤油", "酱油"):
        assert "Soy sauce of whole beans, 500 ml" in text(client.get("/street/", {"q": words}))


def test_a_page_of_results_costs_eight_queries_and_no_more_for_more_products(enter, queries):
    goods.published()
    client = enter("food")
    # The first search after a change reads the entries; so do both of these.
    with queries(at_most=8) as one:
        client.get("/street/", {"q": "soy sauce"})
    for number in range(3):
        goods.published(article=f"M-{number}")
    with queries(len(one)):
        client.get("/street/", {"q": "soy sauce"})


def test_filters_and_order_belong_to_the_one_form_of_the_page(enter):
    goods.published()
    goods.published(article="S-2", minimum_order=40)
    page = text(enter("food").get("/street/"))
    ids = re.findall(r'id="([^"]+)"', page)
    assert ids.count("asked") == 1 and 'name="minimum_order"' in page
    assert set(re.findall(r' form="([^"]+)"', page)) == {"asked"}


def test_a_product_of_another_group_is_not_there_at_all(enter):
    other, client = knife().product, enter("food")
    assert "0 products" in text(client.get("/street/", {"q": "knife"}))
    for address in (f"/street/products/{other.ref}/", "/street/products/PR-0/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/street/products/{other.ref}/keep/").status_code == 404
    assert ShortlistItem.objects.count() == 0


def test_a_closed_market_is_said_and_the_product_still_shown(enter):
    product = goods.published().product
    page = text(enter("food").get(f"/street/products/{product.ref}/"))
    assert "Not offered in Canada" in page and "until 31 Mar 2027" in page


def test_a_buyer_reads_in_english_what_a_food_is_made_of_and_finds_it_by_that(enter):
    product = goods.published().product
    client = enter("food")
    page = text(client.get(f"/street/products/{product.ref}/"))
    assert "Soybeans, wheat, salt" in page and "大豆、小麦、食塩" not in page
    assert "1 product" in text(client.get("/street/", {"q": "wheat"}))


def test_what_is_missing_for_the_market_is_said(enter):
    goods.published()
    page = text(enter("food", market=making.Market.objects.get(code="US")).get("/street/"))
    assert "10 of 11 for United States" in page.replace("\n", " ") and "Missing: Picture" in page


def test_who_has_no_access_today_sees_nothing(enter):
    product = goods.published().product
    client = enter("food")
    buyers.suspend(client.staff, client.buyer.company, "abuse")
    for address in ("/street/", "/street/shortlist/"):
        response = client.get(address)
        assert response.status_code == 410
        assert "Soy sauce" not in response.content.decode()
    assert client.get(f"/street/products/{product.ref}/").status_code == 404


def test_the_shortlist_is_the_companys_and_takes_a_product_once(enter, client_as):
    product = goods.published().product
    client = enter("food")
    for _time in range(2):
        client.post(f"/street/products/{product.ref}/keep/", {"back": "//evil.invalid/"})
    client.post(f"/street/products/{product.ref}/note/", {"note": "For spring"})
    colleague = buyers.add_person(
        client.staff, client.buyer.company, buyers.PersonData("Wei", "wei@buyer.invalid", "en")
    )
    page = text(client_as("buyer", user=colleague.user, language="en").get("/street/shortlist/"))
    assert "Soy sauce of whole beans" in page and "For spring" in page
    assert ShortlistItem.objects.count() == 1
    client.post(f"/street/products/{product.ref}/drop/")
    assert ShortlistItem.objects.count() == 0


def test_what_is_kept_and_withdrawn_since_is_said(enter):
    product = goods.published().product
    client = enter("food")
    client.post(f"/street/products/{product.ref}/keep/")
    products.suspend(goods.by("office_staff"), product, "x")
    page = text(client.get("/street/shortlist/"))
    assert "It is not offered any more." in page and "Soy sauce" not in page


def test_words_without_a_hit_are_kept_and_something_near_is_offered(enter):
    client = enter("food")
    page = text(client.get("/street/", {"q": "soy sauze"}))
    assert "Did you mean:" in page and "soy sauce" in page
    assert MissedQuery.objects.get().market.code == "CA"


def test_filters_that_nothing_fits_are_no_sign_of_demand(enter):
    goods.published()
    client = enter("food")
    text(client.get("/street/", {"q": "soy sauce", "temperature": "frozen", "page": "x", "category": "no"}))
    assert not MissedQuery.objects.exists()


def test_chinese_is_spoken_to_buyers_and_english_elsewhere(enter):
    goods.published()
    client = enter("food", language="zh-hans")
    page = text(client.get("/street/"))
    assert 'lang="zh-hans"' in page and "查找产品" in page and "不供应加拿大" in page
    assert 'lang="en"' in text(client.get("/account/"))


def test_staff_are_not_offered_chinese(client_as):
    assert "zh-hans" not in text(client_as("administrator").get("/people/invite/"))
    assert 'lang="en"' in text(client_as("administrator", language="zh-hans").get("/people/"))


def link_of(user) -> str:
    """The address in the letter that waits for the worker."""
    return Letter.objects.filter(to_user=user).latest("pk").enclosed["path"]


def test_an_invited_buyer_comes_in_by_link_and_profile(actor, clock):
    user = making.invited(actor("office_staff"), language="zh-hans").buyers.get().user
    client, path = Client(), link_of(user)
    assert "欢迎来到Japan Street" in text(client.get(path))
    page = client.get(path)
    answer = {"name": "Emma", "language": "zh-hans", "company": "Lakeside", "kind": "retailer"}
    notice = page.content.decode().split('name="notice" value="')[1].split('"')[0]
    assert client.post(path, answer | {"notice": notice}).url == "/street/"
    assert "查找产品" in text(client.get("/street/"))
    assert client.get(path).status_code == 410


def test_an_expired_link_asks_for_a_new_one_in_one_click(actor, move_clock):
    user = making.invited(actor("office_staff")).buyers.get().user
    path = link_of(user)
    move_clock(days=8)
    client = Client()
    assert "Mail me a new link" in client.get(path).content.decode()
    assert client.post(path, {"again": "1"}).url == "/street/enter/sent/"
    assert link_of(user) != path
    assert PersonalLink.objects.filter(user=user, revoked_at=None, used_at=None).count() == 1


def test_who_asks_for_a_link_learns_nothing_of_an_address(actor, clock):
    making.invited(actor("office_staff"))
    sent = [
        Client().post("/street/enter/", {"email": email}).url
        for email in ("emma@buyer.invalid", "nobody@buyer.invalid")
    ]
    assert len(set(sent)) == 1 and not mail.outbox


def test_the_first_page_of_a_buyer_is_the_street(enter):
    assert enter("food").get("/").url == "/street/"


def test_a_buyer_without_a_company_finds_nothing(client_as):
    assert client_as("buyer", user=people.make("buyer")).get("/street/").status_code == 404


def test_the_facet_of_readiness_says_what_the_items_say_and_makers_are_counted(enter):
    goods.published()
    goods.published(article="M-1")
    client = enter("food", market=making.Market.objects.get(code="US"))
    page = " ".join(text(client.get("/street/")).split())
    assert "2 products" in page and "of 2 makers" in page
    # Each lacks a picture, and nothing else (``test_what_is_missing_for_the_market_is_said``).
    assert "2 products" in text(client.get("/street/", {"ready": "few"}))
    assert "No product fits all filters" in text(client.get("/street/", {"ready": "ready"}))
    elsewhere = enter("food", email="li@buyer.invalid")
    assert "2 products" in text(elsewhere.get("/street/", {"ready": "closed"}))
