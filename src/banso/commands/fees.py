"""``banso fees``: what work costs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click
from django.utils.translation import gettext as _

from banso.apps.fees.messages import message
from banso.cli import with_language
from banso.commands.output import format_option, print_faults, print_json, print_table, say
from banso.engines.fees.exact import read_json
from banso.engines.fees.price import PriceFaults
from banso.engines.fees.price import price as price_of
from banso.engines.kernel.faults import Fault
from banso.web import formats


@click.group()
def command() -> None:
    """What work costs."""


@command.command()
@click.option(
    "--in", "path", required=True, metavar="FILE", type=click.Path(path_type=Path), help="A request in JSON."
)
@format_option
@with_language
def price(path: Path, output: str) -> None:
    """Calculate a price from lines, a discount, a tax rate and two rounding rules.

    Needs no database. Numbers are read by their digits, never as binary fractions. Exit code 1 if the request
    has faults (all are named, by place), 2 if the file cannot be read.
    """
    try:
        asked = read_json(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        _end((Fault(str(path), None, None, None, "file_missing"),), output, 2)
    except ValueError:
        _end((Fault(str(path), None, None, None, "json_unreadable"),), output, 2)
    try:
        found = price_of(asked, str(path))
    except PriceFaults as wrong:
        _end(wrong.faults, output, 1)
    if output == "json":
        print_json(found.as_json())
    else:
        print_table(
            [
                (_("Before discount"), formats.yen(found.net)),
                (_("After discount"), formats.yen(found.subtotal)),
                (_("Consumption tax"), formats.yen(found.tax)),
                (_("Total with tax"), formats.yen(found.total)),
            ]
        )


def _end(faults: tuple[Fault, ...], output: str, code: int) -> NoReturn:
    print_faults(faults, message, output)
    say(_("Nothing was calculated."))
    sys.exit(code)
