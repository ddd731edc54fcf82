"""Answers and forms in words, for pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banso.apps.surveys import form_messages
from banso.apps.surveys.imports import Change
from banso.apps.surveys.messages import message
from banso.apps.surveys.models import Answer
from banso.engines.kernel.faults import Fault
from banso.engines.questionnaire.changes import FormChange
from banso.engines.questionnaire.columns import repeat_of
from banso.engines.questionnaire.form import Form, Question, Section
from banso.web.faults import severity

_NUMBERS = re.compile(r"\[[0-9]+\]")


@dataclass(frozen=True)
class AnswerLine:
    """One question of an answer: what was said in words, and as it was given where that differs.

    `state` is "answered", "empty" or "not_asked"; `notes` say what cleaning did.
    """

    code: str
    label: str
    state: str
    text: str
    given: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class QuestionLine:
    """One question of a form, for staff to read."""

    code: str
    label: str
    hint: str
    kind: str
    condition: str
    rule: str
    required: bool
    required_if: str
    may_be_absent: bool
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FormPart:
    """Questions that follow one another in one section; without a title in none."""

    title: str
    repeats: bool
    condition: str
    lines: tuple[QuestionLine, ...]


@dataclass(frozen=True)
class FormChangeLine:
    """One thing that differs from the edition before."""

    code: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class FaultLine:
    """One fault in words."""

    fault: Fault
    kind: str
    text: str


@dataclass(frozen=True)
class FormFaultLine:
    """One fault of a workbook in words: its sheet, and its cell or row where it has one."""

    fault: Fault
    sheet: str
    cell: str
    kind: str
    text: str


@dataclass(frozen=True)
class ChangeLine:
    """One value that would change; without a question only the log of cleaning would."""

    change: Change
    question: str
    before: str
    after: str


def answer_lines(form: Form, answer: Answer) -> list[AnswerLine]:
    """Return the shown questions of an answer in the form's order."""
    notes: dict[str, list[str]] = {}
    for entry in answer.log:
        notes.setdefault(entry["question"], []).append(_note(entry))
    return [
        _answer_line(question, key, answer, tuple(notes.get(key, ())))
        for question in form.shown
        if question.kind != "note"
        for key in _keys(form, question, answer)
    ]


def _keys(form: Form, question: Question, answer: Answer) -> list[str]:
    """Where a question stands in an answer: under its code, in a repeat once for each time."""
    if not repeat_of(form, question.place):
        return [question.code]
    return [key for key in answer.values if _NUMBERS.sub("", key) == question.path]


def form_parts(form: Form, language: str) -> list[FormPart]:
    """Return the shown questions of a form in its order, divided by the section they stand in."""
    sections = {step.place: step for step in form.layout if isinstance(step, Section)}
    found = []
    for place, questions in groupby(form.shown, key=lambda question: question.place[:-1]):
        above = [sections[place[:depth]] for depth in range(1, len(place) + 1)]
        titles = (section.label(language) or section.code for section in above)
        conditions = (section.relevant.text for section in above if section.relevant)
        found.append(
            FormPart(
                title=" › ".join(titles),
                repeats=any(section.repeats for section in above),
                condition=" and ".join(conditions),
                lines=tuple(_question_line(question, language) for question in questions),
            )
        )
    return found


def _question_line(question: Question, language: str) -> QuestionLine:
    condition = question.required_if.text if question.required_if else ""
    return QuestionLine(
        code=question.code,
        label=question.label(language),
        hint=question.hints.get(language, ""),
        kind=kind_label(question),
        condition=question.relevant.text if question.relevant else "",
        rule=question.constraint_messages.get(language, "")
        or (question.constraint.text if question.constraint else ""),
        required=question.required,
        required_if=condition,
        may_be_absent=question.may_be_absent,
        choices=tuple((choice.code, choice.labels.get(language, "")) for choice in question.choices),
    )


def form_change_lines(changes: Iterable[FormChange]) -> list[FormChangeLine]:
    """Return in words what changed from one edition of a form to another."""
    lines = []
    for change in changes:
        kinds = change.what in ("added", "removed", "kind")
        before, after = (_kind(each) if kinds else each for each in (change.before, change.after))
        lines.append(FormChangeLine(change.code, _what(change), before, after))
    return lines


def _what(change: FormChange) -> str:
    template = {
        "added": _("New"),
        "removed": _("Taken out"),
        "kind": _("Answered otherwise"),
        "place": _("Moved"),
        "words": _("Words (%(part)s)"),
        "choices": _("Choice %(part)s") if change.part else _("Order of the choices"),
        "condition": _("Rule (%(part)s)"),
    }[change.what]
    return template % {"part": change.part}


def fault_lines(faults: Iterable[Fault]) -> list[FaultLine]:
    """Return faults in words, for a table of them."""
    return [FaultLine(fault, severity(fault), message(fault)) for fault in faults]


def form_fault_lines(faults: Iterable[Fault]) -> list[FormFaultLine]:
    """Return in words what is wrong with a workbook, cell by cell."""
    return [
        FormFaultLine(
            fault,
            str(fault.params.get("sheet") or fault.file.rpartition(":")[2]),
            str(fault.params.get("cell") or fault.row or ""),
            severity(fault),
            form_messages.message(fault),
        )
        for fault in faults
    ]


def change_lines(changes: Iterable[Change]) -> list[ChangeLine]:
    """Return what would change, value by value."""
    lines = []
    for change in changes:
        lines += [
            ChangeLine(change, each.question, _as_given(each.before), _as_given(each.after))
            for each in change.differences
        ] or [ChangeLine(change, "", "", "")]
    return lines


def kind_label(question: Question) -> str:
    """Return in words how a question is answered."""
    return _kind(question.kind)


def _kind(kind: str) -> str:
    return {
        "": "",
        "text": _("Free text"),
        "whole": _("Whole number"),
        "decimal": _("Number with decimals"),
        "date": _("Date"),
        "one": _("One choice"),
        "several": _("Several choices"),
        "hidden": _("Carried along"),
        "note": _("Words to read"),
        "calculated": _("Calculated"),
        "group": _("Group of questions"),
        "repeat": _("Group asked several times"),
    }[kind]


def _language() -> str:
    return "en" if get_language() == "en" else "ja"


def _answer_line(question: Question, key: str, answer: Answer, notes: tuple[str, ...]) -> AnswerLine:
    if key not in answer.values:
        state, text = "not_asked", ""
    elif answer.values[key] is None:
        state, text = "empty", ""
    else:
        state, text = "answered", _in_words(question, answer.values[key])
    cleaned = _as_given(answer.values.get(key))
    given = str(answer.raw.get(key, "" if key == question.code else cleaned))
    return AnswerLine(
        code=key,
        label=question.label(_language()),
        state=state,
        text=text,
        given=given if given != cleaned else "",
        notes=notes,
    )


def _in_words(question: Question, value: Any) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    if question.choices:
        codes = value if isinstance(value, list) else [value]
        return _(", ").join(question.choice_label(code, _language()) for code in codes)
    return str(value)


def _as_given(value: Any) -> str:
    """A cleaned value as it would stand in a file."""
    if value is None:
        return ""
    return " ".join(value) if isinstance(value, list) else str(value)


def _note(entry: dict[str, Any]) -> str:
    fault = Fault("", None, entry["question"], entry["value"], entry["rule"], entry["params"], "warning")
    return message(fault)
