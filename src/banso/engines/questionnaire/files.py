"""Judge files of answers: one row an answer, one column a question, or what other programs export.

Who answers is told by columns of the form that are carried along: a supported firm by programme and
reference (the same firm in both programmes answers twice), a provider by its reference, an office by its
code and the fiscal year.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.kernel.tables import Limits
from banso.engines.questionnaire.cleaning import Cleaned, clean
from banso.engines.questionnaire.exports import LIMITS, AnswerFile, Given, gather, read_path
from banso.engines.questionnaire.form import Form

#: (programme, reference); the programme is empty where a form asks for none.
Respondent = tuple[str, str]

#: Which columns say who answers, the reference first; a form has those of one of these.
_RESPONDENTS = (("firm_ref", "programme"), ("provider_ref",), ("J1", "J2"), ("firm_ref",))
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer in a file: where it stands, what was given, and what became of it.

    `respondent` is who answers, None if that was refused. `notes` is everything there is to say about its
    row; `sound` that nothing in it rejects the answer.
    """

    file: str
    row: int
    raw: Mapping[str, Any]
    cleaned: Cleaned
    respondent: Respondent | None
    notes: tuple[Fault, ...]
    sound: bool

    @property
    def cohort_fy(self) -> int | None:
        """The fiscal year of the respondent's cohort; None if it is not known."""
        text = self.cleaned.values.get("cohort_fy")
        return int(text) if isinstance(text, str) and _YEAR.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class AnswerFiles:
    """What some files of answers to a form hold. `faults` are all of files, columns, rows and cells."""

    form: Form
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


def respondent_columns(form: Form) -> tuple[str, ...]:
    """Return the columns of a form that say who answers, the reference first; none if it has none."""
    return next((each for each in _RESPONDENTS if set(each) <= set(form.codes)), ())


def read_answer_files(
    form: Form, paths: Iterable[Path], limits: Limits = LIMITS, *, today: date | None = None
) -> AnswerFiles:
    """Read and judge the answers in some files together."""
    return read_answers(form, [read_path(path, limits) for path in paths], today=today)


def read_answers(form: Form, files: Sequence[AnswerFile], *, today: date | None = None) -> AnswerFiles:
    """Judge the answers in some files together.

    A table whose columns are not those of the form gives no answers: its rows would only repeat that fault.
    An answer is judged on the day it was sent, if its file says so, else on `today`; a form that looks at the
    day needs one of them.
    """
    gathered, faults = gather(form, files)
    who = respondent_columns(form)
    if not who and files:
        faults.append(Fault(files[0].name, None, None, None, "respondent_unknown"))
    answers: list[AnswerRow] = []
    first_of: dict[tuple[object, ...], AnswerRow] = {}
    for given in gathered:
        answer = _answer(form, given, who, first_of, today)
        faults += answer.notes
        answers.append(answer)
    return AnswerFiles(form, tuple(answers), tuple(faults), all(file.readable for file in files))


def _answer(
    form: Form,
    given: Given,
    who: tuple[str, ...],
    first_of: dict[tuple[object, ...], AnswerRow],
    today: date | None,
) -> AnswerRow:
    """Clean one answer and compare its respondent with those before it."""
    cleaned = clean(
        form,
        given.values,
        file=given.file,
        row=given.row,
        unreadable=given.unreadable,
        today=given.day or today,
    )
    notes = [_placed(note, given) for note in cleaned.notes]
    named = tuple(cleaned.values.get(code) for code in who)
    respondent = _respondent(who, named)
    answer = AnswerRow(given.file, given.row, given.values, cleaned, respondent, (), sound=True)
    if answer.cohort_fy is None and cleaned.values.get("cohort_fy"):
        value = str(given.values["cohort_fy"])
        notes.append(Fault(given.file, given.row, "cohort_fy", value, "cohort_unreadable", {}, "warning"))
    if respondent:
        first = first_of.setdefault(named, answer)
        if first is not answer:
            notes.append(_repeated(given, who[0], respondent, first))
    return replace(answer, notes=tuple(notes), sound=given.sound and not errors_among(notes))


def _respondent(who: tuple[str, ...], named: tuple[object, ...]) -> Respondent | None:
    if not who or not all(isinstance(each, str) for each in named):
        return None
    return (str(named[1]) if "programme" in who else "", str(named[0]))


def _repeated(given: Given, column: str, respondent: Respondent, first: AnswerRow) -> Fault:
    programme, ref = respondent
    params: dict[str, Any] = {"other_file": first.file, "other_row": first.row}
    if not programme:
        return Fault(given.file, given.row, column, ref, "answer_repeated", params)
    params["programme"] = programme
    return Fault(given.file, given.row, column, ref, "respondent_repeated", params)


def _placed(fault: Fault, given: Given) -> Fault:
    """Name the row where a repeat was answered, if that is another one than its answer's."""
    above = (fault.column or "").split("/")
    paths = ("/".join(above[:depth]) for depth in range(len(above) - 1, 0, -1))
    file, row = next((given.inside[path] for path in paths if path in given.inside), (given.file, given.row))
    return replace(fault, file=file, row=row)
