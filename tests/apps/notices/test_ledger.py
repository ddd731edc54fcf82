"""The nightly run: each thing recorded once, told once, in one mail, and never lost."""

import re
from datetime import datetime, time, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from banso.apps.journal.actor import ZONE
from banso.apps.notices import ledger
from banso.apps.notices.models import Letter, LetterState, Reminder, Rhythm
from support.people import make_firm

from .making import Things, only

pytestmark = pytest.mark.django_db


@pytest.fixture
def things(monkeypatch):
    made = Things()
    only(monkeypatch, made)
    return made


@pytest.fixture
def staff(person):
    return person("office_staff")


def told(postbox):
    """How often each thing was told in all mails together."""
    bodies = "".join(message.get_content() for _to, message in postbox.taken)
    found = re.findall(r"/things/(\S+)/", bodies)
    return {ref: found.count(ref) for ref in found}


def test_what_is_due_is_recorded_and_told_in_one_mail(things, staff, clock, postbox, deliver):
    firm = make_firm(name="山田製茶")
    for ref in ("a", "b", "c"):
        things.add(ref, staff.pk, firm=firm.pk)
    assert ledger.run(clock) == {"found": 3, "done": 0, "letters": 1, "queued_again": 0}
    deliver()
    ((receivers, message),) = postbox.taken
    assert receivers == [staff.email]
    assert "3" in message["Subject"]
    assert told(postbox) == {"a": 1, "b": 1, "c": 1}
    assert "山田製茶" in message.get_content()


def test_running_twice_tells_once(things, staff, clock, postbox, deliver):
    things.add("a", staff.pk)
    ledger.run(clock)
    assert ledger.run(clock) == {"found": 0, "done": 0, "letters": 0, "queued_again": 0}
    deliver()
    assert told(postbox) == {"a": 1}


def test_three_days_without_a_run_lose_nothing_and_two_runs_after_them_tell_each_thing_once(
    things, staff, clock, postbox, deliver
):
    things.add("a", staff.pk)
    ledger.run(clock)
    deliver()
    for day, ref in enumerate(("b", "c", "d"), start=1):
        things.add(ref, staff.pk, due_on=(clock + timedelta(days=day)).date())
    later = clock + timedelta(days=4)
    ledger.run(later)
    ledger.run(later + timedelta(minutes=1))
    deliver(later + timedelta(minutes=2))
    assert told(postbox) == {"a": 1, "b": 1, "c": 1, "d": 1}
    assert len(postbox.taken) == 2


def test_a_thing_done_before_the_mail_leaves_is_not_told(things, staff, clock, postbox, deliver):
    things.add("a", staff.pk)
    things.add("b", staff.pk)
    ledger.run(clock)
    del things.open["a"]
    deliver()
    assert told(postbox) == {"b": 1}


def test_a_mail_about_nothing_is_withdrawn(things, staff, clock, postbox, deliver):
    things.add("a", staff.pk)
    ledger.run(clock)
    things.open.clear()
    deliver()
    assert postbox.taken == []
    assert Letter.objects.get().state == LetterState.WITHDRAWN


def test_what_is_due_no_longer_is_done_and_what_comes_back_is_open_again_without_being_told_twice(
    things, staff, clock, postbox, deliver
):
    things.add("a", staff.pk)
    ledger.run(clock)
    deliver()
    due = things.open.pop("a")
    assert ledger.run(clock)["done"] == 1
    assert Reminder.objects.get().done_at == clock
    things.open["a"] = due
    assert ledger.run(clock) == {"found": 1, "done": 0, "letters": 0, "queued_again": 0}
    assert Reminder.objects.get().done_at is None


def test_another_due_day_is_another_reminder(things, staff, clock):
    things.add("a", staff.pk)
    ledger.run(clock)
    things.add("a", staff.pk, due_on=clock.date() + timedelta(days=30))
    assert ledger.run(clock) == {"found": 1, "done": 1, "letters": 1, "queued_again": 0}


def test_nothing_leaves_in_the_quiet_hours(things, staff, postbox, deliver):
    night = datetime(2026, 3, 10, 5, 0, tzinfo=ZONE)
    things.add("a", staff.pk)
    ledger.run(night)
    assert DBTaskResult.objects.get().run_after == datetime(2026, 3, 10, 8, 0, tzinfo=ZONE)
    deliver(datetime(2026, 3, 10, 7, 59, tzinfo=ZONE))
    assert postbox.taken == []
    deliver(datetime(2026, 3, 10, 8, 0, tzinfo=ZONE))
    assert told(postbox) == {"a": 1}


def test_who_wants_one_mail_a_week_gets_the_rest_next_week(things, staff, clock):
    Rhythm.objects.create(user=staff, digest="weekly")
    things.add("a", staff.pk)
    assert ledger.run(clock)["letters"] == 1
    things.add("b", staff.pk)
    assert ledger.run(clock + timedelta(days=1))["letters"] == 0
    monday = datetime.combine(clock.date() + timedelta(days=6), time(5), ZONE)
    assert ledger.run(monday)["letters"] == 1
    assert Reminder.objects.filter(letter__isnull=True).count() == 0


def test_a_monday_without_a_run_is_made_up_for_on_the_next_day(things, staff, clock):
    Rhythm.objects.create(user=staff, digest="weekly")
    things.add("a", staff.pk)
    ledger.run(clock)
    things.add("b", staff.pk)
    tuesday = datetime.combine(clock.date() + timedelta(days=7), time(5), ZONE)
    assert ledger.run(tuesday)["letters"] == 1


@pytest.mark.parametrize("digest", ["none", "weekly"])
def test_what_is_mandatory_is_told_every_day_whatever_was_chosen(monkeypatch, staff, clock, digest):
    plain, late = Things(), Things("test_late", mandatory=True)
    only(monkeypatch, plain, late)
    Rhythm.objects.create(user=staff, digest=digest)
    ledger.run(clock)
    plain.add("a", staff.pk)
    late.add("b", staff.pk)
    ledger.run(clock)
    late.add("c", staff.pk)
    ledger.run(clock + timedelta(days=1))
    assert Reminder.objects.filter(kind="test_late", letter__isnull=True).count() == 0
    assert Reminder.objects.filter(kind="test_thing", letter__isnull=True).count() == (digest == "none")


def test_a_source_that_fails_keeps_nobody_else_from_being_told_and_forgets_nothing(
    monkeypatch, staff, clock, caplog
):
    plain, broken = Things(), Things("test_broken")
    only(monkeypatch, plain, broken)
    broken.add("b", staff.pk)
    ledger.run(clock)
    broken.fails = True
    plain.add("a", staff.pk)
    with pytest.raises(ledger.SourcesFailed, match="test_broken"):
        ledger.run(clock + timedelta(days=1))
    assert Reminder.objects.get(kind="test_broken").done_at is None
    assert Reminder.objects.get(kind="test_thing").letter is not None


def test_of_somebody_who_has_left_the_managers_of_the_office_are_reminded(things, person, clock):
    gone, manager = person("office_staff"), person("office_manager")
    gone.is_active = False
    gone.save()
    office = manager.assignments.get().office
    things.add("a", gone.pk, office=office.pk)
    ledger.run(clock)
    assert Reminder.objects.get().person == manager


def test_of_an_office_without_a_manager_the_staff_is_reminded(things, staff, clock):
    things.add("a", office=staff.assignments.get().office_id)
    ledger.run(clock)
    assert Reminder.objects.get().person == staff


def test_a_letter_whose_task_was_lost_is_queued_again(things, staff, clock, postbox, deliver):
    things.add("a", staff.pk)
    ledger.run(clock)
    DBTaskResult.objects.all().delete()
    later = clock + timedelta(days=2)
    assert ledger.run(later)["queued_again"] == 1
    deliver(later)
    assert told(postbox) == {"a": 1}


def test_a_run_writes_what_it_finds_in_bulk(things, staff, clock, queries):
    things.add("first", staff.pk)
    ledger.run(clock)
    for number in range(5):
        things.add(f"a{number}", staff.pk)
    with queries() as few:
        ledger.run(clock)
    for number in range(200):
        things.add(f"b{number}", staff.pk)
    # One statement more for each 90 rows: so many values SQLite takes at once.
    with queries(at_most=len(few) + 2):
        ledger.run(clock)
