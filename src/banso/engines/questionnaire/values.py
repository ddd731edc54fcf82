"""What was given to a question as a value of the question's type."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from banso.engines.questionnaire.form import Question
from banso.engines.questionnaire.functions import to_text

Raw = str | int | float | date | Sequence[str] | None
Value = str | int | Decimal | date | tuple[str, ...] | None

#: No answer is longer; questions set limits of their own below it.
MAX_TEXT = 100_000

# Numbers as people and programs write them: 12, 1,200 and the 12.0 of a table of floats.
_DIGITS = r"[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})"
_WHOLE = re.compile(rf"(?P<number>{_DIGITS})(?:\.0+)?")
_DECIMAL = re.compile(rf"{_DIGITS}(?:\.[0-9]{{1,10}})?")
_DAY = re.compile(r"([0-9]{4})(?P<sign>[-/.])([0-9]{1,2})(?P=sign)([0-9]{1,2})(?:T00:00(?::00(?:\.0+)?)?)?")
_JAPANESE_DAY = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")


def tidy(raw: Raw) -> tuple[str, bool]:
    """Return a value as trimmed NFKC text, and whether control characters were taken out of it.

    Several values are joined by a space, as they stand in one cell.
    """
    text = as_text(raw)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if text.isprintable():
        return text.strip(), False
    kept = "".join(char for char in text.replace("\r\n", "\n") if not _is_control(char))
    return kept.strip(), len(kept) < len(text.replace("\r\n", "\n"))


def as_text(raw: Raw) -> str:
    """Return a value as the text it would be in a file."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, float):
        return to_text(raw)
    if isinstance(raw, int):
        return to_text(raw) if isinstance(raw, bool) else str(raw)
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, Sequence):
        return " ".join(str(each) for each in raw)
    return str(raw)


def typed(question: Question, text: str) -> tuple[Value, bool]:
    """Return the value of the question's type (None: it has none), and whether a choice is repeated."""
    if question.kind == "whole":
        match = _WHOLE.fullmatch(text)
        return (int(match["number"].replace(",", "")) if match else None), False
    if question.kind == "decimal":
        return (Decimal(text.replace(",", "")) if _DECIMAL.fullmatch(text) else None), False
    if question.kind == "date":
        return _day(text), False
    if question.kind == "several":
        codes = text.split()
        given = set(codes)
        return question.in_order(given), len(given) < len(codes)
    return text, False


def written(value: Value) -> str:
    """Return a value as it stands in the tree that conditions look at."""
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)


def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text) or _JAPANESE_DAY.fullmatch(text)
    if not match:
        return None
    numbers = [int(part) for part in match.groups() if part and part.isdigit()]
    try:
        return date(*numbers[:3])
    except ValueError:
        return None


def _is_control(char: str) -> bool:
    """Whether a character is a control, a half of a pair or no character; line ends and tabs are text."""
    if char in "\n\r\t":
        return False
    return unicodedata.category(char) in ("Cc", "Cs") or ord(char) in (0xFFFE, 0xFFFF)
