"""What a version says about one record, in the words of a page: the advice, its rows, what was not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.policies import selectors
from banso.apps.policies.judging import decide, note_departure
from banso.apps.policies.models import PolicyDecision, PolicyVersion
from banso.apps.policies.notation import named, say
from banso.apps.policies.subjects import Facts
from banso.engines.policy.compiled import WrongFact
from banso.engines.policy.expressions import Anything, Constant
from banso.engines.policy.folder import column_name
from banso.engines.policy.model import HitPolicy, Policy, Table


@dataclass(frozen=True)
class Line:
    """A row that matched: its table, its number from 1, its reason, and where it is read."""

    table: str
    row: int
    reason: str
    address: str


@dataclass(frozen=True)
class Said:
    """What a version says about one record; people decide.

    ``values``: each result that was asked for, by name. ``words``: the same in words. ``decisive`` are
    the rows that settled them, the last table first; ``adding`` are rows whose numbers were joined on the
    way. ``stopped`` says why the version could not be asked.
    """

    version: PolicyVersion
    values: dict[str, Any]
    words: tuple[tuple[str, str], ...] = ()
    decisive: tuple[Line, ...] = ()
    adding: tuple[Line, ...] = ()
    missing: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()
    stopped: str = ""

    @property
    def address(self) -> str:
        """The page of the version."""
        return reverse("policies:version", args=[self.version.code])

    @property
    def missing_said(self) -> str:
        """The facts that were not known, in one line."""
        return _listed(self.missing)

    @property
    def conflicts_said(self) -> str:
        """The tables whose rows contradict each other, in one line."""
        return _listed(self.conflicts)

    @property
    def reason(self) -> str:
        """The reason of the row that settled the first result; empty where none did."""
        return self.decisive[0].reason if self.decisive else ""


def say_about(kind: str, ref: str, facts: Facts, *, results: Sequence[str], applied_on: date) -> Said | None:
    """What the version that judges a record says about it, in the language of the page; None without one."""
    version = selectors.version_for(kind, ref, applied_on)
    if version is None:
        return None
    compiled = selectors.compiled_of(version, results)
    try:
        found = compiled.decide(facts)
    except WrongFact as wrong:
        title = named(compiled.policy)[wrong.name].title
        said = _("%(fact)s: the value does not fit this version.") % {"fact": title}
        return Said(version, {}, stopped=said)
    return _said(version, results, found.outputs, found.matched, found.missing, found.conflicts)


def say_stored(decision: PolicyDecision, *, results: Sequence[str]) -> Said:
    """What a stored decision said, as far as it is about some of its results."""
    stored = decision.outputs, decision.matched, decision.missing, decision.conflicts
    return _said(decision.version, results, *stored)


@dataclass(frozen=True)
class PointRow:
    """A row that gave points: how many, why, and where it is read."""

    points: int
    reason: str
    address: str


def point_rows(decision: PolicyDecision, result: str) -> list[PointRow]:
    """The rows whose whole numbers were added up to a result of a stored decision, in the order of the table.

    Empty where the version does not know the result.
    """
    policy = selectors.policy_of(decision.version)
    table = next((t for t in policy.tables if any(out.name == result for out in t.outputs)), None)
    if table is None:
        return []
    place = next(number for number, out in enumerate(table.outputs) if out.name == result)
    address = reverse("policies:table", args=[decision.version.code, table.name])
    found = []
    for number in decision.matched.get(table.name, ()):
        row = table.rows[number - 1]
        given = row.results[place]
        if isinstance(given, Constant) and isinstance(given.value, int):
            found.append(PointRow(given.value, say(row.reason), f"{address}#row-{number}"))
    return found


def write_down(
    actor: Actor,
    kind: str,
    ref: str,
    facts: Facts,
    said: Said | None,
    *,
    decisions: Sequence[str],
    applied_on: date,
    followed: bool | None,
    reason: str,
) -> None:
    """Store what was said to a person who has decided, and whether that was followed; why not, by ``reason``.

    ``followed`` is None where any decision agrees with what was said. Nothing is stored of a version that
    could not be asked. What it costs may hang on a fact that the version does not take: then the results that
    were said are stored alone. Call it in the transaction of the person's decision.
    """
    if said is None or said.stopped:
        return
    try:
        decision = decide(actor, kind, ref, facts, decisions=decisions, applied_on=applied_on)
    except Refused:
        decision = decide(actor, kind, ref, facts, decisions=tuple(said.values), applied_on=applied_on)
    if decision is not None and followed is not None:
        note_departure(actor, decision, followed=followed, reason=reason)


def _said(
    version: PolicyVersion,
    results: Sequence[str],
    outputs: Mapping[str, Any],
    matched: Mapping[str, Sequence[int]],
    missing: Sequence[str],
    conflicts: Sequence[str],
) -> Said:
    compiled = selectors.compiled_of(version, results)
    policy, words = compiled.policy, named(compiled.policy)
    facts = {fact.name for fact in compiled.facts}
    told = [name for name in results if outputs.get(name) is not None]
    decisive: list[Line] = []
    adding: list[Line] = []
    for table, row, adds in _deciding(policy, told, matched):
        address = reverse("policies:table", args=[version.code, table.name])
        reason = say(table.rows[row - 1].reason)
        line = Line(say(table.title), row, reason, f"{address}#row-{row}")
        (adding if adds else decisive).append(line)
    return Said(
        version,
        {name: outputs.get(name) for name in results},
        tuple((words[name].title, words[name].value(outputs[name])) for name in told),
        tuple(decisive),
        tuple(adding),
        tuple(words[name].title for name in missing if name in facts),
        tuple(say(policy.table(name).title) for name in conflicts if name in compiled.tables),
    )


def _deciding(
    policy: Policy, results: Sequence[str], matched: Mapping[str, Sequence[int]]
) -> Iterator[tuple[Table, int, bool]]:
    """The rows by which results came about: a row, then those that gave what it tests. Each once.

    True marks rows whose numbers were joined, and what fed them.
    """
    source = {output.name: table for table in policy.tables for output in table.outputs}
    seen: set[str] = set()
    ahead = [(name, False) for name in results]
    while ahead:
        name, adds = ahead.pop(0)
        table = source.get(name)
        if table is None or table.name in seen:
            continue
        seen.add(table.name)
        adds = adds or table.hit is HitPolicy.COLLECT
        for row in matched.get(table.name, ()):
            yield table, row, adds
            tests = zip(table.inputs, table.rows[row - 1].tests, strict=True)
            ahead += [(column_name(column), adds) for column, test in tests if not isinstance(test, Anything)]


def _listed(names: Sequence[str]) -> str:
    # Translators: what stands between the names of a list
    return _(", ").join(names)
