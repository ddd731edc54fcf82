"""The report of an office as lines: each question, what the records say, what was confirmed, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.surveys.models import Answer, FrameUnit, OfficeCorrection
from banso.apps.surveys.office_figures import HOW, Figures
from banso.apps.surveys.questions import language_of
from banso.engines.kernel.rounding import half_up
from banso.engines.questionnaire.form import Form, Question
from banso.web import formats

#: Which action opens the list on which a figure can be followed.
_OPENS = {
    "directory:expert_list": Action.EXPERT_VIEW,
    "casework:case_list": Action.CASE_VIEW,
    "casework:gate_list": Action.GATE_VIEW,
    "casework:follow_up_list": Action.FOLLOW_UP_RECORD,
    "intake:consultation_list": Action.CONSULTATION_VIEW,
    "selection:application_list": Action.APPLICATION_VIEW,
    "providers:referral_list": Action.REFERRAL_VIEW,
}


@dataclass(frozen=True)
class Line:
    """One question: what the records say and how, what was confirmed, and why it differs."""

    question: Question
    label: str
    hint: str
    known: str
    how: str
    address: str
    given: str = ""
    reason: str = ""
    differs: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the form with its lines."""

    title: str
    lines: tuple[Line, ...]


def parts_of(
    form: Form,
    unit: FrameUnit,
    known: Figures | Mapping[str, Any],
    access: Access,
    answer: Answer | None = None,
) -> list[Part]:
    """The report part by part; with an answer what was confirmed besides."""
    corrections = {row.question: row for row in unit.corrections.all()} if answer else {}
    parts: list[Part] = []
    for title, questions in _sections(form):
        lines = tuple(_line(form, one, known, access, answer, corrections) for one in questions)
        if lines:
            parts.append(Part(title, lines))
    return parts


def _sections(form: Form) -> Iterator[tuple[str, list[Question]]]:
    """Groups of the form with the questions that are typed, in order; those in none come first."""
    language, found = language_of(form), dict[tuple[str, ...], list[Question]]()
    titles: dict[tuple[str, ...], str] = {(): ""}
    for step in form.layout:
        if not isinstance(step, Question):
            titles[step.place] = step.label(language)
        elif step.kind not in ("hidden", "note", "calculated"):
            found.setdefault(step.place[:-1], []).append(step)
    for place, questions in found.items():
        yield titles.get(place, ""), questions


def _line(
    form: Form,
    question: Question,
    known: Mapping[str, Any],
    access: Access,
    answer: Answer | None,
    corrections: Mapping[str, OfficeCorrection],
) -> Line:
    code, language = question.code, language_of(form)
    how, route = HOW.get(code, ("", ""))
    correction = corrections.get(code)
    return Line(
        question=question,
        label=question.label(language),
        hint=question.hints.get(language, ""),
        known=number(known.get(code)) if code in HOW else "",
        how=str(how),
        address=reverse(route) if route and access.can(_OPENS[route]) else "",
        given=said(question, answer.values.get(code), language) if answer else "",
        reason=correction.reason if correction else "",
        differs=correction is not None,
    )


def number(value: Any) -> str:
    """A number with as many decimals as it has; a dash where there is nothing to say."""
    if value is None:
        return "–"
    plain = Decimal(str(value))
    return formats.number(int(plain) if plain == plain.to_integral_value() else plain)


def said(question: Question, value: Any, language: str) -> str:
    """A confirmed value in words."""
    if question.choices:
        codes = value if isinstance(value, list) else [value] if value else []
        return _(", ").join(question.choice_label(code, language) for code in codes) or "–"
    return number(value)


def percentage(value: Any) -> Decimal | None:
    """A part of one in percent with one decimal, as a number."""
    return None if value in (None, "") else half_up(100 * Fraction(Decimal(str(value))))


def share(value: Any) -> str:
    """A part of one, such as the utilisation, in percent."""
    return "–" if value in (None, "") else formats.percent(*Decimal(str(value)).as_integer_ratio())
