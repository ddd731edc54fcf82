"""The words that go when a person is erased: those that the registry names."""

from __future__ import annotations

from banso.apps.accounts.models import User
from banso.apps.journal.actor import Actor
from banso.apps.privacy.registry import REGISTRY


def erase_words(contact: int | None, user: int | None) -> None:
    """Blank every field that the registry lists as erased. That something was said or done stays.

    At most one statement a model.
    """
    for entry in REGISTRY:
        if entry.erased:
            blank = {name: entry.model._meta.get_field(name).get_default() for name in entry.erased}
            entry.rows(contact, user).update(**blank)


def erase_person_here(_actor: Actor, user: User) -> None:
    """What somebody with an account wrote; what hangs on the contacts goes with each contact."""
    erase_words(None, user.pk)


def erase_contact_here(contact: int) -> None:
    """What a contact of a firm wrote."""
    erase_words(contact, None)
