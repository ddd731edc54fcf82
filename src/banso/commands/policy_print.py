"""Decisions and comparisons as commands print them: JSON with every case, or tables to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import click
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banso.commands.output import print_table
from banso.engines.policy.comparison import Comparison
from banso.engines.policy.expressions import Months
from banso.engines.policy.feel.temporal import written
from banso.engines.policy.model import Decision, Policy

#: So many digits come back from a number of JSON exactly as they went in.
_EXACT_DIGITS = 15
#: A table shows so many cases; the JSON has all.
MOST_SHOWN = 200
#: And so many kinds of moves of one result, the most frequent first; the rest are counted together.
MOST_MOVES = 12


def as_json(value: Any) -> Any:
    """A value as JSON says it: exact numbers as numbers, days and lengths of time in ISO 8601."""
    if isinstance(value, Decimal):
        if value == value.to_integral_value() and abs(value) < 10**_EXACT_DIGITS:
            return int(value)
        short = len(value.normalize().as_tuple().digits) <= _EXACT_DIGITS and abs(value.adjusted()) < 300
        return float(value) if short else str(value)
    if isinstance(value, datetime | date | time | timedelta | Months):
        return written(value)
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {name: as_json(item) for name, item in value.items()}
    return value


def records(names: Sequence[Any], decisions: Sequence[Decision]) -> Iterator[dict[str, Any]]:
    """One record a case, in order."""
    for name, decision in zip(names, decisions, strict=True):
        record = {
            "case": as_json(name),
            "outputs": {output: as_json(value) for output, value in decision.outputs.items()},
            "matched": {table: list(rows) for table, rows in decision.matched.items()},
            "reasons": [
                {"table": reason.table, "row": reason.row, "ja": reason.text.ja, "en": reason.text.en}
                for reason in decision.reasons
            ],
            "missing": list(decision.missing),
        }
        if decision.conflicts:
            record["conflicts"] = list(decision.conflicts)
        yield record


def print_decisions(policy: Policy, names: Sequence[Any], decisions: Sequence[Decision]) -> None:
    """Print what was decided, then why."""
    if not decisions:
        return
    # What only feeds another table is in the JSON.
    answers = {*policy.results, *(amount.name for amount in policy.amounts)}
    every = list(decisions[0].outputs)
    outputs = [output for output in every if output in answers] or every
    shown = list(zip(names, decisions, strict=True))[:MOST_SHOWN]
    rows = [[said(name), *(said(decision.outputs[output]) for output in outputs)] for name, decision in shown]
    print_table([[_("Case"), *outputs], *rows])
    reasons = [
        [said(name), reason.table, str(reason.row), " ".join(reason.text.in_language(language()).split())]
        for name, decision in shown
        for reason in decision.reasons
    ]
    if reasons:
        click.echo()
        print_table([[_("Case"), _("Table"), _("Row"), _("Reason")], *reasons])
    for header, of in ((_("Missing facts"), "missing"), (_("Contradicting tables"), "conflicts")):
        lines = [[said(name), ", ".join(getattr(decision, of))] for name, decision in shown]
        found = [line for line in lines if line[1]]
        if found:
            click.echo()
            print_table([[_("Case"), header], *found])


def comparison_record(before: Policy, after: Policy, found: Comparison) -> dict[str, Any]:
    """A comparison without its cases: how many move from which answer to which, and the money."""
    return {
        "a": before.id,
        "b": after.id,
        "cases": found.cases,
        "changed": found.changed_cases,
        "results": {
            name: {
                "changed": sum(count for (old, new), count in found.moves[name].items() if old != new),
                "moves": [
                    {"a": as_json(old), "b": as_json(new), "cases": count}
                    for (old, new), count in _in_order(found, name)
                ],
                **_money_record(found, name),
            }
            for name in found.results
        },
    }


def _money_record(found: Comparison, name: str) -> dict[str, Any]:
    money = found.money.get(name)
    if money is None:
        return {}
    return {
        "money": {
            "a": money.before,
            "b": money.after,
            "difference": money.difference,
            "unknown_a": money.unknown_before,
            "unknown_b": money.unknown_after,
        }
    }


def changed_cases(names: Sequence[Any], found: Comparison) -> Iterator[dict[str, Any]]:
    """The cases that change, in order, each with its results and the rows that led to them."""
    record: dict[str, Any] = {}
    last = None
    for change in found.changes:
        if change.case != last:
            if record:
                yield record
            last = change.case
            record = {"case": as_json(names[change.case]), "results": {}, "rows": {"a": {}, "b": {}}}
        record["results"][change.result] = {"a": as_json(change.before), "b": as_json(change.after)}
        for side, rows in (("a", change.rows_before), ("b", change.rows_after)):
            record["rows"][side] |= {table: list(numbers) for table, numbers in rows.items()}
    if record:
        yield record


def print_comparison(before: Policy, after: Policy, names: Sequence[Any], found: Comparison) -> None:
    """Print how many cases move from which answer to which, the money, and who changes by which row."""
    for name in found.results:
        header = [f"{name}: {before.id} → {after.id}", _("Cases")]
        moves = _in_order(found, name)
        rows = [
            [f"{said(old)} → {said(new)}" if old != new else said(old), f"{count:,}"]
            for (old, new), count in moves[:MOST_MOVES]
        ]
        rest = moves[MOST_MOVES:]
        if rest:
            others = _("%(moves)s other moves") % {"moves": f"{len(rest):,}"}
            rows.append([others, f"{sum(count for _move, count in rest):,}"])
        print_table([header, *rows])
        click.echo()
    if found.money:
        header = [_("Yen"), before.id, after.id, _("Difference"), _("Unknown before"), _("Unknown after")]
        rows = [
            [name, *(f"{n:,}" for n in (m.before, m.after, m.difference, m.unknown_before, m.unknown_after))]
            for name, m in found.money.items()
        ]
        print_table([header, *rows])
        click.echo()
    rows = [
        [
            said(names[change.case]),
            change.result,
            said(change.before),
            said(change.after),
            _rows(change.rows_before),
            _rows(change.rows_after),
        ]
        for change in found.changes[:MOST_SHOWN]
    ]
    if rows:
        by = _("By rows of %(version)s")
        header = [_("Case"), _("Result"), before.id, after.id]
        header += [by % {"version": before.id}, by % {"version": after.id}]
        print_table([header, *rows])


def said(value: Any) -> str:
    """A value as a table shows it."""
    if value is None:
        return "–"
    plain = as_json(value)
    if isinstance(plain, bool):
        return str(plain).lower()
    if isinstance(plain, list):
        return ", ".join(map(said, plain))
    return str(plain)


def _rows(rows: Any) -> str:
    return ", ".join(f"{table} {'+'.join(map(str, numbers))}" for table, numbers in rows.items() if numbers)


def _in_order(found: Comparison, name: str) -> list[tuple[tuple[Any, Any], int]]:
    """Moves with the most cases first."""
    return sorted(found.moves[name].items(), key=lambda move: (-move[1], str(move[0])))


def language() -> str:
    """The language of the messages."""
    return get_language() or "ja"
