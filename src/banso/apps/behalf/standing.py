"""What the office wrote for a firm, and what the firm says of it: the rule, on plain values.

1. What counts is the last time that something was written into a record. If the office did not do it,
   there is nothing to confirm: the firm, an expert, a partner body or an old system speaks for itself.
2. If the record itself was last entered by somebody else and the office only corrected it, it is "corrected
   by the office"; else "entered by the office".
3. Only words about that last writing count, given after it. Whatever the office writes after them opens the
   question again; a record that went to another chain has numbers anew.
4. Of each person the last word holds. Who says that something is different outweighs who agrees.
5. The office may keep, with a reason, what somebody says is different. A word given after that counts again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from banso.apps.accounts.roles import Role

#: Who writes for the office.
_OFFICE = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value})
AS_WRITTEN, DIFFERENT, KEPT = "as_written", "different", "kept"


class State(StrEnum):
    """How a record stands with the firm."""

    NONE = "none"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DIFFERENT = "different"
    KEPT = "kept"


def by_office(role: str) -> bool:
    """Whether somebody in this role writes for the office."""
    return role in _OFFICE


@dataclass(frozen=True)
class Writing:
    """One time that something was written: its number in the chain, when, by whom, in which role."""

    number: int
    at: datetime
    user: int | None
    role: str
    corrects: bool = False

    @property
    def by_office(self) -> bool:
        """Whether the office wrote it."""
        return by_office(self.role)


@dataclass(frozen=True)
class Said:
    """One word about the writing of a number. ``person`` tells people apart; the office keeps as nobody."""

    person: str
    answer: str
    number: int
    at: datetime
    way: str = ""


@dataclass(frozen=True)
class Standing:
    """What becomes of a record: its state, the writing in question, and the word that decides."""

    state: State
    writing: Writing
    only_corrected: bool
    told: Said | None = None


def standing(writings: Sequence[Writing], words: Iterable[Said]) -> Standing | None:
    """How a record stands (rules 1 to 5); None where the office never wrote into it."""
    ordered = sorted(writings, key=lambda writing: writing.number)
    if not any(writing.by_office for writing in ordered):
        return None
    last = ordered[-1]
    entered = next((writing for writing in reversed(ordered) if not writing.corrects), None)
    only_corrected = entered is None or not entered.by_office
    if not last.by_office:
        return Standing(State.NONE, last, only_corrected)
    state, told = _judged([word for word in words if word.number == last.number and word.at >= last.at])
    return Standing(state, last, only_corrected, told)


def _judged(words: Iterable[Said]) -> tuple[State, Said | None]:
    """What becomes of the words about one writing (rules 4 and 5)."""
    said: dict[str, Said] = {}
    kept: Said | None = None
    for word in sorted(words, key=lambda word: word.at):
        if word.answer == KEPT:
            kept = word
            said = {person: one for person, one in said.items() if one.answer != DIFFERENT}
        else:
            said[word.person] = word
    against = [word for word in said.values() if word.answer == DIFFERENT]
    if against:
        return State.DIFFERENT, against[-1]
    if said:
        return State.CONFIRMED, next(iter(said.values()))
    return (State.KEPT, kept) if kept else (State.WAITING, None)
