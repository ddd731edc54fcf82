"""Article numbers of GS1 (GTIN): 8, 12, 13 or 14 digits, the last of them a check digit."""

from __future__ import annotations

import unicodedata
from typing import Literal

from stdnum import ean
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError

Rule = Literal["digits", "length", "check_digit"]
_RULES: dict[type[ValidationError], Rule] = {
    InvalidFormat: "digits",
    InvalidLength: "length",
    InvalidChecksum: "check_digit",
}


class GTINError(ValueError):
    """A text is no GTIN. ``rule`` says which rule it breaks."""

    def __init__(self, rule: Rule, text: str) -> None:
        super().__init__(f"{text!r} breaks the rule {rule!r} of GTINs")
        self.rule: Rule = rule


def read(text: str) -> str:
    """The digits of a GTIN, half-width, without blanks and hyphens; "" where none is given.

    Raises:
        GTINError: other characters, another length, or a wrong check digit.
    """
    typed = ean.compact(unicodedata.normalize("NFKC", text))
    if not typed:
        return ""
    try:
        return str(ean.validate(typed))
    except ValidationError as fault:
        raise GTINError(_RULES[type(fault)], text) from fault
