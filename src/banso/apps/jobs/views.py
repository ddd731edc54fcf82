"""The page that says when each job last ran."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.jobs.models import JobRun
from banso.apps.jobs.schedule import RECURRENCES, recurrence
from banso.apps.jobs.selectors import job_states, last_backup_at, worker_lives, worker_seen_at
from banso.web.forms import FilterForm
from banso.web.lists import Column, RecordList

OUTCOMES = {True: _("Succeeded"), False: _("Failed"), None: _("Not finished")}


class RunFilter(FilterForm):
    """Which runs are shown."""

    name = forms.ChoiceField(
        label=_("Job"), choices=[("", _("All")), *((job.name, job.label) for job in RECURRENCES)]
    )
    succeeded = forms.ChoiceField(
        label=_("Outcome"), choices=[("", _("All")), ("True", OUTCOMES[True]), ("False", OUTCOMES[False])]
    )


def _label(run: JobRun) -> str:
    job = recurrence(run.name)
    return str(job.label) if job else run.name


def _result(run: JobRun) -> str:
    return run.error or ", ".join(f"{name} {count:,}" for name, count in sorted(run.result.items()))


COLUMNS = [
    Column("due_at", _("Due at"), sort="due_at", kind="moment"),
    Column("name", _("Job"), value=_label, sort="name"),
    Column("finished_at", _("Finished at"), sort="finished_at", kind="moment"),
    Column("outcome", _("Outcome"), value=lambda run: str(OUTCOMES[run.succeeded]), second=_result),
    Column("attempts", _("Attempts"), kind="number"),
]


@requires(Action.JOB_VIEW)
def job_list(request: HttpRequest) -> HttpResponse:
    """Every recurring job with its state, and all its runs."""
    runs = RecordList(
        request,
        JobRun.objects.all(),
        columns=COLUMNS,
        filters=RunFilter,
        default_sort="-due_at",
        name="jobs",
        empty=_("No job has run yet. The worker runs each when it is due."),
    )
    now = request.access.at  # type: ignore[attr-defined]
    context = {
        "jobs": job_states(now),
        "worker_lives": worker_lives(now),
        "worker_seen_at": worker_seen_at(),
        "last_backup_at": last_backup_at(),
    }
    return runs.response("jobs/job_list.html", context)
