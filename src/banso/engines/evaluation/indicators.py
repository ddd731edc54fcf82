"""What an indicator is: one definition for files of answers, pages and snapshots."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from banso.engines.evaluation.conditions import Condition, Record
from banso.engines.evaluation.published import Published
from banso.engines.kernel.bilingual import Text

Source = Literal["answers", "cases", "determinations"]
R = TypeVar("R", bound=Record)

#: Which date puts a record into a fiscal year, by source.
DATED_BY: dict[Source, str] = {
    "answers": "cohort_fy",
    "cases": "started_on",
    "determinations": "determined_on",
}


@dataclass(frozen=True)
class Group:
    """A part of an indicator with a base of its own: a group to compare with, or one cause among several."""

    code: str
    label: Text
    base: Condition
    counts: Condition


@dataclass(frozen=True)
class Indicator:
    """The definition of a share.

    `counts` is judged within `base`: the numerator are the records for which both hold. `groups` are compared
    (`comparison`) or stand below it as causes (`by`). `published` is the record it is held against.
    """

    id: str
    programme: Literal["consortium", "ec", "both"]
    source: Source
    label: Text
    purpose: Text
    base_text: Text
    base: Condition
    counts: Condition
    published: Published | None = None
    comparison: tuple[Group, ...] = ()
    by: tuple[Group, ...] = ()

    @property
    def dated_by(self) -> str:
        """The date that puts a record into a fiscal year."""
        return DATED_BY[self.source]

    def covers(self, record: Record) -> bool:
        """Whether a record belongs to the indicator's programme."""
        return self.programme == "both" or record.get("programme") == self.programme

    def select(self, records: Iterable[R]) -> Selection[R]:
        """Return which of these records are counted, in the base, and missing."""
        return select((r for r in records if self.covers(r)), self.base.holds, self.counts.holds)

    def select_group(self, group: Group, records: Iterable[R]) -> Selection[R]:
        """Return the same for one of its groups."""
        return select((r for r in records if self.covers(r)), group.base.holds, group.counts.holds)


@dataclass(frozen=True)
class Selection(Generic[R]):
    """The records behind a share. `missing` are those whose base or numerator is unknown."""

    counted: tuple[R, ...]
    base: tuple[R, ...]
    missing: tuple[R, ...]


def select(
    records: Iterable[R],
    in_base: Callable[[R], bool | None],
    is_counted: Callable[[R], bool | None],
) -> Selection[R]:
    """Sort records by the one rule for what is missing; an indicator may not choose another.

    1. A record whose base cannot be judged stands in no base, and is missing.
    2. One in the base whose numerator cannot be judged stays in the base, is not counted, and is missing.
    """
    counted, base, missing = [], [], []
    for record in records:
        belongs = in_base(record)
        if belongs is None:
            missing.append(record)
        if not belongs:
            continue
        base.append(record)
        holds = is_counted(record)
        if holds:
            counted.append(record)
        elif holds is None:
            missing.append(record)
    return Selection(tuple(counted), tuple(base), tuple(missing))
