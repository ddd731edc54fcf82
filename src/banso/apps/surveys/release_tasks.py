"""What may be told of tables that are published together is worked out by the worker."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from banso.apps.journal.actor import Actor
from banso.apps.surveys.table_services import carry_out


@task()
def tell_release(key: int, user: int, role: str) -> None:
    """Work out one release for a person. What breaks is shown on its page; nothing was published."""
    carry_out(Actor(user, role, timezone.now()), key)
