"""The worker: runs queued tasks, queues recurring jobs, tries again, and takes over from a worker that died.

One turn:
1. note a sign of life (a thread of its own goes on doing so while a task runs),
2. queue again what a dead worker was running,
3. queue each recurring job that is due and not yet recorded,
4. run everything that is ready; what fails is queued again, later each time.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, IntegrityError, close_old_connections, connections, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from banso.apps.jobs.models import Heartbeat, JobRun
from banso.apps.jobs.schedule import RECURRENCES
from banso.apps.jobs.tasks import run_job

logger = logging.getLogger(__name__)

#: Heartbeats of workers have this before their name.
PREFIX = "worker "
BEAT_EVERY = timedelta(seconds=15)
#: A worker silent for longer is dead: what it was running is queued again.
DEAD_AFTER = timedelta(minutes=2)
#: How long a failed task waits before its second, third ... attempt; after the last it has failed for good.
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))


def note_sign_of_life(name: str, now: datetime) -> None:
    """Note that something that should run does run."""
    Heartbeat.objects.update_or_create(name=name, defaults={"seen_at": now})


def queue_due_jobs(now: datetime) -> list[JobRun]:
    """Queue each recurring job whose newest due time has no run yet.

    A job missed for days is run once. Of two workers one records the run; the other finds it recorded.
    """
    queued = []
    for job in RECURRENCES:
        due_at = job.last_due(now)
        if JobRun.objects.filter(name=job.name, due_at=due_at).exists():
            continue
        try:
            with transaction.atomic():
                run = JobRun.objects.create(name=job.name, due_at=due_at)
                run_job.enqueue(run.pk)
        except IntegrityError:
            continue
        queued.append(run)
    return queued


def retry_later(result: DBTaskResult, now: datetime) -> bool:
    """Queue a task again that failed or whose worker died; False once it has had all its attempts."""
    attempts = len(result.worker_ids)
    if attempts > len(WAITS):
        return False
    waiting = DBTaskResult.objects.filter(pk=result.pk, status=result.status)
    return bool(waiting.update(status=TaskResultStatus.READY, run_after=now + WAITS[attempts - 1]))


def recover_tasks(now: datetime) -> int:
    """Queue again what dead workers were running; gives how many tasks were."""
    alive = set(
        Heartbeat.objects.filter(name__startswith=PREFIX, seen_at__gte=now - DEAD_AFTER).values_list(
            "name", flat=True
        )
    )
    recovered = 0
    for result in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).order_by("enqueued_at"):
        if result.worker_ids and PREFIX + result.worker_ids[-1] in alive:
            continue
        if retry_later(result, now):
            recovered += 1
        else:
            result.set_failed(RuntimeError("every worker that ran it died"))
    Heartbeat.objects.filter(name__startswith=PREFIX, seen_at__lt=now - timedelta(days=1)).delete()
    return recovered


class _Queue(db_worker.Worker):
    """django-tasks-db's worker in single runs, with another attempt for what failed."""

    def __init__(self, worker_id: str) -> None:
        super().__init__(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run one task; a failed one is queued again."""
        super().run_task(db_task_result)
        db_task_result.refresh_from_db()
        if db_task_result.status == TaskResultStatus.FAILED:
            name, again = db_task_result.task_name, retry_later(db_task_result, timezone.now())
            logger.error("%s failed%s", name, ", will be tried again" if again else " for good")


class Worker:
    """One worker process."""

    def __init__(self, interval: float = 1.0) -> None:
        self.id = f"{socket.gethostname()[:24]}-{os.getpid()}-{get_random_string(6)}"
        self.interval = interval
        self._stopped = threading.Event()
        self._queue = _Queue(self.id)

    def stop(self, signum: int = 0, frame: Any = None) -> None:
        """End after the task that is running."""
        self._stopped.set()
        self._queue.running = False

    def run(self) -> None:
        """Work until stopped by SIGINT or SIGTERM."""
        signal.signal(signal.SIGINT, self.stop)
        signal.signal(signal.SIGTERM, self.stop)
        self._beat_once()
        beating = threading.Thread(target=self._beat, daemon=True)
        beating.start()
        while not self._stopped.is_set():
            pause = self.interval
            try:
                self.turn(timezone.now())
            except DatabaseError as error:
                # The database may be away for a while; what is due stays due.
                logger.error("the database cannot be used: %s", error)
                connections.close_all()
                pause = BEAT_EVERY.total_seconds()
            self._stopped.wait(pause)
        beating.join(timeout=5)
        with suppress(DatabaseError):
            Heartbeat.objects.filter(name=PREFIX + self.id).delete()

    def turn(self, now: datetime) -> None:
        """Queue what is due, take over what was left lying, run what is ready."""
        close_old_connections()
        recover_tasks(now)
        queue_due_jobs(now)
        self._queue.run()

    def _beat(self) -> None:
        while not self._stopped.wait(BEAT_EVERY.total_seconds()):
            self._beat_once()
        connections.close_all()

    def _beat_once(self) -> None:
        try:
            close_old_connections()
            note_sign_of_life(PREFIX + self.id, timezone.now())
        except DatabaseError as error:
            logger.warning("no sign of life could be noted: %s", error)
