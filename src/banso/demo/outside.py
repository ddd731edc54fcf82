"""Who is outside: private providers, trading companies, and partner bodies of the other kinds."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta

from banso.apps.directory.models import BodyKind, PartnerBody, PrivateProvider, TradingCompany
from banso.demo.names import DOMAIN, phone
from banso.demo.people import OfficeRow, People
from banso.demo.plan import Plan

PROVIDERS, TRADERS = 40, 25
_PROVIDER_NAMES = (
    ("海外展開コンサルティング", "Export Consulting"),
    ("貿易実務サポート", "Trade Practice Support"),
    ("国際法務事務所", "International Legal Office"),
    ("食品表示研究所", "Food Labelling Institute"),
    ("越境ECパートナーズ", "Cross-Border EC Partners"),
)
_TRADER_NAMES = (
    ("物産", "Trading"),
    ("商事", "Shoji"),
    ("食品貿易", "Food Export"),
    ("地域商社", "Regional Trading"),
)
#: The other kinds of partner bodies: how many, and what stands after the place.
_BODIES = (
    (BodyKind.SME_AGENCY, 10, "中小企業支援センター", "SME Support Centre"),
    (BodyKind.MUNICIPALITY, 10, "産業振興課", "Industry Promotion Division"),
    (BodyKind.BANK, 10, "銀行 海外ビジネス支援室", "Bank, Overseas Business Desk"),
    (BodyKind.OTHER, 4, "農産物輸出協議会", "Farm Products Export Council"),
)


@dataclass
class Outside:
    """The bodies outside by their keys; those in use alone."""

    providers: list[tuple[int, str]] = field(default_factory=list)
    traders: list[tuple[int, str]] = field(default_factory=list)
    #: Partner bodies of which nobody signs in.
    bodies: list[tuple[int, str]] = field(default_factory=list)


def write_outside(plan: Plan, people: People) -> Outside:
    """Write every body outside that is not there yet."""
    chance = plan.random("outside")
    found = Outside()
    offices = chance.sample(people.offices, len(people.offices))
    for number in range(1, PROVIDERS + 1):
        office = offices[number % len(offices)]
        name = _PROVIDER_NAMES[number % len(_PROVIDER_NAMES)]
        key = _helper(plan, chance, PrivateProvider, f"provider-{number:02d}", office, name, number)
        for subject in chance.sample(list(plan.configuration.subjects.values()), chance.randint(2, 4)):
            plan[PrivateProvider.subjects.through].add(privateprovider_id=key, subject_id=subject)
        if number <= PROVIDERS - 3:
            found.providers.append((key, f"provider-{number:02d}"))
    for number in range(1, TRADERS + 1):
        office = offices[-number]
        name = _TRADER_NAMES[number % len(_TRADER_NAMES)]
        key = _helper(plan, chance, TradingCompany, f"trader-{number:02d}", office, name, 40 + number)
        if number <= TRADERS - 2:
            found.traders.append((key, f"trader-{number:02d}"))
    position = plan[PartnerBody].next_key
    for kind, count, name_ja, name_en in _BODIES:
        for number, office in enumerate(chance.sample(people.offices, count), start=1):
            code = f"{kind.value.replace('_', '-')}-{number:02d}"
            key = plan[PartnerBody].add(
                code=code,
                name_ja=f"{_place(office)}{name_ja}",
                name_en=f"{office.code.capitalize()} {name_en}",
                position=position,
                kind=kind.value,
                prefecture_id=plan.configuration.prefectures[office.prefecture],
                email=f"{code}@{DOMAIN}",
                phone=phone(8500 + position),
            )
            position += 1
            found.bodies.append((key, code))
    return found


def _place(office: OfficeRow) -> str:
    return office.name.removesuffix("事務所")


def _helper(
    plan: Plan,
    chance: random.Random,
    model: type[PrivateProvider] | type[TradingCompany],
    code: str,
    office: OfficeRow,
    name: tuple[str, str],
    serial: int,
) -> int:
    """One provider or trading company, with what it serves. The last few are retired."""
    last = PROVIDERS - 3 if model is PrivateProvider else TRADERS - 2
    retired = int(code[-2:]) > last
    key = plan[model].add(
        code=code,
        name_ja=f"{_place(office)}{name[0]}",
        name_en=f"{office.code.capitalize()} {name[1]}",
        position=serial,
        prefecture_id=None if chance.random() < 0.2 else plan.configuration.prefectures[office.prefecture],
        email=f"{code}@{DOMAIN}",
        phone=phone(8400 + serial),
        retired_on=plan.as_of - timedelta(days=chance.randint(20, 400)) if retired else None,
    )
    column = f"{model._meta.model_name}_id"
    for market in chance.sample(list(plan.configuration.markets.values())[:16], chance.randint(1, 4)):
        plan[model.markets.through].add(**{column: key, "market_id": market})
    for industry in chance.sample(list(plan.configuration.industries.values()), chance.randint(1, 3)):
        plan[model.industries.through].add(**{column: key, "industry_id": industry})
    return key
