"""A share and what compares two of them, with their intervals."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from banso.engines.kernel.bilingual import Text
from banso.engines.kernel.intervals import Interval, log_ratio, newcombe, wilson
from banso.engines.kernel.rounding import half_up, percent
from banso.engines.kernel.words import about


@dataclass(frozen=True, slots=True)
class Share:
    """A count, its base and what they come to. None: there were no records to count from."""

    numerator: int | None
    denominator: int | None

    @property
    def known(self) -> tuple[int, int] | None:
        """Count and base, if there were records to count from."""
        if self.numerator is None or self.denominator is None:
            return None
        return self.numerator, self.denominator

    @property
    def percent(self) -> Decimal | None:
        """The share in percent, half-up to one decimal; None without a base."""
        return percent(*self.known) if self.known else None

    @property
    def interval(self) -> Interval | None:
        """Wilson's 95 % interval in percent; None without a base."""
        return wilson(*self.known) if self.known else None

    @property
    def words_ja(self) -> str | None:
        """The share in Japanese words, where words fit."""
        wording = about(*self.known) if self.known else None
        return wording.japanese() if wording else None

    @property
    def words_en(self) -> str | None:
        """The share in English words, where words fit."""
        wording = about(*self.known) if self.known else None
        return wording.english() if wording else None


@dataclass(frozen=True, slots=True)
class GroupShare:
    """The share of one group of an indicator."""

    code: str
    label: Text
    share: Share


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two groups, first against second: difference in points and ratio of the shares.

    Intervals: Newcombe's for the difference, Katz's on the log scale for the ratio. None where not defined.
    """

    first: GroupShare
    second: GroupShare

    @property
    def difference(self) -> Decimal | None:
        """The difference in points, from the exact shares, half-up to one decimal."""
        shares = self._shares()
        return None if shares is None else half_up(100 * (shares[0] - shares[1]))

    @property
    def difference_interval(self) -> Interval | None:
        """Newcombe's 95 % interval of the difference in points."""
        first, second = self.first.share.known, self.second.share.known
        return newcombe(first, second) if first and second else None

    @property
    def ratio(self) -> Decimal | None:
        """The ratio of the shares, half-up to two decimals; None if the second is 0."""
        shares = self._shares()
        return half_up(shares[0] / shares[1], 2) if shares and shares[1] else None

    @property
    def ratio_interval(self) -> Interval | None:
        """Katz's 95 % interval of the ratio."""
        first, second = self.first.share.known, self.second.share.known
        return log_ratio(first, second) if first and second else None

    def _shares(self) -> tuple[Fraction, Fraction] | None:
        first, second = self.first.share.known, self.second.share.known
        if not first or not second or not first[1] or not second[1]:
            return None
        return Fraction(*first), Fraction(*second)
