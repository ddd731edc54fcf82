"""How the tables of one version differ from those of another: by row and cell, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.policies.grids import Grid, Sheet, differences, grid
from banso.apps.policies.notation import say


@dataclass(frozen=True)
class Change:
    """One difference. ``row`` is that of the later version, of a row that is gone that of the earlier."""

    table: str
    table_title: str
    row: int
    key: str
    #: "cell", "added", "removed", "rewritten", "table_added" or "table_removed".
    kind: str
    place: str
    before: str
    after: str
    #: Why, as staff wrote it; None where no reason is asked for: it stands with the first change of the row.
    note: str | None = None


def changes(
    earlier: Mapping[str, Sheet],
    later: Mapping[str, Sheet],
    notes: Mapping[str, str],
    *,
    only: str = "",
    typed: Grid | None = None,
) -> list[Change]:
    """Every difference of two versions, in the order of the later version's tables.

    ``only`` keeps to one table; ``typed`` is its grid with what is not saved yet.
    """
    found: list[Change] = []
    for name, sheet in later.items():
        if only and name != only:
            continue
        if name not in earlier:
            found.append(_whole(sheet, "table_added"))
            continue
        shown = typed if typed is not None and typed.name == name else grid(sheet, earlier[name])
        found += _of_grid(shown, sheet, notes)
    if not only:
        found += [_whole(sheet, "table_removed") for name, sheet in earlier.items() if name not in later]
    return found


def _whole(sheet: Sheet, kind: str) -> Change:
    words = _("Table added") if kind == "table_added" else _("Table removed")
    title = say(sheet.table.title)
    return Change(sheet.table.name, title, 0, "", kind, words, "–", "–")


def _of_grid(shown: Grid, sheet: Sheet, notes: Mapping[str, str]) -> list[Change]:
    if shown.rewritten:
        rows = ngettext("%(n)s row", "%(n)s rows", len(shown.lines)) % {"n": len(shown.lines)}
        note = notes.get(f"{shown.name}/1", "")
        return [Change(shown.name, shown.title, 0, "1", "rewritten", _("Written anew"), "–", rows, note)]
    found: list[Change] = []
    for line in shown.lines:
        note = notes.get(f"{shown.name}/{line.key}", "")
        base = Change(shown.name, shown.title, line.number, line.key, "cell", "", "", "", None)
        mine: list[Change] = []
        if line.added:
            mine.append(replace(base, kind="added", place=_("Row added"), before="–", after=line.sentence))
        else:
            for cell in line.cells:
                if cell.changed:
                    mine.append(
                        replace(
                            base, place=cell.column.title, before=cell.before or "–", after=cell.text or "–"
                        )
                    )
        if mine:
            mine[0] = replace(mine[0], note=note)
        found += mine
    for number, sentence in shown.removed:
        found.append(
            Change(shown.name, shown.title, number, "", "removed", _("Row removed"), sentence, "–", None)
        )
    return found


@dataclass(frozen=True)
class Pair:
    """Two rows of two versions side by side; None where the other version has no such row."""

    before: int | None
    after: int | None
    before_sentence: str
    after_sentence: str

    @property
    def same(self) -> bool:
        """Whether both say the same."""
        return (
            self.before is not None and self.after is not None and self.before_sentence == self.after_sentence
        )


def side_by_side(earlier: Sheet | None, later: Sheet | None) -> list[Pair]:
    """The rows of a table in two versions, in sentences, side by side."""
    if earlier is None or later is None:
        only = later or earlier
        assert only is not None
        sentences = [only.sentence(row) for row in only.rows]
        return [
            Pair(None, n, "", text) if later else Pair(n, None, text, "")
            for n, text in enumerate(sentences, start=1)
        ]
    found = differences(earlier, later, later.rows)
    gone = {d.row_before for d in found if d.what == "row_removed"}
    come = {d.row_after for d in found if d.what == "row_added"}
    stay = (n for n in range(1, len(earlier.rows) + 1) if n not in gone)
    partners = {n: next(stay) for n in range(1, len(later.rows) + 1) if n not in come}
    rows: list[tuple[int | None, int | None]] = [(partners.get(n), n) for n in range(1, len(later.rows) + 1)]
    for row in sorted(n for n in gone if n is not None):
        # A row that is gone stands before the first row that came after it.
        place = next((at for at, (was, _now) in enumerate(rows) if was is not None and was > row), len(rows))
        rows.insert(place, (row, None))
    return [
        Pair(
            was,
            now,
            "" if was is None else earlier.sentence(earlier.rows[was - 1]),
            "" if now is None else later.sentence(later.rows[now - 1]),
        )
        for was, now in rows
    ]
