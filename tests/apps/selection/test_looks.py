"""A second look that nobody can take is given to somebody by the programme manager."""

import pytest
from django.urls import reverse

from banso.apps.journal.models import Event
from banso.apps.selection import services
from banso.apps.selection.models import SecondLook
from banso.apps.selection.selectors import looks_without_anybody
from support import people
from tests.apps.selection import making

pytestmark = pytest.mark.usefixtures("configuration", "clock")


def look_without_anybody():
    """A determination drawn when its reviewer was the only other decider."""
    making.limited(None, second_look_percent=100)
    decider = making.another("decider")
    reviewer = people.make("decider")
    making.determine(making.screened(reviewer=making.by("reviewer", user=reviewer)), decider=decider)
    return SecondLook.objects.get(), decider, reviewer


def manager():
    return making.by("programme_manager", user=people.make("programme_manager"))


def test_a_look_is_given_to_a_decider_who_had_no_part_in_it():
    look, _decider, _reviewer = look_without_anybody()
    other = people.make("decider")
    services.assign_look(manager(), look, other)
    assert SecondLook.objects.get().assigned_to == other
    assert Event.objects.filter(action="application.look_assigned").count() == 1


@pytest.mark.parametrize("who", ["decider", "reviewer", "expert"])
def test_whoever_determined_or_screened_or_does_not_decide_may_not_look(refused, who):
    look, _decider, reviewer = look_without_anybody()
    people_of = {
        "decider": look.determination.decider,
        "reviewer": reviewer,
        "expert": people.make("expert"),
    }
    with refused("may_not_look", "decider"):
        services.assign_look(manager(), look, people_of[who])


def test_a_look_that_somebody_else_dealt_with_is_not_given_again(refused):
    look, _decider, _reviewer = look_without_anybody()
    other, third = people.make("decider"), people.make("decider")
    services.assign_look(manager(), SecondLook.objects.get(), other)
    with refused("stale"):
        services.assign_look(manager(), look, third)


def test_a_look_of_somebody_who_decides_no_longer_waits_again():
    look, _decider, _reviewer = look_without_anybody()
    other = people.make("decider")
    services.assign_look(manager(), look, other)
    today = making.NOW.date()
    assert not looks_without_anybody(SecondLook.objects.all(), today).exists()
    other.assignments.update(valid_to=today.replace(day=1), valid_from=today.replace(month=1))
    assert looks_without_anybody(SecondLook.objects.all(), today).exists()


def test_the_manager_finds_it_on_the_first_page_and_assigns_it(client_as):
    look, _decider, _reviewer = look_without_anybody()
    other = people.make("decider")
    client = client_as("programme_manager")
    address = reverse("selection:look_assign", args=[look.pk])
    assert address in client.get("/").content.decode()
    assert address in client.get(reverse("selection:look_open")).content.decode()
    assert client.post(address, {"decider": other.pk}).status_code == 302
    assert address not in client.get(reverse("selection:look_open")).content.decode()


def test_the_list_costs_few_queries(client_as, queries):
    look_without_anybody()
    client = client_as("programme_manager")
    client.get(reverse("selection:look_open"))
    with queries(at_most=8):
        client.get(reverse("selection:look_open"))
