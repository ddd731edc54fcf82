"""The task that sends one letter; the worker tries again when it fails."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from banso.apps.notices.delivery import send


@task()
def deliver(letter_id: int) -> None:
    """Send a letter that waits. What the mail server cannot do now reaches the worker, which tries later."""
    send(letter_id, timezone.now())
