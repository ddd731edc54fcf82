"""`banso rates`: exchange rates."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.base import Refused
from banso.apps.journal.actor import system
from banso.apps.programmes.exchange import LIMITS, RatePlan, plan_rates, store_rates
from banso.apps.programmes.messages import message
from banso.cli import with_language
from banso.commands.output import format_option, print_faults, print_json, print_table, say
from banso.engines.kernel.tables import read_path
from banso.web.faults import record_of


@click.group()
def command() -> None:
    """Exchange rates."""


@command.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--commit", is_flag=True, help="Store them. Without it, only show what would be stored.")
@format_option
@with_language
def import_(file: Path, commit: bool, output: str) -> None:
    """Show which rates of a file (CSV or XLSX) are new and, with --commit, store them.

    Columns: currency, day, yen, source and, where the rate is meant for several units, per. A file with an
    error is not stored at all; the same file twice changes nothing. Exports that waited for a rate get their
    amount in yen. Exit code 1 if the file holds errors, 2 if it cannot be read.
    """
    table = read_path(file, LIMITS)
    plan = plan_rates(table)
    stored = False
    if commit and not plan.errors:
        try:
            plan, stored = store_rates(system(timezone.now()), table), True
        except Refused as refused:
            say(refused.message)
            sys.exit(1)
    _print(plan, stored, output)
    if not plan.readable:
        sys.exit(2)
    sys.exit(1 if plan.errors else 0)


def _print(plan: RatePlan, stored: bool, output: str) -> None:
    if output == "json":
        print_json(
            {
                "stored": stored,
                "new": len(plan.new),
                "unchanged": plan.unchanged,
                "currencies": plan.currencies,
                "faults": [record_of(fault, message(fault)) for fault in plan.faults],
            }
        )
    else:
        print_table(
            [
                (_("New rates"), f"{len(plan.new):,}"),
                (_("Stored already"), f"{plan.unchanged:,}"),
                (_("Currencies"), " ".join(plan.currencies) or "-"),
            ]
        )
        if plan.faults:
            click.echo()
            print_faults(plan.faults, message, "table")
    errors = len(plan.errors)
    if errors:
        say(
            ngettext("%(n)s error. Nothing was stored.", "%(n)s errors. Nothing was stored.", errors)
            % {"n": errors}
        )
    elif stored:
        say(_("Stored."))
    elif plan.new:
        say(_("Nothing was stored yet. Add --commit to store it."))
    else:
        say(_("Everything is stored already; nothing changes."))
