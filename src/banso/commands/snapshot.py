"""``banso snapshot``: what casework came to on a day, as files that figures are computed from."""

from __future__ import annotations

import sys
from typing import NoReturn

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.journal.actor import system
from banso.apps.snapshots import selectors, services
from banso.apps.snapshots.models import Snapshot
from banso.apps.snapshots.words import BROKEN, FAULTS
from banso.cli import with_language
from banso.commands.output import format_option, print_json, print_table, say
from banso.engines.evaluation.star.store import BrokenSnapshot


@click.group()
def command() -> None:
    """Snapshots of casework."""


@command.command()
@format_option
@with_language
def take(output: str) -> None:
    """Take a snapshot of this moment, and print where it lies and its hash.

    Exit code 1 if it could not be taken: nothing is left of it then.
    """
    actor = system(timezone.now())
    try:
        asked = services.ask_for(actor)
    except Refused as refused:
        say(str(refused))
        sys.exit(1)
    try:
        found = services.take(actor, asked)
    except OSError:
        asked.refresh_from_db()
        say(str(FAULTS[asked.fault]))
        sys.exit(1)
    _print(found, output)


@command.command("list")
@format_option
@with_language
def list_(output: str) -> None:
    """Print every snapshot, newest first."""
    found = list(selectors.snapshots())
    if output == "json":
        print_json([_record(one) for one in found])
    else:
        print_table([(one.name, one.get_state_display(), one.digest[:12]) for one in found])


@command.command()
@click.argument("name")
@format_option
@with_language
def verify(name: str, output: str) -> None:
    """Prove that the files of the snapshot NAME are those that were written.

    Exit code 1 if they are not, 2 if there is no such snapshot.
    """
    found = selectors.snapshots().filter(name=name).first()
    if found is None:
        say(_("There is no snapshot %(name)s.") % {"name": name})
        sys.exit(2)
    try:
        selectors.store_of(found)
    except BrokenSnapshot as broken:
        _refuse(broken)
    _print(found, output)


def _refuse(broken: BrokenSnapshot) -> NoReturn:
    say(str(BROKEN[broken.rule]) % {"file": broken.file})
    sys.exit(1)


def _record(found: Snapshot) -> dict[str, object]:
    return {
        "name": found.name,
        "state": found.state,
        "as_of": found.as_of.isoformat(),
        "digest": found.digest,
        "rows": found.rows,
        "folder": str(services.folder_of(found)),
    }


def _print(found: Snapshot, output: str) -> None:
    if output == "json":
        print_json(_record(found))
        return
    print_table(
        [
            (_("Snapshot"), found.name),
            (_("Rows"), f"{sum(found.rows.values()):,}"),
            (_("Hash"), found.digest),
            (_("Folder"), str(services.folder_of(found))),
        ]
    )
