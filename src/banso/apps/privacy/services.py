"""Requests about personal data, stops, consents. Each call is one transaction and one event of its chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.accounts.models import User
from banso.apps.accounts.services import erase_person
from banso.apps.base import Refused, hold
from banso.apps.directory.models import Contact
from banso.apps.directory.services import erase_contact
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, digest, next_reference, record, service
from banso.apps.privacy import export, transitions
from banso.apps.privacy.models import (
    OPEN,
    Consent,
    IdentityCheck,
    PersonRequest,
    RequestKind,
    RequestState,
    RequestWay,
    Stop,
)
from banso.apps.privacy.rules import Notice, days_to_answer, notice_on

#: The longest text of a request.
LONGEST = 2000


@dataclass(frozen=True)
class RequestData:
    """What a person asks. Exactly one of ``contact`` and ``user`` is given."""

    kind: str
    way: str
    received_on: date
    note: str = ""
    contact: Contact | None = None
    user: User | None = None


def subject(request: PersonRequest) -> Subject:
    """The subject of events about a request."""
    return ("person_request", request.ref)


@service
def receive(actor: Actor, data: RequestData) -> PersonRequest:
    """Write down what a person asks; it has to be answered within the configured days.

    Whoever asks with the own account has shown who it is.

    Raises:
        Refused: ``role``, ``in_future``, ``required``, ``one_person``, ``erased`` or ``asked_already``.
    """
    fired = transitions.fire(transitions.NEW, "receive", actor)
    if (data.contact is None) == (data.user is None):
        raise Refused("one_person", _("Choose one person."), "person")
    person: Any = data.contact or data.user
    if person.erased_at is not None:
        raise Refused("erased", _("The data of this person were erased."), "person")
    if data.received_on > actor.today:
        raise Refused("in_future", _("This day lies after today."), "received_on")
    note = data.note.strip()[:LONGEST]
    if data.kind == RequestKind.CORRECT and not note:
        raise Refused("required", _("Say what is wrong, and what is right."), "note")
    waiting = PersonRequest.objects.filter(
        contact=data.contact, user=data.user, kind=data.kind, state__in=OPEN
    )
    if waiting.exists():
        raise _asked_already()
    row = PersonRequest(
        ref=next_reference("R", actor),
        contact=data.contact,
        user=data.user,
        office=data.contact.firm.office if data.contact else None,
        kind=RequestKind(data.kind),
        way=RequestWay(data.way),
        note=note,
        state=fired.target,
        received_on=data.received_on,
        due_on=data.received_on + timedelta(days=days_to_answer()),
        recorded_by_id=actor.user_id,
        recorded_at=actor.at,
    )
    if data.way == RequestWay.PAGE:
        row.state, row.identity, row.identified_on = (
            RequestState.IDENTIFIED,
            IdentityCheck.SIGNED_IN,
            actor.today,
        )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise _asked_already() from None
    told = {"kind": row.kind, "way": row.way, "due_on": row.due_on.isoformat(), "note": digest(note)}
    record(actor, "privacy.asked", subject(row), told)
    return row


def _asked_already() -> Refused:
    return Refused("asked_already", _("The same request of this person waits for an answer."), "kind")


@service
def check_identity(actor: Actor, request: PersonRequest, how: str) -> PersonRequest:
    """Write down how it was made sure that it is the person who asks.

    Raises:
        Refused: ``role`` or ``person_request_state``.
    """
    held = _held(request)
    held.state = transitions.fire(held.state, "identify", actor).target
    held.identity, held.identified_on = IdentityCheck(how), actor.today
    held.identified_by_id = actor.user_id
    held.save(update_fields=["state", "identity", "identified_on", "identified_by"])
    record(actor, "privacy.identified", subject(held), {"how": held.identity})
    return held


@service
def decide(actor: Actor, request: PersonRequest, *, grant: bool, reason: str) -> PersonRequest:
    """Grant or refuse a request, with a reason. Neither the person nor who checked the identity decides.

    Raises:
        Refused: ``role``, ``person_request_state``, ``decided_by_another`` or ``required``.
    """
    held = _held(request)
    own = {held.identified_by_id, held.user_id, held.contact.user_id if held.contact else None}
    facts = {"decided_by_another": actor.user_id not in own - {None}}
    fired = transitions.fire(held.state, "grant" if grant else "refuse", actor, facts)
    reason = _required(reason, "reason")
    held.state, held.reason, held.decided_on = fired.target, reason, actor.today
    held.decided_by_id = actor.user_id
    held.save(update_fields=["state", "reason", "decided_on", "decided_by"])
    told = {"reason": digest(reason), "guards": dict(fired.guards)}
    record(actor, "privacy.granted" if grant else "privacy.refused", subject(held), told)
    return held


@service
def hand_out(actor: Actor, request: PersonRequest) -> bytes:
    """Everything that is held about the person as one file; it is written down that it was made.

    Raises:
        Refused: ``erased`` meanwhile, or ``not_granted``: only what was granted is handed out.
    """
    held = _held_with_person(request)
    person: Any = held.user or held.contact
    if person.erased_at is not None:
        raise Refused("erased", _("The data of this person were erased."))
    if held.kind != RequestKind.SEE or held.state not in (RequestState.GRANTED, RequestState.DONE):
        raise Refused("not_granted", _("Data are handed out once a request to see them was granted."))
    content = export.file_of(held.contact, held.user, actor.at)
    held.exported_at = actor.at
    held.save(update_fields=["exported_at"])
    record(actor, "privacy.handed_out", subject(held), {"bytes": len(content)})
    return content


@service
def fulfil(actor: Actor, request: PersonRequest, note: str) -> PersonRequest:
    """Do what was granted: the use is stopped, the data are erased; else say what was done.

    Raises:
        Refused: ``role``, ``person_request_state``, ``handed_out``, ``required``, and what erasing refuses.
    """
    held = _held_with_person(request)
    facts = {"handed_out": held.kind != RequestKind.SEE or held.exported_at is not None}
    fired = transitions.fire(held.state, "fulfil", actor, facts)
    wanted = held.kind == RequestKind.CORRECT
    note = _required(note, "note") if wanted else note.strip()[:LONGEST]
    held.state, held.done_at, held.done_note = fired.target, actor.at, note
    held.save(update_fields=["state", "done_at", "done_note"])
    if held.kind == RequestKind.STOP:
        _stop(actor, held)
    if held.kind == RequestKind.ERASE:
        _erase(actor, held)
    record(actor, "privacy.fulfilled", subject(held), {"note": digest(note), "guards": dict(fired.guards)})
    return held


@service
def withdraw(actor: Actor, request: PersonRequest) -> PersonRequest:
    """The person no longer asks.

    Raises:
        Refused: ``person_request_state``.
    """
    held = _held(request)
    held.state = transitions.fire(held.state, "withdraw", actor).target
    held.save(update_fields=["state"])
    record(actor, "privacy.withdrawn", subject(held))
    return held


@service
def end_stop(actor: Actor, stop: Stop) -> Stop:
    """The data of the person may be used again, because the person says so.

    Raises:
        Refused: ``stop_ended``.
    """
    if not Stop.objects.filter(pk=stop.pk, ended_at__isnull=True).update(ended_at=actor.at):
        raise Refused("stop_ended", _("The data of this person are used again already."))
    about = subject(stop.request) if stop.request else ("user", str(stop.user_id))
    record(actor, "privacy.stop_ended", about, {"stop": stop.pk})
    stop.refresh_from_db()
    return stop


@service
def consent(
    actor: Actor, notice: Notice, way: str, *, contact: Contact | None = None, user: User | None = None
) -> Consent:
    """A person confirms the version of the notice in force. Confirming twice stores it once.

    Raises:
        Refused: ``old_notice``, another version came into force meanwhile.
    """
    if notice != notice_on(actor.today):
        raise Refused("old_notice", _("A new version is in force since. Please read it, then confirm it."))
    whose = {"contact": contact, "user": user}
    given, new = Consent.objects.get_or_create(
        **whose, notice=notice.code, defaults={"text_digest": notice.digest, "way": way, "given_at": actor.at}
    )
    if new:
        about = ("user", str(user.pk)) if user else ("firm", contact.firm.ref)  # type: ignore[union-attr]
        told = {"notice": notice.code, "way": way, "contact": contact.pk if contact else None}
        record(actor, "privacy.consented", about, told)
    return given


def _held(request: PersonRequest) -> PersonRequest:
    rows = hold(PersonRequest.objects).select_related("contact__firm", "user")
    return rows.get(pk=request.pk)


def _held_with_person(request: PersonRequest) -> PersonRequest:
    """The request, once nobody else exports or erases this person: the account, then the contact, then it.

    Erasing locks in the same order.
    """
    found = PersonRequest.objects.select_related("contact").get(pk=request.pk)
    account = found.user_id or (found.contact.user_id if found.contact else None)
    hold(User.objects).filter(pk=account).first()
    hold(Contact.objects).filter(pk=found.contact_id).first()
    return _held(request)


def _required(text: str, field: str) -> str:
    text = text.strip()
    if not text:
        raise Refused("required", _("Please fill this in."), field)
    return text[:LONGEST]


def _stop(actor: Actor, held: PersonRequest) -> None:
    try:
        with transaction.atomic():
            Stop.objects.create(contact=held.contact, user=held.user, request=held, since=actor.at)
    except IntegrityError:
        raise Refused("stopped_already", _("The use of these data is stopped already.")) from None


def _erase(actor: Actor, held: PersonRequest) -> None:
    """Erase the account where there is one, and with it all contacts; else the contact alone."""
    account = held.user or (held.contact.user if held.contact else None)
    if account is not None and account.erased_at is None:
        erase_person(actor, account)
    elif held.contact is not None and held.contact.erased_at is None:
        erase_contact(actor, held.contact)
