"""The chart of an export goal: what is confirmed, what is only claimed, and the target.

1. Exports that count are summed up day by day: the confirmed steps (a solid line with dots).
2. Exports that wait for the firm's confirmation are summed up on top of them (a dashed line with rings).
3. Samples are marked by a cross on the axis of time and not summed.
4. The target is a line from nothing on the first day over the intermediate values to the target on the day it
   is due. An earlier goal is a dotted line of the same kind.
5. Below the axis each stage is a bar, the present one strong; a dotted line is today.

The drawing is plain SVG without style attributes; classes and properties of the design system colour it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import pairwise
from typing import Literal

from banso.engines.kernel.fiscal import FIRST_MONTH, add_months

Kind = Literal["confirmed", "claimed", "sample"]


@dataclass(frozen=True)
class Mark:
    """One export in the unit of the goal; the value of a sample is not drawn."""

    day: date
    value: int
    kind: Kind


@dataclass(frozen=True)
class Span:
    """One stage: its name and its first and last day."""

    name: str
    first: date
    last: date
    now: bool = False


@dataclass(frozen=True)
class Picture:
    """What the chart shows. ``target`` is above zero; marks before ``start`` do not belong here."""

    start: date
    end: date
    today: date
    target: int
    due_on: date
    marks: Sequence[Mark]
    spans: Sequence[Span] = ()
    #: Intermediate values by day, in order.
    milestones: Sequence[tuple[date, int]] = ()
    #: The target and the due date of the first goal, where the one in force is another.
    first: tuple[int, date] | None = None


@dataclass(frozen=True)
class Words:
    """The words of the chart in the language of the page.

    ``unit`` stands above the axis, ``value`` writes a value in that unit, ``month`` a month below the axis
    (in the narrow drawing ``short_month``), ``title`` says the whole chart in one sentence.
    """

    title: str
    unit: str
    today: str
    confirmed: str
    claimed: str
    target: str
    value: Callable[[int], str]
    month: Callable[[date], str]
    short_month: Callable[[date], str]


@dataclass(frozen=True)
class Step:
    """The sum from a day on."""

    day: date
    total: int


@dataclass(frozen=True)
class Shape:
    """Sizes of a drawing in pixels."""

    name: str
    width: int
    height: int
    left: int
    right: int
    bottom: int
    top: int = 34
    tick_gap: int = 84


WIDE = Shape("wide", 900, 400, 52, 92, 66)
NARROW = Shape("narrow", 343, 330, 44, 8, 66, tick_gap=72)


def confirmed_steps(marks: Sequence[Mark]) -> list[Step]:
    """The confirmed sum after each day on which it grew."""
    return _steps((mark for mark in marks if mark.kind == "confirmed"), 0)


def claimed_steps(marks: Sequence[Mark]) -> list[Step]:
    """The sum with claims after each day from the first claim on."""
    claims = [mark for mark in marks if mark.kind == "claimed"]
    if not claims:
        return []
    first = min(mark.day for mark in claims)
    counted = [mark for mark in marks if mark.kind != "sample"]
    before = sum(mark.value for mark in counted if mark.day < first)
    return _steps((mark for mark in counted if mark.day >= first), before)


def _steps(marks: Iterator[Mark], before: int) -> list[Step]:
    by_day: dict[date, int] = {}
    for mark in marks:
        by_day[mark.day] = by_day.get(mark.day, 0) + mark.value
    steps, total = [], before
    for day in sorted(by_day):
        total += by_day[day]
        steps.append(Step(day, total))
    return steps


def scale(largest: int) -> tuple[int, int]:
    """The step and the top of a value axis: at most five round steps that cover ``largest``."""
    power = 1
    while True:
        for factor in (1, 2, 4, 5):
            step = factor * power
            if step * 5 >= largest:
                return step, step * -(-largest // step)
        power *= 10


def draw(picture: Picture, words: Words, shape: Shape = WIDE) -> str:
    """The chart as an ``<svg>`` element."""
    return "\n".join(_Drawing(picture, words, shape).lines())


class _Drawing:
    """One drawing: turns days and values into pixels and puts the parts down in order."""

    def __init__(self, picture: Picture, words: Words, shape: Shape) -> None:
        self.picture, self.words, self.shape = picture, words, shape
        self.confirmed, self.claimed = confirmed_steps(picture.marks), claimed_steps(picture.marks)
        self.confirmed_total = self.confirmed[-1].total if self.confirmed else 0
        self.claimed_total = self.claimed[-1].total if self.claimed else self.confirmed_total
        first_target, first_due = picture.first or (0, picture.start)
        self.step, self.most = scale(max(picture.target, self.claimed_total, first_target))
        days = [mark.day for mark in picture.marks]
        #: The last day that the lines of sums reach: nothing is known of the days to come.
        self.known_until = max([picture.start, picture.today, *days])
        self.first, self.last = picture.start, max(picture.end, picture.due_on, self.known_until, first_due)
        self.base = shape.height - shape.bottom
        self.edge = shape.width - shape.right

    def x(self, day: date) -> float:
        """Pixels from the left."""
        span = max((self.last - self.first).days, 1)
        return self.shape.left + (self.edge - self.shape.left) * (day - self.first).days / span

    def y(self, value: int) -> float:
        """Pixels from the top."""
        return self.base - (self.base - self.shape.top) * value / self.most

    def lines(self) -> Iterator[str]:
        """All elements, the later above the earlier."""
        shape, words = self.shape, self.words
        today = self.x(min(max(self.picture.today, self.first), self.last))
        yield (
            f'<svg class="chart only-{shape.name}" viewBox="0 0 {shape.width} {shape.height}" width="100%" '
            f'role="img" aria-label="{escape(words.title)}">'
        )
        yield from self._value_axis()
        yield from self._time_axis()
        yield from self._stages()
        nothing = (self.x(self.first), self.y(0))
        on_way = [(self.x(day), self.y(value)) for day, value in self.picture.milestones]
        if self.picture.first is not None:
            first_target, first_due = self.picture.first
            yield _path("tgt0", [nothing, (self.x(first_due), self.y(first_target))])
        yield _path("tgt", [nothing, *on_way, self._due])
        yield f'<line class="today" x1="{today:.1f}" x2="{today:.1f}" y1="30" y2="{self.base}"/>'
        for x, y in [*on_way, self._due]:
            yield f'<rect class="mile" x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"/>'
        yield _path("act", self._stair([Step(self.first, 0), *self.confirmed]))
        if self.claimed:
            yield _path("act2", self._stair([Step(self.claimed[0].day, self._before_claims), *self.claimed]))
        yield from self._marks()
        yield from self._labels(today)
        yield "</svg>"

    @property
    def _due(self) -> tuple[float, float]:
        return self.x(self.picture.due_on), self.y(self.picture.target)

    @property
    def _before_claims(self) -> int:
        day = self.claimed[0].day
        return max((step.total for step in self.confirmed if step.day < day), default=0)

    def _stair(self, steps: list[Step]) -> list[tuple[float, float]]:
        points = [(self.x(steps[0].day), self.y(steps[0].total))]
        for before, step in pairwise(steps):
            points += [(self.x(step.day), self.y(before.total)), (self.x(step.day), self.y(step.total))]
        return [*points, (self.x(self.known_until), self.y(steps[-1].total))]

    def _value_axis(self) -> Iterator[str]:
        for value in range(0, self.most + 1, self.step):
            name, y = ("grid" if value else "axis"), self.y(value)
            yield f'<line class="{name}" x1="{self.shape.left}" x2="{self.edge}" y1="{y:.1f}" y2="{y:.1f}"/>'
            yield _text("", self.shape.left - 8, y + 4, self.words.value(value), "end")
        if _wide(self.words.unit) * 12 > self.shape.left - 8:
            yield _text("", 0, 20, self.words.unit, "start")
        else:
            yield _text("", self.shape.left - 8, 20, self.words.unit, "end")

    def _time_axis(self) -> Iterator[str]:
        write = self.words.month if self.shape is WIDE else self.words.short_month
        left, right = self.x(self.first), self.x(self.last)
        ticks = [(left, self.first, "start"), (right, self.last, "end")]
        day, previous = self.first.replace(day=1), left
        while (day := add_months(day, 1)) < self.last:
            x = self.x(day)
            if (
                day.month == FIRST_MONTH
                and x - previous >= self.shape.tick_gap
                and right - x >= self.shape.tick_gap
            ):
                ticks.append((x, day, "middle"))
                previous = x
        for x, day, anchor in ticks:
            yield f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="{self.base}" y2="{self.base + 5}"/>'
            yield _text("", x, self.base + 20, write(day), anchor)

    def _stages(self) -> Iterator[str]:
        y = self.base + 34
        for span in self.picture.spans:
            last = min(span.last + timedelta(days=1), self.last)
            left, right = self.x(max(span.first, self.first)) + 1, self.x(last) - 1
            if right <= left:
                continue
            colour, width = ("var(--accent)", 4) if span.now else ("var(--edge)", 2)
            yield (
                f'<line x1="{left:.1f}" x2="{right:.1f}" y1="{y}" y2="{y}" '
                f'stroke="{colour}" stroke-width="{width}"/>'
            )
            if _wide(span.name) * 12 <= right - left:
                yield _text("", (left + right) / 2, y + 18, span.name, "middle")

    def _marks(self) -> Iterator[str]:
        for step in self.confirmed:
            yield self._circle("dot", step)
        for step in self.claimed:
            if any(mark.day == step.day and mark.kind == "claimed" for mark in self.picture.marks):
                yield self._circle("ring", step)
        for mark in self.picture.marks:
            if mark.kind == "sample":
                x = self.x(mark.day) - 4
                yield (
                    f'<path class="sample" d="M{x:.1f} {self.base - 12}l8 8m0 -8l-8 8" '
                    'stroke="var(--ink-2)" stroke-width="1.5"/>'
                )

    def _circle(self, name: str, step: Step) -> str:
        return f'<circle class="{name}" cx="{self.x(step.day):.1f}" cy="{self.y(step.total):.1f}" r="4.5"/>'

    def _labels(self, today: float) -> Iterator[str]:
        """The sums at the end of their lines, the target at its mark and the day, apart from each other."""
        words, x = self.words, self.x(self.known_until)
        confirmed = f"{words.confirmed} {words.value(self.confirmed_total)}"
        target = f"{words.target} {words.value(self.picture.target)}"
        due_x, due_y = self._due
        outside = due_x > self.edge - 40 and due_x + 12 + _wide(target) * 14 <= self.shape.width
        target_y = due_y + 5 if outside else due_y - 10
        beside = x + 8 + _wide(confirmed) * 14 <= self.shape.width
        y = self.y(self.confirmed_total) + 5 if beside else self.y(self.confirmed_total) + 20
        if y > self.base - 4:
            y = self.base - 8
        if abs(y - target_y) < 18:
            y = target_y + 20 if target_y + 20 < self.base else target_y - 20
        if self.claimed:
            claimed = f"{words.claimed} {words.value(self.claimed_total)}"
            claimed_y = self.y(self.claimed_total) - 6
            if abs(claimed_y - y) < 16:
                claimed_y = y - 18
            ring = self.x(self.claimed[-1].day)
            room = ring - 10 - _wide(claimed) * 12 >= self.shape.left
            yield _text(
                "halo", ring - 10 if room else ring + 8, claimed_y, claimed, "end" if room else "start"
            )
        yield _text("ka", x + 8 if beside else x - 8, y, confirmed, "start" if beside else "end")
        if outside:
            yield _text("kb", due_x + 12, target_y, target, "start")
        else:
            yield _text("kb", min(due_x, self.edge), target_y, target, "end")
        yield self._today(today, (due_x, target_y, _wide(target) * 14, outside), y)

    def _today(self, x: float, target: tuple[float, float, float, bool], sum_y: float) -> str:
        """The word for today beside its line, below what the target and the sum say where these are there."""
        due_x, target_y, width, outside = target
        near_left = x < self.shape.left + 90
        left = x if near_left else x - 90
        from_x = due_x + 12 if outside else min(due_x, self.edge) - width
        y = 40.0
        if left < from_x + width and from_x < left + 90 and abs(y - target_y) < 18:
            y = target_y + 20
            if abs(y - sum_y) < 16:
                y = sum_y + 20
        return _text("k", x + (5 if near_left else -5), y, self.words.today, "start" if near_left else "end")


def _path(name: str, points: list[tuple[float, float]]) -> str:
    return f'<polyline class="{name}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'


def _text(name: str, x: float, y: float, words: str, anchor: str) -> str:
    kind = f' class="{name}"' if name else ""
    return f'<text{kind} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _wide(words: str) -> float:
    """How many full-width characters long a text is; a Latin one counts for little more than half."""
    return sum(1 if ord(character) > 0x2000 else 0.58 for character in words)
