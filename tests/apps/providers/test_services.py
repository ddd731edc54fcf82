"""A listing is reviewed by another person, ends by its day, and a change waits while it stays."""

from dataclasses import replace
from datetime import timedelta

import pytest

from banso.apps.accounts.access import NO_ROLE
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.notices.models import Letter
from banso.apps.providers import selectors, services
from banso.apps.providers.models import Listing, State
from banso.apps.providers.reminders import renewals
from tests.apps.providers.making import later, published, said

pytestmark = pytest.mark.usefixtures("configuration", "clock")


@pytest.fixture
def staff(actor):
    return actor("office_staff")


@pytest.fixture
def head(actor):
    return actor("programme_manager")


@pytest.mark.parametrize(
    ("wrong", "rule", "field"),
    [
        ({"price_from": 0}, "price_zero", "price_from"),
        ({"price_to": 9_999}, "price_range", "price_to"),
        ({"tie": "person"}, "tie_unsaid", "tie_words"),
        ({"tie_words": "出資"}, "tie_unclear", "tie"),
        ({"services": []}, "nothing_served", "services"),
    ],
)
def test_it_refuses_what_cannot_be_listed(staff, wrong, rule, field):
    with pytest.raises(Refused) as refused:
        services.enter(staff, said(**wrong))
    assert (refused.value.rule, refused.value.field) == (rule, field)
    assert not Listing.objects.exists()


def test_who_entered_a_listing_does_not_publish_it(staff):
    listing = services.enter(staff, said())
    same = Actor(staff.user_id, "programme_manager", staff.at)
    with pytest.raises(Refused) as refused:
        services.publish(same, listing, staff.today)
    assert refused.value.rule == "by_another"


def test_it_is_listed_until_its_day_and_gets_no_proposals_after(staff, head):
    listing = published(staff, head, head.today + timedelta(days=10))
    last = head.today + timedelta(days=10)
    assert [selectors.listed(day).count() for day in (last, last + timedelta(days=1))] == [1, 0]
    assert listing.provider.retired_on == last + timedelta(days=1)


@pytest.mark.parametrize(("days", "rule"), [(-1, "end_past"), (732, "end_far")])
def test_its_end_is_neither_past_nor_far(staff, head, days, rule):
    listing = services.enter(staff, said())
    with pytest.raises(Refused) as refused:
        services.publish(head, listing, head.today + timedelta(days=days))
    assert refused.value.rule == rule
    assert Listing.objects.get().state == State.WAITING


def test_a_change_is_reviewed_again_while_the_published_one_stays(staff, head):
    before = published(staff, head)
    change = services.enter(staff, replace(said(), price_from=5_000), before.provider)
    assert selectors.listed(head.today).get() == before
    with pytest.raises(Refused) as refused:
        services.enter(staff, said(), before.provider)
    assert refused.value.rule == "change_waits"
    services.publish(head, change, head.today + timedelta(days=30))
    assert selectors.listed(head.today).get() == change
    assert Listing.objects.get(pk=before.pk).state == State.REPLACED
    assert change.provider == before.provider


def test_one_that_ends_early_leaves_the_list_today(staff, head):
    listing = services.end(head, published(staff, head), "廃業")
    assert not selectors.listed(head.today).exists()
    assert listing.provider.retired_on == head.today


def test_an_application_counts_once_the_mailed_link_was_followed(clock, head):
    nobody = Actor(None, NO_ROLE, clock)
    listing = services.apply(nobody, said())
    token = Letter.objects.get().enclosed["path"].rstrip("/").rsplit("/", 1)[1]
    with pytest.raises(Refused):
        services.publish(head, listing, head.today)
    with pytest.raises(Refused) as late:
        services.confirm(later(nobody, 8), token)
    assert late.value.rule == "link_closed"
    services.confirm(nobody, token)
    with pytest.raises(Refused):
        services.confirm(nobody, token)
    assert services.publish(head, Listing.objects.get(), head.today).state == State.PUBLISHED


def test_who_entered_it_is_reminded_before_its_end_unless_a_change_waits(staff, head):
    listing = published(staff, head)
    near = later(head, 310)
    assert [(due.subject_ref, due.persons) for due in renewals(near.at, None)] == [
        (listing.ref, (staff.user_id,))
    ]
    assert not list(renewals(later(head, 300).at, None))
    services.enter(staff, said(), listing.provider)
    assert not list(renewals(near.at, None))
