"""``banso config``: the configuration that ships."""

from __future__ import annotations

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from banso.apps.journal.actor import system
from banso.apps.programmes.services import load_shipped_configuration
from banso.cli import with_language


@click.group()
def command() -> None:
    """Load the configuration that ships."""


@command.command()
@with_language
def load() -> None:
    """Load code lists, programmes, services, policies and questionnaires; what is there already stays."""
    changed = load_shipped_configuration(system(timezone.now()))
    if changed:
        click.echo(_("Configuration loaded: {count} rows made or changed.").format(count=changed), err=True)
    else:
        click.echo(_("The configuration is loaded already; nothing changed."), err=True)
