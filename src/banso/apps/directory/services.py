"""Writes about firms, their contacts and who may act for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.accounts.access import NO_ROLE
from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import ERASED_NAME, current, give_role
from banso.apps.base import Refused, hold
from banso.apps.directory.availability import (
    Conditions,
    declare_conflict,
    end_conflict,
    expert_subject,
    note_absence,
    set_conditions,
    take_back_absence,
)
from banso.apps.directory.contacts import (
    ContactData,
    Mail,
    add_contact,
    change_contact,
    choose_main_contact,
    contacts_for,
    erase_contact,
    main_contact,
    open_contacts,
    remove_contact,
)
from banso.apps.directory.life import keep_former, note_closed, note_open, refuse_day, refuse_new_work
from banso.apps.directory.models import (
    AccessRequest,
    Contact,
    Expert,
    Firm,
    FirmKind,
    Industry,
    PartnerBody,
    Prefecture,
)
from banso.apps.directory.numbers import number_of
from banso.apps.directory.registering import (
    ExpertData,
    OfficeData,
    lay_down_year,
    register_expert,
    register_office,
)
from banso.apps.directory.selectors import office_for_prefecture
from banso.apps.directory.transitions import ACCESS_REQUEST
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, next_reference, record, service
from banso.engines.kernel.transitions import TransitionRefused

__all__ = [
    "Conditions",
    "ContactData",
    "ExpertData",
    "FirmData",
    "Mail",
    "OfficeData",
    "add_contact",
    "ask_access",
    "change_contact",
    "change_firm",
    "choose_main_contact",
    "contacts_for",
    "decide_access",
    "declare_conflict",
    "end_conflict",
    "erase_contact",
    "erase_person_here",
    "expert_subject",
    "keep_former",
    "lay_down_year",
    "main_contact",
    "note_absence",
    "note_closed",
    "note_open",
    "open_contacts",
    "refuse_new_work",
    "register_expert",
    "register_firm",
    "register_office",
    "remove_contact",
    "set_conditions",
    "subject",
    "take_back_absence",
]


@dataclass(frozen=True)
class FirmData:
    """What is said of a firm. ``corporate_number`` as typed; None and empty text mean: not known."""

    kind: str
    corporate_number: str
    name: str
    name_kana: str
    prefecture: Prefecture
    industry: Industry
    export_experience: str
    ec_record: str
    name_en: str = ""
    city: str = ""
    products: str = ""
    employees: int | None = None
    capital_yen: int | None = None
    founded_on: date | None = None


def subject(firm: Firm) -> Subject:
    """The subject of events about a firm."""
    return ("firm", firm.ref)


@service
def register_firm(
    actor: Actor,
    data: FirmData,
    contact: ContactData | None = None,
    *,
    brought_by: PartnerBody | None = None,
) -> Firm:
    """Register a firm at the office of its prefecture. Who holds no role yet becomes its first member.

    Raises:
        Refused: ``firm_exists`` (nothing of the firm there is told), as ``number_of``, ``no_office``.
    """
    number = number_of(data.kind, data.corporate_number)
    values = {**vars(data), "corporate_number": number, "office": office_for_prefecture(data.prefecture.code)}
    if number and Firm.objects.filter(corporate_number=number).exists():
        raise _exists()
    try:
        with transaction.atomic():
            firm = Firm.objects.create(
                **values, ref=next_reference("F", actor), brought_by=brought_by, registered_at=actor.at
            )
    except IntegrityError:
        # Somebody else registered the same number a moment ago.
        raise _exists() from None
    record(actor, "firm.registered", subject(firm), {"kind": firm.kind, "office": firm.office.code})
    user = None
    if actor.user_id and actor.role == NO_ROLE:
        user = User.objects.get(pk=actor.user_id)
        give_role(actor, user, Role.FIRM_MEMBER, firm)
        contact = contact or ContactData(name=user.name, email=user.email)
    if contact:
        add_contact(actor, firm, contact, user)
    return firm


def _exists() -> Refused:
    message = _("A firm with this corporate number is registered already. Ask for access to it instead.")
    return Refused("firm_exists", message, "corporate_number")


@service
def change_firm(actor: Actor, firm: Firm, data: FirmData, *, since: date | None = None) -> Firm:
    """Change what is said of a firm. Another prefecture brings the office of that prefecture.

    A new name or place holds from ``since`` on (today unless told otherwise); the old one is kept.

    Raises:
        Refused: ``firm_exists``, as ``number_of``, ``no_office``, as ``life.refuse_day``.
    """
    if since:
        refuse_day(actor, firm, since)
    values = {**vars(data), "corporate_number": number_of(data.kind, data.corporate_number)}
    if data.prefecture.pk != firm.prefecture_id:
        values["office"] = office_for_prefecture(data.prefecture.code)
    changed = [name for name, value in values.items() if getattr(firm, name) != value]
    if not changed:
        return firm
    keep_former(firm, changed, since or actor.today)
    for name in changed:
        setattr(firm, name, values[name])
    try:
        with transaction.atomic():
            firm.save(update_fields=changed)
    except IntegrityError:
        raise Refused(
            "firm_exists", _("Another firm is registered with this corporate number."), "corporate_number"
        ) from None
    record(actor, "firm.changed", subject(firm), {"fields": sorted(changed)})
    return firm


@service
def ask_access(actor: Actor, corporate_number: str, message: str = "") -> AccessRequest:
    """Ask to act for a firm that is registered. Its office decides.

    Raises:
        Refused: as ``number_of``, ``firm_unknown``, ``already_asked``, ``already_member``.
    """
    number = number_of(FirmKind.CORPORATION, corporate_number)
    firm = Firm.objects.filter(corporate_number=number).first()
    if firm is None:
        text = _("No firm with this corporate number is registered yet. Please register it.")
        raise Refused("firm_unknown", text, "corporate_number")
    members = current(actor.today).filter(role=Role.FIRM_MEMBER, firm=firm, user=actor.user_id)
    if members.exists():
        raise Refused("already_member", _("You act for this firm already."), "corporate_number")
    waiting = AccessRequest.objects.filter(firm=firm, user=actor.user_id, state=AccessRequest.State.WAITING)
    if waiting.exists():
        text = _("You have asked for this already. The office will decide.")
        raise Refused("already_asked", text, "corporate_number")
    asked = AccessRequest.objects.create(
        firm=firm, user_id=actor.user_id, message=message.strip(), asked_at=actor.at
    )
    record(actor, "firm.access_asked", subject(firm), {"request": asked.pk, "user": actor.user_id})
    return asked


@service
def decide_access(actor: Actor, asked: AccessRequest, *, grant: bool) -> AccessRequest:
    """Grant or refuse a request. Whoever is let in becomes a member and a contact of the firm.

    Raises:
        Refused: ``already_decided``, and as ``give_role``.
    """
    held = hold(AccessRequest.objects).get(pk=asked.pk)
    try:
        fired = ACCESS_REQUEST.fire(held.state, "grant" if grant else "refuse", actor.role)
    except TransitionRefused:
        raise Refused("already_decided", _("This request was decided already.")) from None
    held.state, held.decided_at, held.decided_by_id = fired.target, actor.at, actor.user_id
    held.save(update_fields=["state", "decided_at", "decided_by"])
    firm, user = held.firm, held.user
    record(
        actor,
        "firm.access_granted" if grant else "firm.access_refused",
        subject(firm),
        {"request": held.pk, "user": user.pk, "guards": dict(fired.guards)},
    )
    if grant:
        give_role(actor, user, Role.FIRM_MEMBER, firm)
        if not Contact.objects.present().filter(firm=firm, user=user).exists():
            add_contact(actor, firm, ContactData(name=user.name, email=user.email), user)
    return held


def erase_person_here(actor: Actor, user: User) -> None:
    """What this room holds about a person: contacts, words of requests, the name on an expert's record."""
    contacts = Contact.objects.filter(user=user, erased_at__isnull=True).select_related("firm")
    for contact in contacts.order_by("id"):
        erase_contact(actor, contact)
    AccessRequest.objects.filter(user=user).update(message="")
    Expert.objects.filter(user=user).update(name=ERASED_NAME, name_kana="")
