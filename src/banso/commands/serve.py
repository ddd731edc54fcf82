"""``banso serve``: the pages, by granian."""

from __future__ import annotations

import ipaddress
import os
import sys

import click
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _

from banso.cli import with_language
from banso.commands.output import say


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=lambda: os.cpu_count() or 1, type=click.IntRange(1), help="Processes.")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1), help="Threads a process.")
@with_language
def command(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the pages until stopped. Put a proxy that speaks HTTPS in front, see docs/operate.md."""
    if settings.DEMO and not _is_loopback(host):
        say(_("The demonstration lets anybody in as anybody: it is served on loopback only."))
        sys.exit(2)
    if settings.PRODUCTION:
        call_command("collectstatic", interactive=False, verbosity=0)
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "banso.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
