"""A file is tried and stored by the worker."""

from __future__ import annotations

from django.utils import timezone, translation
from django_tasks import task

from banso.apps import progress
from banso.apps.base import Refused
from banso.apps.imports.models import ImportRun, RunState
from banso.apps.imports.services import carry_out
from banso.apps.journal.actor import Actor


@task()
def run_import(key: int, user: int, role: str, language: str, *, store: bool) -> None:
    """Try or store one file for a person. What breaks is shown on the page of the run; nothing was stored."""
    run = ImportRun.objects.get(pk=key)
    work = f"imports/{run.ref}"
    try:
        with translation.override(language):
            actor, note = Actor(user, role, timezone.now()), progress.keeper(work)
            carry_out(actor, run, store=store, progress=note)
    except Refused:
        # Somebody else was faster; the run says what became of it.
        return
    except Exception:
        ImportRun.objects.filter(pk=key).exclude(state=RunState.STORED).update(state=RunState.BROKEN)
        raise
    finally:
        progress.forget(work)
