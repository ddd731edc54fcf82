"""What invited buyers ask the makers of products: answered soon, late or never, and what became of it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.roles import Role
from banso.apps.buyers.models import Buyer, BuyerCompany, BuyerGroup, GroupPart
from banso.apps.channels.models import Channel, ChannelKind
from banso.apps.inquiries.models import Inquiry, Message, Outcome, Side, State
from banso.apps.journal.services import digest
from banso.apps.products.models import Category, Edition, EditionState, Product, ProductState
from banso.demo.firms import FirmRow
from banso.demo.plan import Plan, later

#: How many products a buyer who came in asks about, and how often.
_ASKS = ((0, 1, 2, 4, 9), (12, 22, 26, 24, 16))
#: After how many days makers answer, and how often; None: never.
_ANSWERS = ((0, 1, 3, 7, 15, None), (14, 26, 22, 12, 8, 18))
#: How often buyer and maker speak again after the first answer.
_FURTHER = ((0, 1, 2, 4, 9), (34, 26, 20, 15, 5))
_OUTCOMES = {
    "order": 16, "sample": 20, "price": 24, "minimum_order": 14, "regulation": 12, "delivery": 8, "other": 6,
}  # fmt: skip
_OTHER = "The season has ended; we will come back next year."
_SETTLED = 0.62
#: The company and the firm by which the demonstration is entered have something to read.
EXAMPLE = "Lakeside Pantry"

_QUESTIONS = {
    "en": (
        "We are interested in this product. Please send your prices for 500 and 2,000 pieces, FOB.",
        "Which certificates does this product have for our market, and can the label be changed?",
        "How long does it take from order to shipment, and how many pieces are in a carton?",
        "Could you supply this under our own label? What would the minimum order be?",
    ),
    "zh-hans": (
        "我们对该产品感兴趣。请告知500件和2000件的FOB价格。",
        "该产品有哪些适用于我们市场的证书？标签可以更改吗？",
        "从下单到发货需要多长时间？每箱多少件？",
    ),
    "ja": ("この商品の数量ごとの価格と、出荷までの日数を教えてください。",),
}
_ANSWERED = (
    "Thank you for your question. Our price list for export is as follows; delivery takes four weeks.",
    "お問い合わせありがとうございます。最小注文数は200個、出荷まで3週間です。",
    "Thank you. The label can be adapted from 1,000 pieces on. We can send the data of the ingredients.",
    "お問い合わせありがとうございます。価格は数量により変わります。ご希望の数量をお知らせください。",
)
_MORE = {
    Side.BUYER: (
        "Thank you. Is a mixed pallet with other products possible?",
        "Could you offer a better price for a yearly contract?",
        "We have discussed it. Please tell us about shelf life on arrival.",
    ),
    Side.FIRM: (
        "A mixed pallet is possible. We will send the packing data.",
        "年間契約の場合は5％お値引きできます。",
        "On arrival at least two thirds of the shelf life are left.",
    ),
}


@dataclass(frozen=True)
class _Asker:
    key: int
    user: int
    company: int
    company_ref: str
    language: str
    joined: datetime
    example: bool
    #: Until when the company may enter.
    until: datetime


@dataclass(frozen=True)
class _Offer:
    key: int
    ref: str
    firm: int
    since: datetime


@dataclass(frozen=True)
class _Draft:
    at: datetime
    asker: _Asker
    offer: _Offer


def write_inquiries(plan: Plan, rows: Iterable[FirmRow]) -> None:
    """Write the conversations of all buyers, in the order in which they began."""
    chance = plan.random("inquiries")
    examples = {row.id for row in rows if row.example}
    channel = Channel.objects.filter(kind=ChannelKind.CATALOGUE).order_by("position", "code").first()
    writer = _Writer(plan, chance, channel)
    offers = _offers(plan)
    shown = _shown(plan)
    drafts = [
        draft
        for asker in _askers(plan)
        for draft in _drafts(plan, chance, asker, shown[asker.company], offers, examples)
    ]
    for draft in sorted(drafts, key=lambda draft: (draft.at, draft.offer.key)):
        writer.write(draft)


def _drafts(
    plan: Plan,
    chance: random.Random,
    asker: _Asker,
    groups: Sequence[int],
    offers: dict[int, list[_Offer]],
    examples: set[int],
) -> list[_Draft]:
    seen = [offer for group in groups for offer in offers.get(group, [])]
    wanted = max(6 if asker.example else 0, chance.choices(*_ASKS)[0])
    chosen = chance.sample(seen, min(len(seen), wanted))
    # Every third buyer asks the firm by which the demonstration is entered.
    own = [offer for offer in seen if offer.firm in examples and offer not in chosen]
    if own and chance.random() < 0.33 and wanted:
        chosen.append(chance.choice(own))
    found = []
    for offer in chosen:
        moment = later(chance, max(asker.joined, offer.since), 1, 240)
        if plan.past(moment) and moment < asker.until:
            found.append(_Draft(moment, asker, offer))
    return found


class _Writer:
    """Writes conversations with their messages and events."""

    def __init__(self, plan: Plan, chance: random.Random, channel: Channel | None) -> None:
        self.plan, self.chance, self.channel = plan, chance, channel
        self.members = {
            row["firm_id"]: row["user_id"]
            for row in plan[RoleAssignment].dicts()
            if row["role"] == Role.FIRM_MEMBER.value and row["firm_id"]
        }
        self.outcomes = dict(Outcome.objects.values_list("code", "pk"))

    def write(self, draft: _Draft) -> None:
        """One conversation from its question to what became of it."""
        plan, asker, offer = self.plan, draft.asker, draft.offer
        member = self.members.get(offer.firm)
        words = self._words(draft, member)
        ref = plan.reference("IQ", draft.at.date())
        told = {"product": offer.ref, "company": asker.company_ref}
        told["channel"] = self.channel.code if self.channel else ""
        subject = ("inquiry", ref)
        plan.event(draft.at, asker.user, Role.BUYER.value, "inquiry.asked", subject, told)
        firm_words = [at for at, side, _text, _language in words if side == Side.FIRM]
        last_at, last_side = words[-1][0], words[-1][1]
        answered = last_side == Side.FIRM
        answered_to = firm_words[-1] if firm_words else draft.at - timedelta(minutes=1)
        waits = next((at for at, _side, _text, _language in words if at > answered_to), None)
        settled = self._settled(last_at, bool(firm_words))
        read_by_buyer = settled or not answered or self.chance.random() < 0.75
        key = plan[Inquiry].add(
            ref=ref,
            product_id=offer.key,
            company_id=asker.company,
            buyer_id=asker.key,
            channel_id=self.channel.pk if self.channel else None,
            state=State.CLOSED if settled else (State.ANSWERED if answered else State.OPEN),
            asked_at=draft.at,
            waiting_since=None if settled else waits,
            first_answer_at=firm_words[0] if firm_words else None,
            last_word_at=last_at,
            last_side=last_side,
            words=len(words),
            buyer_seen=len(words) if read_by_buyer else len(words) - 1,
            firm_seen=len(words) if answered or settled or self.chance.random() < 0.5 else len(words) - 1,
            **(settled or {}),
        )
        for number, (at, side, text, language) in enumerate(words, start=1):
            self._message(key, subject, number, at, side, text, language, asker.user, member)
        if settled:
            self._close(subject, settled, asker.user, member)

    def _words(self, draft: _Draft, member: int | None) -> list[tuple[datetime, str, str, str]]:
        """When who says what; all of it before the portfolio's day."""
        chance, language = self.chance, draft.asker.language
        words = [(draft.at, Side.BUYER.value, chance.choice(_QUESTIONS[language]), language)]
        days = chance.choices(*_ANSWERS)[0]
        if days is None or member is None:
            if chance.random() < 0.3:
                self._say(words, Side.BUYER, chance.choice(_QUESTIONS[language]), language, 5, 20)
            return words
        if not self._say(words, Side.FIRM, chance.choice(_ANSWERED), "ja", days, days + 1):
            return words
        side = Side.BUYER
        for _time in range(chance.choices(*_FURTHER)[0]):
            if not self._say(words, side, chance.choice(_MORE[side]), language, 1, 9):
                break
            side = Side.FIRM if side == Side.BUYER else Side.BUYER
        return words

    def _say(
        self,
        words: list[tuple[datetime, str, str, str]],
        side: Side,
        text: str,
        language: str,
        least: int,
        most: int,
    ) -> bool:
        moment = later(self.chance, words[-1][0], least, most)
        if not self.plan.past(moment):
            return False
        if side == Side.FIRM:
            language = "ja" if any(ord(letter) > 0x3000 for letter in text) else "en"
        elif language != "ja":
            language = "en" if text.isascii() else language
        words.append((moment, side.value, text, language))
        return True

    def _settled(self, last: datetime, answered: bool) -> dict[str, object] | None:
        """What became of it, said some time after the last word."""
        at = later(self.chance, last, 5, 60)
        if not self.plan.past(at) or self.chance.random() > (_SETTLED if answered else _SETTLED / 2):
            return None
        codes = list(_OUTCOMES)
        code = self.chance.choices(codes, list(_OUTCOMES.values()))[0] if answered else "no_answer"
        side = Side.BUYER if not answered or self.chance.random() < 0.6 else Side.FIRM
        return {
            "outcome_id": self.outcomes[code],
            "outcome_side": side.value,
            "outcome_words": _OTHER if code == "other" else "",
            "outcome_at": at,
        }

    def _message(
        self,
        key: int,
        subject: tuple[str, str],
        number: int,
        at: datetime,
        side: str,
        text: str,
        language: str,
        buyer: int,
        member: int | None,
    ) -> None:
        who, role = (buyer, Role.BUYER) if side == Side.BUYER else (member, Role.FIRM_MEMBER)
        self.plan[Message].add(
            inquiry_id=key, number=number, side=side, written_by_id=who, at=at, language=language, text=text
        )
        told = {"number": number, "side": side, "language": language, "text": digest(text), "files": 0}
        self.plan.event(at, who, role.value, "inquiry.written", subject, told)

    def _close(
        self, subject: tuple[str, str], settled: dict[str, object], buyer: int, member: int | None
    ) -> None:
        by_buyer = settled["outcome_side"] == Side.BUYER
        code = next(code for code, key in self.outcomes.items() if key == settled["outcome_id"])
        told = {
            "outcome": code,
            "side": settled["outcome_side"],
            "words": digest(str(settled["outcome_words"])),
        }
        role = Role.BUYER if by_buyer else Role.FIRM_MEMBER
        at = settled["outcome_at"]
        assert isinstance(at, datetime)
        self.plan.event(at, buyer if by_buyer else member, role.value, "inquiry.closed", subject, told)


def _askers(plan: Plan) -> list[_Asker]:
    companies = {row["id"]: row for row in plan[BuyerCompany].dicts()}
    found = []
    for row in plan[Buyer].dicts():
        company = companies[row["company_id"]]
        if row["joined_at"] is None or company["state"] != "open":
            continue
        until = company["invited_at"] + (company["last_day"] - company["first_day"])
        found.append(
            _Asker(
                key=row["id"],
                user=row["user_id"],
                company=company["id"],
                company_ref=company["ref"],
                language=row["language"],
                joined=row["joined_at"],
                example=company["name"] == EXAMPLE,
                until=until,
            )
        )
    # One conversation about a product is a company's: the first of its people asks.
    return list({asker.company: asker for asker in reversed(found)}.values())[::-1]


def _offers(plan: Plan) -> dict[int, list[_Offer]]:
    """Published products by the group of their category."""
    groups = dict(Category.objects.values_list("pk", "group_id"))
    products = {row["id"]: row for row in plan[Product].dicts() if row["state"] == ProductState.PUBLISHED}
    found: dict[int, list[_Offer]] = {}
    for row in plan[Edition].dicts():
        product = products.get(row["product_id"])
        if product and row["state"] == EditionState.PUBLISHED:
            offer = _Offer(product["id"], product["ref"], product["firm_id"], product["first_published_at"])
            found.setdefault(groups[row["category_id"]], []).append(offer)
    return found


def _shown(plan: Plan) -> dict[int, list[int]]:
    """The groups of categories that each company is shown."""
    everything = sorted(set(Category.objects.values_list("group_id", flat=True)))
    parts: dict[int, list[int]] = {key: [] for key in BuyerGroup.objects.values_list("pk", flat=True)}
    for part in GroupPart.objects.order_by("position", "code"):
        parts[part.group_id].append(part.shown_id)
    rows = plan[BuyerCompany.groups.through].dicts()
    return {row["buyercompany_id"]: parts[row["buyergroup_id"]] or everything for row in rows}
