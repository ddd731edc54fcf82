"""What fails is tried again, later each time; what a dead worker was running is taken over."""

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from banso.apps.jobs import schedule
from banso.apps.jobs.models import Heartbeat, JobRun
from banso.apps.jobs.worker import DEAD_AFTER, PREFIX, WAITS, Worker, note_sign_of_life, recover_tasks

#: The worker commits what it claims.
pytestmark = pytest.mark.django_db(transaction=True)

CALLS = []


def counted(now):
    CALLS.append(now)
    return {"done": len(CALLS)}


def failing(now):
    raise ValueError("not today")


@pytest.fixture
def only_job(monkeypatch):
    """The only recurring job is one of the test's own."""

    def use(name):
        job = schedule.Recurrence(
            "job", "Job", schedule.RECURRENCES[0].at, "banso.apps.jobs.schedule.recurrence"
        )
        monkeypatch.setattr(schedule.Recurrence, "function", property(lambda self: globals()[name]))
        monkeypatch.setattr(schedule, "RECURRENCES", (job,))
        monkeypatch.setattr("banso.apps.jobs.worker.RECURRENCES", (job,))
        CALLS.clear()

    return use


def test_a_due_job_runs_and_its_counts_are_kept(db, clock, only_job):
    only_job("counted")
    Worker().turn(clock)
    run = JobRun.objects.get()
    assert (run.succeeded, run.result, run.attempts, run.error) == (True, {"done": 1}, 1, "")
    assert [clock] == CALLS


def test_a_second_turn_runs_nothing_again(db, clock, only_job):
    only_job("counted")
    Worker().turn(clock)
    Worker().turn(clock)
    assert len(CALLS) == 1


def test_a_failed_job_is_tried_again_after_a_while_and_then_later_each_time(db, clock, only_job, move_clock):
    only_job("failing")
    now = clock
    for attempt, wait in enumerate(WAITS, start=1):
        Worker().turn(now)
        waiting = DBTaskResult.objects.get()
        assert (waiting.status, waiting.run_after) == (TaskResultStatus.READY, now + wait)
        assert JobRun.objects.get().attempts == attempt
        now = move_clock(seconds=wait.total_seconds())


def test_a_job_that_fails_every_time_ends_as_failed_and_says_why(db, clock, only_job, move_clock):
    only_job("failing")
    for wait in (*WAITS, WAITS[0]):
        Worker().turn(timezone.now())
        move_clock(seconds=wait.total_seconds())
    run = JobRun.objects.get()
    assert (run.succeeded, run.error, run.attempts) == (False, "ValueError: not today", len(WAITS) + 1)
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED


@pytest.fixture
def left_lying(db, clock, only_job):
    """A task that worker w1 had begun."""
    from banso.apps.jobs.worker import queue_due_jobs

    only_job("counted")
    queue_due_jobs(clock)
    result = DBTaskResult.objects.get()
    result.claim("w1")
    note_sign_of_life(PREFIX + "w1", clock)
    return result


def test_the_task_of_a_worker_that_lives_is_left_alone(left_lying, clock):
    assert recover_tasks(clock + DEAD_AFTER) == 0


def test_the_task_of_a_killed_worker_is_run_by_another(left_lying, clock, move_clock):
    now = move_clock(seconds=DEAD_AFTER.total_seconds() + 1)
    assert recover_tasks(now) == 1
    Worker().turn(move_clock(seconds=WAITS[0].total_seconds()))
    assert JobRun.objects.get().succeeded is True


def test_a_task_that_kills_every_worker_is_given_up(left_lying, clock):
    DBTaskResult.objects.update(worker_ids=["w1"] * (len(WAITS) + 1))
    Heartbeat.objects.all().delete()
    assert recover_tasks(clock) == 0
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
