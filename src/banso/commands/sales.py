"""`banso sales`: what malls and the store report as sold."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.journal.actor import system
from banso.apps.sales.reading import LIMITS, RULES, Reading, read
from banso.apps.sales.services import store_report
from banso.apps.sales.sites import Site, site_of
from banso.cli import with_language
from banso.commands.output import format_option, print_faults, print_json, print_table, say
from banso.engines.kernel.tables import read_table
from banso.web.faults import TABLE_RULES, record_of, sentence


@click.group()
def command() -> None:
    """Reports of sales."""


@command.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mall", "code", required=True, help="Code of the mall, or of the store.")
@click.option("--commit", is_flag=True, help="Store it. Without it, only show what would be stored.")
@click.option("--adds", is_flag=True, help="It adds to months that were reported before.")
@format_option
@with_language
def import_(file: Path, code: str, commit: bool, adds: bool, output: str) -> None:
    """Show what the sales report of a mall (CSV or XLSX) comes to and, with --commit, store it.

    Columns are known by their names, or as they were chosen on the page for this mall. All of the file is
    stored or nothing; the same file twice changes nothing. Exit code 1 if it holds errors, 2 if it cannot be
    read or there is no such mall.
    """
    site = site_of(code)
    if site is None:
        say(_("There is no mall or store %(code)s.") % {"code": code})
        sys.exit(2)
    try:
        content = file.read_bytes()
    except OSError:
        say(str(TABLE_RULES["file_missing"]))
        sys.exit(2)
    actor = system(timezone.now())
    reading = read(site, read_table(str(file), content, LIMITS), content, actor.today, adds=adds)
    stored = False
    if commit and not reading.faults:
        try:
            done = store_report(actor, site, file.name, content, adds=adds, progress=_progress)
        except Refused as refused:
            say(refused.message)
            sys.exit(1)
        stored = done.new > 0
    _print(site, reading, stored, output)
    if not commit and not reading.faults:
        say(_("Nothing was stored yet. Add --commit to store it."))
    sys.exit(2 if not reading.table.readable else 1 if reading.faults else 0)


def _progress(done: int, of: int) -> None:
    say(_("%(done)s of %(total)s sales") % {"done": f"{done:,}", "total": f"{of:,}"})


def _print(site: Site, reading: Reading, stored: bool, output: str) -> None:
    new = len(reading.new) if reading.stored is None else 0
    if output == "json":
        print_json(
            {
                "site": site.code,
                "new": new,
                "known": len(reading.known),
                "months": [month.strftime("%Y-%m") for month in reading.months],
                "stored": stored,
                "already": reading.stored.ref if reading.stored else None,
                "errors": [record_of(fault, sentence(RULES, fault)) for fault in reading.faults],
            }
        )
        return
    print_faults(reading.faults, lambda fault: sentence(RULES, fault), output)
    if reading.stored is not None:
        say(_("This file is stored already, as %(ref)s. Nothing changes.") % {"ref": reading.stored.ref})
    elif not reading.faults:
        rows = [(_("New lines"), f"{new:,}"), (_("Stored before"), f"{len(reading.known):,}")]
        print_table(rows)
