"""The figures printed in the budget execution survey, and how they stand up to their own counts."""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from banso.engines.kernel.rounding import percent, share, truncated
from banso.engines.kernel.words import Wording, read
from banso.engines.statistics.shares import Share

Verdict = Literal["agrees", "differs", "strained", "not_checkable"]

DATA = Path(__file__).parent / "data" / "published_figures.json"


@dataclass(frozen=True, slots=True)
class Published:
    """One record of the published figures.

    `kind` is "published" (printed), "derived" (arithmetic on what is printed) or "identity" (sums that must
    agree). `words` is the wording as printed. `value` stands for records that are no share.
    """

    id: str
    programme: str
    section: str
    label_ja: str
    label_en: str
    statement_en: str
    numerator: int | None
    denominator: int | None
    percent: Decimal | None
    words: str | None
    value: int | Decimal | str | None
    unit: str | None
    kind: Literal["published", "derived", "identity"]
    note: str

    @property
    def wording(self) -> Wording | None:
        """The wording as a share in tenths; None if there is none or it names no share."""
        return read(self.words) if self.words else None

    @property
    def has_counts(self) -> bool:
        """Whether the record gives a count and its base, printed or derived."""
        return self.numerator is not None and bool(self.denominator)

    @property
    def share(self) -> Share:
        """What the printed or derived counts come to by our own rules: with an interval, and in our words."""
        return Share(self.numerator, self.denominator)

    @property
    def verdict(self) -> Verdict:
        """Judge the record by its own counts, whatever answers are at hand.

        1. Without printed counts: not checkable. A derived record's counts are arithmetic, not print.
        2. The printed percentage is not the ratio rounded half-up to one decimal: differs.
        3. The printed wording lies more than 3 points off ("over": outside its tenth): strained.
        4. Otherwise: agrees.
        """
        if self.kind == "derived" or self.numerator is None or not self.denominator:
            return "not_checkable"
        if self.percent is not None and self.percent != percent(self.numerator, self.denominator):
            return "differs"
        wording = self.wording
        if wording and not wording.fits(self.numerator, self.denominator):
            return "strained"
        return "agrees"

    @property
    def is_truncated(self) -> bool:
        """Whether the printed percentage is the ratio cut off instead of rounded."""
        if self.percent is None or self.numerator is None or not self.denominator:
            return False
        exact = share(self.numerator, self.denominator)
        return exact is not None and self.verdict == "differs" and truncated(exact) == self.percent


@cache
def published_figures() -> dict[str, Published]:
    """Return all published records by id, in the order of the source."""
    records = json.loads(DATA.read_text(encoding="utf-8"), parse_float=Decimal)
    return {
        record["id"]: Published(
            id=record["id"],
            programme=record["programme"],
            section=record["section"],
            label_ja=record["label_ja"],
            label_en=record["label_en"],
            statement_en=record["statement_en"],
            numerator=record["numerator"],
            denominator=record["denominator"],
            percent=record["published_percent"],
            words=record["published_wording"],
            value=record["value"],
            unit=record["unit"],
            kind=record["kind"],
            note=record["note"],
        )
        for record in records
    }
