"""What storing files of answers in a wave would change."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.directory.models import Firm
from banso.apps.journal.services import Subject, canonical, digest
from banso.apps.surveys.forms_kept import who_answers
from banso.apps.surveys.models import Answer, Asked, Wave, WaveState
from banso.engines.kernel.faults import Fault
from banso.engines.questionnaire.answering import shown_value
from banso.engines.questionnaire.files import AnswerFiles, AnswerRow, Respondent
from banso.engines.questionnaire.form import Form

# A wave's name stands in addresses and in the journal's references.
_WAVE_NAME = re.compile(r"[^\W_][\w.-]{0,29}")
# A reference that cannot be a name. Any other is put into the journal as its digest.
_PLAIN_REF = re.compile(r"[A-Za-z0-9._-]{1,20}")
_LOOKED_UP_AT_ONCE = 500


@dataclass(frozen=True)
class Difference:
    """One question whose stored value would change. None: not asked, not answered or unknown."""

    question: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Change:
    """A stored answer that would change. No differences: only its log of cleaning or its link to a firm."""

    row: AnswerRow
    answer: Answer
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class ImportPlan:
    """What storing files in a wave would change; nothing has been stored.

    `changed` are answers whose values or log differ, `linked` unchanged ones whose firm has become known,
    `unlinked` all rows whose firm_ref no firm bears. `firms` are the firms by reference.
    """

    wave_name: str
    wave: Wave | None
    new: tuple[AnswerRow, ...]
    changed: tuple[Change, ...]
    linked: tuple[Change, ...]
    unchanged: int
    unlinked: tuple[AnswerRow, ...]
    firms: Mapping[str, int]
    files: AnswerFiles

    @property
    def form(self) -> Form:
        """The form that the answers were judged by."""
        return self.files.form

    @property
    def errors(self) -> tuple[Fault, ...]:
        """What keeps the files from being stored."""
        return self.files.errors

    @property
    def changes_nothing(self) -> bool:
        """Whether everything in the files is stored already."""
        return not (self.new or self.changed or self.linked)

    @cached_property
    def fingerprint(self) -> str:
        """Tells whether two plans would store the same: what was shown is what is stored."""
        plan = {
            "wave": self.wave_name,
            "form": self.form.digest,
            "new": [vouched_values(row) for row in self.new],
            "changed": [[change.answer.pk, vouched_values(change.row)] for change in self.changed],
            "linked": [change.answer.pk for change in self.linked],
            "firms": dict(self.firms),
            "errors": len(self.errors),
        }
        return hashlib.sha256(canonical(plan).encode()).hexdigest()


def plan_import(files: AnswerFiles, wave_name: str) -> ImportPlan:
    """Compare the sound answers in some files with those stored in a wave.

    A wave of that name need not exist. Raises Refused if the name cannot be a wave's, if the wave was asked
    with another edition of the form or asks nobody yet, or if somebody answers for several years.
    """
    wave = _wave(files.form, wave_name)
    _refuse_several_years(files)
    stored = _stored(wave)
    firms = _firms(files.sound) if who_answers(files.form) is Asked.FIRMS else {}
    new, changed, linked, unchanged = [], [], [], 0
    for row in files.sound:
        answer = stored.get(respondent_of(row))
        if answer is None:
            new.append(row)
            continue
        change = Change(row, answer, _differences(answer.values, stored_values(row)))
        if change.differences or answer.log != stored_log(row):
            changed.append(change)
        elif answer.firm_id != firms.get(answer.firm_ref):
            linked.append(change)
        else:
            unchanged += 1
    return ImportPlan(
        wave_name=wave_name,
        wave=wave,
        new=tuple(new),
        changed=tuple(changed),
        linked=tuple(linked),
        unchanged=unchanged,
        unlinked=tuple(
            row
            for row in files.sound
            if respondent_of(row)[1] not in firms and who_answers(files.form) is Asked.FIRMS
        ),
        firms=firms,
        files=files,
    )


def stored_values(row: AnswerRow) -> dict[str, Any]:
    """Return the cleaned values as they are stored: as JSON has them, several choices as a list."""
    return {code: shown_value(value) for code, value in row.cleaned.values.items()}


def vouched_values(row: AnswerRow) -> dict[str, Any]:
    """Return the same for a digest, which takes no fractions: they stand as text."""
    return {
        code: str(value) if isinstance(value, float) else value for code, value in stored_values(row).items()
    }


def stored_log(row: AnswerRow) -> list[dict[str, Any]]:
    """Return what cleaning changed or warned of, as it is stored."""
    return [
        {"question": note.column, "rule": note.rule, "value": note.value, "params": dict(note.params)}
        for note in row.notes
    ]


def subject_of(wave_name: str, programme: str, firm_ref: str) -> Subject:
    """Return the subject that an answer's events stand under.

    A firm_ref comes out of a file and might be anything, even a name: what is no plain reference goes into
    the journal as its digest.
    """
    ref = firm_ref if _PLAIN_REF.fullmatch(firm_ref) else f"~{digest(firm_ref)[:19]}"
    return ("answer", f"{wave_name}/{programme}/{ref}")


def _wave(form: Form, name: str) -> Wave | None:
    if not _WAVE_NAME.fullmatch(name):
        text = _(
            "A wave's name has up to 30 letters, digits, dots, hyphens and underscores, and starts with a "
            "letter or digit."
        )
        raise Refused("wave_name", text, "wave")
    wave = Wave.objects.select_related("edition").defer("edition__workbook").filter(code=name).first()
    if wave and wave.edition.digest != form.digest:
        text = _(
            "This wave was asked with version %(asked)s of the form %(form)s; "
            "the answers were read by version %(now)s of %(other)s."
        )
        asked = {"asked": wave.edition.version, "form": wave.edition.name}
        raise Refused("form_version", text % {**asked, "now": form.version, "other": form.name}, "wave")
    if wave and wave.state in (WaveState.PLANNED, WaveState.DRAWN):
        raise Refused("wave_not_open", _("This wave asks nobody yet. Open it first."), "wave")
    return wave


def _refuse_several_years(files: AnswerFiles) -> None:
    """Offices answer once a year: two years of one office are answers to two waves."""
    first: dict[Respondent, AnswerRow] = {}
    for row in files.sound:
        other = first.setdefault(respondent_of(row), row)
        if other is not row:
            text = _(
                "%(ref)s answers for several years (rows %(first)s and %(second)s). Each year has a wave."
            )
            told = {"ref": respondent_of(row)[1], "first": other.row, "second": row.row}
            raise Refused("several_years", text % told, "files")


def units_of(wave: Wave) -> dict[Respondent, int]:
    """Return those whom a wave asks, by who they are in files of answers, without those who answered."""
    units = wave.units.filter(drawn=True, answer__isnull=True)
    if wave.asked == Asked.FIRMS:
        found = units.values_list("programme__code", "firm__ref", "pk")
    elif wave.asked == Asked.PROVIDERS:
        found = units.values_list(Value(""), "provider__code", "pk")
    else:
        found = units.values_list(Value(""), "office__code", "pk")
    return {(programme, ref): pk for programme, ref, pk in found.order_by("pk")}


def respondent_of(row: AnswerRow) -> Respondent:
    """Return who gave a sound answer: programme, empty where the form asks for none, and reference."""
    respondent = row.respondent
    if respondent is None:
        raise ValueError("a sound answer says who gave it")
    return respondent


def _stored(wave: Wave | None) -> dict[Respondent, Answer]:
    if wave is None:
        return {}
    answers = wave.answers.select_related("programme").order_by("id")
    return {
        (answer.programme.code if answer.programme else "", answer.firm_ref): answer for answer in answers
    }


def _firms(rows: Iterable[AnswerRow]) -> dict[str, int]:
    refs = sorted({respondent_of(row)[1] for row in rows})
    found: dict[str, int] = {}
    for start in range(0, len(refs), _LOOKED_UP_AT_ONCE):
        part = refs[start : start + _LOOKED_UP_AT_ONCE]
        # A reference that was merged leads to the firm that it is.
        firms = Firm.objects.filter(ref__in=part).order_by("ref")
        found.update(firms.values_list("ref", Coalesce("merged_into", "pk")))
    return found


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    codes = dict.fromkeys([*before, *after])
    return tuple(
        Difference(code, before.get(code), after.get(code))
        for code in codes
        if before.get(code) != after.get(code) or (code in before) != (code in after)
    )
