"""Firms are asked by themselves before a follow-up is due: each once, however often the job runs."""

from datetime import date, timedelta

import pytest

from banso.apps.accounts.models import PersonalLink
from banso.apps.casework import services
from banso.apps.casework.models import CatchUp, FollowUp
from banso.apps.casework.tasks import ask_follow_ups
from banso.apps.directory.models import Contact
from banso.apps.journal.services import digest
from banso.apps.notices import receivers
from banso.apps.notices.models import Letter, LetterState
from banso.apps.notices.sources import source
from banso.apps.programmes.models import ServiceVersion
from support import people
from support.races import at_once

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

ENDED = date(2025, 8, 31)
DUE = date(2026, 2, 28)
FIRST = date(2026, 2, 14)


@pytest.fixture
def row():
    case = services.end_support(
        making.by("office_staff", ENDED), making.opened(), outcome="exported", note="終了", ended_on=ENDED
    )
    return case.follow_ups.get(months=6)


def contact(firm, **values):
    defaults = {"name": "鈴木 花", "email": f"c{Contact.objects.count()}@firm.invalid"}
    return Contact.objects.create(firm=firm, **defaults | values)


def run(day, hour=6):
    return ask_follow_ups(making.at(day, hour))


def letters():
    return Letter.objects.filter(template="casework.follow_up").count()


@pytest.mark.parametrize(("day", "asked"), [(FIRST - timedelta(days=1), 0), (FIRST, 1), (DUE, 1)])
def test_a_firm_is_asked_two_weeks_before_the_day(row, events, day, asked):
    contact(row.case.firm)
    assert run(day) == {"asked": asked, "no_contact": 0}
    assert ("follow_up.asked" in events(row.case)) == bool(asked)


def test_three_days_without_a_run_and_then_two_runs_send_one_letter(row):
    contact(row.case.firm)
    late = FIRST + timedelta(days=3)
    assert run(late)["asked"] == 1
    assert run(late)["asked"] == 0
    assert (letters(), PersonalLink.objects.count()) == (1, 1)


def test_how_long_before_is_configured_and_nothing_means_never(row):
    contact(row.case.firm)
    ServiceVersion.objects.update(follow_up_ask_days=None)
    assert run(DUE)["asked"] == 0
    ServiceVersion.objects.update(follow_up_ask_days=20)
    assert run(DUE - timedelta(days=20))["asked"] == 1


def test_a_firm_that_staff_asked_is_not_asked_again(row):
    services.ask_follow_up(making.by("office_staff", FIRST), row, [contact(row.case.firm)])
    assert run(DUE)["asked"] == 0


def test_what_leaves_by_itself_waits_for_the_morning(row):
    contact(row.case.firm)
    run(FIRST, hour=6)
    assert Letter.objects.get().not_before == making.at(FIRST, 8)


def test_a_recorded_follow_up_is_asked_about_no_more(row):
    contact(row.case.firm)
    services.record_follow_up(making.by("office_staff", DUE), row, services.FollowUpData(DUE, "call", "up"))
    assert run(DUE)["asked"] == 0


def test_a_firm_that_has_closed_is_not_asked(row):
    contact(row.case.firm)
    row.case.firm.closed_on = ENDED
    row.case.firm.save()
    assert run(DUE) == {"asked": 0, "no_contact": 0}


@pytest.mark.parametrize("values", [None, {"email": ""}, {"erased_at": making.at(ENDED)}])
def test_a_firm_with_nobody_to_write_to_goes_to_the_office_once(row, events, values):
    if values is not None:
        contact(row.case.firm, **values)
    assert run(FIRST) == {"asked": 0, "no_contact": 1}
    assert run(FIRST + timedelta(days=1)) == {"asked": 0, "no_contact": 0}
    row.refresh_from_db()
    assert (row.no_contact_on, letters()) == (FIRST, 0)
    assert events(row.case)[-1] == "follow_up.no_contact"


def test_a_person_whose_data_are_not_used_stops_no_night(row, monkeypatch):
    stopped = contact(row.case.firm)
    monkeypatch.setattr(receivers, "_stops", [lambda letter: letter.to_contact == stopped])
    assert run(FIRST) == {"asked": 0, "no_contact": 1}
    assert (letters(), PersonalLink.objects.count()) == (0, 0)


def test_an_address_from_which_mail_came_back_is_passed_over(row):
    dead, alive = contact(row.case.firm), contact(row.case.firm)
    services.ask_follow_up(making.by("office_staff", FIRST), row, [dead])
    Letter.objects.update(state=LetterState.BOUNCED, address_digest=digest(dead.email.lower()))
    FollowUp.objects.update(asked_at=None)
    assert run(DUE)["asked"] == 1
    assert PersonalLink.objects.latest("pk").contact == alive


def test_a_firm_is_asked_once_somebody_can_be_written_to(row):
    run(FIRST)
    contact(row.case.firm)
    assert run(FIRST + timedelta(days=1))["asked"] == 1
    row.refresh_from_db()
    assert row.no_contact_on is None


def caught_up(ended_on=date(2024, 3, 31)):
    firm = people.make_firm()
    past = services.PastRow(firm.pk, f"x{firm.pk}", "旧支援", ended_on)
    services.import_past_support(making.by("office_manager", date(2026, 3, 10)), [past])
    return CatchUp.objects.get(firm=firm)


def test_a_firm_to_catch_up_with_is_asked_two_weeks_before_its_week_ends():
    row = caught_up()
    contact(row.firm)
    assert run(row.due_on - timedelta(days=15))["asked"] == 0
    assert run(row.due_on - timedelta(days=14))["asked"] == 1


@pytest.mark.parametrize(("ahead", "found"), [(7, []), (0, ["x"]), (-7, ["x"])])
def test_the_office_is_reminded_of_the_contacts_of_this_week(ahead, found):
    row = caught_up()
    day = row.due_on - timedelta(days=ahead)
    reminded = list(source("catch_up").due(making.at(day), None))
    assert [due.subject_ref for due in reminded] == [str(row.pk) for _one in found]
    assert all(due.office == row.office_id and due.due_on == row.due_on for due in reminded)


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_the_same_moment_send_one_letter(row):
    contact(row.case.firm)
    at_once(lambda: run(FIRST), lambda: run(FIRST))
    assert letters() == 1
