"""A table made of stored answers: shares with intervals, and what they are compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import polars as pl

from banso.apps.surveys.answer_tables.choice import Choice
from banso.apps.surveys.answer_tables.frame import ASKED, WHO, Stored, stored
from banso.apps.surveys.answer_tables.variables import PROGRAMME, STRATUM, WAVE, Variable
from banso.apps.surveys.models import Asked as Who
from banso.apps.surveys.models import Wave
from banso.engines.kernel.faults import Fault
from banso.engines.statistics.counting import Asked
from banso.engines.statistics.design import Drawn, drawn
from banso.engines.statistics.estimates import Difference, Table, differences, tabulate
from banso.engines.statistics.silence import Silence

#: Between more columns than these only one row is compared.
_FEW_COLUMNS = 2


@dataclass(frozen=True)
class Made:
    """A table and what stands beside it. With faults there is no table.

    ``plain`` is the same without weights; ``table`` is that one where nothing is weighted. ``not_asked`` and
    ``empty`` are the answers among ``answers`` (those that pass the filters) that were not asked, or did not
    answer, one of the questions. ``silence`` holds bounds by row where it is known who was silent. ``twice``
    are the columns in which somebody stands with several answers.
    """

    choice: Choice
    waves: Sequence[Wave]
    rows: Variable
    columns: Variable | None
    stored: Stored
    table: Table | None = None
    plain: Table | None = None
    answers: int = 0
    not_asked: int = 0
    empty: int = 0
    differences: Sequence[Difference] = ()
    silence: Mapping[str, Silence] = field(default_factory=dict)
    twice: frozenset[str | None] = frozenset()
    faults: Sequence[Fault] = ()

    @property
    def weighted(self) -> bool:
        """Whether the shares are by weights."""
        return self.table is not self.plain

    @property
    def percentages(self) -> bool:
        """Whether shares are told at all: of private providers only counts are."""
        return all(wave.asked != Who.PROVIDERS for wave in self.waves)

    @property
    def about(self) -> str | None:
        """The row that is compared and said in words."""
        if self.table is None or not self.table.rows:
            return None
        return self.choice.about if self.choice.about in self.table.rows else self.table.rows[0]

    @property
    def places(self) -> tuple[str | None, ...]:
        """The columns that anybody answered in, in order; None alone for a table without columns."""
        return tuple(dict.fromkeys(cell.column for cell in self.table.cells)) if self.table else ()


def make(choice: Choice, waves: Sequence[Wave], variables: Mapping[str, Variable]) -> Made:
    """Make a table from the answers of waves."""
    return make_of(stored(waves, [variables[code] for code in choice.variables]), choice, waves, variables)


def make_of(found: Stored, choice: Choice, waves: Sequence[Wave], variables: Mapping[str, Variable]) -> Made:
    """Make a table from answers that were read, with everything that the choice names.

    1. Without weights the answers that pass the filters are a sample of their own, as on the command line.
       With weights the design is that of all answers, of which the table looks at a part.
    2. Columns are compared: waves each with the one before, others with the first.
    3. Bounds by who did not answer: where all were asked the question and the frame is known.
    """
    made = Made(choice, waves, variables[choice.rows], variables.get(choice.columns), found)
    passing = passes(found.frame, choice, variables)
    part = found.frame.filter(passing)
    plain = drawn(part, found.design(weighted=False, answers=part.height))
    weigh = choice.weighted and found.weighted
    whole = drawn(_only(found.frame, choice.rows, passing), found.design(weighted=True)) if weigh else plain
    if plain.faults or whole.faults:
        return replace(made, faults=(*plain.faults, *whole.faults))
    asked = asked_of(choice, variables)
    order = made.rows.order, made.columns.order if made.columns else ()
    unweighted = tabulate(plain, asked, *order)
    not_asked, empty = _unanswered(part, choice, variables)
    made = replace(
        made,
        table=tabulate(whole, asked, *order) if weigh else unweighted,
        plain=unweighted,
        answers=part.height,
        not_asked=not_asked,
        empty=empty,
        twice=_twice(part, choice),
    )
    return replace(made, differences=_compared(whole, asked, made), silence=_silence(made))


def asked_of(choice: Choice, variables: Mapping[str, Variable]) -> Asked:
    """A choice as the engine is asked for it."""
    return Asked(choice.rows, choice.columns or None, variables[choice.rows].several)


def passes(frame: pl.DataFrame, choice: Choice, variables: Mapping[str, Variable]) -> pl.Series:
    """Which answers pass the filters."""
    passing = pl.Series([True], dtype=pl.Boolean).new_from_index(0, frame.height)
    for code, values in choice.filters:
        if variables[code].several:
            named = frame[code].str.split(" ").list.eval(pl.element().is_in(values)).list.any()
        else:
            named = frame[code].is_in(values)
        passing = passing & named.fill_null(value=False)
    return passing


def _only(frame: pl.DataFrame, rows: str, passing: pl.Series) -> pl.DataFrame:
    """All answers, of which those that pass are looked at."""
    return frame.with_columns(pl.when(passing).then(pl.col(rows)).alias(rows))


def _unanswered(part: pl.DataFrame, choice: Choice, variables: Mapping[str, Variable]) -> tuple[int, int]:
    """How many were not asked one of the questions, and how many were and did not answer."""
    named = [variables[code] for code in (choice.rows, choice.columns) if code]
    silent = part.filter(pl.any_horizontal(pl.col(variable.code).is_null() for variable in named))
    questions = [ASKED.format(variable.code) for variable in named if not variable.is_fact]
    if not questions:
        return 0, silent.height
    asked = silent.filter(pl.all_horizontal(pl.col(name) for name in questions)).height
    return silent.height - asked, asked


def _twice(part: pl.DataFrame, choice: Choice) -> frozenset[str | None]:
    """The columns in which somebody stands with several answers."""
    told = part.drop_nulls([code for code in (choice.rows, choice.columns) if code])
    column = pl.col(choice.columns) if choice.columns else pl.lit(None, dtype=pl.String)
    groups = told.group_by(column.alias("#column")).agg(pl.col(WHO).n_unique() < pl.len())
    return frozenset(groups.filter(pl.col(WHO))["#column"])


def _compared(answers: Drawn, asked: Asked, made: Made) -> list[Difference]:
    """How the shares differ between columns: of every row between two, of one row among more."""
    places = [place for place in made.places if place is not None]
    if made.about is None or made.table is None or len(places) < _FEW_COLUMNS or not made.percentages:
        return []
    rows = made.table.rows if len(places) == _FEW_COLUMNS else (made.about,)
    if asked.columns == WAVE:
        return [found for row in rows for found in differences(answers, asked, row, places)]
    # The engine compares each with the next: the first stands before every other.
    path = [place for other in places[1:] for place in (places[0], other)]
    return [found for row in rows for found in differences(answers, asked, row, path)[::2]]


def _silence(made: Made) -> dict[str, Silence]:
    plain, choice = made.plain, made.choice
    known = made.stored.framed and len(made.waves) == 1 and not choice.columns
    if plain is None or not known or made.rows.is_fact or not made.rows.of_all or not made.percentages:
        return {}
    if any(code not in (PROGRAMME, STRATUM) for code, _values in choice.filters):
        return {}
    only = dict(choice.filters)
    asked = sum(
        units
        for (_wave, programme, stratum), units in made.stored.units.items()
        if programme in only.get(PROGRAMME, (programme,)) and stratum in only.get(STRATUM, (stratum,))
    )
    if asked < plain.base:
        return {}
    return {cell.row: Silence(cell.n, plain.base, asked) for cell in plain.cells}


def exact_share(table: Table, row: str, column: str | None, *, weighted: bool) -> Fraction:
    """The share of a cell: exact where answers are only counted."""
    cell = table.cell(row, column)
    return Fraction(cell.share) if weighted else Fraction(cell.n, table.bases[column])
