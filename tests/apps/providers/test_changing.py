"""A listed provider changes its own listing by a mailed link; what is published stays until the review."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from banso.apps.base import Refused
from banso.apps.notices.models import Letter
from banso.apps.providers import changing, links, selectors, services
from banso.apps.providers.models import Listing, State
from banso.web import limits
from tests.apps.intake import making as intake
from tests.apps.providers.making import published, said
from tests.apps.providers.referred import mailed, nobody

pytestmark = pytest.mark.usefixtures("configuration", "clock")


@pytest.fixture
def listing():
    return published(intake.staff(), intake.by("programme_manager"))


def link_of():
    return links.find_open(mailed(changing.LETTER).rstrip("/").rsplit("/", 1)[1], intake.NOW)


def test_a_change_by_the_provider_waits_while_what_is_published_stays(listing):
    assert changing.send_link(nobody(), "AOBA@test.invalid") == 1
    change = changing.change(nobody(), link_of(), replace(said(), price_from=5_000, email="x@else.invalid"))
    assert (change.state, change.entered_by, change.email) == (State.WAITING, None, listing.email)
    assert selectors.listed(intake.NOW.date()).get() == listing
    services.publish(intake.by("programme_manager"), change, listing.listed_to)
    assert selectors.listed(intake.NOW.date()).get() == change


def test_a_link_changes_once(listing):
    changing.send_link(nobody(), listing.email)
    link = link_of()
    changing.change(nobody(), link, said())
    with pytest.raises(Refused) as refused:
        changing.change(nobody(), link, said())
    assert refused.value.rule == "link_closed"


def test_where_a_change_waits_already_the_link_is_not_used_up(listing):
    changing.send_link(nobody(), listing.email)
    services.enter(intake.staff(), said(), listing.provider)
    link = link_of()
    with pytest.raises(Refused) as refused:
        changing.change(nobody(), link, said())
    assert refused.value.rule == "change_waits"
    assert links.open_links(intake.NOW).filter(pk=link.pk).exists()


def test_what_is_answered_does_not_say_whether_an_address_is_listed(listing):
    client = Client()
    answers = [
        client.post(reverse("providers:change_ask"), {"email": email}).headers["Location"]
        for email in (listing.email, "nobody@test.invalid")
    ]
    assert answers == [reverse("providers:change_sent")] * 2
    assert Letter.objects.filter(template=changing.LETTER).count() == 1


def test_the_page_behind_the_link_shows_what_is_published_and_takes_the_change(listing):
    changing.send_link(nobody(), listing.email)
    client, path = Client(), mailed(changing.LETTER)
    page = client.get(path).content.decode()
    assert listing.offer in page and 'value="10000"' in page
    lists = {name: [row.pk for row in getattr(said(), name)] for name in ("services", "subjects", "markets")}
    plain = {name: value for name, value in vars(said()).items() if value is not None} | lists
    client.post(path, plain | {"languages": [], "price_from": "8000"})
    assert Listing.objects.get(state=State.WAITING).price_from == 8_000
    assert client.get(path).status_code == 410


def test_too_many_applications_from_one_place_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "FORMS", "2/h/ip")
    client = Client(REMOTE_ADDR="192.0.2.77")
    statuses = [client.post(reverse("providers:apply"), {}).status_code for _try in range(3)]
    assert statuses == [200, 200, 429]
