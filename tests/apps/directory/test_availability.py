"""Absences, conflicts of interest and conditions of experts."""

from datetime import date, timedelta

import pytest

from banso.apps.directory import services
from banso.apps.directory.models import Expert
from banso.apps.directory.selectors import why_not_free
from banso.apps.journal.models import Event
from support import people

TODAY = date(2026, 3, 10)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def expert():
    return Expert.objects.get(user=people.make("expert"))


def note(actor, expert, first=TODAY, last=TODAY, reason="leave"):
    return services.note_absence(actor, expert, first_day=first, last_day=last, reason=reason)


def test_an_absence_stands_against_new_work_until_it_is_taken_back(actor, expert):
    by, firm = actor("expert", user=expert.user), people.make_firm()
    absence = note(by, expert, TODAY, TODAY + timedelta(days=2))
    assert why_not_free(expert, firm, TODAY + timedelta(days=2)) == "absent"
    assert why_not_free(expert, firm, TODAY + timedelta(days=3)) == ""
    services.take_back_absence(by, absence)
    assert why_not_free(expert, firm, TODAY) == ""
    assert [event.action for event in Event.objects.filter(subject_kind="expert").order_by("number")] == [
        "expert.absent",
        "expert.absence_taken_back",
    ]


@pytest.mark.parametrize(
    ("first", "last", "reason", "rule", "field"),
    [
        (0, -1, "leave", "days", "last_day"),
        (-9, -1, "leave", "past", "last_day"),
        (0, 0, "nothing", "unknown_code", "reason"),
        (4, 9, "leave", "overlap", "first_day"),
    ],
)
def test_an_absence_that_cannot_be_is_refused(actor, expert, refused, first, last, reason, rule, field):
    by = actor("expert", user=expert.user)
    note(by, expert, TODAY + timedelta(days=3), TODAY + timedelta(days=4))
    days = [TODAY + timedelta(days=ahead) for ahead in (first, last)]
    with refused(rule, field):
        note(by, expert, *days, reason)


def test_an_absence_is_taken_back_once(actor, expert, refused):
    by = actor("expert", user=expert.user)
    absence = note(by, expert)
    services.take_back_absence(by, absence)
    with refused("taken_back"):
        services.take_back_absence(by, absence)


def test_a_conflict_is_declared_once_and_ended_once(actor, expert, refused):
    by, firm = actor("expert", user=expert.user), people.make_firm()
    conflict = services.declare_conflict(by, expert, firm, "shares")
    assert why_not_free(expert, firm, TODAY) == "conflict"
    with refused("declared", "firm"):
        services.declare_conflict(by, expert, firm, "client")
    services.end_conflict(by, conflict)
    assert why_not_free(expert, firm, TODAY) == ""
    with refused("ended"):
        services.end_conflict(by, conflict)


def test_a_range_upside_down_is_refused(actor, expert, refused):
    by = actor("office_staff")
    with refused("range", "firm_age_to"):
        services.set_conditions(by, expert, services.Conditions(firm_age_from=9, firm_age_to=3))
    services.set_conditions(by, expert, services.Conditions(employees_from=5, employees_to=5))
    expert.refresh_from_db()
    assert (expert.employees_from, expert.employees_to, expert.firm_age_from) == (5, 5, None)


def test_an_expert_notes_an_absence_and_takes_it_back_on_the_own_page(client_as, expert):
    client = client_as("expert", user=expert.user)
    page = f"/experts/{expert.code}/"
    days = {"first_day": "2026-03-10", "last_day": "2026-03-12", "reason": "travel"}
    client.post(f"{page}absences/new/", days)
    assert "不在中" in client.get(page).content.decode()
    absence = expert.absences.get()
    client.post(f"{page}absences/{absence.pk}/take-back/")
    assert "不在中" not in client.get(page).content.decode()


def test_a_wrong_day_stands_beside_its_field_and_the_input_is_kept(client_as, expert):
    days = {"first_day": "2026-03-12", "last_day": "2026-03-11", "reason": "leave"}
    shown = client_as("expert", user=expert.user).post(f"/experts/{expert.code}/absences/new/", days)
    assert "終了日が開始日より前です" in shown.content.decode()
    assert "2026-03-12" in shown.content.decode()


def test_another_office_sees_that_an_expert_is_away_but_not_why(client_as, expert):
    expert.absences.create(
        first_day=TODAY, last_day=TODAY, reason="illness", noted_at="2026-03-01T09:00:00+09:00"
    )
    conflict = expert.conflicts.create(firm=people.make_firm(), kind="family", declared_on=TODAY)
    other = people.make_firm().office.__class__.objects.create(
        code="osaka", name_ja="大阪", name_en="Osaka", prefecture=expert.office.prefecture
    )
    shown = client_as("office_staff", office=other).get(f"/experts/{expert.code}/").content.decode()
    assert "不在中" in shown
    assert "病気" not in shown
    assert conflict.get_kind_display() not in shown
