"""How facts and answers are written down exactly, so that they can be decided again and compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from banso.apps.journal.services import canonical, digest
from banso.engines.policy.compiled import Compiled, fitted
from banso.engines.policy.expressions import Value
from banso.engines.policy.model import Decision, Fact, Kind

#: What a text fact without a closed list may be: a code. Names and free text have blanks or other letters.
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,40}")


class NoCode(ValueError):
    """A text that is no code was given as a fact: it could be a name, and is not written down."""


def written(value: Value) -> Any:
    """A value as JSON holds it exactly: whole numbers as numbers, others as texts without needless zeros.

    Raises:
        TypeError: policies of the house have no such value.
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [written(item) for item in value]
    raise TypeError(f"a decision cannot be written down with {value!r}")


def written_facts(compiled: Compiled, facts: Mapping[str, Value]) -> dict[str, Any]:
    """The facts that the decision takes, as JSON; unknown ones are left out.

    Raises:
        WrongFact: a fact is of the wrong type or outside its domain.
        NoCode: a text is no code.
    """
    found = {}
    for fact in compiled.facts:
        value = fitted(fact, facts.get(fact.name))
        if value is None:
            continue
        if fact.kind is Kind.TEXT and fact.domain.values is None and not _CODE.fullmatch(str(value)):
            raise NoCode(fact.name)
        found[fact.name] = written(value)
    return found


def read_facts(compiled: Compiled, stored: Mapping[str, Any]) -> dict[str, Value]:
    """The facts of a stored decision, as they were decided on."""
    return {fact.name: _read(fact, stored[fact.name]) for fact in compiled.facts if fact.name in stored}


def _read(fact: Fact, value: Any) -> Value:
    if fact.kind is Kind.NUMBER and isinstance(value, str):
        return Decimal(value)
    if fact.kind is Kind.DATE:
        return date.fromisoformat(value)
    return value


def columns(
    compiled: Compiled, facts: Mapping[str, Value], decision: Decision, asked: Sequence[str]
) -> dict[str, Any]:
    """The columns of a ``PolicyDecision`` that tell what was decided on and what came of it.

    Raises:
        WrongFact, NoCode: see ``written_facts``.
    """
    kept = written_facts(compiled, facts)
    return {
        "decisions": list(asked),
        "facts": kept,
        "facts_digest": facts_digest(kept),
        **answer(decision),
    }


def facts_digest(facts: Mapping[str, Any]) -> str:
    """The keyed digest of facts that are written down.

    Raises:
        TypeError: they hold what is never written down.
    """
    return digest(canonical(facts))


def answer(decision: Decision) -> dict[str, Any]:
    """What a decision answered, as JSON: two that are equal are written the same."""
    return {
        "outputs": {name: written(value) for name, value in decision.outputs.items()},
        "matched": {table: list(rows) for table, rows in decision.matched.items()},
        "missing": sorted(decision.missing),
        "conflicts": sorted(decision.conflicts),
    }


def payload(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What the event of a decision holds of its columns."""
    return {"facts": stored["facts_digest"], "outputs": stored["outputs"], "missing": stored["missing"]}
