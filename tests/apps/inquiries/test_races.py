"""Two people of a buyer's company at the same moment."""

from datetime import timedelta

import pytest

from banso.apps.buyers.services import PersonData, add_person
from banso.apps.inquiries import services
from banso.apps.inquiries.models import Inquiry, Message
from banso.apps.journal.actor import Actor
from support.races import at_once
from tests.apps.buyers import making as buyers
from tests.apps.inquiries import making
from tests.apps.products import making as goods

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("configuration")]


def test_two_people_who_ask_about_the_same_product_at_once_make_one_conversation(actor):
    staff, product = actor("office_staff"), goods.published().product
    first = buyers.buyer(staff, "food")
    second = add_person(staff, first.company, PersonData("Noah Lee", "noah@buyer.invalid", "en"))

    def ask(buyer):
        by = Actor(buyer.user_id, "buyer", goods.NOW + timedelta(hours=1))
        return lambda: services.ask(by, buyer, product, making.said())

    assert at_once(ask(first), ask(second)) == ["stored", "stored"]
    inquiry = Inquiry.objects.get()
    assert (inquiry.words, inquiry.firm_seen) == (2, 0)
    written = Message.objects.filter(inquiry=inquiry).order_by("number").values_list("number", "written_by")
    assert [number for number, _by in written] == [1, 2]
    assert {by for _number, by in written} == {first.user_id, second.user_id}
