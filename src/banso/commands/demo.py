"""``banso demo``: load and drop the demonstration portfolio."""

from __future__ import annotations

import sys
from datetime import date, datetime

import click
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from banso.apps.base import Refused
from banso.cli import with_language
from banso.commands.output import say
from banso.demo.database import carries_portfolio, drop_database
from banso.demo.loader import Loaded, load_portfolio


@click.group()
def command() -> None:
    """The demonstration portfolio."""


@command.command()
@click.option("--firms", default=10_000, show_default=True, help="How many firms.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="What chance starts from.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="The day the portfolio reaches up to; default: today.",
)
@click.option("--products", type=click.IntRange(0, 200_000), help="How many products; default: by the firms.")
@click.option("--again", is_flag=True, help="Drop the demonstration that is there, and load it anew.")
@with_language
def load(firms: int, seed: int, as_of: datetime | None, products: int | None, again: bool) -> None:
    """Load the demonstration into an empty database; nothing, if any of it cannot be loaded."""
    try:
        if again and carries_portfolio():
            drop_database()
            call_command("migrate", verbosity=0)
        elif not connection.introspection.table_names():
            call_command("migrate", verbosity=0)
        loaded = _load(firms, seed, as_of.date() if as_of else timezone.localdate(), products)
    except Refused as refused:
        say(refused.message)
        sys.exit(1)
    _report(loaded)


@command.command()
@with_language
def drop() -> None:
    """Remove the demonstration's database. One that holds anything else is left alone."""
    try:
        drop_database()
    except Refused as refused:
        say(refused.message)
        sys.exit(1)
    say(_("The demonstration and its database are gone."))


def _load(firms: int, seed: int, as_of: date, products: int | None) -> Loaded:
    with tqdm(unit_scale=True, unit=" rows", file=sys.stderr, disable=None, leave=False) as bar:

        def progress(what: str, rows: int, total: int) -> None:
            if total:
                bar.total = total
            bar.set_description_str(what, refresh=not rows)
            bar.update(rows)

        return load_portfolio(firms=firms, seed=seed, as_of=as_of, products=products, progress=progress)


def _report(loaded: Loaded) -> None:
    if loaded.already:
        say(_("The demonstration is loaded already: %(portfolio)s.") % {"portfolio": loaded.portfolio})
        return
    say(_("Demonstration loaded: %(portfolio)s.") % {"portfolio": loaded.portfolio})
    if loaded.sampled:
        say(
            _("With fewer than 1,000 firms the answers are a sample in proportion: %(count)s of 883.")
            % {"count": loaded.answers}
        )
    say(_("All data are invented. Answers carry the published counts; how they go together is assumed."))
