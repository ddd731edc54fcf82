"""Invited buyers: companies of many markets, people who came in or did not, what they keep and look for."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from banso.apps.accounts.access import NO_ROLE
from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.buyers.models import (
    Buyer,
    BuyerCompany,
    BuyerGroup,
    GroupPart,
    MissedQuery,
    Recommendation,
)
from banso.apps.journal.services import digest
from banso.apps.privacy.models import Consent
from banso.apps.privacy.rules import notice_on
from banso.apps.products.models import Category, Edition, EditionState, Product, ProductState
from banso.apps.street.models import ShortlistItem
from banso.demo.names import DOMAIN
from banso.demo.people import Accounts, OfficeRow, People, example_email
from banso.demo.plan import Plan, in_office, later, working

#: Buyers for each firm of the portfolio: 800 where there are 10,000 firms.
SHARE = 0.08
_FEWEST = 12
#: Where they are from: the weight of a market, and the language in which they read.
_MARKETS = {
    "US": (16, "en"), "CN": (12, "zh-hans"), "TW": (10, "zh-hans"), "HK": (9, "en"), "SG": (9, "en"),
    "KR": (6, "en"), "TH": (7, "en"), "VN": (5, "en"), "AU": (6, "en"), "CA": (6, "en"), "GB": (5, "en"),
    "DE": (5, "en"), "FR": (6, "en"),
}  # fmt: skip
_FIRST = (
    "Lakeside", "Harbour", "Northgate", "Golden Leaf", "Blue Heron", "Maple Row", "Eastwind", "Riverstone",
    "Silver Birch", "Orchard", "Lantern", "Cedar Hill", "Pacific", "Jade Bridge", "Morning Star", "Old Quay",
)  # fmt: skip
_SECOND = {
    "food": ("Pantry", "Foods", "Provisions", "Fine Foods"),
    "drinks": ("Tea House", "Cellars", "Beverages", "Drinks"),
    "tableware": ("Tableware", "Kitchen Supply", "Dining"),
    "living": ("Living", "Home Goods", "Interiors"),
    "beauty": ("Beauty", "Wellness", "Care"),
    "industry": ("Industrial", "Components", "Machinery"),
    "fair_2026": ("Trading", "Imports", "Merchants"),
}
_GIVEN = (
    "Emma",
    "Liam",
    "Wei",
    "Mei",
    "Sofia",
    "Noah",
    "Anh",
    "Jun",
    "Chloe",
    "Lucas",
    "Hana",
    "Omar",
    "Lin",
)
_FAMILY = ("Carter", "Chen", "Nguyen", "Martin", "Wong", "Schmidt", "Lee", "Garcia", "Lim", "Dubois", "Tan")
_KINDS = {"importer": 34, "wholesaler": 18, "retailer": 20, "restaurant": 12, "online": 14, "other": 2}
_MISSED = (
    ("mochi ice cream", "en"), ("shiso plant", "en"), ("wagyu jerky", "en"), ("gluten free ramen", "en"),
    ("羊羹礼盒 低糖", "zh-hans"), ("无糖抹茶拿铁", "zh-hans"), ("便当盒 加热", "zh-hans"),
    ("冷凍たこ焼き", "ja"),
)  # fmt: skip


@dataclass(frozen=True)
class _Lists:
    groups: dict[str, int]
    #: Keys of the groups of categories that a group of buyers is shown; empty: all.
    shown: dict[str, list[int]]
    categories: dict[int, list[int]]


def write_buyers(plan: Plan, people: People, wanted: int) -> None:
    """Write so many buyers, with the events of their invitations."""
    chance = plan.random("buyers")
    groups = {row.pk: row.code for row in BuyerGroup.objects.all()}
    shown: dict[str, list[int]] = {code: [] for code in groups.values()}
    for part in GroupPart.objects.order_by("position", "code"):
        shown[groups[part.group_id]].append(part.shown_id)
    categories: dict[int, list[int]] = {}
    for category in Category.objects.order_by("position", "code"):
        categories.setdefault(category.group_id, []).append(category.pk)
    lists = _Lists({code: key for key, code in groups.items()}, shown, categories)
    _Writer(plan, people, chance, lists).write(max(_FEWEST, wanted))


class _Writer:
    """Writes companies in the order in which they are invited."""

    def __init__(self, plan: Plan, people: People, chance: random.Random, lists: _Lists) -> None:
        self.plan, self.people, self.chance, self.lists = plan, people, chance, lists
        self.accounts = Accounts(plan, chance)
        self.products = self._published()

    def write(self, wanted: int) -> None:
        """So many buyers, of which some share a company."""
        chance = self.chance
        span = (self.plan.as_of - timedelta(days=3)).toordinal()
        days = sorted(span - int(1100 * chance.random() ** 1.6) for _one in range(max(2, wanted * 3 // 4)))
        first = datetime.fromordinal(span).date()
        left = wanted
        for place, day in enumerate(days):
            # Every company has one person; further people as long as there are any.
            number = 1 + (1 if left > len(days) - place and chance.random() < 0.6 else 0)
            on = min(first, datetime.fromordinal(day).date())
            self._company(in_office(chance, working(on)), number, example=place == len(days) // 2)
            left -= number
        self._missed()

    def _company(self, invited: datetime, number: int, *, example: bool) -> None:
        plan, chance = self.plan, self.chance
        office = self.people.home if example else chance.choice(self.people.offices)
        who = chance.choice(office.staff)
        markets = list(_MARKETS)
        market = "CA" if example else chance.choices(markets, [_MARKETS[code][0] for code in markets])[0]
        codes = list(_SECOND)
        group = "food" if example else chance.choices(codes, (40, 16, 14, 12, 6, 4, 8))[0]
        name = f"{chance.choice(_FIRST)} {chance.choice(_SECOND[group])}"
        name = "Lakeside Pantry" if example else name
        # Given for a year, and again where it was used.
        last = invited.date() + timedelta(days=364)
        while last < plan.as_of and (example or chance.random() < 0.72):
            last += timedelta(days=365)
        came_by = "event" if group == "fair_2026" else chance.choices(("office", "event"), (7, 3))[0]
        suspended = not example and chance.random() < 0.015
        ref = plan.reference("BY", invited.date())
        key = plan[BuyerCompany].add(
            ref=ref,
            name=name,
            market_id=plan.configuration.markets[market],
            kind=chance.choices(list(_KINDS), list(_KINDS.values()))[0],
            office_id=office.id,
            came_by=came_by,
            occasion=f"輸出商談会{invited.year}" if came_by == "event" else "",
            first_day=invited.date(),
            last_day=last,
            state="suspended" if suspended else "open",
            reason="登録と異なる会社の担当者が利用していたため。" if suspended else "",
            invited_at=invited,
            invited_by_id=who,
        )
        self._reach(key, group)
        self._tell(invited, who, office, "buyers.invited", ref, market=market, came_by=came_by,
                   groups=[group], markets=[], first_day=invited.date().isoformat(),
                   last_day=last.isoformat())  # fmt: skip
        joined: list[int] = []
        for place in range(number):
            joined += self._person(key, ref, invited, who, office, market, example and place == 0)
        if suspended:
            on = later(chance, invited, 20, 200)
            on = on if plan.past(on) else invited + timedelta(minutes=40)
            self._tell(on, who, office, "buyers.suspended", ref, reason=digest("abuse"))
        if joined:
            self._keep(key, ref, group, joined[0], invited, at_least=3 if example else 0)
            if example or chance.random() < 0.05:
                self._recommend(ref, joined[0], office, waits=example)

    def _reach(self, key: int, group: str) -> None:
        chance, lists = self.chance, self.lists
        self.plan[BuyerCompany.groups.through].add(buyercompany_id=key, buyergroup_id=lists.groups[group])
        shown = lists.shown[group] or list(lists.categories)
        ours = [category for part in shown for category in lists.categories[part]]
        for category in sorted(chance.sample(ours, min(len(ours), chance.randint(1, 5)))):
            self.plan[BuyerCompany.interests.through].add(buyercompany_id=key, category_id=category)
        for code in ("US", "SG"):
            if chance.random() < 0.12:
                self.plan[BuyerCompany.markets.through].add(
                    buyercompany_id=key, market_id=self.plan.configuration.markets[code]
                )

    def _person(
        self,
        company: int,
        ref: str,
        invited: datetime,
        who: int,
        office: OfficeRow,
        market: str,
        example: bool,
    ) -> list[int]:
        """A person; the key of the user where the invitation was followed."""
        plan, chance = self.plan, self.chance
        name = "Emma Carter" if example else f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}"
        number = len(plan[Buyer]) + 1
        email = example_email(Role.BUYER) if example else f"buyer-{number:04d}@{DOMAIN}"
        user = self.accounts.user(email, name, invited)
        plan[User].change(user, language="en")
        self.accounts.give(user, Role.BUYER, invited, invited.date())
        joins = later(chance, invited, 0, 20)
        joined = example or (plan.past(joins) and chance.random() < 0.83)
        joins = joins if plan.past(joins) else invited + timedelta(minutes=30)
        plan[Buyer].add(
            user_id=user,
            company_id=company,
            language=_MARKETS[market][1],
            joined_at=joins if joined else None,
        )
        self._tell(invited, who, office, "buyers.person_invited", ref, user=user)
        if not joined:
            return []
        told = {"user": user, "kind": "", "language": _MARKETS[market][1], "interests": []}
        plan.event(joins, user, NO_ROLE, "buyers.profile_changed", ("buyer_company", ref), told)
        self._inform(user, joins)
        return [user]

    def _inform(self, user: int, joins: datetime) -> None:
        """The privacy notice stands beside the profile; who joined before there was one reads it later."""
        plan = self.plan
        notice = notice_on(plan.as_of - timedelta(days=1))
        if notice is None:
            return
        moment = joins
        if joins.date() < notice.in_force_from:
            moment = in_office(self.chance, working(notice.in_force_from + timedelta(days=1)))
        if not plan.past(moment):
            return
        plan[Consent].add(
            notice=notice.code, text_digest=notice.digest, way="link", given_at=moment, user_id=user
        )
        told = {"notice": notice.code, "way": "link", "contact": None}
        plan.event(moment, user, NO_ROLE, "privacy.consented", ("user", str(user)), told)

    def _recommend(self, ref: str, user: int, office: OfficeRow, *, waits: bool) -> None:
        """Another company that a buyer recommends: some days ago and waiting, or not invited."""
        plan, chance = self.plan, self.chance
        made = in_office(chance, plan.as_of - timedelta(days=chance.randint(3, 12)))
        waits = waits or chance.random() < 0.5
        decided = None if waits else made + timedelta(minutes=chance.randint(60, 2000))
        market = chance.choice(list(_MARKETS))
        words = "They buy the same goods in another city and asked us where we find them."
        reason = "" if waits else "事業の内容を確認できなかったため。"
        key = plan[Recommendation].add(
            by_id=len(plan[Buyer]),
            company_name=f"{chance.choice(_FIRST)} {chance.choice(_SECOND['food'])}",
            market_id=plan.configuration.markets[market],
            person=f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}" if waits else "",
            email=f"recommended-{len(plan[Recommendation]) + 1}@{DOMAIN}" if waits else "",
            words=words,
            state="asked" if waits else "refused",
            made_at=made,
            decided_at=decided,
            decided_by_id=None if waits else office.staff[0],
            reason=reason,
        )
        subject, told = ("buyer_company", ref), {"recommendation": key}
        plan.event(made, user, Role.BUYER.value, "buyers.recommended", subject, {**told, "market": market})
        if decided is not None:
            self._tell(decided, office.staff[0], office, "buyers.recommendation_refused", ref, **told,
                       reason=digest(reason))  # fmt: skip

    def _keep(self, company: int, ref: str, group: str, user: int, since: datetime, *, at_least: int) -> None:
        """Some products of the shortlist of a company: published, and of what it is shown."""
        shown = self.lists.shown[group] or list(self.lists.categories)
        offered = [row for part in shown for row in self.products.get(part, [])]
        wanted = max(at_least, self.chance.choices((0, 1, 3, 6), (45, 25, 20, 10))[0])
        for product, reference, published in self.chance.sample(offered, min(len(offered), wanted)):
            on = later(self.chance, max(since, published), 1, 60)
            if self.plan.past(on):
                self.plan[ShortlistItem].add(
                    company_id=company, product_id=product, note="", added_at=on, added_by_id=user
                )
                told = {"product": reference}
                self.plan.event(on, user, Role.BUYER.value, "street.kept", ("buyer_company", ref), told)

    def _published(self) -> dict[int, list[tuple[int, str, datetime]]]:
        """Published products by the group of their category: key, reference, when."""
        groups = dict(Category.objects.values_list("pk", "group_id"))
        products = {
            row["id"]: row for row in self.plan[Product].dicts() if row["state"] == ProductState.PUBLISHED
        }
        found: dict[int, list[tuple[int, str, datetime]]] = {}
        for row in self.plan[Edition].dicts():
            product = products.get(row["product_id"])
            if product and row["state"] == EditionState.PUBLISHED:
                entry = (product["id"], product["ref"], product["first_published_at"])
                found.setdefault(groups[row["category_id"]], []).append(entry)
        return found

    def _missed(self) -> None:
        for words, language in _MISSED:
            for market in self.chance.sample(list(_MARKETS), 3):
                for ago in sorted(self.chance.sample(range(2, 200), 2), reverse=True):
                    self.plan[MissedQuery].add(
                        words=words,
                        language=language,
                        market_id=self.plan.configuration.markets[market],
                        day=self.plan.as_of - timedelta(days=ago),
                        count=self.chance.randint(1, 9),
                    )

    def _tell(
        self, at: datetime, who: int, office: OfficeRow, action: str, ref: str, **payload: object
    ) -> None:
        self.plan.event(at, who, Role.OFFICE_STAFF.value, action, ("buyer_company", ref), payload)
