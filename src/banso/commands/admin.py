"""``banso admin``: the first administrator."""

from __future__ import annotations

import sys

import click
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import invite
from banso.apps.base import Refused
from banso.apps.journal.actor import system
from banso.cli import with_language
from banso.commands.output import say
from banso.web import formats


@click.group()
def command() -> None:
    """First administrator and accounts."""


@command.command()
@click.option("--email", required=True, help="Mail address of the new administrator.")
@click.option("--name", required=True, help="Name of the new administrator.")
@with_language
def create(email: str, name: str) -> None:
    """Make an administrator and print the one-time link that sets the first password.

    --lang is also the language of the person. An address that exists already is refused (exit code 1).
    """
    language = "en" if get_language() == "en" else "ja"
    try:
        issued = invite(system(timezone.now()), email, name, language, Role.ADMINISTRATOR)
    except Refused as refused:
        say(refused.message)
        sys.exit(1)
    click.echo(issued.address)
    say(
        _("Open this link before {moment} to set a password. It works once.").format(
            moment=formats.moment(issued.link.expires_at)
        )
    )
