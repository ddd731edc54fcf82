"""Clears what has expired."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

KEEP_RESULTS = timedelta(days=30)


def clear_expired(now: datetime) -> dict[str, int]:
    """Delete expired sessions, and what is left of tasks that ended well a month ago."""
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    ended = DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEEP_RESULTS
    )
    results, _ = ended.delete()
    return {"sessions": sessions, "results": results}
