"""What a service costs a firm, by the policy in force, and why.

1. The full cost: hours and listings at the rates of the day, overhead within (``cost``).
2. The version that judges the request says which share the firm pays, and which discount, caps and free
   allowance hold. What it does not answer does not hold: no cap, no allowance, no discount.
3. A free time costs nothing. Free hours are taken off the hours of experts.
4. Each line costs its quantity times the firm's share of its rate; the sum at each rate of tax is rounded
   once.
5. The discount is taken off, then what lies above the smallest cap, both spread over the rates of tax
   (``engines.fees.by_rate``). Caps are before tax.
6. Consumption tax of the day on what is left, rounded once for each rate.
7. Where there is something to pay, a share of later exports may be asked for beside it (``success``).

Where facts are unknown, each of their values is gone through (``engines.policy.outcomes``): the price is
certain only if all come to the same. A share of 0 is free, whatever else is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from banso.apps.casework.facts import facts_of_case, facts_of_firm, facts_of_request
from banso.apps.casework.models import Case
from banso.apps.casework.subject import applied_on as case_applied_on
from banso.apps.directory.models import Firm
from banso.apps.fees.cost import CostLine, FullCost, Rates, Work
from banso.apps.fees.models import Part, TaxKind
from banso.apps.fees.quotation import DECISIONS, AtRate, Calculation, Quotation, RowSaid, Terms
from banso.apps.fees.usage import Usage, usages_of
from banso.apps.policies.models import SUPPORT, PolicyVersion
from banso.apps.policies.selectors import compiled_of, version_for, version_in_force
from banso.apps.policies.subjects import Facts
from banso.apps.programmes.models import Service
from banso.apps.selection.facts import applied_on
from banso.apps.selection.models import Application
from banso.engines.fees.by_rate import discounted, together
from banso.engines.fees.price import price, written
from banso.engines.policy.compiled import Compiled, WrongFact
from banso.engines.policy.outcomes import Answer, Outcomes, outcomes

_MINUTES = 60


def price_of(
    service: Service,
    firm: Firm,
    work: Work | None,
    on: date,
    *,
    about: Application | Case | None = None,
) -> Quotation:
    """What a service costs a firm, for ``work`` or for what one time of it usually takes.

    ``about`` is the application or case that is priced: then the version that judges it speaks, on its facts.
    Without it, the version in force on the day, on what is known of the firm.
    """
    if about is None:
        return prices_of([service], firm, on, work=work)[0]
    if isinstance(about, Case):
        version = version_for("case", about.ref, case_applied_on(about))
        facts = facts_of_case(about.ref, on)
        usage = usages_of(firm, [service], on, about)[service.pk]
    else:
        version = version_for("application", about.ref, applied_on(about))
        # Support that has not begun has lasted no month.
        facts = {**facts_of_request(about.ref, on), "support_months": 0}
        usage = usages_of(firm, [service], on)[service.pk]
    return quotation(service, Rates.of([service], on), version, facts, usage, work)


def prices_of(
    services: Iterable[Service], firm: Firm, on: date, *, work: Work | None = None
) -> list[Quotation]:
    """What each service would cost a firm that asks for it on a day, in queries that do not grow."""
    services = list(services)
    version, rates = version_in_force(SUPPORT, on), Rates.of(services, on)
    facts = facts_of_firm(firm.pk, [service.code for service in services], on)
    usages = usages_of(firm, services, on)
    return [
        quotation(service, rates, version, facts[service.code], usages[service.pk], work)
        for service in services
    ]


def quotation(
    service: Service,
    rates: Rates,
    version: PolicyVersion | None,
    facts: Facts,
    usage: Usage,
    work: Work | None = None,
) -> Quotation:
    """The price of a service by a version, on facts; see the module."""
    cost = rates.cost(service, work)
    whole = None if cost.lacking else _full(cost, rates)
    found = Quotation(service, rates.on, version, cost, whole, usage)
    if version is None:
        return replace(found, stopped="no_policy")
    compiled = compiled_of(version, DECISIONS)
    asked = {fact.name: facts.get(fact.name) for fact in compiled.facts}
    try:
        open_to = outcomes(compiled, asked, DECISIONS)
    except WrongFact:
        return replace(found, stopped="wrong_fact", facts=asked)
    titles = {fact.name: fact.title for fact in compiled.facts}
    missing = tuple((name, titles[name]) for name in open_to.unknown)
    found = replace(found, rows=_rows(compiled, open_to), missing=missing, facts=asked)
    if not open_to.whole:
        return replace(found, stopped="too_open")
    answers = [_terms(answer) for answer in open_to.answers]
    if len(answers) > 1 and answers[0].share is None:
        # Nothing is said while a fact is unknown: what is said once it is known counts.
        answers = answers[1:]
    if any(terms.share is None for terms in answers):
        return replace(found, stopped="no_answer")
    if all(terms.share == 0 for terms in answers):
        free = _nothing(answers[0], rates)
        return replace(found, least=free, most=free, missing=())
    if cost.lacking:
        return replace(found, stopped="no_cost")
    if rates.rounding is None or any(rates.percent(line.tax) is None for line in cost.lines):
        return replace(found, stopped="no_tax")
    prices = [_calculated(cost, terms, usage, rates) for terms in answers]
    least = min(prices, key=lambda one: one.price.total)
    most = max(prices, key=lambda one: one.price.total)
    asked_later = {one.terms.success if one.price.total else None for one in prices}
    found = replace(
        found,
        least=least,
        most=most,
        agreed=all(one == least for one in prices),
        success_settled=len(asked_later) == 1,
    )
    return replace(found, missing=()) if found.certain else found


def _calculated(cost: FullCost, terms: Terms, usage: Usage, rates: Rates) -> Calculation:
    """The price by some terms."""
    free_time = terms.free_times is not None and usage.times < terms.free_times
    left = max(Decimal(terms.free_hours or 0) - usage.hours, Decimal(0))
    share = Fraction(0) if free_time else Fraction(terms.share or 0)
    lines: dict[TaxKind, list[dict[str, Any]]] = {}
    taken = Decimal(0)
    for line in cost.lines:
        free = min(left, line.quantity) if line.part == Part.EXPERT and not free_time else Decimal(0)
        taken += free
        lines.setdefault(line.tax, []).append(_line(line, line.quantity - free, share))
    requests = [rates.request(found, kind) for kind, found in lines.items()]
    net = together(price(request) for request in requests).net
    discount = min(terms.discount_yen or 0, net)
    cap, most = _smallest_cap(terms, usage)
    cut = max(net - discount - most, 0) if cap else 0
    parts = _at_rates(rates, list(lines), discounted(requests, discount + cut))
    total = together(part.price for part in parts)
    return Calculation(terms, parts, total, free_time, taken, discount, cap if cut else "", cut)


def _at_rates(rates: Rates, kinds: Iterable[TaxKind], requests: list[dict[str, Any]]) -> tuple[AtRate, ...]:
    """Each request, calculated, beside its rate of tax."""
    return tuple(
        AtRate(kind, rates.percent(kind) or Decimal(0), request, price(request))
        for kind, request in zip(kinds, requests, strict=True)
    )


def _full(cost: FullCost, rates: Rates) -> int:
    return price(rates.request([_line(line, line.quantity, Fraction(1)) for line in cost.lines])).net


def _nothing(terms: Terms, rates: Rates) -> Calculation:
    """Free of charge: no line is charged."""
    parts = _at_rates(rates, [TaxKind.STANDARD], [rates.request([])])
    return Calculation(terms, parts, parts[0].price)


def _smallest_cap(terms: Terms, usage: Usage) -> tuple[str, int]:
    """The cap that leaves least to be paid, and what it leaves; ("", 0) without any."""
    left = {
        "cap_time_yen": terms.cap_time_yen,
        "cap_year_yen": None if terms.cap_year_yen is None else terms.cap_year_yen - usage.charged.year,
        "cap_life_yen": None if terms.cap_life_yen is None else terms.cap_life_yen - usage.charged.life,
    }
    caps = [(max(most, 0), name) for name, most in left.items() if most is not None]
    most, name = min(caps, default=(0, ""))
    return name, most


def _line(line: CostLine, quantity: Decimal, share: Fraction) -> dict[str, Any]:
    yen = written(line.yen * share)
    if line.hours:
        return {"minutes": written(Fraction(quantity) * _MINUTES), "hourly_rate": yen}
    return {"quantity": written(quantity), "unit_price": yen}


def _terms(answer: Answer) -> Terms:
    """An answer as terms; whole numbers as int, for results of a policy come as Decimal."""
    values: list[Any] = [
        int(value) if isinstance(value, Decimal) and value == int(value) else value for value in answer
    ]
    return Terms(*values)


def _rows(compiled: Compiled, open_to: Outcomes) -> tuple[RowSaid, ...]:
    """The rows that match whatever becomes known; those that settle the price first, as it is calculated."""
    said = []
    for table in compiled.policy.tables:
        outputs = tuple(output.name for output in table.outputs)
        order = min((DECISIONS.index(name) for name in outputs if name in DECISIONS), default=len(DECISIONS))
        for number, row in enumerate(table.rows, start=1):
            if (table.name, number) in open_to.rows:
                settles = order < len(DECISIONS)
                said.append((order, RowSaid(table.name, table.title, outputs, number, row.reason, settles)))
    return tuple(row for _order, row in sorted(said, key=lambda one: one[0]))
