"""On what terms sites sell, some of them changed once, and which months they say they paid.

What is due is worked out from the lines as the pages do. A stream of chance of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.roles import Role
from banso.apps.casework.models import Case, ExportResult
from banso.apps.channels.models import Channel, ChannelKind, Mall
from banso.apps.directory.models import Firm
from banso.apps.malls.models import MallEntry, SellerModel
from banso.apps.sales.dues import charged
from banso.apps.sales.models import (
    FeePer,
    LineKind,
    Listing,
    Payout,
    SalesLine,
    SalesReport,
    SiteFee,
    SiteTerms,
    Voided,
)
from banso.apps.sales.reading import last_of
from banso.apps.sales.words import money
from banso.demo.plan import Plan, in_office, working
from banso.engines.kernel.fiscal import add_months

_SHARES = tuple(Decimal(share) for share in ("8", "10", "12", "12.5", "15", "15", "18", "20"))
_PAYS_AFTER = (15, 30, 30, 30, 45, 60)
#: Of a hundred malls so many changed their terms once; so many take something for each sale.
_CHANGED, _PER_SALE = 35, 12
#: Of a hundred months so many are paid, and of a hundred firms in them so many are not.
_PAID, _LEFT_OUT, _NOT_ARRIVED = 95, 2, 1


@dataclass
class _Terms:
    since: date
    commission: Decimal
    pays_after: int
    fees: list[SiteFee]


@dataclass
class _Month:
    sales: int = 0
    products: set[int] = field(default_factory=set)
    #: By currency: sold, and returned above zero.
    amounts: dict[str, list[Decimal]] = field(default_factory=lambda: defaultdict(lambda: [Decimal(0)] * 2))


def write_dues(plan: Plan, manager: int) -> None:
    """Write the terms of every site, and what malls say they paid for the months that are due."""
    terms = _write_terms(plan, manager)
    people = {
        row["mall_id"]: (row["user_id"], row["valid_from"])
        for row in plan[RoleAssignment].dicts()
        if row["role"] == Role.MALL_OPERATOR
    }
    chance, codes = plan.random("payouts"), {row["id"]: row["code"] for row in plan[Mall].dicts()}
    firms = {row["id"]: row["ref"] for row in plan[Firm].dicts()}
    channel = Channel.objects.get(kind=ChannelKind.MALL).pk
    for (mall, month), of_firms in sorted(_earned(plan).items()):
        in_force = next((one for one in terms[mall] if one.since <= last_of(month)), None)
        if in_force is None:
            continue
        day = working(last_of(month) + timedelta(days=in_force.pays_after - chance.randint(0, 6)))
        if chance.randrange(100) >= _PAID or not plan.past(day):
            continue
        user, since = people.get(mall, (None, plan.as_of))
        by = (user, Role.MALL_OPERATOR) if user and since <= day else (manager, Role.PROGRAMME_MANAGER)
        payouts = [
            {
                "firm_id": firm, "channel_id": channel, "mall_id": mall, "month": month, "currency": currency,
                "amount": amount, "paid_on": day, "reference": f"{codes[mall].upper()}-{month:%y%m}",
                "marked_by_id": by[0], "marked_at": in_office(chance, day),
            }
            for firm, found in sorted(of_firms.items())
            for currency, amount in _due(in_force, found)
            if amount > 0 and chance.randrange(100) >= _LEFT_OUT
        ]  # fmt: skip
        _write_payouts(plan, chance, codes[mall], payouts, by, firms)


def _write_payouts(
    plan: Plan,
    chance: Random,
    code: str,
    payouts: Sequence[dict[str, Any]],
    by: tuple[int, Role],
    firms: Mapping[int, str],
) -> None:
    if not payouts:
        return
    marked = payouts[0]["marked_at"]
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for row in payouts:
        totals[row["currency"]] += row["amount"]
        missed = row["paid_on"] + timedelta(days=chance.randint(9, 20))
        if chance.randrange(100) >= _NOT_ARRIVED or not plan.past(missed):
            plan[Payout].add(**row)
            continue
        key = plan[Payout].add(**row, voided=Voided.NOT_ARRIVED.value, voided_on=missed)
        said = {"payout": key, "firm": firms[row["firm_id"]], "month": row["month"].isoformat()}
        moment = in_office(chance, missed)
        plan.event(moment, None, Role.FIRM_MEMBER, "mall.payout_missing", ("mall", code), said)
    payload = {
        "on": payouts[0]["paid_on"].isoformat(),
        "months": len(payouts),
        "firms": len({row["firm_id"] for row in payouts}),
        "sums": [money(amount, currency) for currency, amount in sorted(totals.items())],
        "reference": None,
    }
    plan.event(marked, by[0], by[1], "mall.paid", ("mall", code), payload)


def _due(terms: _Terms, found: _Month) -> list[tuple[str, Decimal]]:
    owed = []
    for currency, (sold, back) in sorted(found.amounts.items()):
        kept = charged(terms.commission, terms.fees, currency, sold, back, found.sales, len(found.products))
        owed.append((currency, sold - back - kept.commission - kept.fees))
    return owed


def _earned(plan: Plan) -> dict[tuple[int, date], dict[int, _Month]]:
    """By mall and month what each firm sold, as ``sales.owed`` counts it."""
    malls = {row["id"]: row["mall_id"] for row in plan[SalesReport].dicts()}
    firm_of = {row["id"]: row["firm_id"] for row in plan[Case].dicts()}
    cases = {row["id"]: firm_of[row["case_id"]] for row in plan[Listing].dicts()}
    counts = {
        row["id"]
        for row in plan[ExportResult].dicts()
        if row["confirmed_at"] is not None or row["duplicate_of_id"] is not None
    }
    found: dict[tuple[int, date], dict[int, _Month]] = defaultdict(lambda: defaultdict(_Month))
    for line in plan[SalesLine].dicts():
        mall, sale = malls[line["report_id"]], line["kind"] == LineKind.SALE
        if mall is None or line["listing_id"] is None or (sale and line["result_id"] not in counts):
            continue
        of = found[mall, line["month"]][cases[line["listing_id"]]]
        of.amounts[line["currency"]][0 if sale else 1] += abs(line["amount"])
        if sale:
            of.sales += 1
            of.products.add(line["listing_id"])
    return found


def _write_terms(plan: Plan, manager: int) -> dict[int, list[_Terms]]:
    """By mall its terms, the latest first. After the directory says how each sells."""
    chance, found = plan.random("site terms"), {}
    # Who buys the goods keeps no share of what they are sold for.
    buying = {row["mall_id"] for row in plan[MallEntry].dicts() if row["seller"] == SellerModel.BUYS}
    for mall in plan[Mall].dicts():
        rows = [_drawn(chance, mall["opened_on"], buys=mall["id"] in buying)]
        changed = add_months(plan.as_of.replace(day=1), -chance.randint(2, 20))
        if chance.randrange(100) < _CHANGED and changed > mall["opened_on"] and mall["closed_on"] is None:
            rows.insert(0, _drawn(chance, changed, rows[0]))
        for row in reversed(rows):
            _store(plan, chance, manager, {"mall_id": mall["id"]}, ("mall", mall["code"]), row)
        found[mall["id"]] = rows
    for page in Channel.objects.filter(kind=ChannelKind.STORE).order_by("pk"):
        row = _drawn(chance, date(plan.as_of.year - 3, 4, 1))
        _store(plan, chance, manager, {"channel_id": page.pk}, ("site", page.code), row)
    return found


def _drawn(chance: Random, since: date, before: _Terms | None = None, *, buys: bool = False) -> _Terms:
    if before is not None:
        if not before.commission:
            return _Terms(since, before.commission, chance.choice(_PAYS_AFTER), before.fees)
        share = before.commission + chance.choice((Decimal("-2"), Decimal("1.5"), Decimal(2)))
        return _Terms(since, share, before.pays_after, before.fees)
    fees = [SiteFee(per=FeePer.MONTH.value, amount=Decimal(chance.randrange(5, 40) * 1000), currency="JPY")]
    if chance.randrange(100) < _PER_SALE:
        fees.append(SiteFee(per=FeePer.SALE.value, amount=Decimal(50), currency="JPY"))
    share = chance.choice(_SHARES)
    return _Terms(since, Decimal(0) if buys else share, chance.choice(_PAYS_AFTER), [] if buys else fees)


def _store(
    plan: Plan, chance: Random, manager: int, of: dict[str, int], subject: tuple[str, str], terms: _Terms
) -> None:
    at = in_office(chance, working(terms.since))
    site = {"mall_id": None, "channel_id": None} | of
    key = plan[SiteTerms].add(
        **site,
        since=terms.since,
        commission=terms.commission,
        pays_after=terms.pays_after,
        written_by_id=manager,
        written_at=at,
    )
    for fee in terms.fees:
        plan[SiteFee].add(terms_id=key, per=fee.per, amount=fee.amount, currency=fee.currency)
    payload = {
        "since": terms.since.isoformat(),
        "commission": f"{terms.commission:.2f}",
        "pays_after": terms.pays_after,
        "fees": {fee.per: money(fee.amount, fee.currency) for fee in terms.fees},
    }
    plan.event(at, manager, Role.PROGRAMME_MANAGER, "mall.terms_begun", subject, payload)
