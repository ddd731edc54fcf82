"""The task that runs a recurring job; the worker queues it when the job is due."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone
from django_tasks import task

from banso.apps.jobs.models import JobRun
from banso.apps.jobs.schedule import recurrence


@task()
def run_job(run_id: int) -> None:
    """Run one due job and keep how it went. What it raises reaches the worker, which tries again later."""
    run = JobRun.objects.get(pk=run_id)
    runs = JobRun.objects.filter(pk=run_id)
    runs.update(started_at=timezone.now(), finished_at=None, attempts=F("attempts") + 1)
    job = recurrence(run.name)
    try:
        if job is None:
            raise LookupError(f"no job is called {run.name}")
        result = job.function(timezone.now())
    except Exception as error:
        said = f"{type(error).__name__}: {error}"[:300]
        runs.update(finished_at=timezone.now(), succeeded=False, error=said)
        raise
    runs.update(finished_at=timezone.now(), succeeded=True, error="", result=result)
