"""``banso worker``: runs the jobs."""

from __future__ import annotations

import click
from django.utils.translation import gettext as _

from banso.apps.jobs.worker import Worker
from banso.cli import with_language
from banso.commands.output import say


@click.command()
@with_language
def command() -> None:
    """Run queued tasks and recurring jobs until stopped. Several workers may run beside each other."""
    worker = Worker()
    say(_("Worker {id} runs.").format(id=worker.id))
    worker.run()
