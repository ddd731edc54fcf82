"""When each job last ran, and whether the worker lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.functional import Promise

from banso.apps.jobs.models import Heartbeat, JobRun
from banso.apps.jobs.schedule import RECURRENCES
from banso.apps.jobs.worker import DEAD_AFTER, PREFIX

#: A job may take this long after its due time before it counts as missed.
GRACE = timedelta(minutes=30)
#: Under this name a finished backup is noted.
BACKUP = "backup"


@dataclass(frozen=True)
class JobState:
    """A recurring job as a page shows it. ``state``: ok, waiting (due, not yet done), failed or missed."""

    name: str
    label: Promise
    state: str
    last_run: JobRun | None
    next_due: datetime

    @property
    def healthy(self) -> bool:
        """Whether nobody needs to look."""
        return self.state in ("ok", "waiting")


def job_states(now: datetime) -> list[JobState]:
    """Every recurring job with its newest run. Two queries; the state is worked out from dates alone."""
    newest = JobRun.objects.order_by().values("name").annotate(newest=Max("due_at"))
    due = {row["name"]: row["newest"] for row in newest}
    runs = {run.name: run for run in JobRun.objects.filter(due_at__in=set(due.values())).order_by("id")
            if run.due_at == due[run.name]}  # fmt: skip
    return [
        JobState(job.name, job.label, _state(runs.get(job.name), job.last_due(now), now),
                 runs.get(job.name), job.next_due(now))
        for job in RECURRENCES
    ]  # fmt: skip


def _state(run: JobRun | None, due_at: datetime, now: datetime) -> str:
    if run and run.succeeded is False:
        return "failed"
    if run and run.due_at >= due_at and run.succeeded:
        return "ok"
    return "waiting" if now - due_at < GRACE else "missed"


def worker_seen_at() -> datetime | None:
    """The last sign of life of any worker."""
    return Heartbeat.objects.filter(name__startswith=PREFIX).aggregate(seen=Max("seen_at"))["seen"]


def worker_lives(now: datetime) -> bool:
    """Whether a worker gave a sign of life lately."""
    seen = worker_seen_at()
    return seen is not None and now - seen < DEAD_AFTER


def last_backup_at() -> datetime | None:
    """When a backup was last finished."""
    beat = Heartbeat.objects.filter(name=BACKUP).first()
    return beat.seen_at if beat else None
