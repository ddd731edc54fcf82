"""Conditions over one record: an answer, a case or a determination as a mapping of codes to values.

A condition is true, false or unknown. A value that is absent or None is unknown, and so is what hangs on it;
"no and unknown" is no, "yes or unknown" is yes. So a question that was not asked does no harm where an
earlier answer decides already.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]
Truth = bool | None


class Condition(ABC):
    """Something that holds for a record, does not, or cannot be known."""

    @abstractmethod
    def holds(self, record: Record) -> Truth:
        """Whether it holds; None if the record does not tell."""

    @property
    @abstractmethod
    def text(self) -> str:
        """The condition as it is written in definitions: ``F7 = yes and F2 >= 24``."""

    @property
    @abstractmethod
    def leaves(self) -> tuple[Chose | AtLeast, ...]:
        """The single conditions it is made of, in the order of the text."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The questions it looks at, each once, in the order of the text."""
        return tuple(dict.fromkeys(leaf.question for leaf in self.leaves))

    def __and__(self, other: Condition) -> Condition:
        return All((self, other))

    def __or__(self, other: Condition) -> Condition:
        return Either((self, other))


@dataclass(frozen=True)
class Chose(Condition):
    """One of these choices was given; of several choices given, at least one."""

    question: str
    choices: tuple[str, ...]

    def holds(self, record: Record) -> Truth:
        """Whether one of the choices was given."""
        value = record.get(self.question)
        if value is None:
            return None
        if isinstance(value, str):
            return value in self.choices
        return any(choice in self.choices for choice in value)

    @property
    def text(self) -> str:
        """The choices by code."""
        if len(self.choices) == 1:
            return f"{self.question} = {self.choices[0]}"
        return f"{self.question} in ({', '.join(self.choices)})"

    @property
    def leaves(self) -> tuple[Chose | AtLeast, ...]:
        """The condition itself."""
        return (self,)


@dataclass(frozen=True)
class AtLeast(Condition):
    """A number is not below a limit."""

    question: str
    limit: int

    def holds(self, record: Record) -> Truth:
        """Whether the number reaches the limit."""
        value = record.get(self.question)
        return None if value is None else value >= self.limit

    @property
    def text(self) -> str:
        """The limit."""
        return f"{self.question} >= {self.limit}"

    @property
    def leaves(self) -> tuple[Chose | AtLeast, ...]:
        """The condition itself."""
        return (self,)


@dataclass(frozen=True)
class Everyone(Condition):
    """Holds for every record."""

    def holds(self, record: Record) -> Truth:
        """Always."""
        return True

    @property
    def text(self) -> str:
        """A word for it."""
        return "all"

    @property
    def leaves(self) -> tuple[Chose | AtLeast, ...]:
        """It looks at nothing."""
        return ()


@dataclass(frozen=True)
class All(Condition):
    """Every part holds."""

    parts: tuple[Condition, ...]

    def holds(self, record: Record) -> Truth:
        """False as soon as one part is false, whatever is unknown."""
        unknown = False
        for part in self.parts:
            truth = part.holds(record)
            if truth is False:
                return False
            unknown = unknown or truth is None
        return None if unknown else True

    @property
    def text(self) -> str:
        """The parts with "and" between them."""
        return " and ".join(f"({p.text})" if isinstance(p, Either) else p.text for p in self.parts)

    @property
    def leaves(self) -> tuple[Chose | AtLeast, ...]:
        """Those of the parts."""
        return tuple(leaf for part in self.parts for leaf in part.leaves)


@dataclass(frozen=True)
class Either(Condition):
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def holds(self, record: Record) -> Truth:
        """True as soon as one part is true, whatever is unknown."""
        unknown = False
        for part in self.parts:
            truth = part.holds(record)
            if truth is True:
                return True
            unknown = unknown or truth is None
        return None if unknown else False

    @property
    def text(self) -> str:
        """The parts with "or" between them."""
        return " or ".join(part.text for part in self.parts)

    @property
    def leaves(self) -> tuple[Chose | AtLeast, ...]:
        """Those of the parts."""
        return tuple(leaf for part in self.parts for leaf in part.leaves)


def chose(question: str, *choices: str) -> Condition:
    """Return the condition that one of these choices was given."""
    return Chose(question, choices)
