"""A large file of a site is checked and stored by the worker."""

from __future__ import annotations

from django.utils import timezone, translation
from django_tasks import task

from banso.apps.journal.actor import Actor
from banso.apps.sales.services.files import carry_out


@task()
def work_on_file(key: int, user: int, role: str, language: str) -> None:
    """Do the next step of a file for a person. What breaks is shown on its page; nothing was stored."""
    with translation.override(language):
        carry_out(Actor(user, role, timezone.now()), key)
