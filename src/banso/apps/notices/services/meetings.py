"""Meetings: planned, moved, called off; everybody invited is told by mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from banso.apps.accounts.models import User
from banso.apps.base import Refused
from banso.apps.directory.models import Contact
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, record, service
from banso.apps.notices.meetings import MEETING, invited
from banso.apps.notices.models import Meeting, Participant
from banso.apps.notices.services.letters import LetterData, send_letter
from banso.apps.notices.sources import Found
from banso.apps.notices.transitions import NEW, fire_meeting


@dataclass(frozen=True)
class Slot:
    """When and where: a place, the address of an online meeting, or both."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    online_address: str = ""


@dataclass(frozen=True)
class MeetingData:
    """What to plan: the kind of record and the record it is about, and who is invited."""

    about: tuple[str, Found]
    title: str
    slot: Slot
    people: Sequence[User] = ()
    contacts: Sequence[Contact] = ()


def _check(slot: Slot) -> None:
    if slot.ends_at <= slot.starts_at:
        raise Refused("ends_before_it_begins", _("The end must come after the beginning."), "ends_at")
    if not (slot.place or slot.online_address):
        raise Refused("no_place", _("Enter a place or the address of an online meeting."), "place")


@service
def plan_meeting(actor: Actor, data: MeetingData) -> Meeting:
    """Plan a meeting and invite. Who has no mail address takes part without a letter.

    Raises:
        Refused: ``role``, ``begins_later``, ``somebody_invited``, ``ends_before_it_begins``, ``no_place``,
            ``no_firm`` (the record belongs to no firm or office).
    """
    kind, found = data.about
    facts = {
        "begins_later": data.slot.starts_at > actor.at,
        "somebody_invited": bool(data.people or data.contacts),
    }
    fired = fire_meeting(NEW, "plan", actor, facts)
    _check(data.slot)
    if found.firm is None or found.office is None:
        raise Refused("no_firm", _("A meeting is about the record of a firm."))
    meeting = Meeting.objects.create(
        subject_kind=kind,
        subject_ref=found.ref,
        firm_id=found.firm,
        office_id=found.office,
        title=data.title,
        starts_at=data.slot.starts_at,
        ends_at=data.slot.ends_at,
        place=data.slot.place,
        online_address=data.slot.online_address,
        state=fired.target,
        planned_by_id=actor.user_id,
        planned_at=actor.at,
    )
    for person in dict.fromkeys(data.people):
        Participant.objects.create(meeting=meeting, user=person)
    for contact in dict.fromkeys(data.contacts):
        Participant.objects.create(meeting=meeting, contact=contact)
    invited = _write_to_all(actor, meeting)
    record(actor, "meeting.planned", _subject(meeting), {"meeting": meeting.pk, "invited": invited})
    return meeting


@service
def move_meeting(actor: Actor, meeting: Meeting, slot: Slot) -> Meeting:
    """Move a meeting and tell everybody. ``meeting`` as the page showed it: a newer one refuses.

    Raises:
        Refused: ``meeting_state``, ``role``, ``begins_later``, ``ends_before_it_begins``, ``no_place``.
    """
    fired = fire_meeting(meeting.state, "move", actor, {"begins_later": slot.starts_at > actor.at})
    _check(slot)
    _change(
        meeting,
        state=fired.target,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place=slot.place,
        online_address=slot.online_address,
    )
    _write_to_all(actor, meeting)
    record(actor, "meeting.moved", _subject(meeting), {"meeting": meeting.pk, "sequence": meeting.sequence})
    return meeting


@service
def cancel_meeting(actor: Actor, meeting: Meeting) -> Meeting:
    """Call a meeting off and tell everybody.

    Raises:
        Refused: ``meeting_state``, ``role``, ``not_begun``.
    """
    fired = fire_meeting(meeting.state, "cancel", actor, {"not_begun": meeting.starts_at > actor.at})
    _change(meeting, state=fired.target)
    _write_to_all(actor, meeting)
    record(
        actor, "meeting.cancelled", _subject(meeting), {"meeting": meeting.pk, "sequence": meeting.sequence}
    )
    return meeting


@service
def invite_instead(actor: Actor, participant: Participant, user: User) -> None:
    """Let somebody else take part in the place of a participant, and invite; who is invited already stays."""
    meeting = participant.meeting
    if meeting.participants.filter(user=user).exists():
        participant.delete()
    else:
        participant.user, participant.contact = user, None
        participant.save(update_fields=["user", "contact"])
        if user.email:
            references = {"participant": participant.pk, "sequence": meeting.sequence}
            language = invited(meeting, user.pk).language
            send_letter(
                actor,
                LetterData(
                    MEETING,
                    _subject(meeting),
                    to_user=user,
                    context_refs=references,
                    language=language,
                ),
            )
    record(actor, "meeting.handed_on", _subject(meeting), {"meeting": meeting.pk, "to": user.pk})


def _change(meeting: Meeting, **values: object) -> None:
    """Change what the page showed; of two who change it at once one is refused."""
    shown = Meeting.objects.filter(pk=meeting.pk, sequence=meeting.sequence, state=meeting.state)
    if not shown.update(sequence=F("sequence") + 1, **values):
        raise Refused(
            "meeting_state", _("The meeting was changed meanwhile. Read the page again, then decide.")
        )
    meeting.refresh_from_db()


def _write_to_all(actor: Actor, meeting: Meeting) -> int:
    """A letter to everybody invited who can be written to; how many are invited."""
    everybody = list(meeting.participants.select_related("user", "contact__user").order_by("pk"))
    for participant in everybody:
        who = participant.user or participant.contact
        if not (who and who.email):
            continue
        send_letter(
            actor,
            LetterData(
                MEETING,
                _subject(meeting),
                to_user=participant.user,
                to_contact=participant.contact,
                context_refs={"participant": participant.pk, "sequence": meeting.sequence},
                language=invited(meeting, participant.user_id).language,
            ),
        )
    return len(everybody)


def _subject(meeting: Meeting) -> Subject:
    return meeting.subject_kind, meeting.subject_ref
