"""What a site owes a firm for a month, in one currency. Pure rules; ``owed`` reads the rows.

1. Sold and returned are what the month's reports say, in their currency; samples are paid for too.
2. Commission is taken of what was sold less what came back, by the terms in force on the month's last day,
   rounded half up to the decimals of the currency. Of more returned than sold it comes back to the firm.
3. Fees per sale and per product sold are the firm's; the fee of a month is the corner's and of no firm. A fee
   is owed in its own currency, which may not be that of the sales.
4. Due is what was sold, less returns, commission and fees. Without terms nobody can say: never zero.
5. Left is what is due less what the site says it paid; what did not arrive was not paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.utils.translation import pgettext_lazy

from banso.apps.directory.models import Firm
from banso.apps.sales.models import FeePer, Payout, SiteFee, SiteTerms
from banso.apps.sales.reading import last_of
from banso.apps.sales.sites import Site
from banso.engines.kernel.money import decimals
from banso.engines.kernel.rounding import half_up

NOTHING = Decimal(0)


class Standing(models.TextChoices):
    """How a month stands, what presses most first."""

    OVERDUE = "overdue", pgettext_lazy("due", "Overdue")
    DUE = "due", pgettext_lazy("due", "Not paid yet")
    SET_OFF = "set_off", pgettext_lazy("due", "To be set off")
    NO_TERMS = "no_terms", pgettext_lazy("due", "No terms on record")
    PAID = "paid", pgettext_lazy("due", "Paid")
    NOTHING = "nothing", pgettext_lazy("due", "Nothing due")


#: Those of which something is still to be paid or set off.
OPEN = (Standing.OVERDUE, Standing.DUE, Standing.SET_OFF)


@dataclass(frozen=True)
class Charged:
    """What a site keeps of a month in one currency."""

    commission: Decimal
    fees: Decimal


def charged(
    commission: Decimal,
    fees: Iterable[SiteFee],
    currency: str,
    sold: Decimal,
    back: Decimal,
    sales: int,
    products: int,
) -> Charged:
    """What terms take of so much sold and returned (rules 2 and 3).

    ``sales`` and ``products`` are those of the month in all currencies.
    """
    share = Fraction(sold - back) * Fraction(commission) / 100
    times = {FeePer.SALE: sales, FeePer.LISTING: products}
    taken = (fee.amount * times.get(FeePer(fee.per), 0) for fee in fees if fee.currency == currency)
    return Charged(half_up(share, decimals(currency)), sum(taken, NOTHING))


@dataclass(frozen=True)
class Due:
    """One firm, site, month and currency."""

    site: Site
    firm: Firm
    month: date
    currency: str
    sold: Decimal
    #: Above zero.
    back: Decimal
    #: None: no terms were in force on the month's last day.
    terms: SiteTerms | None
    kept: Charged | None
    payouts: tuple[Payout, ...]
    today: date
    #: Yen for one unit by the rate of the month's last day; None where none is known.
    rate: Decimal | None

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return f"{self.site.code}/{self.firm.ref}/{self.month:%Y-%m}/{self.currency}"

    @property
    def commission(self) -> Decimal | None:
        """What the site keeps by its share."""
        return self.kept.commission if self.kept else None

    @property
    def fees(self) -> Decimal | None:
        """What it keeps besides."""
        return self.kept.fees if self.kept else None

    @property
    def net(self) -> Decimal | None:
        """What is due (rule 4)."""
        return self.sold - self.back - self.kept.commission - self.kept.fees if self.kept else None

    @property
    def due_on(self) -> date | None:
        """The day by which the site pays."""
        return last_of(self.month) + timedelta(days=self.terms.pays_after) if self.terms else None

    @property
    def stands(self) -> list[Payout]:
        """The payments that stand."""
        return [row for row in self.payouts if not row.voided]

    @property
    def paid(self) -> Decimal:
        """What the site says it paid."""
        return sum((row.amount for row in self.stands), NOTHING)

    @property
    def left(self) -> Decimal | None:
        """What is still to be paid (rule 5); below zero it is set off against other months."""
        return self.net - self.paid if self.net is not None else None

    @property
    def standing(self) -> Standing:
        """How it stands today."""
        if self.left is None or self.due_on is None:
            return Standing.NO_TERMS
        if self.left > 0:
            return Standing.OVERDUE if self.due_on < self.today else Standing.DUE
        if self.left < 0:
            return Standing.SET_OFF
        return Standing.PAID if self.stands else Standing.NOTHING

    @property
    def urgency(self) -> tuple[int, int, str, str]:
        """Sorts what presses most first: overdue, the longest first; then by month, the latest first."""
        late = self.standing is Standing.OVERDUE and self.due_on is not None
        day = self.due_on.toordinal() if late and self.due_on else -self.month.toordinal()
        return (list(Standing).index(self.standing), day, self.site.code, self.firm.ref)


@dataclass(frozen=True)
class Sum:
    """What several dues of one currency come to; ``unknown`` of them have no terms and are left out."""

    currency: str
    sold: Decimal
    back: Decimal
    commission: Decimal
    fees: Decimal
    net: Decimal
    paid: Decimal
    left: Decimal
    overdue: Decimal
    unknown: int


def sums(dues: Iterable[Due]) -> list[Sum]:
    """One sum for each currency; amounts of different currencies are never added."""
    by: dict[str, list[Due]] = {}
    for due in dues:
        by.setdefault(due.currency, []).append(due)
    return [_sum(currency, rows) for currency, rows in sorted(by.items())]


def _sum(currency: str, dues: Sequence[Due]) -> Sum:
    known = [due for due in dues if due.kept is not None]

    def total(name: str, rows: Iterable[Due]) -> Decimal:
        return sum((getattr(due, name) for due in rows), NOTHING)

    parts = {
        name: total(name, known) for name in ("sold", "back", "commission", "fees", "net", "paid", "left")
    }
    late = [due for due in known if due.standing is Standing.OVERDUE]
    return Sum(currency, **parts, overdue=total("left", late), unknown=len(dues) - len(known))
