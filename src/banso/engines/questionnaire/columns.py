"""Which question a column of a file of answers belongs to.

Plain files call a column by its question. KoBoToolbox and ODK put the groups in front (``group/question``,
``group-question``), may divide a question with several choices into one column a choice
(``question/choice``), and add columns of their own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from banso.engines.kernel.faults import Fault
from banso.engines.kernel.tables import Table
from banso.engines.questionnaire.expressions import Place
from banso.engines.questionnaire.form import Form, Question
from banso.engines.questionnaire.values import tidy

#: What stands between the groups of a path.
_SEPARATORS = ("/", "-", ".", ":")
#: Columns that the programs add of their own; all that begin with an underscore or with ``meta`` besides.
_OWN = frozenset(
    {
        *("start", "end", "today", "username", "simserial", "subscriberid", "deviceid", "phonenumber"),
        *("audit", "key", "parent_key", "instanceid", "instancename", "submissiondate", "submitterid"),
        *("submittername", "attachmentspresent", "attachmentsexpected", "status", "reviewstate", "edits"),
        *("formversion", "isvalidated", "formhub/uuid"),
    }
)
_OWN_BEGINNING = re.compile(r"_|meta[/.:-]|set-of-", re.IGNORECASE)
#: Kinds that no file of answers needs: nobody answers them.
_UNANSWERED = frozenset({"note", "calculated"})
_YES, _NO = frozenset({"1", "1.0", "true"}), frozenset({"0", "0.0", "false"})


def is_own(header: str) -> bool:
    """Return whether a column is one that KoBoToolbox or ODK adds of its own."""
    return header.lower() in _OWN or bool(_OWN_BEGINNING.match(header)) or "@odata." in header


def repeat_of(form: Form, place: Place) -> Place:
    """Return the innermost repeat that a question or section stands in; () if none."""
    above = (place[:depth] for depth in range(len(place) - 1, 0, -1))
    return next((each for each in above if each in form.repeats), ())


class Headers:
    """The columns that stand for the questions of a form."""

    def __init__(self, form: Form) -> None:
        self._questions = form.questions
        self._by_header: dict[str, Question | None] = {}
        for question in form.questions:
            for header in _written(question.place):
                # Two questions that a header could mean are none.
                known = self._by_header.setdefault(header, question)
                if known is not question:
                    self._by_header[header] = None
        self._by_header |= {question.code: question for question in form.questions}

    def question(self, header: str) -> Question | None:
        """Return the question that a column holds the answers to."""
        return self._by_header.get(header)

    def choice(self, header: str) -> tuple[Question, str] | None:
        """Return question and choice where a column says whether one of several choices was taken."""
        before, _, code = header.rpartition("/")
        question = self._by_header.get(before)
        return (question, code) if question and question.kind == "several" and code else None

    def labelled(self, header: str) -> Question | None:
        """Return the question whose words, in any language, stand in a header."""
        return next((each for each in self._questions if header in map(_plain, each.labels.values())), None)


def _plain(text: str) -> str:
    return tidy(text)[0]


def _written(place: Place) -> Iterable[str]:
    """A path as exports write it: whole, and as seen from each section it stands in."""
    for start in range(len(place)):
        for separator in _SEPARATORS:
            yield separator.join(place[start:])


@dataclass(frozen=True)
class Layout:
    """Where in a table the answers to each question stand, and what is wrong with its columns.

    ``of`` are columns by question, ``split`` by question and choice. ``usable``: whether rows can be read.
    """

    form: Form
    table: Table
    repeat: Place
    of: dict[str, str] = field(default_factory=dict)
    split: dict[str, dict[str, str]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    usable: bool = True

    def cells(self, cells: dict[str, str], row: int) -> tuple[dict[str, str], list[Fault]]:
        """Return the answers of a row by question, and what is wrong with choices that stand apart."""
        given = {code: cells[header] for code, header in self.of.items() if header in cells}
        faults = []
        for code, columns in self.split.items():
            chosen = []
            for choice, header in columns.items():
                text = cells.get(header, "").strip().lower()
                if text in _YES:
                    chosen.append(choice)
                elif text and text not in _NO:
                    faults.append(Fault(self.table.file, row, header, cells[header], "choice_column"))
            apart = any(cells.get(header, "").strip() for header in columns.values())
            together = given.get(code, "").split()
            if code in self.of and apart and set(together) != set(chosen):
                faults.append(Fault(self.table.file, row, self.of[code], given[code], "choices_disagree"))
            elif code not in self.of:
                given[code] = " ".join(chosen)
        return given, faults


def lay_out(form: Form, headers: Headers, table: Table, repeat: Place) -> Layout:
    """Find the columns of a table whose rows are answers, or times that a repeat was answered."""
    of: dict[str, str] = {}
    split: dict[str, dict[str, str]] = {}
    faults: list[Fault] = []
    for position, header in enumerate(table.header):
        question, choice = headers.question(header), headers.choice(header)
        if not header or (not question and not choice and is_own(header)):
            continue
        if question and repeat_of(form, question.place) == repeat:
            first = of.setdefault(question.code, header)
            if first != header:
                params = {"position": position + 1, "other": table.header.index(first) + 1}
                faults.append(Fault(table.file, 1, header, header, "column_repeated", params))
        elif not question and choice and repeat_of(form, choice[0].place) == repeat:
            split.setdefault(choice[0].code, {})[choice[1]] = header
        elif question:
            path = "/".join(repeat_of(form, question.place))
            faults.append(Fault(table.file, 1, header, header, "column_of_repeat", {"repeat": path}))
        else:
            faults.append(Fault(table.file, 1, header, header, "column_unknown", {}, "warning"))
    faults += _missing(form, table, repeat, of.keys() | split.keys())
    labels = _labels(form, headers, table, of, faults)
    unusable = {"column_missing", "column_repeated", "column_of_repeat"}
    usable = not labels and not any(fault.rule in unusable for fault in (*faults, *table.faults))
    return Layout(form, table, repeat, of, split, tuple(labels or faults), usable)


def _missing(form: Form, table: Table, repeat: Place, found: Iterable[str]) -> list[Fault]:
    if not table.header:
        return []
    there = set(found)
    return [
        Fault(table.file, 1, question.code, None, "column_missing")
        for question in form.questions
        if question.code not in there
        and not question.may_be_absent
        and question.kind not in _UNANSWERED
        and repeat_of(form, question.place) == repeat
    ]


def _labels(
    form: Form, headers: Headers, table: Table, of: dict[str, str], faults: Iterable[Fault]
) -> list[Fault]:
    """Name an export of words instead of codes: its headers, or all that stands below one of them."""
    for fault in faults:
        meant = headers.labelled(fault.column or "") if fault.rule == "column_unknown" else None
        if meant:
            params = {"question": meant.code}
            return [Fault(table.file, 1, fault.column, fault.value, "labels_in_header", params)]
    found = []
    for code, header in of.items():
        question = form.question(code)
        if not question.choices:
            continue
        given = [(row.number, _plain(row.cells.get(header, ""))) for row in table.rows]
        given = [(number, text) for number, text in given if text]
        if given and all(_is_label(question, text) for _, text in given):
            number, text = given[0]
            allowed = [choice.code for choice in question.choices]
            found.append(Fault(table.file, number, header, text, "labels_in_cells", {"allowed": allowed}))
    return found


def _is_label(question: Question, text: str) -> bool:
    """Whether a cell is made of the words of choices, and not of their codes."""
    if all(map(question.has_choice, text.split())):
        return False
    words = {_plain(label) for choice in question.choices for label in choice.labels.values()}
    for label in sorted(words - {""}, key=len, reverse=True):
        text = text.replace(label, "")
    return not text.strip()
