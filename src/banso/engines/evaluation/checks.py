"""Checks: bases and sums that must agree, in print and in our answers. They are no indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from banso.engines.evaluation.catalogue import ACCEPTS, EVERYONE, OWN_EFFORT, SUCCESS
from banso.engines.evaluation.conditions import Condition, Record
from banso.engines.evaluation.published import Published, published_figures
from banso.engines.kernel.rounding import percent

_BASES: dict[str, Condition] = {
    "sv-firms-c": EVERYONE,
    "sv-firms-e": EVERYONE,
    "sv-total": EVERYONE,
    "f1-n": SUCCESS,
    "f2-n": SUCCESS,
    "f3-n": SUCCESS & OWN_EFFORT,
    "f4-n": SUCCESS & OWN_EFFORT,
    "f5-n": ACCEPTS,
    "f6-n": ACCEPTS,
}

#: Rows that make up a whole, by table: whole and parts.
_WHOLES = (("success", "fail"), ("met", "notmet"))


@dataclass(frozen=True)
class Check:
    """One thing that must agree. `holds` is None where print alone cannot tell.

    `expected` is what is printed (or must come out), `found` what our answers or the printed parts come to.
    """

    published: Published
    expected: str
    found: str
    holds: bool | None


def checks(answers: Sequence[Record]) -> list[Check]:
    """Return all checks: our bases against the printed ones, then what print says of itself."""
    known = published_figures()
    return [
        *(_base(known[check_id], base, answers) for check_id, base in _BASES.items()),
        *(_counts(f"t{number}") for number in (1, 2)),
        *(_percents(f"t{number}") for number in (1, 2)),
        _change(known["bud-change"]),
    ]


def _base(published: Published, base: Condition, answers: Sequence[Record]) -> Check:
    found = sum(
        1
        for answer in answers
        if published.programme in ("both", answer.get("programme")) and base.holds(answer)
    )
    return Check(published, f"{published.value:,}", f"{found:,}", found == published.value)


def _counts(table: str) -> Check:
    """The counts of a table: parts add up to their base."""
    known = published_figures()
    holds, found = True, []
    for parts in _WHOLES:
        rows = [known[f"{table}-{part}"] for part in parts]
        total = sum(row.numerator or 0 for row in rows)
        holds = holds and total == rows[0].denominator
        found.append(f"{total:,}")
    bases = " / ".join(f"{known[f'{table}-{parts[0]}'].denominator:,}" for parts in _WHOLES)
    return Check(known[f"{table}-sum-counts"], bases, " / ".join(found), holds)


def _percents(table: str) -> Check:
    """The printed percentages of a table: parts add up to 100.0."""
    known = published_figures()
    totals = [
        sum((known[f"{table}-{part}"].percent or Decimal(0) for part in parts), Decimal(0))
        for parts in _WHOLES
    ]
    expected = " / ".join("100.0 %" for _ in totals)
    found = " / ".join(f"{total} %" for total in totals)
    return Check(known[f"{table}-sum-pct"], expected, found, all(total == 100 for total in totals))


def _change(published: Published) -> Check:
    """The change of the budget: print gives both sums, no ratio and nothing like for like."""
    ratio = percent(published.numerator or 0, published.denominator or 0)
    return Check(published, "", f"{ratio} %", None)
