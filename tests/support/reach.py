"""What a test of reach is told about the rows of a route."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Ties:
    """Who has to do with a row, told from the records themselves and not from the models' scope paths."""

    firm: int | None
    office: int
    #: Experts, or programme managers who hold a right.
    experts: set[int] = field(default_factory=set)
    bodies: set[int] = field(default_factory=set)
    mall: int | None = None


@dataclass(frozen=True)
class Rows:
    """The rows of a route: which there are, how one is addressed, and who has to do with it."""

    find: Callable[[], Iterable[Any]]
    ties: Callable[[Any], Ties]
    key: Callable[[Any], list[Any]]
    #: Pages that only take what is sent to them.
    post: bool = False
