"""What other rooms hold about a person: each erases its own when a person or a contact is erased."""

from __future__ import annotations

from collections.abc import Callable

from banso.apps.accounts.models import User
from banso.apps.journal.actor import Actor

#: Erases what one room holds about this person, in the transaction that it is called in.
Erase = Callable[[Actor, User], None]

#: The same for a contact, given by key: rooms further on know what hangs on it.
EraseContact = Callable[[int], None]

_erasers: list[Erase] = []
_contact_erasers: list[EraseContact] = []


def register(erase: Erase) -> None:
    """Let a room take part in erasing a person."""
    if erase not in _erasers:
        _erasers.append(erase)


def erase_elsewhere(actor: Actor, user: User) -> None:
    """Erase what every room holds about this person."""
    for erase in _erasers:
        erase(actor, user)


def register_for_contacts(erase: EraseContact) -> None:
    """Let a room take part in erasing a contact of a firm, with or without an account."""
    if erase not in _contact_erasers:
        _contact_erasers.append(erase)


def erase_words_of_contact(contact: int) -> None:
    """Erase what every room holds about this contact in words."""
    for erase in _contact_erasers:
        erase(contact)
