"""The Japanese corporate number (法人番号): 13 digits, the first of them a check digit.

The check digit is the one of the ordinance on corporate numbers (法人番号の指定等に関する省令, art. 2):
9 less the remainder by 9 of the twelve digits' sum, weighted 1 and 2 in turn from the right.
"""

import re
import unicodedata
from typing import Literal

from stdnum.jp import cn

Rule = Literal["digits", "length", "check_digit"]

# Hyphens, dashes, minus signs and the long-vowel mark that keyboards give in their place.
_SEPARATORS = re.compile(r"[\s\u002d\u2010-\u2015\u2212\u30fc]+")
_DIGITS = re.compile(r"[0-9]*")


class CorporateNumberError(ValueError):
    """A text is no corporate number. `rule` says which rule it breaks."""

    def __init__(self, rule: Rule, number: str) -> None:
        super().__init__(f"{number!r} breaks the rule {rule!r} of corporate numbers")
        self.rule: Rule = rule
        self.number = number


def normalise(text: str) -> str:
    """Return the text with full-width characters made half-width and without spaces and hyphens."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))


def check_digit(base: str) -> str:
    """Return the check digit that stands in front of the twelve digits `base`.

    Raises CorporateNumberError ("digits" or "length") if `base` is not twelve digits.
    """
    if not _DIGITS.fullmatch(base):
        raise CorporateNumberError("digits", base)
    if len(base) != 12:
        raise CorporateNumberError("length", base)
    return cn.calc_check_digit(base)


def parse(text: str) -> str:
    """Return the 13 digits meant by `text`, which may hold full-width digits, hyphens and spaces.

    Raises CorporateNumberError: "digits" if anything else is in it, "length" if it is not 13 digits,
    "check_digit" if the first digit does not fit the others.
    """
    number = normalise(text)
    if not _DIGITS.fullmatch(number):
        raise CorporateNumberError("digits", number)
    if len(number) != 13:
        raise CorporateNumberError("length", number)
    if check_digit(number[1:]) != number[0]:
        raise CorporateNumberError("check_digit", number)
    return number
