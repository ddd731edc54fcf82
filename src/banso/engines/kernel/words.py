"""Shares in words: "about N tenths" (約N割, 約半数 for five) and "over N tenths" (N割超).

Our own words are strict: "about" only within 3 points of the tenth, "over" only when the writer asks for it.
Wordings printed by others are read after NFKC and judged by the same distance.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from banso.engines.kernel.rounding import half_up, share

#: How far, in points, a share may lie from the tenth that words name.
TOLERANCE = 3

_ABOUT = re.compile(r"約(?P<tenths>10|[1-9])割")
_OVER = re.compile(r"(?P<tenths>[1-9])割超")
_ABOUT_HALF = frozenset({"約半数", "半数程度"})


@dataclass(frozen=True, slots=True)
class Wording:
    """A share as words name it: `kind` "about" or "over" so many tenths."""

    kind: Literal["about", "over"]
    tenths: int

    @property
    def percent(self) -> int:
        """The tenths in percent."""
        return 10 * self.tenths

    def fits(self, numerator: int, denominator: int) -> bool:
        """Whether the words fit a share.

        "About" fits up to 3 points on either side; "over N tenths" fits above 10N and below 10N + 10 percent.
        Raises ValueError without a base.
        """
        exact = share(numerator, denominator)
        if exact is None:
            raise ValueError("words cannot be judged without a base")
        if self.kind == "about":
            return abs(exact - self.percent) <= TOLERANCE
        return self.percent < exact < self.percent + 10

    def japanese(self) -> str:
        """Return the words in Japanese."""
        if self.kind == "over":
            return f"{self.tenths}割超"
        return "約半数" if self.tenths == 5 else f"約{self.tenths}割"

    def english(self) -> str:
        """Return the words in English."""
        if self.kind == "over":
            return f"over {self.tenths} tenths"
        return "about half" if self.tenths == 5 else f"about {self.tenths} tenths"


def about(numerator: int, denominator: int) -> Wording | None:
    """Return "about N tenths" for a share, or None if no tenth from 1 to 10 lies within 3 points.

    There are no words for "about 0 tenths": such a share is said in figures.
    """
    exact = share(numerator, denominator)
    if exact is None:
        return None
    wording = Wording("about", int(half_up(exact / 10, 0)))
    return wording if wording.tenths and wording.fits(numerator, denominator) else None


def over(numerator: int, denominator: int) -> Wording | None:
    """Return "over N tenths" for a share, or None for an exact tenth or less than one tenth."""
    exact = share(numerator, denominator)
    if exact is None:
        return None
    wording = Wording("over", int(exact // 10))
    return wording if wording.tenths and wording.fits(numerator, denominator) else None


def read(text: str) -> Wording | None:
    """Read a wording of a share after NFKC; None if it says no share in tenths.

    Only the words alone count: what compares ("about 3 tenths higher") is no share.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in _ABOUT_HALF:
        return Wording("about", 5)
    if match := _ABOUT.fullmatch(plain):
        return Wording("about", int(match["tenths"]))
    if match := _OVER.fullmatch(plain):
        return Wording("over", int(match["tenths"]))
    return None
