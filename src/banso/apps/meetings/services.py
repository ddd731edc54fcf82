"""Arranging online meetings: slots proposed and answered, agreed, linked, cancelled, reported.

Once a slot is agreed the appointment of ``notices`` writes to both sides: invitation, change, cancellation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.accounts.roles import Role
from banso.apps.base import Refused, fire, hold
from banso.apps.buyers.selectors import may_enter
from banso.apps.directory.models import Language
from banso.apps.inquiries.models import Inquiry, Side
from banso.apps.inquiries.models import State as InquiryState
from banso.apps.inquiries.naming import product_name
from banso.apps.journal.actor import ZONE, Actor, day_of
from banso.apps.journal.services import Subject, digest, next_reference, record, service
from banso.apps.journal.years import refuse_closed
from banso.apps.meetings.letters import write_to_other_side
from banso.apps.meetings.models import OnlineMeeting, Result, Slot, State
from banso.apps.meetings.transitions import MEETING, REFUSALS
from banso.apps.meetings.words import clock_words
from banso.apps.notices.services import MeetingData, cancel_meeting, move_meeting, plan_meeting
from banso.apps.notices.services import Slot as Appointment
from banso.apps.notices.sources import Found
from banso.engines.kernel.local_time import NoSuchTime, TwiceThisTime, moment

#: So many slots are proposed at a time.
MOST_SLOTS = 5
LENGTHS = (30, 45, 60, 90)
#: A slot lies at most so far ahead.
FARTHEST = timedelta(days=180)
_LONGEST = {"about": 400, "minutes": 2000}
SUBJECT = "online_meeting"


@dataclass(frozen=True)
class Times:
    """Slots as typed (``2026-12-01T10:00``) by the clock of the own zone; empty ones are left aside.

    ``which``: ``first`` or ``second`` where clocks are put back and a time comes twice.
    """

    typed: Sequence[str]
    which: str = ""


@dataclass(frozen=True)
class ProposalData:
    """What is proposed: slots, how long, about what, and the language for an interpreter if one is wanted."""

    times: Times
    length: int
    about: str
    interpreter: Language | None = None


def subject(meeting: OnlineMeeting) -> Subject:
    """The subject of events about a meeting."""
    return (SUBJECT, meeting.ref)


def zone_of(inquiry: Inquiry, side: str) -> ZoneInfo:
    """By whose clock a side says its times."""
    return inquiry.company.clock if side == Side.BUYER else ZONE


@service
def propose(actor: Actor, inquiry: Inquiry, data: ProposalData) -> OnlineMeeting:
    """Propose a meeting to the other side of a conversation.

    Raises:
        Refused: ``not_exchanged`` before the maker's first answer; ``inquiry_ended``, ``no_access``;
            ``proposal_open`` one waits for its answer already; ``about_missing``, ``too_long``,
            ``length_unknown``; for slots as by ``moments_of``.
    """
    _refuse_ended(actor, inquiry)
    if not inquiry.exchanged:
        message = _("A meeting can be proposed once the maker has answered the question.")
        raise Refused("not_exchanged", message)
    about = _text(data.about, "about")
    if data.length not in LENGTHS:
        raise Refused("length_unknown", _("Choose one of the options."), "length")
    side = _side(actor)
    slots = moments_of(actor, data.times, zone_of(inquiry, side))
    meeting = OnlineMeeting(
        ref=next_reference("OM", actor),
        inquiry=inquiry,
        turn=_other(side),
        length=data.length,
        about=about,
        interpreter=data.interpreter,
        proposed_at=actor.at,
        asked_at=actor.at,
        **_speaks(actor, side),
    )
    try:
        with transaction.atomic():
            meeting.save(force_insert=True)
    except IntegrityError as fault:
        message = _("A proposal waits for its answer already. Answer that one, or wait.")
        raise Refused("proposal_open", message) from fault
    _keep_slots(meeting, slots)
    told = {"inquiry": inquiry.ref, "side": side, "slots": len(slots), "about": digest(about)}
    record(actor, "online_meeting.proposed", subject(meeting), told)
    write_to_other_side(actor, meeting, side)
    return meeting


@service
def propose_others(actor: Actor, meeting: OnlineMeeting, times: Times) -> OnlineMeeting:
    """Answer a proposal with other slots; the other side answers next.

    Raises:
        Refused: ``online_meeting_state``, ``role``, ``own_turn``; for slots as by ``moments_of``.
    """
    held, side = _held(meeting), _side(actor)
    _refuse_ended(actor, held.inquiry)
    fire(MEETING, REFUSALS, held.state, "propose_others", actor.role, {"own_turn": held.turn == side})
    slots = moments_of(actor, times, zone_of(held.inquiry, side))
    held.round += 1
    held.turn, held.asked_at = _other(side), actor.at
    _keep(held, **_speaks(actor, side))
    _keep_slots(held, slots)
    told = {"side": side, "slots": len(slots), "round": held.round}
    record(actor, "online_meeting.others_proposed", subject(held), told)
    write_to_other_side(actor, held, side)
    return held


@service
def accept(actor: Actor, meeting: OnlineMeeting, slot: Slot, link: str = "") -> OnlineMeeting:
    """Accept a slot of the open proposal: both sides get the invitation for their calendars.

    Raises:
        Refused: ``online_meeting_state``, ``role``, ``own_turn``, ``slot_ahead``, ``slot_unknown``,
            ``link_unknown``.
    """
    held, side = _held(meeting), _side(actor)
    _refuse_ended(actor, held.inquiry)
    if (slot.meeting_id, slot.round) != (held.pk, held.round):
        raise Refused("slot_unknown", _("Other slots were proposed meanwhile. Please look again."), "slot")
    facts = {"own_turn": held.turn == side, "slot_ahead": slot.starts_at > actor.at}
    held.state = fire(MEETING, REFUSALS, held.state, "accept", actor.role, facts).target
    held.turn, held.link = "", _link(link)
    for name, value in _speaks(actor, side).items():
        setattr(held, name, value)
    firm = held.inquiry.product.firm
    found = Found(held.ref, firm.name, "", firm.pk, firm.office_id)
    people = [person for person in (held.for_buyer, held.for_firm) if person is not None]
    about = (SUBJECT, found)
    title = product_name(held.inquiry.product, "en")[:80]
    data = MeetingData(about, title, _appointment(slot.starts_at, held), people)
    held.appointment = plan_meeting(actor, data)
    held.save()
    told = {"slot": slot.starts_at.isoformat(), "round": held.round, "side": side}
    record(actor, "online_meeting.agreed", subject(held), told)
    return held


@service
def decline(actor: Actor, meeting: OnlineMeeting) -> OnlineMeeting:
    """End a proposal without a meeting: the other side's, or the own one taken back.

    Raises:
        Refused: ``online_meeting_state``, ``role``.
    """
    held, side = _held(meeting), _side(actor)
    held.state = fire(MEETING, REFUSALS, held.state, "decline", actor.role).target
    held.turn = ""
    held.save()
    record(actor, "online_meeting.declined", subject(held), {"side": side})
    write_to_other_side(actor, held, side)
    return held


@service
def change_link(actor: Actor, meeting: OnlineMeeting, link: str) -> OnlineMeeting:
    """Say at which address they meet; both sides get the invitation again.

    Raises:
        Refused: ``online_meeting_state``, ``role``, ``not_begun``, ``link_unknown``.
    """
    held = _held(meeting)
    assert held.appointment is not None or held.state != State.AGREED
    fire(MEETING, REFUSALS, held.state, "change_link", actor.role, _begun(actor, held))
    held.link = _link(link)
    held.save(update_fields=["link"])
    assert held.appointment is not None
    move_meeting(actor, held.appointment, _appointment(held.appointment.starts_at, held))
    record(actor, "online_meeting.link_changed", subject(held), {"link": digest(held.link)})
    return held


@service
def cancel(actor: Actor, meeting: OnlineMeeting) -> OnlineMeeting:
    """Call an agreed meeting off; calendars take it out.

    Raises:
        Refused: ``online_meeting_state``, ``role``, ``not_begun``.
    """
    held = _held(meeting)
    held.state = fire(MEETING, REFUSALS, held.state, "cancel", actor.role, _begun(actor, held)).target
    held.save(update_fields=["state"])
    assert held.appointment is not None
    cancel_meeting(actor, held.appointment)
    record(actor, "online_meeting.cancelled", subject(held), {"role": actor.role})
    return held


@service
def report(actor: Actor, meeting: OnlineMeeting, result: str, minutes: str) -> OnlineMeeting:
    """Write down what a meeting led to.

    Raises:
        Refused: ``online_meeting_state``, ``role``, ``begun``, ``result_unknown``, ``minutes_missing``,
            ``too_long``, ``year_closed``.
    """
    held = _held(meeting)
    state = fire(MEETING, REFUSALS, held.state, "report", actor.role, _begun(actor, held)).target
    if result not in Result.values:
        raise Refused("result_unknown", _("Choose one of the options."), "result")
    assert held.appointment is not None
    refuse_closed(actor, day_of(held.appointment.starts_at), "minutes")
    held.state, held.result, held.minutes = state, result, _text(minutes, "minutes")
    held.reported_at, held.reported_by_id = actor.at, actor.user_id
    held.save()
    told = {"result": result, "minutes": digest(held.minutes)}
    record(actor, "online_meeting.held", subject(held), told)
    return held


def moments_of(actor: Actor, times: Times, zone: ZoneInfo) -> list[datetime]:
    """The moments of typed slots.

    Raises:
        Refused: beside the field of the slot (``slot1`` ...): ``slot_missing``, ``slot_unreadable``,
            ``slot_does_not_exist`` and ``slot_comes_twice`` where clocks change, ``slot_past``,
            ``slot_far``, ``slot_repeated``.
    """
    found: list[datetime] = []
    for number, typed in enumerate(times.typed[:MOST_SLOTS], start=1):
        if not typed.strip():
            continue
        field = f"slot{number}"
        at = _moment(typed.strip(), times.which, zone, field)
        if at <= actor.at:
            raise Refused("slot_past", _("This time has passed."), field)
        if at > actor.at + FARTHEST:
            raise Refused("slot_far", _("Choose a time within the next 180 days."), field)
        if at in found:
            raise Refused("slot_repeated", _("This time is proposed twice."), field)
        found.append(at)
    if not found:
        raise Refused("slot_missing", _("Propose one time at least."), "slot1")
    return found


def _moment(typed: str, which: str, zone: ZoneInfo, field: str) -> datetime:
    try:
        local = datetime.fromisoformat(typed)
    except ValueError:
        message = _("Write a day and a time, for example 2026-12-01 10:00.")
        raise Refused("slot_unreadable", message, field) from None
    values = {"time": f"{local:%H:%M}", "zone": clock_words(zone)}
    try:
        return moment(local.replace(tzinfo=None), zone, {"first": 0, "second": 1}.get(which))
    except NoSuchTime:
        message = _(
            "On this day clocks in %(zone)s are put forward: %(time)s does not exist. Choose another."
        )
        raise Refused("slot_does_not_exist", message % values, field) from None
    except TwiceThisTime:
        message = _("On this day clocks in %(zone)s are put back: %(time)s comes twice. Say below which.")
        raise Refused("slot_comes_twice", message % values, field) from None


def _appointment(starts_at: datetime, meeting: OnlineMeeting) -> Appointment:
    ends_at = starts_at + timedelta(minutes=meeting.length)
    return Appointment(starts_at, ends_at, place=_("Online"), online_address=meeting.link)


def _keep_slots(meeting: OnlineMeeting, slots: Sequence[datetime]) -> None:
    Slot.objects.bulk_create([Slot(meeting=meeting, round=meeting.round, starts_at=at) for at in slots])


def _keep(meeting: OnlineMeeting, **values: object) -> None:
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.save()


def _held(meeting: OnlineMeeting) -> OnlineMeeting:
    rows = hold(OnlineMeeting.objects).select_related(
        "inquiry__product__firm", "inquiry__company__market", "inquiry__buyer", "for_buyer", "for_firm",
        "appointment",
    )  # fmt: skip
    return rows.get(pk=meeting.pk)


def _begun(actor: Actor, meeting: OnlineMeeting) -> dict[str, bool]:
    return {"begun": meeting.appointment is not None and meeting.appointment.starts_at <= actor.at}


def _side(actor: Actor) -> str:
    return Side.BUYER.value if actor.role == Role.BUYER else Side.FIRM.value


def _other(side: str) -> str:
    return Side.FIRM.value if side == Side.BUYER else Side.BUYER.value


def _speaks(actor: Actor, side: str) -> dict[str, object]:
    return {"for_buyer_id" if side == Side.BUYER else "for_firm_id": actor.user_id}


def _refuse_ended(actor: Actor, inquiry: Inquiry) -> None:
    if inquiry.state == InquiryState.ENDED:
        raise Refused("inquiry_ended", _("The office has ended this conversation. Nothing can be added."))
    if not may_enter(inquiry.company, actor.today):
        raise Refused("no_access", _("The buyer has no access to Japan Street at present."))


def _text(words: str, field: str) -> str:
    words, longest = words.strip(), _LONGEST[field]
    if not words:
        raise Refused(f"{field}_missing", _("This is needed."), field)
    if len(words) > longest:
        message = _("Write at most %(longest)s characters; there are %(count)s now.")
        raise Refused("too_long", message % {"longest": longest, "count": len(words)}, field)
    return words


def _link(typed: str) -> str:
    link = typed.strip()
    if link and (len(link) > 200 or not re.fullmatch(r"https://[^\s/]+\S*", link)):
        raise Refused("link_unknown", _("Enter an address that begins with https://."), "link")
    return link
