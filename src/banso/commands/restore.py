"""``banso restore``: a backup in the place of database and uploads."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from banso.apps.jobs.archive import ArchiveError
from banso.apps.jobs.backups import RestoreRefused, restore
from banso.apps.jobs.dumps import DumpError
from banso.cli import with_language
from banso.commands.output import say

_ARCHIVE = {
    "exists": gettext_noop("{detail} is there already. Choose another name."),
    "unreadable": gettext_noop("This is no backup, or it is damaged: {detail}"),
    "format": gettext_noop("The backup was written by another version (format {detail})."),
    "missing": gettext_noop("The backup is damaged: {detail} is missing."),
    "hash": gettext_noop("The backup is damaged: {detail} is not what was written."),
    "unknown": gettext_noop("The backup is damaged: {detail} was never written."),
}
_DUMP = {
    "program": gettext_noop("{detail} is not installed. Install the client programs of PostgreSQL."),
    "failed": gettext_noop("The database refused: {detail}"),
}
_REFUSED = {
    "not_empty": gettext_noop("The database holds records. Add --yes to put the backup in their place."),
    "other_database": gettext_noop(
        "The backup is of another kind of database. Set DATABASE_URL to that kind."
    ),
}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Replace what the database holds.")
@with_language
def command(file: Path, yes: bool) -> None:
    """Put the backup FILE in the place of database and uploads. Stop server and worker before."""
    try:
        restored = restore(file, timezone.now(), replace=yes)
    except (ArchiveError, DumpError, RestoreRefused) as error:
        say(words(error))
        say(_("Nothing was changed."))
        sys.exit(1)
    say(
        _("Restored the state of {moment}.").format(
            moment=timezone.localtime(restored.made_at).isoformat(" ", "minutes")
        )
    )
    if not restored.same_journal_key:
        say(_("BANSO_JOURNAL_KEY is not the one the backup was made with: digests cannot be compared."))
    if restored.pending_migrations:
        say(
            _("{count} migrations are pending: run manage.py migrate.").format(
                count=restored.pending_migrations
            )
        )
    if restored.faults:
        say(_("The journal does not verify. Run banso journal verify."))
        sys.exit(1)
    say(_("The journal verifies."))


def words(error: ArchiveError | DumpError | RestoreRefused) -> str:
    """What went wrong, in the language of the reader."""
    if isinstance(error, RestoreRefused):
        return _(_REFUSED[error.rule])
    texts = _ARCHIVE if isinstance(error, ArchiveError) else _DUMP
    return _(texts[error.rule]).format(detail=error.detail)
