"""The state of a job is worked out from dates: it cannot be wrong because nothing ran."""

from datetime import timedelta

import pytest

from banso.apps.jobs.models import JobRun
from banso.apps.jobs.schedule import RECURRENCES
from banso.apps.jobs.selectors import GRACE, job_states, last_backup_at, worker_lives
from banso.apps.jobs.worker import DEAD_AFTER, PREFIX, note_sign_of_life

HEADS = RECURRENCES[0]


def state(now):
    return next(job.state for job in job_states(now) if job.name == HEADS.name)


def test_a_job_that_ran_for_its_last_due_time_is_ok(db, clock):
    JobRun.objects.create(name=HEADS.name, due_at=HEADS.last_due(clock), succeeded=True)
    assert state(clock) == "ok"


def test_a_job_that_ran_only_before_its_last_due_time_is_missed(db, clock):
    JobRun.objects.create(name=HEADS.name, due_at=HEADS.last_due(clock) - timedelta(days=1), succeeded=True)
    assert state(clock) == "missed"


def test_a_job_just_due_is_waiting(db, clock):
    due = HEADS.last_due(clock)
    assert state(due + GRACE - timedelta(seconds=1)) == "waiting"
    assert state(due + GRACE) == "missed"


def test_a_job_whose_last_run_failed_is_failed(db, clock):
    JobRun.objects.create(name=HEADS.name, due_at=HEADS.last_due(clock), succeeded=False, error="x")
    assert state(clock) == "failed"


@pytest.mark.parametrize(
    ("silent", "lives"), [(DEAD_AFTER - timedelta(seconds=1), True), (DEAD_AFTER, False)]
)
def test_a_worker_lives_while_it_gives_signs_of_life(db, clock, silent, lives):
    note_sign_of_life(PREFIX + "w1", clock - silent)
    assert worker_lives(clock) is lives


def test_without_any_sign_no_worker_lives_and_no_backup_was_made(db, clock):
    assert (worker_lives(clock), last_backup_at()) == (False, None)


def test_the_states_cost_two_queries(db, clock, queries):
    JobRun.objects.create(name=HEADS.name, due_at=HEADS.last_due(clock), succeeded=True)
    with queries(2):
        job_states(clock)
