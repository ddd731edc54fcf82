"""Products side by side, and on a sheet."""

import pytest

from banso.apps.buyers import services as buyers
from banso.apps.products.content import TextData
from banso.apps.products.models import Category
from banso.apps.street import sheet
from tests.apps.buyers import making
from tests.apps.products import making as goods

pytestmark = pytest.mark.usefixtures("configuration")


@pytest.fixture
def client(actor, client_as):
    staff = actor("office_staff")
    buyer = making.buyer(staff, "food")
    client = client_as("buyer", user=buyer.user, language="en")
    client.buyer, client.staff = buyer, staff
    return client


def page(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_fifth_product_is_refused_and_a_colleague_opens_the_same_address(client, client_as):
    refs = [goods.published(article=f"M-{number}").product.ref for number in range(5)]
    for ref in refs:
        client.post(f"/street/products/{ref}/compare/", {"back": "/street/"})
    assert "At most 4 products are compared." in page(client.get("/street/"))
    address = client.get("/street/compare/").url
    colleague = buyers.add_person(
        client.staff, client.buyer.company, buyers.PersonData("Wei", "wei@buyer.invalid", "en")
    )
    seen = page(client_as("buyer", user=colleague.user, language="en").get(address))
    assert [ref in seen for ref in refs] == [True] * 4 + [False]


def test_only_the_lines_that_differ_are_shown_and_products_of_others_never(client):
    one = goods.published().product.ref
    two = goods.published(article="M-2", minimum_order=999).product.ref
    texts = [TextData("ja", "三徳包丁"), TextData("en", "Santoku knife")]
    category = Category.objects.get(code="kitchen_knives")
    knife = goods.published(article="K-1", category=category, texts=texts).product.ref
    asked = {"p": [one, two, knife, "PR-0"]}
    everything = page(client.get("/street/compare/", asked))
    assert "Santoku" not in everything and "2 products of this address are not shown" in everything
    assert "Lead time" in everything
    differing = page(client.get("/street/compare/", asked | {"differing": "1"}))
    assert "999" in differing and "Lead time" not in differing


def test_a_sheet_says_what_the_page_says_and_who_took_it(client, monkeypatch):
    said = {}
    real = sheet.pdf
    monkeypatch.setattr(sheet, "pdf", lambda *args, **more: said.update(args[1]) or real(*args, **more))
    ref = goods.published().product.ref
    client.cookies["banso_language"] = "zh-hans"
    response = client.get(f"/street/products/{ref}/sheet/")
    assert response.content.startswith(b"%PDF-")
    assert (said["language"], said["region"]) == ("zh", "cn")
    assert client.buyer.company.name in said["shared"] and client.buyer.user.name in said["shared"]
    assert any("不供应加拿大" in words for words, _more in said["ready"])
