"""A recurring job is found by "due and not yet recorded": nothing is lost, nothing runs twice."""

from datetime import datetime, time, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from banso.apps.jobs import worker as worker_module
from banso.apps.jobs.models import JobRun
from banso.apps.jobs.schedule import RECURRENCES, Recurrence
from banso.apps.jobs.worker import queue_due_jobs
from banso.apps.journal.actor import ZONE

HEADS = RECURRENCES[0]
DAILY = [job for job in RECURRENCES if job.weekday is None]
MONDAYS = Recurrence("mondays", "", time(5, 0), "", weekday=0)


def tokyo(*parts):
    return datetime(*parts, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (tokyo(2026, 3, 10, 2, 59), tokyo(2026, 3, 9, 3, 0)),
        (tokyo(2026, 3, 10, 3, 0), tokyo(2026, 3, 10, 3, 0)),
        (tokyo(2026, 3, 10, 23, 59), tokyo(2026, 3, 10, 3, 0)),
    ],
)
def test_the_last_due_time_is_the_newest_that_has_come(now, due):
    assert HEADS.last_due(now) == due


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (tokyo(2026, 3, 9, 4, 59), tokyo(2026, 3, 2, 5, 0)),
        (tokyo(2026, 3, 9, 5, 0), tokyo(2026, 3, 9, 5, 0)),
        (tokyo(2026, 3, 15, 23, 59), tokyo(2026, 3, 9, 5, 0)),
        (tokyo(2026, 3, 16, 5, 1), tokyo(2026, 3, 16, 5, 0)),
    ],
)
def test_a_weekly_job_is_due_on_its_day_of_the_week(now, due):
    assert MONDAYS.last_due(now) == due
    assert MONDAYS.next_due(now) == due + timedelta(days=7)


def test_a_due_job_is_queued_once(db, clock):
    assert {run.name for run in queue_due_jobs(clock)} == {job.name for job in RECURRENCES}
    assert queue_due_jobs(clock) == []
    assert DBTaskResult.objects.count() == len(RECURRENCES)


def test_a_job_missed_for_three_days_is_queued_once(db, clock, move_clock):
    queue_due_jobs(clock)
    later = move_clock(days=3)
    assert {run.name for run in queue_due_jobs(later)} == {job.name for job in DAILY}
    assert [run.due_at for run in JobRun.objects.filter(name=HEADS.name)] == [
        HEADS.last_due(later),
        HEADS.last_due(clock),
    ]


def test_two_workers_never_queue_the_same_run(db, clock, monkeypatch):
    """The other worker records the run between this one's look and its write."""
    real = JobRun.objects.filter

    class NothingThereYet:
        def filter(self, **where):
            other, _ = JobRun.objects.get_or_create(**where)
            return real(pk=-other.pk)

        def create(self, **values):
            return JobRun.objects.create(**values)

    class Blind:
        objects = NothingThereYet()

    monkeypatch.setattr(worker_module, "JobRun", Blind)
    assert queue_due_jobs(clock) == []
    assert (JobRun.objects.count(), DBTaskResult.objects.count()) == (len(RECURRENCES), 0)
