"""How commands speak: data on stdout as a table or JSON, messages on stderr."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click
from django.utils.translation import gettext as _

from banso.engines.kernel.faults import Fault
from banso.web.faults import record_of, severity

#: ``--format table|json``, given to the command as ``output``.
format_option = click.option(
    "--format", "output", type=click.Choice(["table", "json"]), default="table", show_default=True
)


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns; a full-width character takes two places of a terminal."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def print_json(value: Any) -> None:
    """Print a value as indented JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_records(records: Iterable[Any], about: dict[str, Any] | None = None, name: str = "") -> None:
    """Print many records as JSON, one a line, without ever holding the whole text.

    They are a list, or the entry ``name`` of an object that says more ``about`` them.
    """
    write = sys.stdout.write
    write(f'{json.dumps(about, ensure_ascii=False)[:-1]},\n"{name}": [' if about else "[")
    for place, record in enumerate(records):
        write(",\n" if place else "\n")
        write(json.dumps(record, ensure_ascii=False))
    write("\n]}\n" if about else "\n]\n")


def say(line: str) -> None:
    """Say something to the person, beside the data."""
    click.echo(line, err=True)


def print_faults(faults: Sequence[Fault], message: Callable[[Fault], str], output: str) -> None:
    """Print faults as data: one record or one line of a table each."""
    if output == "json":
        print_json([record_of(fault, message(fault)) for fault in faults])
    elif faults:
        header = (_("File"), _("Row"), _("Column"), _("Value"), _("Rule"), _("Severity"), _("Message"))
        rows = [
            (
                fault.file,
                "" if fault.row is None else str(fault.row),
                fault.column or "",
                shortened(fault.value or ""),
                fault.rule,
                severity(fault),
                message(fault),
            )
            for fault in faults
        ]
        print_table([header, *rows])


def say_faults(faults: Sequence[Fault], message: Callable[[Fault], str], output: str) -> None:
    """Name faults on stderr, where the command prints other data or none."""
    if output == "json":
        records = [record_of(fault, message(fault)) for fault in faults]
        say(json.dumps(records, ensure_ascii=False, indent=2))
        return
    for fault in faults:
        place = [fault.file]
        if fault.row is not None:
            place.append(_("row %(row)s") % {"row": fault.row})
        if fault.column:
            place.append(fault.column)
        shown = f" ({' '.join(fault.value.split())})" if fault.value else ""
        say(f"{' '.join(place)}{shown}: {message(fault)} [{fault.rule}]")


def shortened(value: str, length: int = 40) -> str:
    """A value on one line, cut to what a line can hold; the JSON has all of it."""
    line = " ".join(value.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
