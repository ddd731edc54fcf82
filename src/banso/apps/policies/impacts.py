"""What a version would change for everything that is open: moves, months, money, and the list of cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.policies import selectors
from banso.apps.policies.models import PolicyVersion
from banso.apps.policies.notation import Column, named
from banso.apps.policies.subjects import Case, Subject, known_subjects
from banso.engines.policy.comparison import Changed, Comparison, compare
from banso.engines.policy.compiled import WrongFact, fitted
from banso.engines.policy.expressions import Value
from banso.engines.policy.graph import Loop
from banso.engines.policy.model import Kind, Policy
from banso.web import formats

#: In addresses, the value of a case that is not decided.
NONE = "-"


@dataclass(frozen=True)
class MoveCell:
    """How many cases go from one value to another."""

    count: int
    before: str
    after: str
    same: bool


@dataclass(frozen=True)
class Matrix:
    """The moves of one result: from the rows' values to the columns'."""

    result: str
    title: str
    labels: tuple[str, ...]
    rows: tuple[tuple[str, tuple[MoveCell, ...], int], ...]
    totals: tuple[int, ...]
    changed: int
    count: int
    sentence: str


@dataclass(frozen=True)
class Sum:
    """A sum over all cases, before and after, and what it grew by."""

    label: str
    before: str
    after: str
    difference: str


class Impact:
    """Everything open of one kind, decided under two versions."""

    def __init__(self, subject: Subject, cases: list[Case], before: Policy, after: Policy) -> None:
        """``cases`` are compared but for those with a fact that does not fit: ``unfit`` counts them."""
        self.subject = subject
        self.cases = [case for case in cases if _fit(case, before) and _fit(case, after)]
        self.unfit = len(cases) - len(self.cases)
        self.columns: Mapping[str, Column] = {**named(before), **named(after)}
        asked = [name for name in subject.decisions if name in self.columns]
        facts = [case.facts for case in self.cases]
        self.comparison: Comparison = compare(before, after, facts, asked or None)

    @property
    def count(self) -> int:
        """How many were compared."""
        return len(self.cases)

    @property
    def changed(self) -> int:
        """How many differ in any result."""
        return self.comparison.changed_cases

    @property
    def changed_share(self) -> str:
        """Their share of all."""
        return formats.percent(self.changed, self.count)

    @property
    def matrices(self) -> list[Matrix]:
        """A matrix for each result that is one of a few words."""
        return [
            self._matrix(name)
            for name in self.comparison.results
            if self.columns[name].kind is Kind.TEXT and self.columns[name].domain.values
        ]

    @property
    def sums(self) -> list[Sum]:
        """Cases that change, those not decided, months granted, and yen."""
        found = [
            Sum(_("Change in any result"), "–", formats.number(self.changed), self.changed_share),
        ]
        for name in self.comparison.results:
            column = self.columns[name]
            if column.unit == "months":
                old, new = self._total(name, 0), self._total(name, 1)
                found.append(_sum(_("%(result)s, sum in months") % {"result": column.title}, old, new))
        for name, money in self.comparison.money.items():
            label = _("%(result)s, sum in yen") % {"result": self.columns[name].title}
            found.append(_sum(label, money.before, money.after))
        first = [name for name in self.comparison.results if self.columns[name].kind is Kind.TEXT]
        for name in first:
            label = _("Not decided: %(result)s") % {"result": self.columns[name].title}
            old, new = (self.comparison.undecided_before[name], self.comparison.undecided_after[name])
            found.append(_sum(label, old, new))
        return found

    def moved(self, result: str = "", before: str = "", after: str = "") -> list[tuple[Case, Changed]]:
        """The cases that change: all, of one result, or those of one cell of its matrix."""
        return [
            (self.cases[change.case], change)
            for change in self.comparison.changes
            if result in ("", change.result)
            and before in ("", code_of(change.before))
            and after in ("", code_of(change.after))
        ]

    def _total(self, name: str, side: int) -> int | Decimal:
        moves = self.comparison.moves[name]
        total = sum((pair[side] or 0) * n for pair, n in moves.items())  # type: ignore[operator,misc]
        return total

    def _matrix(self, name: str) -> Matrix:
        column, moves = self.columns[name], self.comparison.moves[name]
        values: list[Value] = [*reversed(column.domain.values or ()), None]
        rows = []
        for old in values:
            cells = tuple(
                MoveCell(moves.get((old, new), 0), code_of(old), code_of(new), old == new) for new in values
            )
            rows.append((_label(column, old), cells, sum(cell.count for cell in cells)))
        totals = tuple(sum(moves.get((old, new), 0) for old in values) for new in values)
        changed = sum(count for (old, new), count in moves.items() if old != new)
        labels = tuple(_label(column, value) for value in values)
        sentence = self._sentence(column, moves, changed)
        return Matrix(name, column.title, labels, tuple(rows), totals, changed, self.count, sentence)

    def _sentence(self, column: Column, moves: Mapping[tuple[Value, Value], int], changed: int) -> str:
        if not changed:
            return _("%(result)s stays the same for all %(count)s.") % {
                "result": column.title,
                "count": formats.number(self.count),
            }
        (old, new), most = max(((p, n) for p, n in moves.items() if p[0] != p[1]), key=lambda move: move[1])
        return _(
            "%(result)s changes for %(changed)s of %(count)s (%(share)s); "
            "most go from “%(old)s” to “%(new)s” (%(most)s)."
        ) % {
            "result": column.title,
            "changed": formats.number(changed),
            "count": formats.number(self.count),
            "share": formats.percent(changed, self.count),
            "old": _label(column, old),
            "new": _label(column, new),
            "most": formats.number(most),
        }  # fmt: skip


def code_of(value: Any) -> str:
    """A value as it stands in an address."""
    return NONE if value is None else str(value)


def _label(column: Column, value: Value) -> str:
    return _("not decided") if value is None else column.word(value)


def _sum(label: str, before: int | Decimal, after: int | Decimal) -> Sum:
    change = after - before
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    return Sum(label, formats.number(before), formats.number(after), f"{sign}{formats.number(abs(change))}")


def _fit(case: Case, policy: Policy) -> bool:
    """Whether the facts of a case are of the kinds that a version declares."""
    try:
        for fact in policy.facts:
            fitted(fact, case.facts.get(fact.name))
    except WrongFact:
        return False
    return True


def impacts(before: PolicyVersion, after: PolicyVersion, kind: str = "") -> list[Impact] | None:
    """Everything open under two versions, by kind of subject; None while a version cannot be read.

    ``kind`` keeps to one kind. Open cases are looked up and decided anew at every call.
    """
    try:
        first, second = selectors.policy_of(before), selectors.policy_of(after)
        return [
            Impact(subject, list(subject.open_cases()), first, second)
            for subject in known_subjects()
            if kind in ("", subject.kind)
        ]
    except (ValueError, Loop):
        return None
