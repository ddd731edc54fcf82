"""What this room holds about a person in words, when the person is erased."""

from __future__ import annotations

from django.db.models import Q

from banso.apps.accounts.models import User
from banso.apps.journal.actor import Actor
from banso.apps.privacy.models import PersonRequest


def erase_person_here(_actor: Actor, user: User) -> None:
    """The words of requests go; that they were made, decided and done stays."""
    PersonRequest.objects.filter(Q(user=user) | Q(contact__user=user)).update(note="", done_note="")
