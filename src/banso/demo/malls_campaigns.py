"""Campaigns of the malls: past ones around what was offered, some open today, a few drafts."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.channels.models import Channel, ChannelKind, Mall
from banso.apps.journal.services import digest
from banso.apps.products.models import Edition, EditionState, Product, ProductState
from banso.apps.sales.models import Campaign, CampaignState, Listing, ListingState
from banso.apps.sales.models.listings import OPEN
from banso.demo.casework import CaseRow
from banso.demo.plan import Plan, in_office, working

_THEMES = (
    ("和の調味料と発酵食品", "Japanese seasonings and ferments"),
    ("春の和菓子と茶", "Sweets and tea for spring"),
    ("日本の台所", "The Japanese kitchen"),
    ("地方の味めぐり", "Tastes of the regions"),
    ("年末年始の贈り物", "Gifts for the new year"),
    ("職人の道具", "Tools of craftspeople"),
    ("夏の飲み物と涼", "Cool drinks for summer"),
    ("美と健康", "Beauty and health"),
)
_TEXT = "英語（または現地語）の商品情報と、賞味期限が6か月以上残る商品を優先します。"
_PAST, _OPEN, _DRAFTS = 30, 9, 2
_ANSWERED_NO = (ListingState.OFFERED, ListingState.DECLINED)


@dataclass(frozen=True)
class _Days:
    """From when to when firms offer, and the corner shows what was picked."""

    first: date
    last: date
    shown_to: date


def write_campaigns(plan: Plan, manager: int, cases: Sequence[CaseRow]) -> None:
    """Write up to forty campaigns, and tie to them what was offered on their days."""
    chance = plan.random("campaigns")
    malls = [mall for mall in plan[Mall].dicts() if mall["closed_on"] is None]
    offered: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in plan[Listing].dicts():
        offered[row["mall_id"]].append(row)
    categories = _categories(plan)
    asked = sorted(malls, key=lambda mall: (-len(offered[mall["id"]]), mall["id"]))
    drawn: list[tuple[date, dict[str, Any], bool]] = []
    for number in range(_PAST):
        mall = asked[number % min(len(asked), 24)]
        begun = _begun(plan, chance, [row["offered_on"] for row in offered[mall["id"]]])
        if begun is not None:
            drawn.append((begun, mall, False))
    for mall in asked[:_OPEN]:
        drawn.append((plan.as_of - timedelta(days=chance.randint(4, 18)), mall, True))
    taken: set[int] = set()
    offers = _Offers(plan, cases, categories)
    for first, mall, is_open in sorted(drawn, key=lambda one: (one[0], one[1]["id"])):
        last = first + timedelta(days=chance.randint(24, 40))
        days = _Days(first, last, last + timedelta(days=chance.randint(60, 120)))
        rows = [
            row
            for row in offered[mall["id"]]
            if row["id"] not in taken and first <= row["offered_on"] <= last
        ]
        taken.update(row["id"] for row in rows)
        state = CampaignState.OPEN if is_open else CampaignState.CLOSED
        if not is_open and any(row["state"] == ListingState.OFFERED for row in rows):
            state = CampaignState.PICKING
        wanted = {categories[row["product_id"]] for row in rows if row["product_id"] in categories}
        key = _campaign(plan, chance, mall, days, state, rows, set() if is_open else wanted, manager)
        if is_open:
            offers.write(key, mall, days)
    for mall in asked[-_DRAFTS:]:
        first = plan.as_of + timedelta(days=chance.randint(20, 50))
        days = _Days(first, first + timedelta(days=30), first + timedelta(days=120))
        _campaign(plan, chance, mall, days, CampaignState.DRAFT, [], set(), manager)


def _begun(plan: Plan, chance: random.Random, offered: Sequence[date]) -> date | None:
    """When a past campaign of a mall began: shortly before something was offered to it; None without that."""
    first, last = (plan.as_of - timedelta(days=days) for days in (500, 90))
    inside = [day for day in offered if first <= day <= last]
    return chance.choice(inside) - timedelta(days=chance.randint(2, 14)) if inside else None


class _Offers:
    """Offers what firms with a place have to the campaigns that are open today."""

    _MOST = 12

    def __init__(self, plan: Plan, cases: Sequence[CaseRow], categories: dict[int, int]) -> None:
        self.plan, self.chance = plan, plan.random("offers to campaigns")
        self.channel = Channel.objects.get(kind=ChannelKind.MALL).pk
        self._there = {
            (row["product_id"], row["mall_id"]) for row in plan[Listing].dicts() if row["state"] in OPEN
        }
        firms = {case.firm.id: case for case in cases if case.service.code == "mall" and not case.ended_on}
        self._goods = [
            (firms[row["firm_id"]], row)
            for row in plan[Product].dicts()
            if row["firm_id"] in firms and row["state"] == ProductState.PUBLISHED and row["id"] in categories
        ]

    def write(self, campaign: int, mall: dict[str, Any], days: _Days) -> None:
        """Offer some products since the first day of the campaign."""
        plan, chance = self.plan, self.chance
        free = [pair for pair in self._goods if (pair[1]["id"], mall["id"]) not in self._there]
        for case, product in chance.sample(free, min(len(free), chance.randint(4, self._MOST))):
            day = days.first + timedelta(days=chance.randint(0, max(0, (plan.as_of - days.first).days - 1)))
            moment = in_office(chance, working(max(day, product["first_published_at"].date())))
            if not plan.past(moment) or moment.date() > days.last or moment.date() < case.started_on:
                continue
            ref = plan.reference("LI", moment.date())
            plan[Listing].add(
                ref=ref,
                product_id=product["id"],
                channel_id=self.channel,
                mall_id=mall["id"],
                case_id=case.id,
                campaign_id=campaign,
                state=ListingState.OFFERED.value,
                offered_on=moment.date(),
            )
            said = {"product": product["ref"], "site": mall["code"], "case": case.ref}
            subject = ("sales_listing", ref)
            plan.event(moment, case.staff, Role.OFFICE_STAFF, "sales_listing.offered", subject, said)


def _categories(plan: Plan) -> dict[int, int]:
    table = plan[Edition]
    product, state, category = (table.columns.index(name) for name in ("product_id", "state", "category_id"))
    return {
        row[product]: row[category]
        for row in table.rows
        if row[state] == EditionState.PUBLISHED and row[category] is not None
    }


def _campaign(
    plan: Plan,
    chance: random.Random,
    mall: dict[str, Any],
    days: _Days,
    state: CampaignState,
    rows: list[dict[str, Any]],
    wanted: set[int],
    manager: int,
) -> int:
    picked = sum(row["state"] not in _ANSWERED_NO for row in rows)
    places = max(6, picked + chance.randint(1, 8))
    written_on = min(days.first - timedelta(days=chance.randint(10, 25)), plan.as_of - timedelta(days=2))
    written = in_office(chance, working(written_on))
    if not plan.past(written):
        written = in_office(chance, plan.as_of - timedelta(days=4))
    ref = plan.reference("CP", written.date())
    theme, theme_en = chance.choice(_THEMES)
    key = plan[Campaign].add(
        ref=ref,
        mall_id=mall["id"],
        theme=theme,
        theme_en=theme_en,
        text=_TEXT,
        places=places,
        offers_from=days.first,
        offers_to=days.last,
        runs_from=days.last + timedelta(days=14),
        runs_to=days.shown_to,
        state=state.value,
        written_by_id=manager,
        written_at=written,
    )
    through = Campaign.categories.through
    for category in sorted(wanted):
        plan[through].add(campaign_id=key, category_id=category)
    for row in rows:
        plan[Listing].change(row["id"], campaign_id=key)
    said = {
        "mall": mall["code"],
        "places": places,
        "categories": [],
        "text": digest(theme),
        "offers_from": days.first.isoformat(),
        "offers_to": days.last.isoformat(),
    }
    _tell(plan, written, manager, "written", ref, said)
    if state == CampaignState.DRAFT:
        return key
    _tell(plan, written + timedelta(minutes=40), manager, "opened", ref, {"guards": {"not_over": True}})
    if state == CampaignState.OPEN:
        return key
    picking = in_office(chance, working(days.last + timedelta(days=1)))
    _tell(plan, picking, manager, "picking_begun", ref, {"guards": {}})
    closed = in_office(chance, working(days.last + timedelta(days=40)))
    if state == CampaignState.CLOSED and plan.past(closed):
        _tell(plan, closed, manager, "closed", ref, {"guards": {"all_answered": True}})
    return key


def _tell(plan: Plan, at: datetime, who: int, step: str, ref: str, payload: dict[str, Any]) -> None:
    plan.event(at, who, Role.PROGRAMME_MANAGER, f"campaign.{step}", ("campaign", ref), payload)
