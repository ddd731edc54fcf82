"""``banso lot``: draw a published lot again."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.cli import with_language
from banso.commands.output import format_option, print_faults, print_json, print_table, say
from banso.engines.kernel.faults import Fault
from banso.engines.kernel.lots import replay as draw_again
from banso.web.faults import TABLE_RULES, sentence

_RULES: Mapping[str, Any] = {
    "file_missing": TABLE_RULES["file_missing"],
    "draw_unreadable": gettext_lazy("This is no file of a draw: it is not an object in JSON."),
    "draw_lacks": gettext_lazy("This is missing, or it is of another kind than a draw has."),
    "commitment_differs": gettext_lazy("The commitment is not that of the seed: one of them was changed."),
    "candidate_twice": gettext_lazy("A candidate stands here twice."),
    "order_differs": gettext_lazy("The seed draws %(drawn)s here: the order was changed."),
}
#: Faults that leave nothing to draw.
_UNREADABLE = frozenset({"file_missing", "draw_unreadable", "draw_lacks"})


@click.group()
def command() -> None:
    """Lots that were drawn."""


@command.command()
@click.option(
    "--in", "path", required=True, metavar="FILE", type=click.Path(path_type=Path), help="The published draw."
)
@format_option
@with_language
def replay(path: Path, output: str) -> None:
    """Draw again from a published file, and say whether it agrees.

    Needs no database. Exit code 1 if the file does not agree with its seed, 2 if it cannot be read.
    """
    try:
        found = draw_again(str(path), path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        _end((Fault(str(path), None, None, None, "file_missing"),), output)
        return
    if found.faults:
        _end(found.faults, output)
    assert found.draw is not None
    drawn = [
        {"position": position, "application": ref, "drawn": position <= found.draw.places}
        for position, ref in enumerate(found.draw.order, start=1)
    ]
    if output == "json":
        print_json({"round": found.draw.round, "commitment": found.draw.commitment, "order": drawn})
    else:
        rows = [(str(one["position"]), str(one["application"]), _words(one["drawn"])) for one in drawn]
        print_table([(_("Number drawn"), _("Application"), _("Result")), *rows])
    say(_("The draw agrees with its seed, and the seed with its commitment."))


def _words(drawn: object) -> str:
    return _("drawn") if drawn else _("not drawn")


def _end(faults: tuple[Fault, ...], output: str) -> None:
    print_faults(faults, lambda fault: sentence(_RULES, fault), output)
    say(_("The draw cannot be repeated as published."))
    sys.exit(2 if any(fault.rule in _UNREADABLE for fault in faults) else 1)
