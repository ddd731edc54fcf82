"""A sample from the wish to the buyer's word about it."""

from datetime import timedelta

import pytest

from banso.apps.base import Refused
from banso.apps.inquiries import services
from banso.apps.inquiries.models import Sample
from banso.apps.notices.models import Letter
from tests.apps.inquiries import making
from tests.apps.products import making as goods

pytestmark = pytest.mark.usefixtures("configuration")

WISH = services.Wish(2, "Emma Carter, 12 Lake Road, Toronto", "buyer")


@pytest.fixture
def made(actor):
    return making.answered(actor("office_staff"), after=timedelta(0))


def refused(act, *arguments):
    with pytest.raises(Refused) as fault:
        act(*arguments)
    return fault.value.rule


def test_a_sample_is_asked_for_agreed_sent_and_taken(made):
    buyer, firm = making.by_buyer(made), making.by_firm(made)
    sample = services.ask_sample(buyer, made, WISH)
    assert refused(services.ask_sample, buyer, made, WISH) == "sample_open"
    assert refused(services.send_sample, firm, sample, "EMS", "EJ1", goods.NOW.date()) == "sample_state"
    services.agree_sample(firm, sample, "Gladly")
    later = making.by_firm(made, goods.NOW + timedelta(days=2))
    ahead, before = later.today + timedelta(days=1), goods.NOW.date() - timedelta(days=1)
    assert refused(services.send_sample, later, sample, "EMS", "EJ1", ahead) == "in_future"
    assert refused(services.send_sample, later, sample, "EMS", "EJ1", before) == "before_asked"
    services.send_sample(later, sample, "EMS", "EJ1", later.today)
    services.take_sample(making.by_buyer(made, goods.NOW + timedelta(days=9)), sample, "Very good")
    found = Sample.objects.get()
    assert (found.state, found.tracking, found.verdict) == ("arrived", "EJ1", "Very good")
    letters = Letter.objects.filter(template__startswith="inquiries.sample").order_by("pk")
    assert [row.references["state"] for row in letters if row.to_user_id] == ["agreed", "sent"]
    services.ask_sample(making.by_buyer(made, goods.NOW + timedelta(days=10)), made, WISH)


def test_no_address_is_told_before_the_maker_has_answered(actor):
    made = making.asked(actor("office_staff"))
    assert refused(services.ask_sample, making.by_buyer(made), made, WISH) == "not_exchanged"


def test_a_declined_sample_has_a_reason(made):
    sample = services.ask_sample(making.by_buyer(made), made, WISH)
    assert refused(services.decline_sample, making.by_firm(made), sample, "other", " ") == "words_missing"
    services.decline_sample(making.by_firm(made), sample, "stock")
    assert Sample.objects.get().refusal == "stock"


def test_each_side_sees_the_sample_and_what_it_can_do(made, client_as):
    sample = services.ask_sample(making.by_buyer(made), made, WISH)
    firm = client_as("firm_member", user=making.member(made), language="en")
    page = firm.get(f"/inquiries/{made.ref}/").content.decode()
    assert "12 Lake Road" in page and f"/inquiries/{made.ref}/samples/{sample.pk}/agree/" in page
    firm.post(f"/inquiries/{made.ref}/samples/{sample.pk}/agree/", {"words": ""})
    sent = {"carrier": "EMS", "tracking": "EJ1", "sent_on": "2026-03-10"}
    assert firm.post(f"/inquiries/{made.ref}/samples/{sample.pk}/send/", sent).status_code == 302
    buyer = client_as("buyer", user=made.buyer.user, language="en")
    page = buyer.get(f"/street/inquiries/{made.ref}/").content.decode()
    assert "EJ1" in page and f"/street/inquiries/{made.ref}/samples/{sample.pk}/" in page
