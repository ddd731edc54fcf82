"""The ``banso`` command. Each group lives in ``banso.commands`` and is loaded when it is called."""

from __future__ import annotations

import functools
import importlib
import itertools
import os
import secrets
import sys
import tempfile
from collections.abc import Callable
from typing import Any

import click

#: name -> (module, one line of help). A group's module has a click command or group named ``command``.
COMMANDS: dict[str, tuple[str, str]] = {
    "admin": ("banso.commands.admin", "First administrator and accounts."),
    "answers": ("banso.commands.answers", "Check and import files of answers."),
    "backup": ("banso.commands.backup", "Write database and uploads to one file."),
    "catalogue": ("banso.commands.catalogue", "Search the catalogue of published products."),
    "config": ("banso.commands.config", "Load the configuration that ships."),
    "demo": ("banso.commands.demo", "The demonstration portfolio."),
    "doctor": ("banso.commands.doctor", "Check settings, database, fonts, jobs and backups."),
    "fees": ("banso.commands.fees", "Calculate the price of work."),
    "figures": ("banso.commands.figures", "Print the figures of the survey."),
    "follow-ups": ("banso.commands.follow_ups", "Look back at firms after support."),
    "forms": ("banso.commands.forms", "Check questionnaires and try answers on them."),
    "import": ("banso.commands.imports", "Try and store files of records used before."),
    "indicators": ("banso.commands.indicators", "Check and compute standing indicators."),
    "journal": ("banso.commands.journal", "Prove the journal's chains."),
    "lot": ("banso.commands.lot", "Draw a published lot again."),
    "mail": ("banso.commands.mail", "Try out sending mail."),
    "policy": ("banso.commands.policy", "Check, decide by and compare versions of the policy."),
    "rates": ("banso.commands.rates", "Import exchange rates."),
    "restore": ("banso.commands.restore", "Restore a backup."),
    "sales": ("banso.commands.sales", "Take in sales reports of malls and of the store."),
    "search": ("banso.commands.search", "Make the index of the search box anew."),
    "serve": ("banso.commands.serve", "Serve the pages."),
    "snapshot": ("banso.commands.snapshot", "Take and prove snapshots of casework."),
    "survey": ("banso.commands.survey", "Count answers with weights and intervals."),
    "worker": ("banso.commands.worker", "Run the jobs."),
}


#: Any of these says that an installation is set up in the environment.
INSTALLATION = ("BANSO_MODE", "BANSO_SECRET_KEY", "BANSO_JOURNAL_KEY", "DATABASE_URL")

#: What works on the demonstration of this folder where no installation is set up. What makes or takes away
#: accounts and whole databases never guesses.
GUESSING = frozenset(
    {
        "answers",
        "catalogue",
        "config",
        "demo",
        "doctor",
        "figures",
        "follow-ups",
        "journal",
        "policy",
        "rates",
        "serve",
        "snapshot",
        "worker",
    }
)

#: Commands of groups that only read files.
FILES_ONLY = {
    ("answers", "check"),
    ("fees", "price"),
    ("forms", "check"),
    ("forms", "evaluate"),
    ("indicators", "check"),
    ("indicators", "compute"),
    ("indicators", "list"),
    ("lot", "replay"),
    ("policy", "check"),
    ("policy", "decide"),
    ("policy", "diff"),
    ("survey", "tabulate"),
}


def _set_up(command: str, language: str) -> None:
    """Start Django (no database is opened by that) and speak the asked language."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banso.project.settings")
    if _reads_files_only(sys.argv[1:]):
        _do_without_settings()
    elif command == "demo":
        os.environ.setdefault("BANSO_MODE", "demo")
    elif command in GUESSING and not any(os.environ.get(name) for name in INSTALLATION):
        os.environ["BANSO_MODE"] = "demo"
        click.echo("No installation is set up in the environment: this is about the demonstration.", err=True)
    from banso.project.environment import SettingsError

    try:
        import django

        django.setup()
    except SettingsError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    from django.utils import translation

    translation.activate(language or os.environ.get("BANSO_LANGUAGE", "ja"))


class LazyGroup(click.Group):
    """Imports a command's module, and starts Django, only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands by name."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, set up and imported."""
        if cmd_name not in COMMANDS:
            return None
        _set_up(cmd_name, _asked_language(sys.argv))
        return importlib.import_module(COMMANDS[cmd_name][0]).command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Name the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in sorted(COMMANDS.items())])


def _reads_files_only(arguments: list[str]) -> bool:
    """Whether the call neither opens the database nor signs anything."""
    names = [argument.split("=")[0] for argument in arguments]
    calls = {*itertools.pairwise(names)}
    return bool(calls & FILES_ONLY) or {"figures", "--answers"} <= {*names}


def _do_without_settings() -> None:
    """Let a command that only reads files run where nothing is set up, and leave nothing behind."""
    os.environ.setdefault("BANSO_VAR", tempfile.gettempdir())
    for name in ("BANSO_SECRET_KEY", "BANSO_JOURNAL_KEY"):
        os.environ.setdefault(name, secrets.token_urlsafe(64))


def _asked_language(arguments: list[str]) -> str:
    """The value of ``--lang`` wherever it stands, before click has parsed anything."""
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.split("=", 1)[1]
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1]
    return ""


def with_language(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--lang ja|en``, which sets the language of all its messages."""

    @click.option("--lang", type=click.Choice(["ja", "en"]), default=None, help="Language of the messages.")
    @functools.wraps(function)
    def wrapped(*args: Any, lang: str | None, **kwargs: Any) -> Any:
        if lang:
            from django.utils import translation

            translation.activate(lang)
        return function(*args, **kwargs)

    return wrapped


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", type=click.Choice(["ja", "en"]), default=None, help="Language of the messages.")
@click.version_option(package_name="banso")
def main(lang: str | None) -> None:
    """Banso: runs export-support programmes, follows every firm, and shows what the money did."""
