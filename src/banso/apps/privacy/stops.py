"""Whose data are kept but not used: no letter goes there."""

from __future__ import annotations

from banso.apps.notices.models import Letter
from banso.apps.privacy.models import Stop
from banso.apps.privacy.persons import same_person


def stopped(contact: int | None, user: int | None) -> bool:
    """Whether the use of a person's data is stopped."""
    return Stop.objects.filter(same_person(contact, user), ended_at__isnull=True).exists()


def of_letter(letter: Letter) -> bool:
    """Whether a letter goes to somebody whose data are not used."""
    return stopped(letter.to_contact_id, letter.to_user_id)
