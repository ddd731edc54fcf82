"""Read files of answers to a form: one row an answer, one column a question.

A respondent is `programme` and `firm_ref` together: the same firm in both programmes answers twice.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.kernel.tables import LIMITS, Limits, Row, Table, read_path
from banso.engines.questionnaire.cleaning import Cleaned, clean
from banso.engines.questionnaire.form import Form

Respondent = tuple[str, str]

_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer in a file: where it stands, its cells as they were, and what became of them.

    `notes` is everything there is to say about its row; `sound` that nothing in it rejects the answer.
    """

    file: str
    row: int
    raw: Mapping[str, str]
    cleaned: Cleaned
    notes: tuple[Fault, ...]
    sound: bool

    @property
    def respondent(self) -> Respondent | None:
        """Who answers: programme and firm_ref. None if either was refused."""
        values = self.cleaned.values
        programme, firm_ref = values.get("programme"), values.get("firm_ref")
        return (programme, firm_ref) if isinstance(programme, str) and isinstance(firm_ref, str) else None

    @property
    def cohort_fy(self) -> int | None:
        """The fiscal year of the respondent's cohort; None if it is not known."""
        text = self.cleaned.values.get("cohort_fy")
        return int(text) if isinstance(text, str) and _YEAR.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class AnswerFiles:
    """What some files of answers hold. `faults` are all of them, of files, columns, rows and cells."""

    answers: tuple[AnswerRow, ...]
    faults: tuple[Fault, ...]
    readable: bool

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that reject something."""
        return errors_among(self.faults)

    @property
    def sound(self) -> tuple[AnswerRow, ...]:
        """The answers without a fault that rejects them."""
        return tuple(answer for answer in self.answers if answer.sound)


def read_answer_files(form: Form, paths: Iterable[Path], limits: Limits = LIMITS) -> AnswerFiles:
    """Read and check the answers in some files together."""
    return read_answers(form, [read_path(path, limits) for path in paths])


def read_answers(form: Form, tables: Sequence[Table]) -> AnswerFiles:
    """Check the answers in some tables together.

    A table that lacks a column (other than those that may be absent) or has one twice gives no answers:
    its rows would only repeat that fault.
    """
    faults: list[Fault] = []
    answers: list[AnswerRow] = []
    first_of: dict[Respondent, AnswerRow] = {}
    for table in tables:
        of_columns = _column_faults(form, table)
        of_table = (*table.faults, *of_columns)
        faults += of_table
        if any(fault.rule in ("column_missing", "column_repeated") for fault in of_table):
            continue
        faulty_rows = {fault.row for fault in errors_among(of_table)}
        for row in table.rows:
            answer = _answer(form, table.file, row, first_of)
            faults += answer.notes
            answers.append(replace(answer, sound=answer.sound and row.number not in faulty_rows))
    return AnswerFiles(tuple(answers), tuple(faults), all(table.readable for table in tables))


def _column_faults(form: Form, table: Table) -> list[Fault]:
    """Name the columns that a table lacks, and those that it has and the form does not know."""
    if not table.header:
        return []
    missing = [
        Fault(table.file, 1, question.code, None, "column_missing")
        for question in form.questions
        if question.code not in table.header and not question.may_be_absent
    ]
    unknown = [
        Fault(table.file, 1, column, column, "column_unknown", {}, "warning")
        for column in table.header
        if column and column not in form.codes
    ]
    return missing + unknown


def _answer(form: Form, file: str, row: Row, first_of: dict[Respondent, AnswerRow]) -> AnswerRow:
    """Clean one row and compare its respondent with those before it."""
    raw = {code: text for code, text in row.cells.items() if code in form.codes}
    cleaned = clean(form, raw, file=file, row=row.number, unreadable=row.unreadable)
    answer = AnswerRow(file, row.number, raw, cleaned, cleaned.notes, sound=True)
    notes = list(cleaned.notes)
    if answer.cohort_fy is None and cleaned.values.get("cohort_fy"):
        notes.append(
            Fault(file, row.number, "cohort_fy", raw["cohort_fy"], "cohort_unreadable", {}, "warning")
        )
    if answer.respondent:
        first = first_of.setdefault(answer.respondent, answer)
        if first is not answer:
            programme, firm_ref = answer.respondent
            params = {"programme": programme, "other_file": first.file, "other_row": first.row}
            notes.append(Fault(file, row.number, "firm_ref", firm_ref, "respondent_repeated", params))
    return replace(answer, notes=tuple(notes), sound=not errors_among(notes))
