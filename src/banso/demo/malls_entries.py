"""What the directory says of the malls: a published page of each, some drafts, contracts that end soon."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.channels.models import Mall
from banso.apps.directory.models import Language, Market
from banso.apps.journal.services import digest
from banso.apps.malls.models import (
    EntryPoint,
    EntryState,
    Logistics,
    MallEntry,
    Paper,
    PointKind,
    SellerModel,
)
from banso.apps.products.models import Category
from banso.demo.plan import Plan, in_office, working

#: Every so manieth mall has a draft of its next edition; so many have contracts that end soon.
_DRAFTS, _ENDING = 9, 3
#: What is spoken where a corner is; English otherwise.
_LANGUAGES = {
    "CN": "zh", "TW": "zh", "HK": "zh", "KR": "ko", "TH": "th", "VN": "vi", "ID": "id", "MY": "ms",
    "DE": "de", "FR": "fr", "AE": "ar", "MX": "es",
}  # fmt: skip
#: Countries to which some corners sell besides.
_BESIDES = {
    "US": ("CA",), "TW": ("HK",), "HK": ("MO",), "SG": ("MY",), "AU": ("NZ",), "DE": ("AT", "CH"),
    "FR": ("BE",), "AE": ("SA",),
}  # fmt: skip
_COMPANIES = (
    "Hillside",
    "Northgate",
    "Blue Harbor",
    "Sunbridge",
    "Old Quay",
    "Maple & Co",
    "Lantern",
    "Arcade",
)
_FOR = (
    ("日本の食品と日用品を専門に扱うECサイトです。", "An EC site for Japanese food and daily goods."),
    ("若い利用者が多い総合ECサイトです。日本製品の特集ページがあります。",
     "A general EC site with many young users and a page for goods from Japan."),
    ("健康志向の利用者が多い食品中心のECサイトです。", "A food site whose users care about health."),
    ("贈り物の需要が大きいECサイトです。年末と新年に売上が伸びます。",
     "An EC site strong in gifts; it sells most around the new year."),
)  # fmt: skip
_SHELF = "賞味期限は到着時に6か月以上必要です。"
_NEXT = "冬の特集に向けて受付品目を広げます。"


def write_entries(plan: Plan, manager: int) -> None:
    """Write a published page of every mall. After the malls that closed are known."""
    chance = plan.random("mall entries")
    writer = _Entries(plan, chance, manager)
    malls = plan[Mall].dicts()
    running = [mall["id"] for mall in malls if mall["closed_on"] is None]
    ending = set(chance.sample(running, min(_ENDING, len(running))))
    for mall in malls:
        writer.write(mall, soon=mall["id"] in ending)


class _Entries:
    """Writes editions with their countries, categories, languages and points."""

    def __init__(self, plan: Plan, chance: random.Random, manager: int) -> None:
        self.plan, self.chance, self.manager = plan, chance, manager
        self.markets = {market.pk: market for market in Market.objects.order_by("pk")}
        self.codes = {market.code: market.pk for market in self.markets.values()}
        self.languages: dict[str, int] = dict(Language.objects.order_by("pk").values_list("code", "pk"))
        self.groups: dict[int, list[int]] = {}
        for key, group in Category.objects.order_by("pk").values_list("pk", "group_id"):
            self.groups.setdefault(group, []).append(key)

    def write(self, mall: dict[str, Any], soon: bool) -> None:
        """Write the published page of a mall and, of some, the draft of the next."""
        plan, chance = self.plan, self.chance
        number = mall["id"]
        written = self._moment(plan.as_of - timedelta(days=chance.randint(60, 300)), mall)
        said = self._said(mall, written.date(), soon)
        categories = self._categories(chance.randint(2, 4))
        self._edition(mall, 1, EntryState.PUBLISHED, written, said, categories)
        if mall["closed_on"] is None and number % _DRAFTS == 4:
            more = sorted({*categories, *self._categories(1)})
            changed = said | {
                "users": said["users"] + chance.randrange(1, 40) * 10_000,
                "users_on": plan.as_of - timedelta(days=40),
                "words_ja": said["words_ja"] + _NEXT,
            }
            at = self._moment(plan.as_of - timedelta(days=chance.randint(2, 20)), mall)
            self._edition(mall, 2, EntryState.DRAFT, at, changed, more)

    def _moment(self, day: date, mall: dict[str, Any]) -> datetime:
        if mall["closed_on"] is not None:
            day = min(day, mall["closed_on"] - timedelta(days=30))
        return in_office(self.chance, working(day))

    def _said(self, mall: dict[str, Any], written: date, soon: bool) -> dict[str, Any]:
        chance = self.chance
        words_ja, words_en = chance.choice(_FOR)
        ends = self.plan.as_of + timedelta(days=chance.randint(20, 80)) if soon else None
        if ends is None and mall["id"] % 3:
            ends = date(self.plan.as_of.year + chance.randint(1, 3), 3, 31)
        return {
            "operator": f"{chance.choice(_COMPANIES)} {self.markets[mall['market_id']].code} Ltd.",
            "users": chance.randrange(8, 900) * 10_000,
            "users_on": written - timedelta(days=chance.randint(20, 90)),
            "seller": chance.choice(SellerModel.values),
            "logistics_words": "",
            "papers_words": _SHELF if mall["id"] % 2 else "",
            "contract_from": mall["opened_on"],
            "contract_to": ends,
            "staff_id": self.manager,
            "words_ja": words_ja,
            "words_en": words_en,
        }

    def _categories(self, groups: int) -> list[int]:
        chosen = self.chance.sample(sorted(self.groups), groups)
        return sorted(key for group in chosen for key in self.groups[group])

    def _edition(
        self,
        mall: dict[str, Any],
        number: int,
        state: EntryState,
        at: datetime,
        said: dict[str, Any],
        categories: Sequence[int],
    ) -> None:
        plan = self.plan
        published = state == EntryState.PUBLISHED
        key = plan[MallEntry].add(
            mall_id=mall["id"],
            number=number,
            state=state.value,
            revision=1,
            written_at=at,
            written_by_id=self.manager,
            published_at=at + timedelta(minutes=20) if published else None,
            published_by_id=self.manager if published else None,
            **said,
        )
        self._hang(key, mall, categories)
        text = digest("\n".join((said["words_ja"], said["words_en"])))
        self._tell(at, mall, "written", {"entry": number, "revision": 1, "text": text})
        if published:
            guards = {"mall_open": True, "complete": True}
            later = at + timedelta(minutes=20)
            self._tell(later, mall, "published", {"entry": number, "replaces": None, "guards": guards})

    def _hang(self, key: int, mall: dict[str, Any], categories: Sequence[int]) -> None:
        plan, code = self.plan, self.markets[mall["market_id"]].code
        besides = _BESIDES.get(code, ()) if mall["id"] % 2 else ()
        for market in sorted(self.codes[one] for one in (code, *besides)):
            plan[MallEntry.countries.through].add(mallentry_id=key, market_id=market)
        for category in categories:
            plan[MallEntry.categories.through].add(mallentry_id=key, category_id=category)
        for language in sorted({self.languages["en"], self.languages[_LANGUAGES.get(code, "en")]}):
            plan[MallEntry.languages.through].add(mallentry_id=key, language_id=language)
        drawn = random.Random(f"{plan.seed}/points/{mall['id']}")
        for kind, codes, most in ((PointKind.LOGISTICS, Logistics, 3), (PointKind.PAPERS, Paper, 5)):
            for code in sorted(drawn.sample(codes.values, drawn.randint(1 if most == 3 else 2, most))):
                plan[EntryPoint].add(entry_id=key, kind=kind.value, code=code)

    def _tell(self, at: datetime, mall: dict[str, Any], step: str, payload: dict[str, Any]) -> None:
        action, subject = f"mall.entry_{step}", ("mall", mall["code"])
        self.plan.event(at, self.manager, Role.PROGRAMME_MANAGER, action, subject, payload)
