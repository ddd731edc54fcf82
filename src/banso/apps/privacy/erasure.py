"""What this room holds about a person in words, when the person is erased."""

from __future__ import annotations

from banso.apps.accounts.models import User
from banso.apps.journal.actor import Actor
from banso.apps.privacy.models import PersonRequest
from banso.apps.privacy.persons import same_person


def erase_person_here(_actor: Actor, user: User) -> None:
    """The words of requests go; that they were made, decided and done stays."""
    PersonRequest.objects.filter(same_person(None, user.pk)).update(note="", done_note="")
