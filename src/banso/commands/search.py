"""``banso search``: the index of the search box."""

from __future__ import annotations

import click
from django.utils.translation import gettext as _

from banso.cli import with_language
from banso.commands.output import say


@click.group()
def command() -> None:
    """The index of the search box."""


@command.command()
@with_language
def rebuild() -> None:
    """Make the whole index anew, for example after rows were written past the services."""
    from banso.apps.search.services import rebuild as make_anew

    for kind, count in make_anew().items():
        click.echo(f"{kind}\t{count}")
    say(_("The index was made anew."))
