"""What counts as success and how far a goal is reached: one rule for pages, charts and evidence.

1. A sample never counts. It is listed and marked.
2. An export before the day support began does not count: the support cannot have brought it.
3. An export that is not confirmed does not count; ``verdict`` is the rule. A duplicate never counts: what it
   repeats does.
4. Success is the first export that passes 1 to 3. It is shown again with samples let in.
5. A goal is measured by the cumulative sum, since support began, of all exports that pass 1 to 3, in the
   metric of the goal: yen, or quantities in the very unit of the goal. Market and product are not compared: a
   firm that sells another product to another country exports too.
6. An export that passes 1 to 3 without a figure in that metric adds an unknown amount: it is counted as such
   and said beside the sum. A target that the known sum alone does not reach is then not missed but unknown.

When an export is confirmed (``verdict``):
a. A document, a report of the site or its operator, and the buyer's word count without the firm's word. What
   staff or an expert heard does not.
b. Of what a person of the firm said, the last definite answer holds; "I do not know" says nothing. Who enters
   an export for the own firm has said that it is so.
c. Proof or words that agree, and none that disagrees: confirmed, from the first of them on. Words that say it
   was different, or that there was none, beside others or alone: not confirmed until staff have settled it
   with a reason. An answer given after that opens the question again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

AMOUNT = "amount"


@dataclass(frozen=True)
class Goal:
    """A goal as a plain value: whole yen when ``metric`` is ``amount``, else whole units of ``unit``."""

    metric: str
    target: int
    unit: str
    due_on: date
    baseline: int = 0


@dataclass(frozen=True)
class Result:
    """An export as a plain value. None: not known."""

    exported_on: date
    amount_yen: int | None = None
    quantity: int | None = None
    unit: str = ""
    sample: bool = False
    confirmed: bool = True
    #: A duplicate, or set aside by staff.
    left_out: bool = False


#: What counts without the firm's word (rule a).
PROVEN = frozenset({"document", "site", "buyer"})
FIRMS_WORD = "firm"
AS_WRITTEN, DIFFERENT, NO = "as_written", "different", "no"


class State(StrEnum):
    """What is known of an export's truth."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    DIFFERENT = "different"
    DENIED = "denied"
    CONTRADICTORY = "contradictory"
    SET_ASIDE = "set_aside"
    DUPLICATE = "duplicate"


#: What staff have to settle.
DISPUTED = frozenset({State.DIFFERENT, State.DENIED, State.CONTRADICTORY})


@dataclass(frozen=True)
class Word:
    """What one person said of an export. ``person`` tells people apart."""

    person: str
    answer: str
    given_at: datetime


@dataclass(frozen=True)
class Verdict:
    """What becomes of an export: its state, and since when it is confirmed (None: it is not)."""

    state: State
    since: datetime | None = None


def verdict(source: str, recorder: str, recorded_at: datetime, words: Iterable[Word]) -> Verdict:
    """Whether an export is confirmed by its proof and by what the firm's people said (rules a to c)."""
    said: dict[str, Word] = {}
    if source == FIRMS_WORD:
        said[recorder] = Word(recorder, AS_WRITTEN, recorded_at)
    for word in sorted(words, key=lambda word: word.given_at):
        if word.answer in (AS_WRITTEN, DIFFERENT, NO):
            said[word.person] = word
    agreeing = [word.given_at for word in said.values() if word.answer == AS_WRITTEN]
    if source in PROVEN:
        agreeing.append(recorded_at)
    against = {word.answer for word in said.values()} - {AS_WRITTEN}
    if not against:
        return Verdict(State.CONFIRMED, min(agreeing)) if agreeing else Verdict(State.WAITING)
    if agreeing or len(against) > 1:
        return Verdict(State.CONTRADICTORY)
    return Verdict(State.DIFFERENT if against == {DIFFERENT} else State.DENIED)


class Standing(StrEnum):
    """What an export is to the goal. The first that applies."""

    LEFT_OUT = "left_out"
    SAMPLE = "sample"
    BEFORE_SUPPORT = "before_support"
    UNCONFIRMED = "unconfirmed"
    UNKNOWN = "unknown"
    COUNTED = "counted"


@dataclass(frozen=True)
class Attainment:
    """How far a goal is reached: the known sum, what stands beside it, and the verdict."""

    attained: int
    counted: int
    unknown: int
    unconfirmed: int
    target: int

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None when exports of unknown size could make the difference."""
        if self.attained >= self.target:
            return True
        return None if self.unknown else False


def figure(result: Result, goal: Goal) -> int | None:
    """The export in the metric of the goal; None where it has no such figure."""
    if goal.metric == AMOUNT:
        return result.amount_yen
    return result.quantity if result.unit == goal.unit else None


def standing(result: Result, started_on: date, goal: Goal | None) -> Standing:
    """What an export is to a goal; without a goal nothing has an unknown figure."""
    if result.left_out:
        return Standing.LEFT_OUT
    if result.sample:
        return Standing.SAMPLE
    if result.exported_on < started_on:
        return Standing.BEFORE_SUPPORT
    if not result.confirmed:
        return Standing.UNCONFIRMED
    if goal is not None and figure(result, goal) is None:
        return Standing.UNKNOWN
    return Standing.COUNTED


def confirmed_success(
    results: Iterable[Result], started_on: date, *, with_samples: bool = False
) -> date | None:
    """The day of the first confirmed export on or after the day support began, or None.

    ``with_samples`` lets samples in: the second figure that stands beside the first.
    """
    days = (
        result.exported_on
        for result in results
        if result.confirmed and result.exported_on >= started_on and (with_samples or not result.sample)
    )
    return min(days, default=None)


def attainment(goal: Goal, results: Iterable[Result], started_on: date) -> Attainment:
    """How far a goal is reached by these exports (rules 5 and 6).

    ``unconfirmed`` is the known sum of the exports that only lack the firm's confirmation.
    """
    attained = counted = unknown = unconfirmed = 0
    for result in results:
        match standing(result, started_on, goal):
            case Standing.COUNTED:
                attained += figure(result, goal) or 0
                counted += 1
            case Standing.UNKNOWN:
                unknown += 1
            case Standing.UNCONFIRMED:
                unconfirmed += figure(result, goal) or 0
    return Attainment(attained, counted, unknown, unconfirmed, goal.target)
