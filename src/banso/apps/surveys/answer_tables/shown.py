"""A table as its page draws it: cells with their numbers in words, and where bars and marks stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from banso.apps.surveys.answer_tables.made import Made
from banso.apps.surveys.answer_tables.told import ToldTable
from banso.apps.surveys.answer_tables.variables import Variable
from banso.apps.surveys.answer_tables.words import percent, ratio_words, shown_share
from banso.engines.kernel.rounding import half_up
from banso.engines.statistics.estimates import Difference
from banso.web.formats import language


@dataclass(frozen=True)
class Bar:
    """A share and its interval on a scale of 100 wide; the places as an SVG takes them."""

    at: str
    low: str
    high: str


@dataclass(frozen=True)
class ShownCell:
    """A cell of a page. What is None is not shown; ``suppressed`` cells say that they are not told."""

    n: int | None
    share: Decimal | None
    interval: str
    bar: Bar | None = None
    se: Decimal | None = None
    mentions: Decimal | None = None
    plain: Decimal | None = None
    suppressed: bool = False


@dataclass(frozen=True)
class Line:
    """A row of a page."""

    code: str
    label: str
    cells: Sequence[ShownCell]


@dataclass(frozen=True)
class Column:
    """A column of a page with how many answers it rests on; None is not told."""

    label: str
    base: int | None


@dataclass(frozen=True)
class Compared:
    """A difference between two columns in words and numbers."""

    row: str
    first: str
    second: str
    points: str
    points_interval: str
    ratio: str
    ratio_interval: str
    noise: bool
    said: str


@dataclass(frozen=True)
class Bounds:
    """A share if nobody, and if everybody who was silent had answered so."""

    label: str
    share: Decimal | None
    least: Decimal | None
    most: Decimal | None
    bar: Bar | None


def columns_of(made: Made) -> list[Column]:
    """The columns of a table in order; one without a name where there are none."""
    if made.table is None:
        return []
    spoken = language()
    return [
        Column(made.columns.words(place).in_language(spoken) if made.columns else "", made.table.bases[place])
        for place in made.places
    ]


def lines_of(made: Made) -> list[Line]:
    """The rows of a table, each with a cell a column."""
    table = made.table
    if table is None:
        return []
    return [
        Line(row, _label(made.rows, row), [_cell(made, row, place) for place in made.places])
        for row in table.rows
    ]


def compared(made: Made) -> list[Compared]:
    """The differences of a table."""
    return [_compared(made, found) for found in made.differences]


def bounds_of(made: Made) -> list[Bounds]:
    """What those who did not answer could change, by row."""
    found = []
    for row, silence in made.silence.items():
        least, most = silence.if_all_failed, silence.if_all_succeeded
        share = shown_share(made, row, None, plain=True)
        bar = None if least is None or most is None else Bar(str(share), str(least), str(most))
        found.append(Bounds(_label(made.rows, row), share, least, most, bar))
    return found


def columns_of_told(table: ToldTable) -> list[Column]:
    """The columns of a table of a release."""
    spoken = language()
    return [Column(words.in_language(spoken), table.bases[place]) for place, words in table.columns.items()]


def lines_of_told(table: ToldTable) -> list[Line]:
    """The rows of a table of a release."""
    spoken = language()
    lines = []
    for row, words in table.rows.items():
        cells = []
        for place in table.columns:
            cell = table.cells[row, place]
            bar = None
            if cell.share is not None and cell.low is not None and cell.high is not None:
                bar = Bar(str(cell.share), str(cell.low), str(cell.high))
            cells.append(
                ShownCell(
                    cell.n,
                    cell.share,
                    _between(cell.low, cell.high),
                    bar,
                    mentions=cell.mentions,
                    suppressed=cell.suppressed,
                )
            )
        lines.append(Line(row, words.in_language(spoken), cells))
    return lines


def _cell(made: Made, row: str, place: str | None) -> ShownCell:
    assert made.table is not None
    cell = made.table.cell(row, place)
    if not made.percentages:
        return ShownCell(cell.n, None, "")
    share, low, high = shown_share(made, row, place), percent(cell.low), percent(cell.high)
    return ShownCell(
        cell.n,
        share,
        _between(low, high),
        Bar(str(share), str(low), str(high)),
        percent(cell.se) if made.choice.errors and cell.se is not None else None,
        percent(cell.mentions) if made.choice.mentions and cell.mentions is not None else None,
        shown_share(made, row, place, plain=True) if made.weighted else None,
    )


def _compared(made: Made, found: Difference) -> Compared:
    assert made.columns is not None
    points = _ends(found.low, found.high, lambda value: _signed(half_up(100 * Fraction(value))))
    ratio = _ends(found.ratio_low, found.ratio_high, lambda value: str(half_up(Fraction(value), 2)))
    return Compared(
        _label(made.rows, found.row),
        _label(made.columns, found.first),
        _label(made.columns, found.second),
        _signed(half_up(100 * Fraction(found.difference))),
        points,
        "–" if found.ratio is None else str(half_up(Fraction(found.ratio), 2)),
        ratio,
        found.noise,
        "" if found.noise else ratio_words(found),
    )


def _ends(low: float | None, high: float | None, say: Callable[[float], str]) -> str:
    return "–" if low is None or high is None else f"{say(low)} – {say(high)}"


def _signed(value: Decimal) -> str:
    return f"{'+' if value > 0 else '−' if value < 0 else '±'}{abs(value)}"


def _between(low: Decimal | None, high: Decimal | None) -> str:
    return "–" if low is None or high is None else f"{low}–{high}"


def _label(variable: Variable, choice: str) -> str:
    return variable.words(choice).in_language(language())
