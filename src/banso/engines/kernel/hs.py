"""Codes of the Harmonized System: heading, subheading, and the national statistical code of nine digits."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Rule = Literal["digits", "chapter", "year", "code_missing"]

#: Years of the international nomenclature. National codes of nine digits may be of any year since the first.
YEARS = (2012, 2017, 2022)
HEADING_DIGITS, INTERNATIONAL_DIGITS, NATIONAL_DIGITS = 4, 6, 9
LENGTHS = (HEADING_DIGITS, INTERNATIONAL_DIGITS, NATIONAL_DIGITS)
_SEPARATORS = re.compile(r"[\s.\-]")
_DIGITS = re.compile(r"[0-9]+")
#: Chapters run from 01 to 97; 77 is kept free.
_LAST_CHAPTER, _FREE_CHAPTER = 97, 77


class HSCodeError(ValueError):
    """A text is no HS code of that year. ``rule`` says which rule it breaks."""

    def __init__(self, rule: Rule, text: str) -> None:
        super().__init__(f"{text!r} breaks the rule {rule!r} of HS codes")
        self.rule: Rule = rule


def read_code(text: str, lengths: tuple[int, ...]) -> str:
    """The digits of a code, without dots and blanks; "" where none is given.

    Raises:
        HSCodeError: ``digits`` other characters, or a number of digits not among ``lengths``; ``chapter``
            there is no such chapter.
    """
    code = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if not code:
        return ""
    if not _DIGITS.fullmatch(code) or len(code) not in lengths:
        raise HSCodeError("digits", text)
    chapter = int(code[:2])
    if not 1 <= chapter <= _LAST_CHAPTER or chapter == _FREE_CHAPTER:
        raise HSCodeError("chapter", text)
    return code


def read(text: str, year: int | None, lengths: tuple[int, ...], this_year: int) -> tuple[str, int | None]:
    """The code and the year of its nomenclature; ("", None) where neither is given.

    Raises:
        HSCodeError: as ``read_code``; ``code_missing`` a year without a code, ``year`` no nomenclature is of
            that year.
    """
    code = read_code(text, lengths)
    if not code:
        if year is not None:
            raise HSCodeError("code_missing", text)
        return "", None
    national = len(code) == NATIONAL_DIGITS and year is not None and YEARS[0] <= year <= this_year
    if year not in YEARS and not national:
        raise HSCodeError("year", text)
    return code, year
