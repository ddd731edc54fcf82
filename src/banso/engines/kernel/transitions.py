"""State machines as data: a state changes only by a row of a transition table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

#: A guard answers True, False or None (unknown) from the facts it is given. Unknown does not pass.
Guard = Callable[[Mapping[str, Any]], bool | None]


@dataclass(frozen=True)
class Transition:
    """One row: in ``source``, ``event`` by one of ``roles`` leads to ``target`` if every guard holds."""

    source: str
    event: str
    target: str
    roles: frozenset[str]
    guards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fired:
    """A transition that happened: the new state and what each guard said."""

    event: str
    source: str
    target: str
    guards: Mapping[str, bool | None]


class TransitionRefused(Exception):
    """No row allows this event.

    ``why`` is ``no_such_event``, ``role`` or ``guard``; ``guard`` names the first that failed.
    """

    def __init__(
        self, machine: str, state: str, event: str, why: str, guards: Mapping[str, bool | None]
    ) -> None:
        super().__init__(f"{machine}: {event} in {state} refused ({why})")
        self.machine, self.state, self.event, self.why, self.guards = machine, state, event, why, dict(guards)
        self.guard = next((name for name, result in guards.items() if result is not True), None)


class Machine:
    """A named transition table with its guards."""

    def __init__(
        self, name: str, rows: Iterable[Transition], guards: Mapping[str, Guard] | None = None
    ) -> None:
        self.name = name
        self.rows = tuple(rows)
        self.guards = dict(guards or {})
        unknown = {guard for row in self.rows for guard in row.guards} - self.guards.keys()
        if unknown:
            raise ValueError(f"{name}: guards without a definition: {sorted(unknown)}")

    def events(self, state: str, role: str) -> list[str]:
        """The events that a role may try in a state, in table order (guards not asked)."""
        return list(
            dict.fromkeys(row.event for row in self.rows if row.source == state and role in row.roles)
        )

    def fire(self, state: str, event: str, role: str, facts: Mapping[str, Any] | None = None) -> Fired:
        """The outcome of an event.

        Raises:
            TransitionRefused: no row for the event in this state or for this role, or a guard fails.
        """
        rows = [row for row in self.rows if row.source == state and row.event == event]
        if not rows:
            raise TransitionRefused(self.name, state, event, "no_such_event", {})
        rows = [row for row in rows if role in row.roles]
        if not rows:
            raise TransitionRefused(self.name, state, event, "role", {})
        row = rows[0]
        results = {name: self.guards[name](facts or {}) for name in row.guards}
        if any(result is not True for result in results.values()):
            raise TransitionRefused(self.name, state, event, "guard", results)
        return Fired(event, state, row.target, results)
