"""Which column of a file holds what: guessed by the names, chosen by hand, judged in one place.

Bulk import and bank files read tables whose columns are named by others. What was chosen each room keeps in a
table of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.base import Refused
from banso.web import forms


class Held(Protocol):
    """Something that a column holds: its code, its words, and whether a file must have it."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def label(self) -> Promise:
        """What people call it."""

    @property
    def needed(self) -> bool:
        """Whether a file must have it."""


def folded(text: str) -> str:
    """A name as names are compared: without width, case, spaces and marks."""
    kept = (char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())
    return "".join(kept)


def guess(header: Iterable[str], fields: Iterable[Held]) -> dict[str, str]:
    """By field: the column of a header that bears its code or its label in either language."""
    columns = {folded(column): column for column in header}
    found: dict[str, str] = {}
    for field in fields:
        names = [field.code]
        for language in ("ja", "en"):
            with translation.override(language):
                names.append(str(field.label))
        column = next((columns[name] for name in map(folded, names) if name in columns), None)
        if column is not None and column not in found.values():
            found[field.code] = column
    return found


def chosen(header: Iterable[str], fields: Iterable[Held], columns: Mapping[str, str]) -> dict[str, str]:
    """By field the column that was chosen; fields for which none was are left out.

    Raises:
        Refused: ``column_unknown``, ``column_twice``, ``column_missing`` (a needed field).
    """
    fields, there = list(fields), set(header)
    known = {field.code for field in fields}
    found = {code: column for code, column in columns.items() if column}
    for code, column in found.items():
        if column not in there or code not in known:
            raise Refused("column_unknown", _("The file has no such column."), code)
        if list(found.values()).count(column) > 1:
            raise Refused("column_twice", _("This column is chosen twice."), code)
    for field in fields:
        if field.needed and field.code not in found:
            raise Refused("column_missing", _("Choose the column that holds this."), field.code)
    return found


class ColumnsForm(forms.Form):
    """By field the column of the file that holds it."""

    nothing_chosen = gettext_lazy("Not in the file")

    def __init__(self, fields: Iterable[Held], header: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", self.nothing_chosen), *((name, name) for name in header if name)]
        for field in fields:
            self.fields[field.code] = forms.ChoiceField(
                label=field.label, choices=choices, required=field.needed
            )
