"""Who may determine what waits, and what is left to nobody while deciders are away."""

from datetime import date

import pytest
from django.urls import reverse

from banso.apps.accounts.absences import note_staff_absence
from banso.apps.accounts.models import User
from banso.apps.selection.deciding import deciding
from banso.apps.selection.models import Application
from support import people
from tests.apps.selection import making

pytestmark = pytest.mark.usefixtures("configuration", "clock")

TODAY = making.NOW.date()


def absent(user, until=date(2026, 3, 20)):
    note_staff_absence(making.by("office_manager"), user, first_day=TODAY, last_day=until)


def asked():
    found = deciding(Application.objects.all(), TODAY)
    return {one.name: (one.away_until, one.may) for one in found.deciders}, found.nobody


@pytest.fixture
def decider():
    """The only decider; one application waits."""
    making.screened()
    return people.make("decider")


def test_a_decider_who_is_there_may_determine_what_waits(decider):
    assert asked() == ({decider.name: (None, 1)}, frozenset())


def test_while_the_only_decider_is_away_nobody_determines(decider):
    absent(decider)
    assert asked() == ({decider.name: (date(2026, 3, 20), 1)}, {Application.objects.get().pk})


def test_once_the_only_decider_has_left_nobody_determines(decider):
    User.objects.filter(pk=decider.pk).update(is_active=False)
    assert asked() == ({}, {Application.objects.get().pk})


def test_another_decider_may_instead_but_for_what_he_screened(decider):
    absent(decider)
    other = people.make("decider")
    screened = making.screened(reviewer=making.by("reviewer", user=other))
    found, nobody = asked()
    assert found[other.name] == (None, 1)
    assert nobody == {screened.pk}


def test_the_round_and_the_managers_first_page_say_so_while_nobody_is_there(client_as, decider):
    manager = client_as("programme_manager")
    row = Application.objects.get()
    page = reverse("selection:round", args=[row.round.code])
    assert 'id="without-decider"' not in manager.get("/").content.decode()
    assert "h-deciding" in manager.get(page).content.decode()
    absent(decider)
    for address in ("/", page):
        text = manager.get(address).content.decode()
        assert (decider.name in text, "3月20日" in text) == (True, True)
    assert 'id="without-decider"' in manager.get("/").content.decode()
