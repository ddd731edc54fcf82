"""Answers and forms in words, for pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banso.apps.surveys.imports import Change
from banso.apps.surveys.messages import message
from banso.apps.surveys.models import Answer
from banso.engines.kernel.faults import Fault
from banso.engines.questionnaire.form import Form, Question
from banso.web.faults import severity


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
    may_be_absent: bool
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FaultLine:
    """One fault in words."""

    fault: Fault
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
    return [_answer_line(question, answer, tuple(notes.get(question.code, ()))) for question in form.shown]


def question_lines(form: Form) -> list[QuestionLine]:
    """Return the shown questions of a form in its order."""
    language = _language()
    return [
        QuestionLine(
            code=question.code,
            label=question.label(language),
            hint=question.hints.get(language, ""),
            kind=kind_label(question),
            condition=question.relevant.text if question.relevant else "",
            rule=question.constraint_messages.get(language, ""),
            required=question.required,
            may_be_absent=question.may_be_absent,
            choices=tuple((choice.code, choice.labels[language]) for choice in question.choices),
        )
        for question in form.shown
    ]


def fault_lines(faults: Iterable[Fault]) -> list[FaultLine]:
    """Return faults in words, for a table of them."""
    return [FaultLine(fault, severity(fault), message(fault)) for fault in faults]


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
    return {
        "text": _("Free text"),
        "whole": _("Whole number"),
        "decimal": _("Number with decimals"),
        "date": _("Date"),
        "one": _("One choice"),
        "several": _("Several choices"),
        "hidden": _("Carried along"),
        "note": _("Words to read"),
        "calculated": _("Calculated"),
    }[question.kind]


def _language() -> str:
    return "en" if get_language() == "en" else "ja"


def _answer_line(question: Question, answer: Answer, notes: tuple[str, ...]) -> AnswerLine:
    given = str(answer.raw.get(question.code, ""))
    if question.code not in answer.values:
        state, text = "not_asked", ""
    elif answer.values[question.code] is None:
        state, text = "empty", ""
    else:
        state, text = "answered", _in_words(question, answer.values[question.code])
    cleaned = _as_given(answer.values.get(question.code))
    return AnswerLine(
        code=question.code,
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
