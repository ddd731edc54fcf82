"""``banso indicators``: standing indicators, their files and their figures."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banso.apps.snapshots.words import BROKEN, INDICATOR_RULES
from banso.cli import with_language
from banso.commands.output import format_option, print_faults, print_json, print_table, say
from banso.engines.evaluation.standing.definition import FOLDER, Definition, read_folder, shipped
from banso.engines.evaluation.standing.evaluate import YEAR, Asked, Key, Measure, evaluate
from banso.engines.evaluation.star.store import BrokenSnapshot, Store
from banso.engines.kernel.faults import Fault
from banso.web.faults import sentence


@click.group()
def command() -> None:
    """Standing indicators."""


@command.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@format_option
@with_language
def check(folder: Path | None, output: str) -> None:
    """Check the files of indicators in FOLDER, by default those that ship.

    Needs no database. Exit code 1 if a file has faults (all are listed), 2 if there is no such folder.
    """
    place = folder or FOLDER
    if not place.is_dir():
        say(_("There is no folder %(folder)s.") % {"folder": place})
        sys.exit(2)
    found = read_folder(place)
    print_faults(found.faults, _message, output)
    if found.faults:
        sys.exit(1)
    if output != "json":
        say(_("%(n)s indicators, no faults.") % {"n": len(found.definitions)})


def _message(fault: Fault) -> str:
    return sentence(INDICATOR_RULES, fault)


@command.command("list")
@format_option
@with_language
def list_(output: str) -> None:
    """Print every indicator that ships."""
    found = shipped().values()
    if output == "json":
        print_json([_definition(one) for one in found])
    else:
        print_table([(one.code, one.kind, one.name.in_language(get_language() or "ja")) for one in found])


@command.command()
@click.option(
    "--snapshot",
    "folder",
    required=True,
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of a snapshot.",
)
@click.option("--indicator", "codes", multiple=True, metavar="CODE", help="Only these. Default: all.")
@click.option("--by", default="", metavar="DIMENSION,...", help="For each office, fiscal_year and so on.")
@click.option("--from", "first", type=int, metavar="YEAR", help="From this fiscal year on.")
@click.option("--to", "last", type=int, metavar="YEAR", help="Up to this fiscal year.")
@click.option("--digest", metavar="HASH", help="The hash that the snapshot must have.")
@format_option
@with_language
def compute(
    folder: Path,
    codes: tuple[str, ...],
    by: str,
    first: int | None,
    last: int | None,
    digest: str | None,
    output: str,
) -> None:
    """Compute figures from a snapshot alone: a published figure is made again from the same rows.

    Needs no database. Exit code 1 if the snapshot is not as it was written, 2 on wrong usage.
    """
    known = shipped()
    if unknown := [code for code in codes if code not in known]:
        raise click.UsageError(_("There is no indicator %(code)s.") % {"code": unknown[0]})
    dimensions = tuple(filter(None, by.split(",")))
    chosen = [known[code] for code in codes] or list(known.values())
    years = (first or 0, last or 9999) if first is not None or last is not None else None
    asked = Asked(dimensions, years=years)
    if not any(asked.fits(one) for one in chosen):
        raise click.UsageError(_("None of these indicators is told by %(by)s.") % {"by": by})
    try:
        found = evaluate(Store(folder, digest), chosen, asked)
    except BrokenSnapshot as broken:
        say(str(BROKEN[broken.rule]) % {"file": broken.file})
        sys.exit(1)
    rows = list(_rows(found, dimensions))
    if output == "json":
        print_json(rows)
        return
    print_table(
        [
            (row["indicator"], *(str(row[name]) for name in dimensions), _told(row), f"{row['base']:,}")
            for row in rows
        ]
    )


def _rows(found: Mapping[str, Mapping[Key, Measure]], by: Iterable[str]) -> Iterable[dict[str, Any]]:
    for code, cells in found.items():
        for key, measure in sorted(cells.items(), key=lambda item: tuple(map(str, item[0]))):
            yield {"indicator": code, **dict(zip(by, key, strict=True)), **_measure(measure)}


def _measure(measure: Measure) -> dict[str, Any]:
    low, high = measure.interval or (None, None)
    record: dict[str, Any] = {
        "value": measure.value,
        "counted": measure.counted,
        "base": measure.base,
        "missing": measure.missing,
        "low": None if low is None else float(low) / 100,
        "high": None if high is None else float(high) / 100,
        "why": measure.why,
    }
    if measure.high_point is not None:
        record["point_90"] = measure.high_point
    if measure.reached:
        record["reached"] = [
            {"months": one.months, "at_risk": one.at_risk, "share": one.share, "interval": one.interval}
            for one in measure.reached
        ]
    if measure.comparison is not None:
        record["groups"] = {
            group.code: group.share.known for group in (measure.comparison.first, measure.comparison.second)
        }
    return record


def _told(row: Mapping[str, Any]) -> str:
    return "-" if row["value"] is None else f"{row['value']:,.4g}"


def _definition(one: Definition) -> dict[str, Any]:
    return {
        "code": one.code,
        "name_ja": one.name.ja,
        "name_en": one.name.en,
        "kind": one.kind,
        "table": one.table.name,
        "dated_by": one.dated_by,
        "by": [YEAR, *one.by],
        "expressions": {key: expression.text for key, expression in one.expressions.items()},
        "version": one.version,
    }
