"""``banso journal``: prove the chains, and write their heads down."""

from __future__ import annotations

import sys

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from banso.apps.journal.actor import ZONE
from banso.apps.journal.heads import ChainsBroken, faults_of_all_chains, files, write_heads
from banso.apps.journal.models import Event
from banso.apps.journal.rules import message
from banso.apps.journal.services import ChainFault
from banso.cli import with_language
from banso.commands.output import format_option, print_json, print_table, say


@click.group()
def command() -> None:
    """Prove the journal's chains."""


@command.command()
@format_option
@with_language
def verify(output: str) -> None:
    """Walk every chain, compare with the newest file of heads, and name every fault (exit code 1)."""
    faults = list(faults_of_all_chains())
    if output == "json":
        print_json([_record(fault) for fault in faults])
    elif faults:
        _print_faults(faults)
    newest = files()[-1:]
    if newest:
        say(_("Compared with the heads of {day}.").format(day=newest[0].day.isoformat()))
    else:
        say(_("No heads have been written down yet: a cut-off tail cannot be found."))
    count = f"{Event.objects.count():,}"
    if faults:
        say(_("{count} events: {faults} faults.").format(count=count, faults=len(faults)))
        sys.exit(1)
    say(_("{count} events: every chain is whole.").format(count=count))


@command.command()
@with_language
def heads() -> None:
    """Write the heads of all chains to today's file, as the daily job does."""
    try:
        file, count = write_heads(timezone.now().astimezone(ZONE).date())
    except ChainsBroken as broken:
        _print_faults(broken.faults)
        say(_("The journal does not verify; its heads were not written down."))
        sys.exit(1)
    click.echo(file.path)
    say(_("{count} heads written.").format(count=f"{count:,}"))


def _record(fault: ChainFault) -> dict[str, object]:
    return {
        "event": fault.event_id,
        "subject_kind": fault.subject[0],
        "subject_ref": fault.subject[1],
        "number": fault.number,
        "rule": fault.rule,
        "message": message(fault.rule),
    }


def _print_faults(faults: list[ChainFault]) -> None:
    header = (_("Event"), _("Subject"), _("Number"), _("Rule"), _("Message"))
    rows = [
        (
            str(fault.event_id or "-"),
            ":".join(fault.subject),
            str(fault.number),
            fault.rule,
            message(fault.rule),
        )
        for fault in faults
    ]
    print_table([header, *rows])
