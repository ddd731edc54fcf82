"""`banso forms`: check the workbooks of questionnaires, and try answers on them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.journal.actor import ZONE
from banso.apps.surveys import form_messages
from banso.apps.surveys.messages import message
from banso.cli import with_language
from banso.commands.output import format_option, print_json, print_table, say, say_faults, shortened
from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.questionnaire.answering import Judged, judge, shown_value
from banso.engines.questionnaire.form import Form
from banso.engines.questionnaire.instances import unknown_keys
from banso.engines.questionnaire.workbook import LIMITS, Checked
from banso.engines.questionnaire.workbook import check as check_workbook

_FILE = click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
_MOST_BYTES = 20_000_000


@click.group()
def command() -> None:
    """Check questionnaires (XLSForm) and try answers on them."""


@command.command()
@_FILE
@format_option
@with_language
def check(file: Path, output: str) -> None:
    """Check the workbook of a form (XLSX) and name every fault by sheet, row and cell.

    Exit code 1 if it cannot be used, 2 if the file cannot be read.
    """
    checked = _checked(file)
    if output == "json":
        print_json([form_messages.as_record(fault) for fault in checked.faults])
    elif checked.faults:
        _print_faults(checked.faults)
    say(_summary(checked))
    sys.exit(_exit_code(checked))


@command.command()
@_FILE
@click.option("--answers", required=True, metavar="FILE.json", type=click.Path(path_type=Path))
@click.option("--lang", default=None, metavar="L", help="Language of the form's messages, such as ja or en.")
@click.option("--today", "day", default=None, metavar="DATE", type=click.DateTime(["%Y-%m-%d"]))
@format_option
def evaluate(file: Path, answers: Path, lang: str | None, day: datetime | None, output: str) -> None:
    """Judge one answer by a form: what is asked, what each question holds, and what is wrong.

    An answer is a JSON object: questions by name, a group as an object, a repeat as a list of objects. Exit
    code 1 if an answer is refused, 2 if a file cannot be read.
    """
    checked = _checked(file)
    if checked.form is None:
        say_faults(checked.faults, form_messages.message, output)
        sys.exit(_exit_code(checked))
    form = checked.form
    if lang and lang not in form.languages and lang not in ("ja", "en"):
        say(_("The form has no texts in %(language)s.") % {"language": lang})
        sys.exit(2)
    language = lang or translation.get_language() or "ja"
    translation.activate(language if language in ("ja", "en") else "en")
    answer = _answer(answers)
    today = day.date() if day else timezone.now().astimezone(ZONE).date()
    judged = judge(form, answer, file=str(answers), today=today, language=language)
    if output == "json":
        print_json(_records(judged, language))
    else:
        _print_nodes(judged, language)
    _say_rest(form, answer, judged, str(answers), output)
    sys.exit(1 if judged.faults or any(node.faults for node in judged.nodes) else 0)


def _checked(file: Path) -> Checked:
    try:
        if file.stat().st_size > LIMITS.file_bytes:
            params = {"megabytes": LIMITS.file_bytes // (1024 * 1024)}
            return Checked(None, (Fault(str(file), None, None, None, "file_too_large", params),))
        return check_workbook(str(file), file.read_bytes())
    except OSError:
        return Checked(None, (Fault(str(file), None, None, None, "file_missing"),))


def _answer(path: Path) -> dict[str, Any]:
    """Read the answer, or tell why not and end."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            reason = _("it is larger than %(megabytes)s MB") % {"megabytes": _MOST_BYTES // 1_000_000}
        else:
            found = json.loads(path.read_text(encoding="utf-8-sig"))
            if isinstance(found, dict):
                return found
            reason = _("it holds no object of questions and their answers")
    except OSError:
        reason = _("it cannot be opened")
    except (ValueError, RecursionError) as error:
        reason = str(error)
    say(_("The answer %(file)s cannot be read: %(reason)s") % {"file": path, "reason": reason})
    sys.exit(2)


def _records(judged: Judged, language: str) -> list[dict[str, Any]]:
    """What JSON lists; faults of whole sections, or of the shape of an answer, stand last."""
    rows: list[dict[str, Any]] = [
        {
            "path": node.path,
            "relevant": node.relevant,
            "required": node.required,
            "value": shown_value(node.value),
            "errors": [_said(fault, language) for fault in node.faults],
        }
        for node in judged.nodes
    ]
    rows += [
        {
            "path": fault.column,
            "relevant": True,
            "required": False,
            "value": None,
            "errors": [_said(fault, language)],
        }
        for fault in judged.faults
    ]
    return rows


def _said(fault: Fault, language: str) -> str:
    """The form's own words in the asked language, else ours."""
    texts = fault.params.get("messages") or {}
    return str(texts[language]) if language in texts else message(fault)


def _print_nodes(judged: Judged, language: str) -> None:
    yes, no = _("yes"), _("no")
    header = (_("Path"), _("Is asked"), _("Needed"), _("Value"), _("Faults"))
    rows = [
        (
            str(record["path"]),
            yes if record["relevant"] else no,
            yes if record["required"] else no,
            shortened(_as_cell(record["value"])),
            " ".join(record["errors"]),
        )
        for record in _records(judged, language)
    ]
    print_table([header, *rows])


def _as_cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else str(value)


def _say_rest(form: Form, answer: dict[str, Any], judged: Judged, file: str, output: str) -> None:
    """Say what was cleared or changed, and what the form does not have."""
    notes = [note for node in judged.nodes for note in (*node.cleared, *node.warnings)]
    notes += [
        Fault(file, None, key, None, "question_unknown", {}, "warning") for key in unknown_keys(form, answer)
    ]
    if notes:
        say_faults(notes, message, output)


def _print_faults(faults: Sequence[Fault]) -> None:
    header = (_("Sheet"), _("Cell"), _("Row"), _("Value"), _("Rule"), _("Message"))
    rows = [
        (
            str(fault.params.get("sheet") or fault.file.rpartition(":")[2]),
            str(fault.params.get("cell", "")),
            "" if fault.row is None else str(fault.row),
            shortened(fault.value or ""),
            fault.rule,
            form_messages.message(fault),
        )
        for fault in faults
    ]
    print_table([header, *rows])


def _summary(checked: Checked) -> str:
    errors = len(errors_among(checked.faults))
    notes = len(checked.faults) - errors
    asked = len(checked.form.shown) if checked.form else 0
    parts = [
        ngettext("%(n)s error", "%(n)s errors", errors) % {"n": f"{errors:,}"},
        ngettext("%(n)s note", "%(n)s notes", notes) % {"n": f"{notes:,}"},
    ]
    if checked.form:
        parts.insert(0, ngettext("%(n)s question", "%(n)s questions", asked) % {"n": f"{asked:,}"})
    return _(", ").join(parts)


def _exit_code(checked: Checked) -> int:
    if not checked.readable:
        return 2
    return 1 if checked.form is None else 0
