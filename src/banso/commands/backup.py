"""``banso backup``: the whole installation in one file."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from banso.apps.jobs.archive import ArchiveError
from banso.apps.jobs.backups import back_up
from banso.apps.jobs.dumps import DumpError
from banso.cli import with_language
from banso.commands.output import say
from banso.commands.restore import words


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_language
def command(file: Path) -> None:
    """Write database and uploads to one new FILE, while everything runs. Keep the secrets elsewhere."""
    if not file.resolve().parent.is_dir():
        say(_("There is no folder {folder}.").format(folder=file.resolve().parent))
        sys.exit(2)
    try:
        made = back_up(file, timezone.now())
    except (ArchiveError, DumpError) as error:
        say(words(error))
        sys.exit(1)
    click.echo(file)
    size = f"{file.stat().st_size / 1_000_000:,.1f}"
    counts = {name: f"{count:,}" for name, count in made.items()}
    say(_("Backed up: {events} events, {uploads} uploads, {size} MB.").format(**counts, size=size))
