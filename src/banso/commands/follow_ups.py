"""`banso follow-ups`: looking back at firms after support."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.base import Refused
from banso.apps.casework.past_support import PastPlan, message, plan_past_support
from banso.apps.casework.services import Imported, import_past_support
from banso.apps.journal.actor import system
from banso.cli import with_language
from banso.commands.output import format_option, print_faults, print_json, print_table, say
from banso.engines.kernel.tables import read_path
from banso.web.faults import record_of


@click.group()
def command() -> None:
    """Looking back at firms after support."""


@command.command(name="import-past")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only show what would be stored.")
@format_option
@with_language
def import_past(file: Path, dry_run: bool, output: str) -> None:
    """Import support that ended before Banso (CSV or XLSX), and plan one contact a firm.

    Columns: old_ref, firm (reference or corporate number), service, ended_on and, where known, started_on,
    exported, plan_past_end (yes or no). A file with an error is not stored at all; the same file twice
    changes nothing. Exit code 1 if the file holds errors, 2 if it cannot be read.
    """
    actor = system(timezone.now())
    plan = plan_past_support(read_path(file), actor.today)
    done = None
    if not dry_run and not plan.errors:
        try:
            done = import_past_support(actor, plan.rows)
        except Refused as refused:
            say(refused.message)
            sys.exit(1)
    _print(plan, done, output)
    if not plan.readable:
        sys.exit(2)
    sys.exit(1 if plan.errors else 0)


def _print(plan: PastPlan, done: Imported | None, output: str) -> None:
    firms = len({row.firm for row in plan.rows})
    until = done.until.isoformat() if done and done.until else None
    if output == "json":
        print_json(
            {
                "stored": done is not None,
                "new": plan.new,
                "unchanged": plan.unchanged,
                "firms": firms,
                "last_week": until,
                "faults": [record_of(fault, message(fault)) for fault in plan.faults],
            }
        )
    else:
        rows = [
            (_("New records"), f"{plan.new:,}"),
            (_("Stored already"), f"{plan.unchanged:,}"),
            (_("Firms"), f"{firms:,}"),
        ]
        print_table([*rows, (_("Last week planned"), until)] if until else rows)
        if plan.faults:
            click.echo()
            print_faults(plan.faults, message, "table")
    errors = len(plan.errors)
    if errors:
        say(
            ngettext("%(n)s error. Nothing was stored.", "%(n)s errors. Nothing was stored.", errors)
            % {"n": errors}
        )
    elif done is not None and done.new:
        say(_("Stored."))
    elif done is None:
        say(_("Nothing was stored: this was a dry run."))
    else:
        say(_("Everything is stored already; nothing changes."))
