"""Which values a test lets through, as sets that can be cut, joined and written down.

A known value lies on a line (numbers, dates) or among labels (texts, truth values). The unknown value is not
on the line: a ``Region`` says besides whether it passes. Tests against other facts have no region.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from banso.engines.policy.expressions import AnyOf, Anything, Compared, Constant, Not, Test, Value, Within
from banso.engines.policy.model import Domain, Kind

#: A place between two neighbouring values: (-1, 0, 0) before all, (0, value, 0) just below a value,
#: (0, value, 1) just above it, (1, 0, 0) after all. Tuples compare in the order of the line.
Cut = tuple[int, int | Decimal | date, int]
FIRST: Cut = (-1, 0, 0)
LAST: Cut = (1, 0, 0)


@dataclass(frozen=True, slots=True)
class Spans:
    """Stretches of a line between cuts, in order and apart from each other."""

    spans: tuple[tuple[Cut, Cut], ...]

    @property
    def empty(self) -> bool:
        """Whether no value is in it."""
        return not self.spans

    def __and__(self, other: Spans) -> Spans:
        met = [
            (max(low, other_low), min(high, other_high))
            for low, high in self.spans
            for other_low, other_high in other.spans
        ]
        return Spans(tuple(sorted(span for span in met if span[0] < span[1])))

    def __sub__(self, other: Spans) -> Spans:
        left = self
        for low, high in other.spans:
            left = left & Spans(tuple(span for span in ((FIRST, low), (high, LAST)) if span[0] < span[1]))
        return left

    def __or__(self, other: Spans) -> Spans:
        joined: list[tuple[Cut, Cut]] = []
        for low, high in sorted(self.spans + other.spans):
            if joined and low <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(joined[-1][1], high))
            else:
                joined.append((low, high))
        return Spans(tuple(joined))


@dataclass(frozen=True, slots=True)
class Labels:
    """Some labels, or (``others``) all labels but some."""

    labels: frozenset[Value]
    others: bool = False

    @property
    def empty(self) -> bool:
        """Whether no value is in it."""
        return not self.labels and not self.others

    def __and__(self, other: Labels) -> Labels:
        if self.others and other.others:
            return Labels(self.labels | other.labels, True)
        if self.others:
            return Labels(other.labels - self.labels)
        if other.others:
            return Labels(self.labels - other.labels)
        return Labels(self.labels & other.labels)

    def __sub__(self, other: Labels) -> Labels:
        return self & Labels(other.labels, not other.others)

    def __or__(self, other: Labels) -> Labels:
        outside = Labels(self.labels, not self.others) & Labels(other.labels, not other.others)
        return Labels(outside.labels, not outside.others)


Known = Spans | Labels


@dataclass(frozen=True, slots=True)
class Region:
    """The known values that pass, and whether the unknown value does."""

    known: Known
    null: bool

    @property
    def empty(self) -> bool:
        """Whether nothing passes."""
        return self.known.empty and not self.null

    def __and__(self, other: Region) -> Region:
        return Region(self.known & other.known, self.null and other.null)  # type: ignore[operator]

    def __sub__(self, other: Region) -> Region:
        return Region(self.known - other.known, self.null and not other.null)  # type: ignore[operator]


def everything(kind: Kind, domain: Domain) -> Known:
    """All known values of a kind within its domain."""
    if kind is Kind.TEXT:
        return Labels(frozenset(domain.values)) if domain.values is not None else Labels(frozenset(), True)
    if kind is Kind.BOOLEAN:
        return Labels(frozenset({True, False}))
    low = FIRST if domain.least is None else _cut(domain.least, 0, kind, domain)
    high = LAST if domain.most is None else _cut(domain.most, 1, kind, domain)
    return Spans(((low, high),) if low < high else ())


def region_of(test: Test, kind: Kind, domain: Domain) -> Region | None:
    """The region of a test on values of a kind; None if the test depends on more than the value.

    Unknown is a third value: a test on it is neither true nor false, and so does not let it pass, unless the
    test is about null itself.
    """
    if kind is Kind.ANY:
        return None
    known = _known(test, kind, domain, everything(kind, domain))
    return None if known is None else Region(known, _of_null(test) is True)


def _known(test: Test, kind: Kind, domain: Domain, whole: Known) -> Known | None:
    match test:
        case Anything():
            return whole
        case Not(inner):
            inside = _known(inner, kind, domain, whole)
            return None if inside is None else whole - inside  # type: ignore[operator]
        case AnyOf(tests):
            parts = [_known(part, kind, domain, whole) for part in tests]
            if None in parts:
                return None
            joined = _nothing(kind)
            for part in parts:
                joined = joined | part  # type: ignore[operator]
            return joined
        case Compared(comparator, Constant(value)):
            if value is None:
                return {"=": _nothing(kind), "!=": whole}.get(comparator)
            found = _compared(comparator, value, kind, domain)
        case Within(Constant(low), Constant(high), low_closed, high_closed):
            found = _between(low, high, low_closed, high_closed, kind, domain)
        case _:
            return None
    return None if found is None else whole & found  # type: ignore[operator]


def _nothing(kind: Kind) -> Known:
    return Labels(frozenset()) if kind in (Kind.TEXT, Kind.BOOLEAN) else Spans(())


def _of_null(test: Test) -> bool | None:
    """What a test says of the unknown value: true, false, or unknown."""
    match test:
        case Anything():
            return True
        case Compared(comparator, Constant(None)):
            return comparator == "="
        case Not(inner):
            said = _of_null(inner)
            return None if said is None else not said
        case AnyOf(tests):
            said_by = [_of_null(part) for part in tests]
            return True if True in said_by else None if None in said_by else False
        case _:
            return None


def _compared(comparator: str, value: Value, kind: Kind, domain: Domain) -> Known | None:
    if not is_of(value, kind):
        return None
    if kind in (Kind.TEXT, Kind.BOOLEAN):
        return {"=": Labels(frozenset({value})), "!=": Labels(frozenset({value}), True)}.get(comparator)
    ordered = cast("int | Decimal | date", value)
    below, above = _cut(ordered, 0, kind, domain), _cut(ordered, 1, kind, domain)
    spans = {
        "=": ((below, above),),
        "!=": ((FIRST, below), (above, LAST)),
        "<": ((FIRST, below),),
        "<=": ((FIRST, above),),
        ">": ((above, LAST),),
        ">=": ((below, LAST),),
    }[comparator]
    # Among whole numbers, what is not equal to a fraction is one stretch: two that touch are joined.
    return Spans(()) | Spans(tuple(span for span in spans if span[0] < span[1]))


def _between(
    low: Value, high: Value, low_closed: bool, high_closed: bool, kind: Kind, domain: Domain
) -> Known | None:
    if kind not in (Kind.NUMBER, Kind.DATE) or not (is_of(low, kind) and is_of(high, kind)):
        return None
    first = _cut(cast("Decimal", low), 0 if low_closed else 1, kind, domain)
    last = _cut(cast("Decimal", high), 1 if high_closed else 0, kind, domain)
    return Spans(((first, last),) if first < last else ())


def _cut(value: int | Decimal | date, side: int, kind: Kind, domain: Domain) -> Cut:
    """The cut at a value. Between whole numbers and between days a cut has one name: just below the next."""
    if kind is Kind.DATE:
        day = cast("date", value)
        if side and day == date.max:
            return LAST
        return (0, day + timedelta(days=1) if side else day, 0)
    number = cast("int | Decimal", value)
    if domain.whole:
        floor = math.floor(number)
        return (0, floor + 1 if side or floor != number else floor, 0)
    return (0, number, side)


def is_of(value: Value, kind: Kind) -> bool:
    """Whether a known value is of a kind. A truth value is no number; a moment is no date."""
    return value.__class__ in _CLASSES[kind]


_CLASSES: dict[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.NUMBER: (int, Decimal),
    Kind.BOOLEAN: (bool,),
    Kind.DATE: (date,),
}


def as_test(region: Region, kind: Kind, domain: Domain) -> Test:
    """A test that lets through what a region holds, as short as it can be said."""
    parts = [Compared("=", Constant(None))] if region.null else []
    whole = everything(kind, domain)
    if (whole - region.known).empty and not region.known.empty:  # type: ignore[operator]
        return Anything() if region.null else Not(Compared("=", Constant(None)))
    known = region.known
    if isinstance(known, Labels):
        labels = [Compared("=", Constant(label)) for label in sorted(known.labels, key=_label_order(domain))]
        if known.others:
            return Not(AnyOf(tuple(labels))) if not parts else AnyOf((*parts, Not(AnyOf(tuple(labels)))))
        return _joined([*parts, *labels])
    assert isinstance(whole, Spans)
    return _joined([*parts, *(_span_test(span, whole, kind, domain) for span in known.spans)])


def _label_order(domain: Domain) -> Callable[[Value], tuple[int, str]]:
    order: dict[Value, int] = {value: position for position, value in enumerate(domain.values or ())}
    return lambda label: (order.get(label, len(order)), str(label))


def _joined(tests: Iterable[Test]) -> Test:
    found = tuple(tests)
    return found[0] if len(found) == 1 else AnyOf(found)


def _span_test(span: tuple[Cut, Cut], whole: Spans, kind: Kind, domain: Domain) -> Test:
    low, high = span
    first, last = whole.spans[0][0], whole.spans[-1][1]
    if low <= first:
        value, closed = _high_end(high, kind, domain)
        return Compared("<=" if closed else "<", Constant(value))
    if high >= last:
        return Compared(">" if low[2] else ">=", Constant(low[1]))
    value, closed = _high_end(high, kind, domain)
    if value == low[1]:
        return Compared("=", Constant(value))
    return Within(Constant(low[1]), Constant(value), not low[2], closed)


def _high_end(cut: Cut, kind: Kind, domain: Domain) -> tuple[Value, bool]:
    """The upper end as people say it: until 6 whole things, not less than 7."""
    if cut[2] == 0 and kind is Kind.DATE:
        return cast("date", cut[1]) - timedelta(days=1), True
    if cut[2] == 0 and domain.whole:
        return cast("int", cut[1]) - 1, True
    return cut[1], bool(cut[2])
