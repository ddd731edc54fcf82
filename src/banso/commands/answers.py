"""`banso answers`: check and import files of answers."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.base import Refused
from banso.apps.journal.actor import ZONE, system
from banso.apps.surveys import form_messages
from banso.apps.surveys.forms_kept import editions, editions_in_use, form_of, shipped_edition
from banso.apps.surveys.imports import ImportPlan, plan_import, respondent_of
from banso.apps.surveys.messages import as_record, message
from banso.apps.surveys.models import FormEdition
from banso.apps.surveys.services import commit_import
from banso.cli import with_language
from banso.commands.output import (
    format_option,
    print_faults,
    print_json,
    print_table,
    say,
    shortened,
)
from banso.engines.questionnaire.files import AnswerFiles, read_answer_files
from banso.engines.questionnaire.form import SHIPPED, SUPPORTED_FIRM, Form, shipped
from banso.engines.questionnaire.workbook import check as check_workbook

_FORM = click.option(
    "--form",
    "form_name",
    default=SUPPORTED_FIRM,
    show_default=True,
    metavar="FORM",
    help="The form they answer: one that ships, by name, or a workbook (.xlsx).",
)
_FILES = click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))


@click.group()
def command() -> None:
    """Check and import files of answers."""


@command.command()
@_FILES
@_FORM
@format_option
@with_language
def check(files: tuple[Path, ...], form_name: str, output: str) -> None:
    """Check files of answers and name every bad cell.

    CSV or XLSX with one row an answer, or what KoBoToolbox and ODK Central export with XML values (CSV, XLSX,
    JSON). All files are taken together: a respondent may stand only once in them. Exit code 1 if an answer
    is rejected, 2 if a file cannot be read.
    """
    found = read_answer_files(_form(form_name), files, today=_today())
    print_faults(found.faults, message, output)
    say(_summary(found))
    sys.exit(_exit_code(found))


@command.command(name="import")
@_FILES
@click.option("--wave", "wave_name", required=True, metavar="NAME", help="The wave the answers belong to.")
@click.option(
    "--form",
    "form_name",
    default=SUPPORTED_FIRM,
    show_default=True,
    metavar="NAME[/VERSION]",
    help="The kept form that a new wave asks with. A wave that exists keeps its own.",
)
@click.option("--commit", is_flag=True, help="Store them. Without it, only show what would change.")
@format_option
@with_language
def import_(files: tuple[Path, ...], wave_name: str, form_name: str, commit: bool, output: str) -> None:
    """Show what files of answers would change in a wave and, with --commit, store it.

    Files with an error are not stored at all. The same files twice change nothing. Exit code 1 if the files
    hold errors or are refused, 2 if a file cannot be read.
    """
    found = read_answer_files(form_of(_edition(wave_name, form_name)), files, today=_today())
    try:
        plan = plan_import(found, wave_name)
        if commit and not plan.errors:
            plan = commit_import(system(timezone.now()), found, wave_name)
    except Refused as refused:
        say(refused.message)
        sys.exit(2 if refused.rule == "wave_name" else 1)
    stored = commit and not plan.errors
    if output == "json":
        print_json(_plan_record(plan, stored))
    else:
        _print_plan(plan)
    say(_summary(found))
    say(_outcome(plan, stored))
    sys.exit(_exit_code(found))


def _today() -> date:
    return timezone.now().astimezone(ZONE).date()


def _form(name: str) -> Form:
    """The form of a name or workbook, or say why there is none and end."""
    if name in SHIPPED:
        return shipped(name)
    try:
        checked = check_workbook(name, Path(name).read_bytes())
    except OSError:
        say(_("There is no form %(name)s.") % {"name": name})
        sys.exit(2)
    if checked.form is None:
        print_faults(checked.faults, form_messages.message, "table")
        sys.exit(2)
    return checked.form


def _edition(wave_name: str, form_name: str) -> FormEdition:
    """The edition that a wave was asked with, or the kept one that is named; else say so and end."""
    asked = editions().filter(waves__code=wave_name).first()
    if asked:
        return asked
    name, _slash, version = form_name.partition("/")
    kept = editions().filter(name=name, version=version) if version else editions_in_use().filter(name=name)
    found = kept.first()
    if found is None and form_name in SHIPPED:
        found = shipped_edition(form_name, timezone.now())
    if found is None:
        say(_("There is no form %(name)s.") % {"name": form_name})
        sys.exit(2)
    return found


def _plan_record(plan: ImportPlan, stored: bool) -> dict[str, Any]:
    return {
        "wave": plan.wave_name,
        "wave_is_new": plan.wave is None,
        "stored": stored,
        "new": len(plan.new),
        "changed": len(plan.changed),
        "linked": len(plan.linked),
        "unchanged": plan.unchanged,
        "unlinked": len(plan.unlinked),
        "changes": [
            {
                "file": change.row.file,
                "row": change.row.row,
                "programme": respondent_of(change.row)[0],
                "firm_ref": respondent_of(change.row)[1],
                "column": difference.question,
                "before": difference.before,
                "after": difference.after,
            }
            for change in plan.changed
            for difference in change.differences
        ],
        "faults": [as_record(fault) for fault in plan.files.faults],
    }


def _print_plan(plan: ImportPlan) -> None:
    name = _("%(wave)s (new)") % {"wave": plan.wave_name} if plan.wave is None else plan.wave_name
    counts = [
        (_("Wave"), name),
        (_("New answers"), f"{len(plan.new):,}"),
        (_("Changed answers"), f"{len(plan.changed):,}"),
        (_("Newly linked to a firm"), f"{len(plan.linked):,}"),
        (_("Unchanged answers"), f"{plan.unchanged:,}"),
        (_("Without a known firm"), f"{len(plan.unlinked):,}"),
    ]
    print_table(counts)
    changes = [
        (
            change.row.file,
            str(change.row.row),
            respondent_of(change.row)[1],
            difference.question,
            shortened(_value(difference.before)),
            shortened(_value(difference.after)),
        )
        for change in plan.changed
        for difference in change.differences
    ]
    if changes:
        click.echo()
        header = (_("File"), _("Row"), _("Firm"), _("Column"), _("Stored value"), _("Value in the file"))
        print_table([header, *changes])
    if plan.files.faults:
        click.echo()
        print_faults(plan.files.faults, message, "table")


def _value(value: Any) -> str:
    if value is None:
        return "-"
    return " ".join(value) if isinstance(value, list) else str(value)


def _outcome(plan: ImportPlan, stored: bool) -> str:
    if plan.errors:
        return _("Nothing was stored. Correct the errors first.")
    if plan.changes_nothing:
        return _("Everything is stored already; nothing changes.")
    if stored:
        return _("Stored.")
    return _("Nothing was stored yet. Add --commit to store it.")


def _summary(found: AnswerFiles) -> str:
    answers, errors = len(found.answers), len(found.errors)
    notes = len(found.faults) - errors
    parts = [
        ngettext("%(n)s answer read", "%(n)s answers read", answers) % {"n": f"{answers:,}"},
        ngettext("%(n)s error", "%(n)s errors", errors) % {"n": f"{errors:,}"},
        ngettext("%(n)s note", "%(n)s notes", notes) % {"n": f"{notes:,}"},
    ]
    return _(", ").join(parts)


def _exit_code(found: AnswerFiles) -> int:
    if not found.readable:
        return 2
    return 1 if found.errors else 0
