"""Snapshots are taken by the worker."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from banso.apps.journal.actor import Actor
from banso.apps.snapshots import services
from banso.apps.snapshots.models import Snapshot


@task()
def take(key: int, user: int, role: str) -> None:
    """Take the snapshot that a person asked for."""
    services.take(Actor(user, role, timezone.now()), Snapshot.objects.get(pk=key))


def nightly(now: datetime) -> dict[str, int]:
    """Take the snapshot of the night."""
    return services.take_nightly(now)
