"""`banso answers`: check and import files of answers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.base import Refused
from banso.apps.journal.actor import system
from banso.apps.surveys.imports import ImportPlan, plan_import
from banso.apps.surveys.messages import as_record, message
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
from banso.engines.questionnaire.form import SUPPORTED_FIRM, shipped

_FILES = click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))


@click.group()
def command() -> None:
    """Check and import files of answers."""


@command.command()
@_FILES
@format_option
@with_language
def check(files: tuple[Path, ...], output: str) -> None:
    """Check files of answers (CSV or XLSX) and name every bad cell.

    All files are taken together: a respondent may stand only once in them. Exit code 1 if an answer is
    rejected, 2 if a file cannot be read.
    """
    found = read_answer_files(shipped(SUPPORTED_FIRM), files)
    print_faults(found.faults, message, output)
    say(_summary(found))
    sys.exit(_exit_code(found))


@command.command(name="import")
@_FILES
@click.option("--wave", "wave_name", required=True, metavar="NAME", help="The wave the answers belong to.")
@click.option("--commit", is_flag=True, help="Store them. Without it, only show what would change.")
@format_option
@with_language
def import_(files: tuple[Path, ...], wave_name: str, commit: bool, output: str) -> None:
    """Show what files of answers would change in a wave and, with --commit, store it.

    Files with an error are not stored at all. The same files twice change nothing. Exit code 1 if the files
    hold errors or are refused, 2 if a file cannot be read.
    """
    found = read_answer_files(shipped(SUPPORTED_FIRM), files)
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
                "programme": change.row.cleaned.values["programme"],
                "firm_ref": change.row.cleaned.values["firm_ref"],
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
            str(change.row.cleaned.values["firm_ref"]),
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
