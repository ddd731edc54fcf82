"""What those who did not answer could change: bounds of a share, and how many answered at all."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from banso.engines.kernel.rounding import percent


@dataclass(frozen=True, slots=True)
class Silence:
    """A share among those who answered (`count` of `base`) and how many were asked. base <= asked.

    The same of one question (`asked` had to answer it) and of a whole wave (`asked` were invited).
    Raises ValueError where the numbers cannot be.
    """

    count: int
    base: int
    asked: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.base <= self.asked:
            raise ValueError(f"{self.count} of {self.base} answers of {self.asked} asked cannot be")

    @property
    def answered(self) -> Decimal | None:
        """How many of those asked answered, in percent; None if nobody was asked."""
        return percent(self.base, self.asked)

    @property
    def if_all_failed(self) -> Decimal | None:
        """The share in percent if nobody who was silent had counted."""
        return percent(self.count, self.asked)

    @property
    def if_all_succeeded(self) -> Decimal | None:
        """The share in percent if everybody who was silent had counted."""
        return percent(self.count + self.asked - self.base, self.asked)
