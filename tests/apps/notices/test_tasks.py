"""Tasks: for oneself or a colleague, by a day, closed once."""

from datetime import timedelta

import pytest

from banso.apps.accounts.absences import be_on_leave
from banso.apps.accounts.models import User
from banso.apps.directory.models import Office
from banso.apps.journal.models import Event
from banso.apps.notices import ledger
from banso.apps.notices.models import Reminder, Task, TaskState
from banso.apps.notices.services import TaskData, close_task, note_task
from support.races import at_once


@pytest.fixture
def staff(actor, clock):
    return actor("office_staff")


@pytest.fixture
def office(staff):
    return Office.objects.get()


@pytest.fixture
def note(staff, clock, office):
    def make(**values):
        data = {
            "text": "電話する",
            "due_on": clock.date(),
            "assignee": User.objects.get(pk=staff.user_id),
            "office": office,
        }
        return note_task(staff, TaskData(**data | values))

    return make


def test_a_task_is_noted_without_its_words_in_the_journal(note):
    task = note()
    event = Event.objects.get(action="task.noted")
    assert (task.state, event.subject_ref) == (TaskState.OPEN, str(task.pk))
    assert "電話" not in event.payload


def test_a_colleague_of_the_office_may_be_asked_and_nobody_else(note, person, office, refused):
    colleague = person("office_manager", office=office)
    assert note(assignee=colleague).assignee == colleague
    with refused("not_a_colleague", field="assignee"):
        note(assignee=person("reviewer"))


def test_a_colleague_who_is_away_until_it_is_due_gets_no_task(note, person, office, staff, clock, refused):
    colleague = person("office_staff", office=office)
    be_on_leave(staff, colleague, clock.date() + timedelta(days=3))
    with refused("absent", "assignee"):
        note(assignee=colleague, due_on=clock.date() + timedelta(days=3))
    assert note(assignee=colleague, due_on=clock.date() + timedelta(days=4)).assignee == colleague


def test_a_task_by_a_day_past_is_refused(note, clock, refused):
    with refused("due_past", field="due_on"):
        note(due_on=clock.date() - timedelta(days=1))


def test_a_task_is_reminded_of_from_its_day_on_and_never_after_it_is_closed(note, staff, clock):
    task = note(due_on=clock.date() + timedelta(days=1))
    ledger.run(clock)
    assert Reminder.objects.filter(kind="task").count() == 0
    ledger.run(clock + timedelta(days=1))
    assert Reminder.objects.get(kind="task").done_at is None
    close_task(staff, task, done=True)
    ledger.run(clock + timedelta(days=2))
    assert Reminder.objects.get(kind="task").done_at is not None


@pytest.mark.parametrize(("done", "state"), [(True, TaskState.DONE), (False, TaskState.DROPPED)])
def test_a_task_is_closed_once(note, staff, clock, refused, done, state):
    task = note()
    close_task(staff, task, done=done)
    task.refresh_from_db()
    assert (task.state, task.closed_at, task.closed_by_id) == (state, clock, staff.user_id)
    with refused("task_state"):
        close_task(staff, task, done=True)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_a_task_at_once_one_is_refused(note, staff):
    task = note()
    seen = Task.objects.get(pk=task.pk)
    outcome = at_once(lambda: close_task(staff, task, done=True), lambda: close_task(staff, seen, done=False))
    assert outcome == ["stored", "task_state"]


def test_a_reader_notes_no_task(actor, note, clock, refused):
    auditor = actor("auditor")
    user = User.objects.get(pk=auditor.user_id)
    with refused("role"):
        note_task(auditor, TaskData("x", clock.date(), user))
