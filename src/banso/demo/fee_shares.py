"""Shares of later exports in the demonstration: agreed with a quote, billed of confirmed exports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from banso.apps.casework.models import Case, ExportGoal, ExportResult
from banso.apps.directory.models import Market
from banso.apps.fees.models import SuccessBill, TaxKind
from banso.apps.fees.quotation import Success
from banso.apps.fees.rate_words import RateSum
from banso.apps.fees.success_billing import line_words
from banso.apps.fees.success_terms import NONE, frozen_terms
from banso.demo.fee_invoices import Issuing, Sheet, write_invoice
from banso.demo.firms import FirmRow
from banso.demo.plan import Plan, at, working
from banso.engines.fees.price import price
from banso.engines.fees.success import Agreed, due, to_bill
from banso.engines.kernel.fiscal import add_months, fiscal_year, fiscal_year_days

#: So many years are left for the accountant to bill.
_UNBILLED = 0.25


class Export(NamedTuple):
    """A confirmed export of a case."""

    key: int
    on: date
    yen: int
    market: int
    hs_code: str
    confirmed: datetime


class Shared(NamedTuple):
    """A share that runs: of which quote and case, of what, since when."""

    quote: int
    quote_ref: str
    firm: FirmRow
    case: int
    started: date
    until: date
    agreed: Agreed
    frozen: dict[str, Any]


class Shares:
    """What quotes of the portfolio agree to, and what is billed of it."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.chance = plan, plan.random("fee shares")
        self.markets = {market.pk: market for market in Market.objects.all()}
        self.goals = {row["application_id"]: row for row in plan[ExportGoal].dicts() if row["version"] == 1}
        self.cases = {row["application_id"]: row["id"] for row in plan[Case].dicts() if row["application_id"]}
        self.of_case = {case: application for application, case in self.cases.items()}
        self.exports: dict[int, list[Export]] = defaultdict(list)
        table = plan[ExportResult]
        names = (
            "case_id",
            "id",
            "exported_on",
            "amount_yen",
            "market_id",
            "hs_code",
            "confirmed_at",
            "sample",
        )
        places = [table.columns.index(name) for name in names]
        for row in table.rows:
            case, key, on, yen, market, hs_code, confirmed, sample = (row[place] for place in places)
            if confirmed is not None and yen is not None and not sample:
                self.exports[case].append(Export(key, on, yen, market, hs_code, confirmed))
        #: Applications whose exports bear a share already.
        self.taken: set[int] = set()

    def agree(self, frozen: dict[str, Any], application: int | None, starts: date) -> dict[str, Any]:
        """The columns of a quote whose price asks for a share or none; its words take the place of that."""
        asked: Success | None = frozen["success"]
        frozen["success"] = None
        if asked is None or application is None or application in self.taken:
            return NONE
        self.taken.add(application)
        goal = self.goals.get(application)
        until = add_months(starts, asked.months) - timedelta(days=1)
        market: Market | None = self.markets[goal["market_id"]] if goal else None
        frozen["success"] = frozen_terms(asked, until, market, goal["hs_code"] if goal else "", frozen)
        return {"success_share": asked.share, "success_cap_yen": asked.cap_yen, "success_until": until}

    def case_of(self, application: int | None) -> int | None:
        """The case of an application, by key."""
        return self.cases.get(application) if application else None

    def moments(self, shared: Shared) -> Iterator[tuple[datetime, int]]:
        """When each fiscal year of a share that is over is billed; some are left for the accountant."""
        for year in range(fiscal_year(shared.started), fiscal_year(shared.until) + 1):
            last = min(fiscal_year_days(year)[1], shared.until)
            moment = at(working(last + timedelta(days=self.chance.randint(8, 25))), 14 * 60)
            if not self.plan.past(moment) or self.chance.random() < _UNBILLED:
                return
            yield moment, year

    def bill(self, fees: Issuing, shared: Shared, year: int, billed: int, moment: datetime) -> int:
        """Bill what is due of the exports confirmed by then; returns what has been billed since the start."""
        last = min(fiscal_year_days(year)[1], shared.until)
        counted = [one for one in self._counted(shared) if one.on <= last and one.confirmed < moment]
        sales = [one.yen for one in counted]
        yen = to_bill(shared.agreed, sales, billed)
        if yen <= 0:
            return billed
        rate = shared.frozen["rates"][0]
        asked = {**rate["request"], "lines": [{"quantity": yen, "unit_price": 1}], "discount": 0}
        found = price(asked)
        percent = Decimal(rate["percent"])
        sums = RateSum(TaxKind.STANDARD.value, percent, found.subtotal, found.tax)
        line = (sums.kind, percent, line_words(year, shared.agreed.share, shared.quote_ref), yen)
        pays = moment.date() + timedelta(days=30)
        parts = (("", pays, found.total),)
        sheet = Sheet(shared.quote, shared.quote_ref, shared.firm, last, (line,), (sums,), parts, year)
        key = write_invoice(fees, sheet, moment)
        self.plan[SuccessBill].add(
            invoice_id=key, sales_yen=sum(sales), due_yen=due(shared.agreed, sales), before_yen=billed,
            counted=[{"result": one.key, "on": one.on.isoformat(), "yen": one.yen} for one in counted],
        )  # fmt: skip
        return billed + yen

    def _counted(self, shared: Shared) -> Iterator[Export]:
        terms = shared.frozen["success"]
        for one in sorted(self.exports[shared.case], key=lambda one: (one.on, one.key)):
            if not shared.started <= one.on <= shared.until:
                continue
            if terms["market"] not in (None, self.markets[one.market].code):
                continue
            if not (terms["heading"] and one.hs_code) or one.hs_code.startswith(terms["heading"]):
                yield one
