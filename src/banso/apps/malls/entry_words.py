"""What an edition of a mall's page says, row by row in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from banso.apps.malls.entry_content import NEEDED, codes_of
from banso.apps.malls.models import EntryState, MallEntry, PointKind
from banso.apps.malls.models.entries import POINTS
from banso.web import formats

MARKS = {
    EntryState.DRAFT: "part",
    EntryState.PUBLISHED: "ok",
    EntryState.REPLACED: "dash",
    EntryState.DROPPED: "dash",
}


@dataclass(frozen=True)
class Row:
    """One thing that is said of a mall: in the edition shown, and in the one that is published."""

    name: str
    label: str
    value: str
    published: str = ""

    @property
    def differs(self) -> bool:
        """Whether the two say something else."""
        return self.value != self.published

    @property
    def needed(self) -> bool:
        """Whether publishing needs it."""
        return self.name in NEEDED


def _listed(words: Iterable[str]) -> str:
    return ("、" if formats.language() == "ja" else ", ").join(words)


def _names(rows: Any) -> str:
    return _listed(row.name for row in sorted(rows.all(), key=lambda row: (row.position, row.pk)))


def _points(entry: MallEntry, kind: PointKind, more: str) -> str:
    words = [str(POINTS[kind](code).label) for code in codes_of(entry, kind)]
    return "\n".join(part for part in (*words, more) if part)


def users_words(entry: MallEntry) -> str:
    """How many users, and when that was."""
    if entry.users is None:
        return ""
    words = _("%(users)s (%(day)s)")
    return words % {"users": formats.number(entry.users), "day": formats.day(entry.users_on)}


def contract_words(entry: MallEntry) -> str:
    """From when to when."""
    if entry.contract_from is None:
        return ""
    last = formats.day(entry.contract_to) if entry.contract_to else _("no end agreed")
    return f"{formats.day(entry.contract_from)} – {last}"


def category_words(entry: MallEntry, most: int = 4) -> str:
    """The first categories, and how many more there are."""
    rows = sorted(entry.categories.all(), key=lambda row: (row.position, row.pk))
    words = _listed(row.name for row in rows[:most])
    more = len(rows) - most
    if more <= 0:
        return words
    return formats.joined(words, ngettext("%(n)s more", "%(n)s more", more) % {"n": more})


#: The rows, in the order of the page: name, label, words.
_ROWS: tuple[tuple[str, Promise, Callable[[MallEntry], str]], ...] = (
    ("words_ja", gettext_lazy("About the mall (Japanese)"), lambda entry: entry.words_ja),
    ("words_en", gettext_lazy("About the mall (English)"), lambda entry: entry.words_en),
    ("operator", gettext_lazy("Company that runs it"), lambda entry: entry.operator),
    ("countries", gettext_lazy("Countries it sells to"), lambda entry: _names(entry.countries)),
    ("categories", gettext_lazy("Categories it takes"), lambda entry: _names(entry.categories)),
    ("users", gettext_lazy("Registered users"), users_words),
    ("seller", gettext_lazy("How it sells"), lambda entry: str(entry.get_seller_display())),
    (
        "logistics",
        gettext_lazy("How goods get there"),
        lambda entry: _points(entry, PointKind.LOGISTICS, entry.logistics_words),
    ),
    ("languages", gettext_lazy("Languages needed"), lambda entry: _names(entry.languages)),
    (
        "papers",
        gettext_lazy("Papers and samples needed"),
        lambda entry: _points(entry, PointKind.PAPERS, entry.papers_words),
    ),
    ("contract_from", pgettext_lazy("mall", "Contract"), contract_words),
    ("staff", gettext_lazy("In charge"), lambda entry: entry.staff.name if entry.staff else ""),
)
#: What firms and operators are not shown: it is between the house and the mall.
_INSIDE = frozenset({"contract_from", "staff"})


def label_of(name: str) -> str:
    """What a row is called."""
    return next(str(label) for row, label, _words in _ROWS if row == name)


def rows_of(entry: MallEntry | None, published: MallEntry | None = None) -> list[Row]:
    """What an edition says, beside what is published; without one the rows are empty."""
    return [
        Row(name, str(label), words(entry) if entry else "", words(published) if published else "")
        for name, label, words in _ROWS
    ]


def outside_rows(entry: MallEntry) -> list[Row]:
    """What firms read: the words about the mall in the language of the page, and nothing of the contract."""
    other = "words_en" if formats.language() == "ja" else "words_ja"
    return [row for row in rows_of(entry) if row.name not in _INSIDE | {other} and row.value]


def words_of(entry: MallEntry) -> str:
    """The words about the mall in the language of the page."""
    return entry.words_ja if formats.language() == "ja" else entry.words_en
