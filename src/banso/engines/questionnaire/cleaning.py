"""Turn an answer as it was given into an answer that can be counted, and name what is wrong with it."""

import re
import unicodedata
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from banso.engines.kernel.faults import Fault, Severity
from banso.engines.questionnaire.form import ROOT, Form, Question

Raw = str | int | Sequence[str] | None
Value = str | int | tuple[str, ...] | None

# Whole numbers as people and programs write them: 12, 1,200 and the 12.0 of a table of floats.
_WHOLE = re.compile(r"(?P<number>[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4}))(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One answer after cleaning.

    `values` holds every question that was asked, None where an optional one was left empty; a question
    that was not asked, or whose value was refused, is not in it. `faults` reject the answer, `cleared` are
    the values given to questions that were not asked, `warnings` say what else was changed.
    """

    values: Mapping[str, Value]
    faults: tuple[Fault, ...]
    cleared: tuple[Fault, ...]
    warnings: tuple[Fault, ...]

    @property
    def notes(self) -> tuple[Fault, ...]:
        """Everything there is to report, faults first."""
        return self.faults + self.cleared + self.warnings


def tidy(raw: Raw) -> tuple[str, bool]:
    """Return a value as trimmed NFKC text, and whether control characters were taken out of it.

    Several values are joined by a space, as they stand in one cell.
    """
    if raw is None:
        return "", False
    text = raw if isinstance(raw, str) else str(raw) if isinstance(raw, int) else " ".join(raw)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if text.isprintable():
        return text.strip(), False
    kept = "".join(char for char in text.replace("\r\n", "\n") if not _is_control(char))
    return kept.strip(), len(kept) < len(text.replace("\r\n", "\n"))


def _is_control(char: str) -> bool:
    """Whether a character is a control, a half of a pair or no character; line ends and tabs are text."""
    if char in "\n\r\t":
        return False
    return unicodedata.category(char) in ("Cc", "Cs") or ord(char) in (0xFFFE, 0xFFFF)


def clean(
    form: Form,
    answer: Mapping[str, Raw],
    *,
    file: str = "",
    row: int | None = None,
    unreadable: Container[str] = (),
) -> Cleaned:
    """Clean one answer by the form's rules.

    `file` and `row` only name its place in the faults. `unreadable` are questions whose cell could not be
    read, which has been reported already: they count as refused.

    For each question in the form's order:

    1. trim and NFKC;
    2. type: a whole number, or several choices separated by spaces (each once, in the list's order);
    3. relevance, judged on the values cleaned so far: what was given to a question that is not asked is
       cleared and logged, whatever it says;
    4. required;
    5. constraint;
    6. choice in list.

    The first of these that a value breaks is reported. Where a condition hangs on a question whose own
    value was refused, it is not judged: one wrong cell is named once, not once for each that follows.
    A question that may be absent from files and is not in `answer` was not asked.
    """
    return _Cleaning(form, file, row, unreadable).run(answer)


class _Cleaning:
    """The cleaning of one answer: the tree its conditions look at, and what has been found so far."""

    def __init__(self, form: Form, file: str, row: int | None, unreadable: Container[str]) -> None:
        self._form = form
        self._place = (file, row)
        self._root = etree.Element(ROOT)
        self._values: dict[str, Value] = {}
        self._refused = {code for code in form.codes if code in unreadable}
        self._faults: list[Fault] = []
        self._cleared: list[Fault] = []
        self._warnings: list[Fault] = []

    def run(self, answer: Mapping[str, Raw]) -> Cleaned:
        nodes = [etree.SubElement(self._root, question.code) for question in self._form.questions]
        for question, node in zip(self._form.questions, nodes, strict=True):
            absent = question.may_be_absent and question.code not in answer
            if not absent and question.code not in self._refused:
                self._question(question, node, answer.get(question.code))
        return Cleaned(self._values, tuple(self._faults), tuple(self._cleared), tuple(self._warnings))

    def _question(self, question: Question, node: etree._Element, raw: Raw) -> None:
        text, control_removed = tidy(raw)  # 1
        value, repeated = _typed(question, text)  # 2
        asked = question.relevant.holds(node, self._refused) if question.relevant else True  # 3
        if asked is False:
            if text:
                condition = question.relevant.text if question.relevant else ""
                self._cleared.append(self._fault(question, raw, "not_asked", "warning", when=condition))
            return
        if control_removed:
            self._warnings.append(self._fault(question, raw, "control_removed", "warning"))
        if not text:  # 4
            if question.required and asked:
                self._refuse(question, raw, "required")
            elif asked:
                self._values[question.code] = None
            return
        if value is None:
            self._refuse(question, raw, "whole_number")
            return
        node.text = " ".join(value) if isinstance(value, tuple) else str(value)
        if question.constraint and question.constraint.holds(node, self._refused) is False:  # 5
            node.text = None
            self._refuse(question, raw, "constraint", messages=question.constraint_messages)
            return
        if question.choices:  # 6
            given = value if isinstance(value, tuple) else (str(value),)
            unknown = [code for code in given if not question.has_choice(code)]
            if unknown:
                node.text = None
                allowed = [choice.code for choice in question.choices]
                self._refuse(question, raw, "choice_unknown", unknown=unknown, allowed=allowed)
                return
        if repeated:
            self._warnings.append(self._fault(question, raw, "choice_repeated", "warning"))
        self._values[question.code] = value

    def _refuse(self, question: Question, raw: Raw, rule: str, **params: Any) -> None:
        self._refused.add(question.code)
        self._faults.append(self._fault(question, raw, rule, **params))

    def _fault(
        self, question: Question, raw: Raw, rule: str, severity: Severity = "error", **params: Any
    ) -> Fault:
        file, row = self._place
        value = raw if isinstance(raw, str) or raw is None else tidy(raw)[0]
        return Fault(file, row, question.code, value, rule, params, severity)


def _typed(question: Question, text: str) -> tuple[Value, bool]:
    """Return the value of the question's type (None: it has none), and whether a choice is repeated."""
    if question.kind == "whole":
        match = _WHOLE.fullmatch(text)
        return (int(match["number"].replace(",", "")) if match else None), False
    if question.kind == "several":
        codes = text.split()
        given = set(codes)
        return question.in_order(given), len(given) < len(codes)
    return text, False
