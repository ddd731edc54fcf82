"""A member of staff is absent: noted by themselves or the manager, and nobody gives them new work then."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from banso.apps.accounts.absences import (
    away,
    be_on_leave,
    end_staff_absence,
    note_staff_absence,
    standing,
    take_back_staff_absence,
)

pytestmark = pytest.mark.usefixtures("configuration")

TODAY = date(2026, 3, 10)


def day(number):
    return TODAY + timedelta(days=number)


@pytest.fixture
def colleague(person):
    return person("office_staff")


@pytest.fixture
def note(actor, colleague):
    def write(first, last):
        return note_staff_absence(
            actor("office_manager"), colleague, first_day=day(first), last_day=day(last)
        )

    return write


@pytest.mark.parametrize(
    ("first", "last", "rule", "field"),
    [(3, 2, "days", "last_day"), (-3, -1, "past", "last_day"), (4, 8, "overlap", "first_day")],
)
def test_days_that_make_no_absence_are_refused(note, refused, first, last, rule, field):
    note(5, 6)
    with refused(rule, field):
        note(first, last)


def test_who_is_away_on_a_day_and_through_another(note, colleague):
    note(0, 5)
    assert away(TODAY) == away(TODAY, day(5)) == {colleague.pk}
    assert away(TODAY, day(6)) == away(day(6)) == away(day(-1)) == set()


def test_a_leave_takes_what_is_noted_for_its_days_into_one(actor, note, colleague, events):
    note(3, 4)
    note(9, 12)
    be_on_leave(actor("office_manager"), colleague, day(10))
    assert [(row.first_day, row.last_day) for row in standing(TODAY)] == [(TODAY, day(12))]


def test_whoever_is_back_is_absent_until_the_day_before(actor, note, clock):
    absence = note(0, 9)
    later = actor("office_manager")
    later = type(later)(later.user_id, later.role, clock + timedelta(days=4))
    end_staff_absence(later, absence)
    absence.refresh_from_db()
    assert absence.last_day == day(3)


def test_an_absence_is_taken_back_once(actor, note, refused):
    absence = note(0, 9)
    take_back_staff_absence(actor("office_manager"), absence)
    assert away(TODAY) == set()
    with refused("taken_back"):
        take_back_staff_absence(actor("office_manager"), absence)


def test_staff_note_their_own_absence_and_keep_what_was_wrong(client_as, colleague):
    client = client_as("office_staff", user=colleague)
    page = reverse("accounts:absences", args=[colleague.pk])
    assert page in client.get(reverse("accounts:own_account")).content.decode()
    shown = client.post(page, {"first_day": "2026-03-20", "last_day": "2026-03-12"})
    assert "2026-03-20" in shown.content.decode()
    assert client.post(page, {"first_day": "2026-03-12", "last_day": "2026-03-20"}).status_code == 302
    absence = colleague.absences.get()
    back = reverse("accounts:absence_take_back", args=[colleague.pk, absence.pk])
    assert back in client.get(page).content.decode()
