"""``banso doctor``: is everything as it should be?"""

from __future__ import annotations

import sys
from dataclasses import asdict

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from banso.apps.jobs.doctor import examine
from banso.cli import with_language
from banso.commands.output import format_option, print_json, print_table, say

STATES = {
    "ok": gettext_lazy("in order"),
    "note": gettext_lazy("worth knowing"),
    "fault": gettext_lazy("fault"),
}


@click.command()
@format_option
@with_language
def command(output: str) -> None:
    """Check settings, database, fonts, jobs, backup, mail and disk. Exit code 1 if there is a fault."""
    findings = examine(timezone.now())
    if output == "json":
        print_json([asdict(finding) for finding in findings])
    else:
        header = (_("Check"), _("State"), _("Message"))
        print_table([header, *((item.check, str(STATES[item.state]), item.message) for item in findings)])
    faults = sum(finding.state == "fault" for finding in findings)
    if faults:
        say(
            ngettext("{count} fault must be mended.", "{count} faults must be mended.", faults).format(
                count=faults
            )
        )
        sys.exit(1)
    say(_("Everything that must be is in order."))
