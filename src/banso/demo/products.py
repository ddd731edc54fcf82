"""What firms with a place in the EC channels offer: products in every state of their review."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from stdnum import ean

from banso.apps.accounts.roles import Role
from banso.apps.directory.models import Market, Prefecture
from banso.apps.journal.services import digest
from banso.apps.products.models import (
    Allergen,
    Category,
    Certificate,
    CertificateKind,
    ClosedMarket,
    Comment,
    Edition,
    EditionState,
    Image,
    Product,
    ProductState,
    Text,
)
from banso.demo.casework import CaseRow
from banso.demo.firms import FirmRow
from banso.demo.names import rows
from banso.demo.pictures import Pictures
from banso.demo.plan import Plan, in_office, later

#: Products for each firm of the portfolio: 6,000 where there are 10,000 firms.
SHARE = 0.6
_STATES = {
    ProductState.PUBLISHED: 84,
    ProductState.DRAFT: 11,
    ProductState.SUSPENDED: 3,
    ProductState.WITHDRAWN: 2,
}
#: Of the firm of the example user.
_OF_EXAMPLE = (ProductState.PUBLISHED, ProductState.PUBLISHED, ProductState.PUBLISHED, ProductState.DRAFT)
#: How long ago drafts were begun, in the mean.
_DRAFT_DAYS = 20
#: A published product whose next edition is under way.
_CHANGES = 0.06
_OPEN = {EditionState.WRITTEN: 5, EditionState.WAITING: 4, EditionState.RETURNED: 2}
#: What goes before the name of a thing: in Japanese, English and Chinese.
_KINDS = (
    ("特選", "Selected", "特选"), ("伝統", "Traditional", "传统"), ("手作り", "Handmade", "手工"),
    ("有機", "Organic", "有机"), ("熟成", "Aged", "熟成"), ("季節限定", "Seasonal", "季节限定"),
    ("業務用", "For food service,", "业务用"), ("贈答用", "Gift box of", "礼盒装"), ("", "", ""),
)  # fmt: skip
_FOOD_SIZES = ("50 g", "100 g", "200 g", "300 g", "500 g", "1 kg")
_OTHER_SIZES = ("S", "M", "L", "No. 1", "No. 2", "No. 3")
_COMMENTS = (
    ("description:en", "英語の説明に、使い方と保存方法を加えてください。"),
    ("price", "価格は1個当たりか1箱当たりか、分かるように書いてください。"),
    ("ingredients:ja", "原材料名は、ラベルの順に書いてください。"),
    ("image", "背景のない写真に替えてください。"),
)
_REASONS = {
    ProductState.SUSPENDED: "認証の有効期限を確認しています。",
    ProductState.WITHDRAWN: "販売を終了しました。",
}
_FOOD_CERTIFICATES = ("organic_jas", "fssc_22000", "haccp", "halal", "kosher", "gi", "vegan")
_OTHER_CERTIFICATES = ("food_contact", "ce", "iso_9001", "oeko_tex", "fsc")


@dataclass(frozen=True)
class _Lists:
    """Keys of what products choose from."""

    categories: dict[str, Category]
    certificates: dict[str, int]
    allergens: dict[str, int]
    markets: list[int]
    #: In English, by code.
    prefectures: dict[str, str]
    pictures: Pictures


@dataclass(frozen=True)
class _Offer:
    """A product that a firm begins at a moment, and where it stands on the portfolio's day."""

    begun: datetime
    firm: FirmRow
    thing: dict[str, str]
    state: ProductState


def write_products(plan: Plan, cases: Sequence[CaseRow], wanted: int) -> None:
    """Write products of the firms that got a place in a channel, in the order in which they begin them."""
    chance = plan.random("products")
    lists = _Lists(
        {row.code: row for row in Category.objects.all()},
        dict(CertificateKind.objects.values_list("code", "pk")),
        dict(Allergen.objects.values_list("code", "pk")),
        list(Market.objects.order_by("pk").values_list("pk", flat=True)),
        dict(Prefecture.objects.values_list("code", "name_en")),
        Pictures(),
    )
    first: dict[int, CaseRow] = {}
    for case in cases:
        # Who looks at the demonstration as a firm finds products, whatever it is supported in.
        if case.service.code in ("street", "mall", "store") or case.firm.example:
            first.setdefault(case.firm.id, case)
    if not first:
        return
    owners = list(first.values())
    of_example = [(case, state) for case in owners if case.firm.example for state in _OF_EXAMPLE]
    others = zip(
        chance.choices(owners, k=wanted - len(of_example)),
        chance.choices(list(_STATES), list(_STATES.values()), k=wanted),
        strict=False,
    )
    offers = [_offer(plan, chance, case, state) for case, state in (*of_example, *others)]
    for offer in sorted(offers, key=lambda one: (one.begun, one.firm.id)):
        _Writer(plan, chance, lists, offer).write()


def _offer(plan: Plan, chance: random.Random, case: CaseRow, state: ProductState) -> _Offer:
    """Products that were published began with the place in the channel, drafts of late."""
    things = [row for row in rows("goods.csv") if row["industry"] == case.firm.industry] or rows("goods.csv")
    last = plan.as_of - timedelta(days=2)
    if state == ProductState.DRAFT:
        day = last - timedelta(days=int(chance.expovariate(1 / _DRAFT_DAYS)))
    else:
        day = min(last, case.started_on + timedelta(days=int(chance.expovariate(1 / 120))))
    return _Offer(in_office(chance, max(day, case.started_on)), case.firm, chance.choice(things), state)


class _Writer:
    """Writes one product with its editions and events."""

    def __init__(self, plan: Plan, chance: random.Random, lists: _Lists, offer: _Offer) -> None:
        self.plan, self.chance, self.lists, self.offer = plan, chance, lists, offer
        self.category = lists.categories[offer.thing["category"]]
        self.ref = plan.reference("PR", offer.begun.date())
        self.who, self.role = offer.firm.writer
        kind = chance.choice(_KINDS)
        size = chance.choice(_FOOD_SIZES if self.category.is_food else _OTHER_SIZES)
        thing = offer.thing
        english = f"{kind[1]} {thing['en']}".strip()
        self.names = {
            "ja": f"{kind[0]}{thing['ja']} {size}",
            "en": f"{english[0].upper()}{english[1:]}, {size}",
            "zh": f"{kind[2]}{thing['zh']} {size}",
        }
        #: What a next edition says too; only its price is another.
        self.hs = thing["hs"] if chance.random() < 0.92 else ""
        self.gtin = _gtin(chance) if chance.random() < 0.7 else ""
        self.price = Decimal(f"{chance.uniform(float(thing['low']), float(thing['high'])):.2f}")
        self.terms = chance.choices(("FOB", "EXW", "CIF"), (6, 3, 1))[0]
        self.least = int(thing["least"]) * chance.choice((1, 1, 2, 5))
        self.lead_days = chance.choice((7, 14, 21, 28, 42, 60, 100)) if chance.random() < 0.93 else None
        self.maker = "firm" if chance.random() < 0.93 else "consented"

    def write(self) -> None:
        """Write the product as it stands on the portfolio's day."""
        plan, chance = self.plan, self.chance
        state = self.offer.state
        handed_in = later(chance, self.offer.begun, 1, 12)
        reviewed = later(chance, handed_in, 1, 9)
        if not plan.past(reviewed):
            state = ProductState.DRAFT
        published = state != ProductState.DRAFT
        article = f"{self.category.code[:3].upper()}-{chance.randint(1000, 9999)}-{self.ref[-4:]}"
        product = plan[Product].add(
            ref=self.ref,
            firm_id=self.offer.firm.id,
            article=article,
            state=state.value,
            reason="" if state in (ProductState.DRAFT, ProductState.PUBLISHED) else _REASONS[state],
            begun_at=self.offer.begun,
            first_published_at=reviewed if published else None,
        )
        self._tell(self.offer.begun, "product.begun", firm=self.offer.firm.ref, article=digest(article))
        if published:
            self._edition(product, 1, EditionState.PUBLISHED, self.offer.begun, handed_in, reviewed)
            self._end(state, reviewed)
        else:
            self._open(product, 1, self.offer.begun, handed_in, reviewed)
        if state == ProductState.PUBLISHED and chance.random() < _CHANGES:
            again = in_office(chance, plan.as_of - timedelta(days=chance.randint(3, 3 * _DRAFT_DAYS)))
            if again > reviewed:
                self.price = (self.price * Decimal("1.06")).quantize(Decimal("0.01"))
                self._open(product, 2, again, later(chance, again, 0, 3), later(chance, again, 4, 9))

    def _open(
        self, product: int, number: int, written: datetime, handed_in: datetime, reviewed: datetime
    ) -> None:
        """An edition on its way; one whose day has not come is being written."""
        state = self.chance.choices(list(_OPEN), list(_OPEN.values()))[0]
        if state == EditionState.RETURNED and not self.plan.past(reviewed):
            state = EditionState.WAITING
        if state == EditionState.WAITING and not self.plan.past(handed_in):
            state = EditionState.WRITTEN
        self._edition(product, number, state, written, handed_in, reviewed)

    def _edition(
        self,
        product: int,
        number: int,
        state: EditionState,
        written: datetime,
        handed_in: datetime,
        reviewed: datetime,
    ) -> None:
        thing = self.offer.thing
        given, answered = (
            state != EditionState.WRITTEN,
            state in (EditionState.PUBLISHED, EditionState.RETURNED),
        )
        sparse = state == EditionState.WRITTEN
        key = self.plan[Edition].add(
            product_id=product,
            number=number,
            state=state.value,
            category_id=self.category.pk,
            hs_code=self.hs,
            hs_year=2022 if self.hs else None,
            gtin=self.gtin,
            price=None if sparse else self.price,
            currency="" if sparse else "USD",
            terms=self.terms,
            terms_place="",
            price_unit=thing["unit"],
            minimum_order=self.least,
            lead_days=self.lead_days,
            shelf_days=int(thing["shelf"]) if thing["shelf"] and not sparse else None,
            temperature=thing["temperature"],
            allergens_stated=self.category.is_food and not sparse,
            maker=self.maker,
            stock=self.chance.choices(("in_stock", "to_order", "seasonal", "out"), (70, 18, 9, 3))[0],
            written_at=written,
            handed_in_at=handed_in if given else None,
            handed_in_by_id=self.who if given else None,
            reviewed_at=reviewed if answered else None,
            reviewed_by_id=self._reviewer if answered else None,
        )
        self._tell(written, "product.written", edition=number, revision=1)
        self._hang(key, sparse, handed_in)
        if given:
            self._tell(handed_in, "product.handed_in", edition=number)
        if state == EditionState.PUBLISHED:
            guards = {"by_another": True, "complete": True, "maker_agreed": True}
            self._told_by_reviewer(reviewed, "product.published", edition=number, guards=guards)
        if state == EditionState.RETURNED:
            field, words = self.chance.choice(_COMMENTS)
            self.plan[Comment].add(
                edition_id=key, field=field, words=words, made_at=reviewed, made_by_id=self._reviewer
            )
            self._told_by_reviewer(
                reviewed, "product.sent_back", edition=number, comments={field: digest(words)}
            )

    def _hang(self, edition: int, sparse: bool, on: datetime) -> None:
        chance, plan, firm, thing = self.chance, self.plan, self.offer.firm, self.offer.thing
        described = {
            "ja": f"{firm.city}の{firm.trade.name.kanji}が作る{self.names['ja']}です。",
            "en": f"Made in {self.lists.prefectures[firm.office.prefecture]}, Japan,"
            f" by a firm of {firm.employees} people.",
            "zh": "",
        }
        for language in ("ja",) if sparse else ("ja", "en", "zh") if chance.random() < 0.4 else ("ja", "en"):
            plan[Text].add(
                edition_id=edition, language=language, name=self.names[language],
                description=described[language],
                ingredients="" if sparse else ingredients(thing["ingredients"], language),
            )  # fmt: skip
        # By the key, so that the chances of the others stay as they are.
        if not sparse and edition % 8:
            plan[Image].add(edition_id=edition, position=1, **self.lists.pictures.of(thing))
        kinds = _FOOD_CERTIFICATES if self.category.is_food else _OTHER_CERTIFICATES
        for code in chance.sample(kinds, chance.choices((0, 1, 2), (55, 33, 12))[0]):
            plan[Certificate].add(
                edition_id=edition,
                kind_id=self.lists.certificates[code],
                number=f"{code[:3].upper()}-{chance.randint(10000, 99999)}",
                expires_on=on.date() + timedelta(days=chance.randint(200, 1600)),
            )
        for market in chance.sample(self.lists.markets[:20], chance.choices((0, 1, 2), (80, 15, 5))[0]):
            exclusive = chance.random() < 0.6
            plan[ClosedMarket].add(
                edition_id=edition,
                market_id=market,
                why="exclusive" if exclusive else "not_allowed",
                until=on.date() + timedelta(days=730) if exclusive else None,
            )
        if self.category.is_food and not sparse:
            for code in thing["allergens"].split():
                plan[Edition.allergens.through].add(
                    edition_id=edition, allergen_id=self.lists.allergens[code]
                )

    def _end(self, state: ProductState, published: datetime) -> None:
        action = {ProductState.SUSPENDED: "product.suspended", ProductState.WITHDRAWN: "product.withdrawn"}
        if state in action:
            on = later(self.chance, published, 20, 300)
            on = on if self.plan.past(on) else published + timedelta(minutes=30)
            self._told_by_reviewer(on, action[state], reason=digest(_REASONS[state]))

    @property
    def _reviewer(self) -> int:
        """Somebody of the office who did not hand it in."""
        office = self.offer.firm.office
        return next(user for user in (*office.staff, office.manager) if user != self.who)

    def _tell(self, moment: datetime, action: str, **payload: Any) -> None:
        self.plan.event(moment, self.who, self.role, action, ("product", self.ref), payload)

    def _told_by_reviewer(self, moment: datetime, action: str, **payload: Any) -> None:
        office = self.offer.firm.office
        role = Role.OFFICE_MANAGER if self._reviewer == office.manager else Role.OFFICE_STAFF
        self.plan.event(moment, self._reviewer, role.value, action, ("product", self.ref), payload)


def ingredients(japanese: str, language: str) -> str:
    """What a thing of ``goods.csv`` is made of, in one of the languages of products."""
    words = {row["ja"]: row[language] for row in rows("ingredients.csv")}
    said = [words[word] for word in japanese.split("、") if word]
    return (", " if language == "en" else "、").join(said).capitalize()


def _gtin(chance: random.Random) -> str:
    """An article number with its check digit. Numbers that begin with 2 are for use inside a firm only (GS1):
    they are nobody's.
    """
    digits = f"2{chance.randrange(10**11):011d}"
    return digits + str(ean.calc_check_digit(digits))
