"""``banso mail``: see whether mail goes out."""

from __future__ import annotations

import sys
from smtplib import SMTPException

import click
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from banso.cli import with_language
from banso.commands.output import say


@click.group()
def command() -> None:
    """Try out sending mail."""


@command.command()
@click.argument("address")
@with_language
def test(address: str) -> None:
    """Send a test mail to ADDRESS and say what became of it; exit code 1 if it was not sent."""
    try:
        validate_email(address)
    except ValidationError:
        say(_("{address} is not a mail address.").format(address=address))
        sys.exit(2)
    body = _("This mail was sent by {base_url} to see whether mail goes out. It asks nothing of you.")
    try:
        send_mail(_("Test mail from Banso"), body.format(base_url=settings.BASE_URL), None, [address])
    except (SMTPException, OSError) as error:
        say(_("The mail was not sent: {error}").format(error=f"{type(error).__name__}: {error}"))
        say(_("Mail server: {server}").format(server=_server()))
        sys.exit(1)
    if settings.ENV.mail_url:
        say(_("{server} took the mail for {address}.").format(server=_server(), address=address))
    else:
        say(_("No mail server is set (BANSO_MAIL_URL): nothing was sent."))
        say(_("The mail lies in the folder {folder}.").format(folder=settings.EMAIL_FILE_PATH))


def _server() -> str:
    """Host and port, without the password."""
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
