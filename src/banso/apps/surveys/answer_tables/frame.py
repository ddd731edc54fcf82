"""Stored answers as a frame for the engine: an answer a row, with what the tables ask of it.

Besides the columns asked for, as texts: the number of the row, who answered (the cluster: the same firm in
two programmes or waves is one), the weight, the stratum it was drawn in and how many that stratum holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

import polars as pl
from django.db.models import Count, IntegerField, Q
from django.db.models.functions import Coalesce

from banso.apps.directory.models import Office
from banso.apps.fees.effect.measures import SIZES
from banso.apps.surveys.answer_tables import variables as of
from banso.apps.surveys.answer_tables.variables import STRATUM_OF_ANSWER, Variable
from banso.apps.surveys.models import Answer, FrameUnit, Wave
from banso.apps.transfers.selectors import firm_office_on
from banso.engines.statistics.answers import ROW
from banso.engines.statistics.design import Design

WHO, _WEIGHT, _LAYER, _WHOLE = "#who", "#given_weight", "#layer", "#given_whole"
#: Code of an office and of its region, by the office's key.
_Places = Mapping[int, tuple[str, str | None]]
_NOWHERE = (None, None)
#: Whether an answer was asked a question at all, by the question's name.
ASKED = "#asked {}"


@dataclass(frozen=True)
class Stored:
    """The answers of some waves.

    ``units``: how many stand in the frame, by wave, programme and stratum. ``framed``: everybody who answered
    stands in it, so that it is known of how many these are a part.
    """

    frame: pl.DataFrame
    units: Mapping[tuple[str, str, str], int]
    framed: bool

    @property
    def weighted(self) -> bool:
        """Whether every answer has a weight."""
        return self.frame.height > 0 and self.frame[_WEIGHT].null_count() == 0

    @property
    def answered(self) -> Fraction:
        """The part of the frame that answered: of the strata of the waves the least; 0 where it is not known.

        By it intervals without weights are shortened. A part of the answers may lie in any stratum: the least
        never makes it look better known than it is.
        """
        if not self.framed:
            return Fraction(0)
        units: Counter[str] = Counter()
        for (wave, _programme, stratum), number in self.units.items():
            units[f"{wave}/{stratum}"] += number
        heard = Counter(self.frame[_LAYER])
        return min(
            (Fraction(min(heard[name], most), most) for name, most in units.items()), default=Fraction(0)
        )

    def design(self, *, weighted: bool, answers: int = 0) -> Design:
        """How the answers were drawn: with weights, strata and the size of the whole, or as they are.

        Without weights ``answers`` of them are looked at, which count as drawn by lot from the whole.
        """
        if not weighted:
            part = self.answered
            return Design(cluster=WHO, whole=ceil(answers / part) if part and answers else None)
        return Design(_WEIGHT, _LAYER, WHO, _WHOLE if self.framed else None)


def stored(waves: Sequence[Wave], wanted: Sequence[Variable]) -> Stored:
    """Read the answers of waves, with these variables. Three queries, whatever they hold."""
    codes = {wave.pk: wave.code for wave in waves}
    units = _units(waves, codes)
    sizes: Counter[tuple[str, str]] = Counter()
    for (wave, _programme, stratum), number in units.items():
        sizes[wave, stratum] += number
    records = [_Record(*row) for row in _rows(waves)]
    places = _places() if any(variable.code in (of.OFFICE, of.REGION) for variable in wanted) else {}
    columns: dict[str, Any] = {
        ROW: pl.Series(range(1, len(records) + 1), dtype=pl.Int64),
        WHO: _texts(record.who for record in records),
        _WEIGHT: _texts(None if record.weight is None else repr(record.weight) for record in records),
        _LAYER: _texts("/".join((codes[record.wave], *record.layer)) for record in records),
        _WHOLE: _texts(_text(sizes.get((codes[record.wave], record.stratum))) for record in records),
    }
    for variable in wanted:
        columns[variable.code] = _texts(_value(variable, record, codes, places) for record in records)
        if not variable.is_fact:
            columns[ASKED.format(variable.code)] = pl.Series(
                [variable.code in record.values for record in records], dtype=pl.Boolean
            )
    framed = bool(units) and all(record.unit is not None for record in records)
    return Stored(pl.DataFrame(columns), units, framed)


@dataclass(frozen=True, slots=True)
class _Record:
    wave: int
    unit: int | None
    facts: Mapping[str, Any] | None
    programme: str | None
    who: str
    stratum: str
    cohort: int | None
    weight: float | None
    values: Mapping[str, Any]
    office: int | None
    region: str | None
    employees: int | None
    experience: str | None
    industry: str | None

    @property
    def layer(self) -> tuple[str, ...]:
        """Within what it was drawn by lot: a stratum of the frame, else what the file of answers says."""
        return (self.stratum,) if self.unit is not None else (self.programme or "", self.stratum)

    def known(self, fact: str) -> str | None:
        """What the frame knew of it when it was made."""
        return (self.facts or {}).get(fact)


def _rows(waves: Sequence[Wave]) -> Any:
    # Where it was when it was asked: what happened then counts there.
    office = Coalesce("unit__office", firm_office_on("wave__asked_on"), output_field=IntegerField())
    return (
        Answer.objects.filter(wave__in=waves)
        .annotate(_office=office, _stratum=STRATUM_OF_ANSWER)
        .order_by("pk")
        .values_list(
            "wave",
            "unit",
            "unit__facts",
            "programme__code",
            "firm_ref",
            "_stratum",
            "cohort_fy",
            "weight",
            "values",
            "_office",
            "firm__prefecture__region__code",
            "firm__employees",
            "firm__export_experience",
            "firm__industry__code",
        )
    )


def _units(waves: Sequence[Wave], codes: Mapping[int, str]) -> dict[tuple[str, str, str], int]:
    """How many stand in the frame and could be asked; who answered could be."""
    rows = (
        FrameUnit.objects.filter(Q(excluded="") | Q(answer__isnull=False), wave__in=waves)
        .order_by()
        .values_list("wave", "programme__code", "stratum")
        .annotate(units=Count("pk"))
    )
    found: Counter[tuple[str, str, str]] = Counter()
    for wave, programme, stratum, units in rows:
        found[codes[wave], programme or "", stratum] += units
    return dict(found)


def _places() -> _Places:
    """The code of each office and of its region."""
    rows = Office.objects.order_by("pk").values_list("pk", "code", "prefecture__region__code")
    return {key: (code, region) for key, code, region in rows}


def _value(
    variable: Variable,
    record: _Record,
    codes: Mapping[int, str],
    places: _Places,
) -> str | None:
    if not variable.is_fact:
        return _answer(record.values.get(variable.code))
    return _FACTS[variable.code](record, codes, places)


_Fact = Callable[[_Record, Mapping[int, str], _Places], str | None]
_FACTS: Mapping[str, _Fact] = {
    of.WAVE: lambda record, codes, _places: codes[record.wave],
    of.PROGRAMME: lambda record, _codes, _places: record.programme,
    of.STRATUM: lambda record, _codes, _places: record.stratum or None,
    of.COHORT: lambda record, _codes, _places: _text(record.cohort),
    of.OFFICE: lambda record, _codes, places: places.get(record.office or 0, _NOWHERE)[0],
    # An office answers for itself: it has no firm.
    of.REGION: lambda record, _codes, places: (
        record.known("region") or record.region or places.get(record.office or 0, _NOWHERE)[1]
    ),
    of.SIZE: lambda record, _codes, _places: _named(record.known("size")) or _size(record.employees),
    of.EXPERIENCE: lambda record, _codes, _places: record.known("experience") or record.experience or None,
    of.SERVICE: lambda record, _codes, _places: record.known("service"),
    of.INDUSTRY: lambda record, _codes, _places: record.industry,
}


def _answer(value: Any) -> str | None:
    """What was answered as one text: several choices separated by spaces; None for no answer."""
    if isinstance(value, list):
        return " ".join(value) or None
    return _text(value) or None


def _named(code: str | None) -> str | None:
    """A size class of a frame; none where the number was not known."""
    return code if code in SIZES else None


def _size(employees: int | None) -> str | None:
    if employees is None:
        return None
    return next(code for code, (_first, last) in SIZES.items() if last is None or employees <= last)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _texts(values: Any) -> pl.Series:
    return pl.Series(list(values), dtype=pl.String)
