"""What other rooms hold about a person: each erases its own when a person is erased."""

from __future__ import annotations

from collections.abc import Callable

from banso.apps.accounts.models import User
from banso.apps.journal.actor import Actor

#: Erases what one room holds about this person, in the transaction that it is called in.
Erase = Callable[[Actor, User], None]

_erasers: list[Erase] = []


def register(erase: Erase) -> None:
    """Let a room take part in erasing a person."""
    if erase not in _erasers:
        _erasers.append(erase)


def erase_elsewhere(actor: Actor, user: User) -> None:
    """Erase what every room holds about this person."""
    for erase in _erasers:
        erase(actor, user)
