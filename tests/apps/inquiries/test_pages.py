"""What each side sees of a conversation, and what it does not."""

from datetime import timedelta

import pytest

from banso.apps.buyers import services as buyers
from banso.apps.inquiries.models import Inquiry
from tests.apps.inquiries import making
from tests.apps.products import making as goods

pytestmark = pytest.mark.usefixtures("configuration")


@pytest.fixture
def staff(actor):
    return actor("office_staff")


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_neither_side_is_named_before_the_first_exchange_and_both_after_it(staff, client_as):
    made = making.asked(staff)
    buyer = client_as("buyer", user=made.buyer.user, language="en")
    firm = client_as("firm_member", user=making.member(made), language="en")
    names = ("Lakeside Pantry", "Emma Carter", made.buyer.user.email)
    page = text(firm.get(f"/inquiries/{made.ref}/")) + text(firm.get("/inquiries/"))
    assert "A buyer in Canada (Importer)" in page and not [name for name in names if name in page]
    assert firm.user.email not in text(buyer.get(f"/street/inquiries/{made.ref}/"))
    assert firm.post(f"/inquiries/{made.ref}/answer/", {"text": "4.80 USD a bottle."}).status_code == 302
    page = text(firm.get(f"/inquiries/{made.ref}/"))
    assert [name for name in names if name in page] == list(names)
    page = text(buyer.get(f"/street/inquiries/{made.ref}/"))
    assert firm.user.email in page and firm.user.name in page


def test_a_buyer_asks_from_the_page_of_a_product_with_a_template_and_finds_the_answer(staff, client_as):
    made = making.answered(staff)
    client = client_as("buyer", user=made.buyer.user, language="en")
    assert f"/street/inquiries/{made.ref}/" in text(client.get(f"/street/products/{made.product.ref}/"))
    assert '<span class="num">1</span>' in text(client.get("/street/inquiries/"))
    begun = text(client.get(f"/street/inquiries/{made.ref}/?template=buyer_delivery&language=zh-hans"))
    assert "温度要求" in begun
    assert Inquiry.objects.get().unread("buyer") == 0


def test_another_company_and_an_ended_access_find_nothing(staff, client_as):
    made = making.answered(staff)
    other = making.asked(staff, product=made.product, name="Other Foods")
    client = client_as("buyer", user=other.buyer.user)
    assert client.get(f"/street/inquiries/{made.ref}/").status_code == 404
    buyers.suspend(staff, made.company, "Abuse")
    assert client_as("buyer", user=made.buyer.user).get(f"/street/inquiries/{made.ref}/").status_code == 404
    firm = client_as("firm_member", user=making.member(made), language="en")
    assert "has no access to Japan Street" in text(firm.get(f"/inquiries/{made.ref}/"))


def test_a_refused_message_is_kept_on_the_page(staff, client_as):
    made = making.asked(staff)
    firm = client_as("firm_member", user=making.member(made), language="en")
    page = text(firm.post(f"/inquiries/{made.ref}/answer/", {"text": "Mail me: sato@maker.example"}))
    assert "please take out the mail address" in page and "Mail me: sato@maker.example" in page


def test_lists_cost_the_same_for_more_conversations(staff, client_as, queries):
    made = making.answered(staff)
    buyer = client_as("buyer", user=made.buyer.user)
    office = client_as("office_staff", office=made.product.firm.office)
    for client, address in ((buyer, "/street/inquiries/"), (office, "/inquiries/")):
        client.get(address)
        with queries(at_most=8) as one:
            client.get(address)
        making.asked(staff, product=made.product, name=f"More than {address}")
        with queries(len(one)):
            client.get(address)


def test_the_filter_finds_makers_that_are_silent_for_longer(staff, client_as):
    # Asked on Friday, looked at on Tuesday.
    made = making.asked(staff, at=goods.NOW - timedelta(days=4))
    office = client_as("office_staff", office=made.product.firm.office, language="en")
    assert made.ref in text(office.get("/inquiries/?waits=2"))
    assert made.ref not in text(office.get("/inquiries/?waits=3"))
