"""What became of referrals to private providers: both sides agree, differ, speak alone, or keep silent."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from banso.apps.accounts.access import NO_ROLE
from banso.apps.accounts.roles import Role
from banso.apps.directory.models import Contact
from banso.apps.intake.models import Consultation, Need, Proposal, Receiver
from banso.apps.journal.actor import SYSTEM
from banso.apps.journal.services import Subject
from banso.apps.providers.models import Listing, Outcome, OutcomeAsk, Referral, Side
from banso.apps.providers.referrals import ASK_DAYS, OFFICE_DAYS
from banso.demo.people import People
from banso.demo.plan import Plan, at, in_office, working

#: Per side what is said: contact, contract, reason, band. None: nothing.
_MADE = {"contact_made": True, "contract": "made"}
_NONE = {"contact_made": True, "contract": "none"}
_OPEN = {"contact_made": True, "contract": "open"}
_NO_CONTACT: dict[str, Any] = {"contact_made": False}
#: What the firm and the provider say, and how often; a second element of a side is said some weeks later.
_WAYS: tuple[tuple[tuple[dict[str, Any], ...], tuple[dict[str, Any], ...], int], ...] = (
    ((_MADE,), (_MADE,), 28),
    ((_NONE,), (_NONE,), 16),
    ((_OPEN, _MADE), (_MADE,), 8),
    ((_NONE,), (_OPEN,), 5),
    ((_NO_CONTACT,), (_NONE,), 4),
    ((_NO_CONTACT,), (_NO_CONTACT,), 4),
    ((), (_MADE,), 11),
    ((_MADE,), (), 10),
    ((), (), 14),
)
_BANDS = {"to_50k": 34, "to_100k": 33, "to_300k": 20, "to_1m": 10, "over_1m": 3}
#: Where both sides speak of one contract, so often they name another band.
_OTHER_BAND = 0.12
_REASONS = {"price": 40, "scope": 22, "postponed": 16, "capacity": 10, "public": 8, "other_provider": 4}
_SATISFIED = {
    "made": {"yes": 66, "partly": 26, "no": 8},
    "none": {"yes": 15, "partly": 45, "no": 40},
    "open": {"yes": 50, "partly": 45, "no": 5},
}
#: Of those silent for very long the offices have closed so many.
_CLOSED = 0.6


@dataclass(frozen=True)
class _Sent:
    """A referral that was written: its key, chain, office staff, and the firm's person."""

    key: int
    subject: Subject
    staff: int
    contact: int | None
    user: int | None
    at: datetime
    withdrawn: bool


def write_referrals(plan: Plan, people: People) -> None:
    """Write a referral for every proposal to a private provider, and what was asked and said of it."""
    chance = plan.random("referrals")
    questions = {row["id"]: row for row in plan[Consultation].dicts()}
    needs = {row["id"]: row for row in plan[Need].dicts()}
    persons: dict[int, dict[str, Any]] = {}
    for row in plan[Contact].dicts():
        persons.setdefault(row["firm_id"], row)
    listings = {row["provider_id"]: row for row in plan[Listing].dicts() if row["listed_from"]}
    staff = {office.id: office.staff[0] for office in people.offices}
    for proposal in plan[Proposal].dicts():
        if proposal["receiver"] != Receiver.PROVIDER:
            continue
        question = questions[needs[proposal["need_id"]]["consultation_id"]]
        day = proposal["sent_at"].date()
        listing = listings.get(proposal["private_provider_id"])
        was_listed = listing and listing["listed_from"] <= day <= listing["listed_to"]
        key = plan[Referral].add(
            proposal_id=proposal["id"],
            listing_id=listing["id"] if listing and was_listed else None,
            by_firm=False,
            referred_at=proposal["sent_at"],
        )
        person = persons.get(question["firm_id"], {})
        sent = _Sent(
            key,
            ("consultation", question["ref"]),
            staff[question["office_id"]],
            person.get("id"),
            person.get("user_id"),
            proposal["sent_at"],
            proposal["withdrawn_at"] is not None,
        )
        _after(plan, chance, sent)


def _after(plan: Plan, chance: random.Random, sent: _Sent) -> None:
    """What was asked and said up to the portfolio's day."""
    asked = {"referral": sent.key, "side": Side.PROVIDER.value}
    plan.event(
        in_office(chance, sent.at.date()),
        sent.staff,
        Role.OFFICE_STAFF,
        "referral.asked",
        sent.subject,
        asked,
    )
    firm, provider, _often = chance.choices(_WAYS, [way[2] for way in _WAYS])[0]
    if sent.withdrawn:
        return
    band, reason = _draw(chance, _BANDS), _draw(chance, _REASONS)
    other = _draw(chance, _BANDS) if chance.random() < _OTHER_BAND else band
    settled = [
        _side(plan, chance, sent, Side.FIRM, firm if sent.contact else (), band, reason),
        _side(plan, chance, sent, Side.PROVIDER, provider, other, reason),
    ]
    given_up = sent.at.date() + timedelta(days=OFFICE_DAYS + chance.randint(5, 60))
    if not all(settled) and chance.random() < _CLOSED:
        moment = in_office(chance, working(given_up))
        if plan.past(moment):
            plan[Referral].change(sent.key, closed_on=moment.date())
            payload = {"referral": sent.key}
            plan.event(moment, sent.staff, Role.OFFICE_STAFF, "referral.closed", sent.subject, payload)


def _side(
    plan: Plan,
    chance: random.Random,
    sent: _Sent,
    side: Side,
    reports: tuple[dict[str, Any], ...],
    band: str,
    reason: str,
) -> bool:
    """Write what a side said, and that it was asked until it did; whether it said how it ended."""
    settled_at: datetime | None = None
    day = sent.at.date()
    for number, said in enumerate(reports, start=1):
        day = working(day + timedelta(days=chance.randint(18, 55)))
        moment = in_office(chance, day)
        if not plan.past(moment):
            break
        contract = said.get("contract", "")
        values = {
            "contact_made": said["contact_made"],
            "contract": contract,
            "reason": reason if contract == "none" else "",
            "band": band if contract == "made" else "",
            "satisfied": _draw(chance, _SATISFIED[contract]) if contract else "",
        }
        who = sent.user if side == Side.FIRM else None
        plan[Outcome].add(
            referral_id=sent.key,
            side=side.value,
            number=number,
            reported_at=moment,
            reported_by_id=who,
            contact_id=sent.contact if side == Side.FIRM and who is None else None,
            **values,
        )
        payload = {"referral": sent.key, "side": side.value, "number": number, **values}
        role = Role.FIRM_MEMBER if who else NO_ROLE
        plan.event(moment, who, role, "referral.reported", sent.subject, payload)
        if contract != "open":
            settled_at = moment
    for step in ASK_DAYS:
        asked = at(sent.at.date() + timedelta(days=step), 6 * 60 + 10)
        if not plan.past(asked) or (settled_at is not None and settled_at < asked):
            break
        reached = side == Side.PROVIDER or sent.contact is not None
        plan[OutcomeAsk].add(referral_id=sent.key, side=side.value, step=step, asked_at=asked, sent=reached)
        if reached:
            payload = {"referral": sent.key, "side": side.value}
            plan.event(asked, None, SYSTEM, "referral.asked", sent.subject, payload)
    return settled_at is not None


def _draw(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
