"""The columns that a kind of record is read from, and what a cell may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.db.models import TextChoices
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.mapping import folded
from banso.web.normalise import number_text, plain, read_date

Type = Literal["text", "code", "day", "whole", "decimal", "yes_no", "choice", "codes"]
#: Words for yes and no that old systems write.
_YES = frozenset({"yes", "y", "true", "1", "はい", "有", "あり", "○", "〇", "済"})
_NO = frozenset({"no", "n", "false", "0", "いいえ", "無", "なし", "×", "未"})
_WHOLE_DIGITS, _DIGITS = 15, 20
_SEPARATORS = str.maketrans({"、": ",", "，": ",", ";": ",", "；": ","})


@dataclass(frozen=True)
class Field:
    """One column of a template.

    ``code`` names it, ``example`` stands in the template. ``choices`` are the codes that the column takes: a
    cell may hold the code or its label in either language.
    """

    code: str
    label: Promise
    type: Type = "text"
    needed: bool = False
    example: str = ""
    choices: type[TextChoices] | None = None

    def read(self, cell: str) -> Any:
        """The value of a cell; None (text: empty) where it is empty.

        Raises:
            Refused: ``value_missing``, ``day_unreadable``, ``number_unreadable``, ``yes_no_unreadable``,
                ``choice_unknown``.
        """
        text = cell.strip()
        if not text:
            if self.needed:
                raise Refused("value_missing", _("The cell is empty."), self.code)
            return "" if self.type in ("text", "code", "choice") else [] if self.type == "codes" else None
        return _READERS[self.type](self, text)


def _text(field: Field, text: str) -> str:
    return text


def _code(field: Field, text: str) -> str:
    return plain(text)


def _codes(field: Field, text: str) -> list[str]:
    return [part.strip() for part in plain(text.translate(_SEPARATORS)).split(",") if part.strip()]


def _day(field: Field, text: str) -> date:
    found = read_date(text)
    if found is None:
        raise Refused("day_unreadable", _("This is no date. Write it such as 2026-03-10."), field.code)
    return found


def _decimal(field: Field, text: str) -> Decimal:
    try:
        found = Decimal(number_text(text))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or len(found.as_tuple().digits) > _DIGITS or abs(found) >= 10**_WHOLE_DIGITS:
        raise Refused("number_unreadable", _("This is no number. Write it such as 1250 or 1.25."), field.code)
    return found


def _whole(field: Field, text: str) -> int:
    found = _decimal(field, text)
    if found != found.to_integral_value() or found < 0:
        raise Refused("whole_number", _("Write a whole number, 0 or more."), field.code)
    return int(found)


def _yes_no(field: Field, text: str) -> bool:
    word = plain(text).lower()
    if word not in _YES | _NO:
        message = _("Write yes or no, or leave the cell empty where it is not known.")
        raise Refused("yes_no_unreadable", message, field.code)
    return word in _YES


def _choice(field: Field, text: str) -> str:
    assert field.choices is not None
    for code, labels in words_of(field.choices).items():
        if folded(text) in labels:
            return code
    offered = ", ".join(f"{code} ({label})" for code, label in field.choices.choices)
    raise Refused("choice_unknown", _("Write one of: %(offered)s.") % {"offered": offered}, field.code)


_READERS: Mapping[str, Callable[[Field, str], Any]] = {
    "text": _text,
    "code": _code,
    "codes": _codes,
    "day": _day,
    "whole": _whole,
    "decimal": _decimal,
    "yes_no": _yes_no,
    "choice": _choice,
}


def words_of(choices: type[TextChoices]) -> dict[str, set[str]]:
    """By code: the code and its labels in both languages, as they are compared."""
    found = {code: {folded(code)} for code in choices.values}
    for language in ("ja", "en"):
        with translation.override(language):
            for code, label in choices.choices:
                found[code].add(folded(str(label)))
    return found
