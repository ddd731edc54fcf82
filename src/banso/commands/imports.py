"""`banso import`: records out of the system used before."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from banso.apps.imports.kinds import KINDS
from banso.apps.imports.services import Outcome, columns_of, store_table
from banso.apps.imports.working import work
from banso.apps.journal.actor import system
from banso.cli import with_language
from banso.commands.output import format_option, print_json, print_table, say, shortened
from banso.engines.kernel.tables import read_table
from banso.web.faults import TABLE_RULES


@click.command()
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--commit", is_flag=True, help="Store it. Without it, the file is only tried.")
@format_option
@with_language
def command(kind: str, file: Path, commit: bool, output: str) -> None:
    """Try a file (CSV or XLSX) of records and, with --commit, store it: all of it or nothing.

    Columns are known by the names in the templates, or as they were chosen on the page for a file with the
    same header. The same file twice changes nothing. Exit code 1 if the file holds errors, 2 if it cannot be
    read.
    """
    try:
        content = file.read_bytes()
    except OSError:
        say(str(TABLE_RULES["file_missing"]))
        sys.exit(2)
    table, actor, chosen = read_table(str(file), content), system(timezone.now()), KINDS[kind]
    if commit:
        outcome = store_table(actor, chosen, table, content)
    else:
        outcome = work(actor, chosen, table, columns_of(chosen, table), store=False)
    _print(outcome, commit, output)
    sys.exit(2 if not table.readable else 1 if outcome.errors else 0)


def _print(outcome: Outcome, commit: bool, output: str) -> None:
    if output == "json":
        faults = [asdict(error) for error in outcome.errors]
        stored = commit and not outcome.errors
        print_json({**outcome.as_json(), "errors": faults, "stored": stored})
    else:
        rows = [(_("Rows"), f"{outcome.rows:,}"), (_("New"), f"{outcome.new:,}")]
        rows.append((_("Stored already"), f"{outcome.known:,}"))
        rows += [(code, f"{pair['file']} / {pair['stored']}") for code, pair in outcome.sums.items()]
        print_table(rows)
        if outcome.errors:
            head = (_("Row"), _("Column"), _("Value"), _("Rule"), _("Message"))
            print_table(
                [
                    head,
                    *(
                        (str(e.row or ""), e.column or "", shortened(e.value or ""), e.rule, e.message)
                        for e in outcome.errors
                    ),
                ]
            )
    if outcome.errors:
        say(_("Nothing was stored. Correct the errors first."))
    elif not commit:
        say(_("Nothing was stored yet. Add --commit to store it."))
