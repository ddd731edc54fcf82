"""Online meetings of buyers and makers: proposed, agreed, held, called off. Streams of chance of its own."""

from __future__ import annotations

import itertools
import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.roles import Role
from banso.apps.buyers.models import Buyer, BuyerCompany
from banso.apps.directory.models import Firm, Language
from banso.apps.inquiries.models import Inquiry, Side
from banso.apps.journal.services import digest
from banso.apps.meetings.models import OnlineMeeting, Result, Slot, State
from banso.apps.notices.models import Meeting, MeetingState, Participant
from banso.apps.products.models import Product
from banso.demo.inquiries import EXAMPLE
from banso.demo.plan import Plan, in_office, later, working

#: Of conversations that a maker answered so many lead to a meeting.
_SHARE = 0.34
_STATES = {State.HELD: 56, State.AGREED: 14, State.PROPOSED: 10, State.DECLINED: 12, State.CANCELLED: 8}
_RESULTS = dict(zip(Result, (24, 22, 20, 14, 14, 6), strict=True))
_ABOUT = (
    "Prices and minimum order for the coming season",
    "Our own label: materials, data and lead time",
    "ご提案の商品の味と包装について",
    "Samples that we have tasted, and the next steps",
)
_MINUTES = (
    "年間の希望数量と納期を確認した。次回までに見積もりを送る。",
    "包装の表示について要望があった。英語の版下を用意する。",
    "サンプルへの評価は良好。最初の注文は300個を想定している。",
)
_NOBODY_CAME = "開始から20分待ったが、バイヤーの参加がなかった。日時を改めて提案する。"


@dataclass(frozen=True)
class Sides:
    """Who speaks for the two sides of a conversation, and whose product it is."""

    inquiry: dict[str, Any]
    buyer: int
    member: int
    firm: int
    office: int
    product: str


def exchanged(plan: Plan) -> list[Sides]:
    """The conversations that a maker has answered, oldest first."""
    members = {
        row["firm_id"]: row["user_id"]
        for row in plan[RoleAssignment].dicts()
        if row["role"] == Role.FIRM_MEMBER.value and row["firm_id"]
    }
    buyers = {row["id"]: row["user_id"] for row in plan[Buyer].dicts()}
    products = {row["id"]: row for row in plan[Product].dicts()}
    offices = {row["id"]: row["office_id"] for row in plan[Firm].dicts()}
    found = []
    for row in plan[Inquiry].dicts():
        product = products[row["product_id"]]
        firm = product["firm_id"]
        if row["first_answer_at"] is not None and firm in members:
            buyer = buyers[row["buyer_id"]]
            found.append(Sides(row, buyer, members[firm], firm, offices[firm], product["ref"]))
    return found


def write_meetings(plan: Plan) -> None:
    """Write the meetings of the conversations that were answered."""
    chance = plan.random("online meetings")
    languages = list(Language.objects.order_by("position").values_list("pk", flat=True))
    drafts: list[tuple[datetime, Sides, State | None]] = []
    examples = {row["id"] for row in plan[BuyerCompany].dicts() if row["name"] == EXAMPLE}
    ahead = itertools.cycle((State.AGREED, State.PROPOSED))
    for sides in exchanged(plan):
        proposed = later(chance, sides.inquiry["first_answer_at"], 1, 12)
        if chance.random() < _SHARE and plan.past(proposed):
            drafts.append((proposed, sides, None))
        elif sides.inquiry["company_id"] in examples:
            # Whoever enters as a buyer finds something to answer, and something to go to.
            drafts.append((in_office(chance, working(plan.as_of - timedelta(days=6))), sides, next(ahead)))
    writer = _Writer(plan, chance, languages)
    for proposed, sides, state in sorted(drafts, key=lambda draft: (draft[0], draft[1].inquiry["id"])):
        writer.write(proposed, sides, state)


class _Writer:
    """Writes one meeting after the other."""

    def __init__(self, plan: Plan, chance: random.Random, languages: list[int]) -> None:
        self.plan, self.chance, self.languages = plan, chance, languages

    def write(self, proposed: datetime, sides: Sides, wanted: State | None) -> None:
        """One meeting, from the proposal to where it stands, or until it stands as ``wanted``."""
        plan, chance = self.plan, self.chance
        by_buyer = chance.random() < 0.6 and wanted is None
        state = wanted or chance.choices(list(_STATES), list(_STATES.values()))[0]
        # Morning, afternoon or evening in Japan: evening, morning or noon elsewhere.
        hour = chance.choice((8, 9, 10, 16, 17, 21))
        day = proposed + timedelta(days=chance.randint(9, 24))
        begins = day.replace(hour=hour, minute=0, second=0, microsecond=0)
        answered = later(chance, proposed, 0, 3)
        reported = later(chance, begins, 1, 6)
        if state == State.HELD and not plan.past(reported):
            state = State.AGREED
        if state in (State.AGREED, State.CANCELLED) and not plan.past(answered):
            state = State.PROPOSED
        if state == State.PROPOSED and plan.past(begins):
            state = State.DECLINED
        held, open_ = state == State.HELD, state == State.PROPOSED
        length = chance.choice((30, 45, 60))
        about = chance.choice(_ABOUT)
        ref = plan.reference("OM", proposed.date())
        appointment = None
        if state not in (State.PROPOSED, State.DECLINED):
            appointment = self._appointment(ref, sides, state, answered, begins, length)
        result = chance.choices(list(_RESULTS), list(_RESULTS.values()))[0] if held else None
        minutes = chance.choice(_MINUTES) if held else ""
        minutes = _NOBODY_CAME if result == Result.ABSENT else minutes
        turn = (Side.FIRM if by_buyer else Side.BUYER).value
        link = f"https://meet.example.invalid/{ref.lower()}" if appointment and chance.random() < 0.7 else ""
        key = plan[OnlineMeeting].add(
            ref=ref,
            inquiry_id=sides.inquiry["id"],
            state=state.value,
            turn=turn if open_ else "",
            length=length,
            about=about,
            interpreter_id=chance.choice(self.languages) if chance.random() < 0.3 else None,
            link=link,
            for_buyer_id=sides.buyer if by_buyer or appointment else None,
            for_firm_id=sides.member if not by_buyer or appointment else None,
            proposed_at=proposed,
            asked_at=proposed,
            appointment_id=appointment,
            minutes=minutes,
            result=result.value if result else "",
            reported_at=reported if held else None,
            reported_by_id=sides.member if held else None,
        )
        for number in range(chance.randint(1, 4)):
            plan[Slot].add(meeting_id=key, round=1, starts_at=begins + timedelta(days=number))
        side = Side.BUYER.value if by_buyer else Side.FIRM.value
        told = {"inquiry": sides.inquiry["ref"], "side": side, "slots": 1, "about": digest(about)}
        who = (sides.buyer, Role.BUYER) if by_buyer else (sides.member, Role.FIRM_MEMBER)
        other = (sides.member, Role.FIRM_MEMBER) if by_buyer else (sides.buyer, Role.BUYER)
        self._tell(proposed, who, ref, "proposed", told)
        if state == State.DECLINED:
            day = answered if plan.past(answered) else proposed + timedelta(minutes=30)
            self._tell(day, other, ref, "declined", {"side": turn})
        if appointment:
            told = {"slot": begins.isoformat(), "round": 1, "side": turn}
            self._tell(answered, other, ref, "agreed", told)
        if state == State.CANCELLED:
            self._tell(answered + timedelta(minutes=50), who, ref, "cancelled", {"role": who[1].value})
        if result:
            told = {"result": result.value, "minutes": digest(minutes)}
            self._tell(reported, (sides.member, Role.FIRM_MEMBER), ref, "held", told)

    def _appointment(
        self, ref: str, sides: Sides, state: State, planned: datetime, begins: datetime, length: int
    ) -> int:
        plan, cancelled = self.plan, state == State.CANCELLED
        key = plan[Meeting].add(
            uid=uuid.UUID(int=self.chance.getrandbits(128), version=4),
            subject_kind="online_meeting",
            subject_ref=ref,
            firm_id=sides.firm,
            office_id=sides.office,
            title=sides.product,
            starts_at=begins,
            ends_at=begins + timedelta(minutes=length),
            place="オンライン",
            state=(MeetingState.CANCELLED if cancelled else MeetingState.PLANNED).value,
            sequence=int(cancelled),
            planned_by_id=sides.member,
            planned_at=planned,
        )
        for user in (sides.buyer, sides.member):
            plan[Participant].add(meeting_id=key, user_id=user)
        return key

    def _tell(
        self, moment: datetime, who: tuple[int, Role], ref: str, what: str, told: dict[str, Any]
    ) -> None:
        subject = ("online_meeting", ref)
        self.plan.event(moment, who[0], who[1].value, f"online_meeting.{what}", subject, told)
