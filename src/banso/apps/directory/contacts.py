"""The people at a firm: who they are, who is written to first, and who gets which mails."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from banso.apps.accounts import links
from banso.apps.accounts.erasing import erase_words_of_contact
from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import ERASED_NAME, current, end_role
from banso.apps.base import Refused, hold
from banso.apps.directory.models import Contact, Firm
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service

_WORDS = ("name", "name_kana", "position", "email", "phone")


class Mail(StrEnum):
    """What a firm is written to about. Each is a column of a contact, ``mails_<kind>``."""

    SUPPORT = "support"
    EXPORTS = "exports"
    MEETINGS = "meetings"


@dataclass(frozen=True)
class ContactData:
    """How a person at a firm is reached, and about what."""

    name: str
    name_kana: str = ""
    position: str = ""
    email: str = ""
    phone: str = ""
    mails_support: bool = True
    mails_exports: bool = True
    mails_meetings: bool = True

    def values(self) -> dict[str, str | bool]:
        """The columns of a contact."""
        return dict(vars(self))


def main_contact(firm: Firm) -> Contact | None:
    """To whom the firm is written first: who was chosen, else who was there first; None: nobody is known."""
    there = list(Contact.objects.present().filter(firm=firm).order_by("pk"))
    chosen = [contact for contact in there if contact.pk == firm.main_contact_id]
    return next(iter(chosen or there), None)


def contacts_for(firm: Firm, mail: Mail) -> QuerySet[Contact]:
    """Who at a firm with a mail address gets mails of a kind.

    If nobody chose them, everybody with an address: what must reach the firm does.
    """
    reached = Contact.objects.present().filter(firm=firm).exclude(email="").order_by("pk")
    chosen = reached.filter(**{f"mails_{mail}": True})
    return chosen if chosen.exists() else reached


@service
def add_contact(actor: Actor, firm: Firm, data: ContactData, user: User | None = None) -> Contact:
    """One more person at a firm; ``user`` if it is somebody who signs in."""
    contact = Contact.objects.create(firm=firm, user=user, **data.values())
    record(actor, "contact.added", ("firm", firm.ref), {"contact": contact.pk})
    return contact


@service
def change_contact(actor: Actor, contact: Contact, data: ContactData) -> Contact:
    """Change how a person is reached, and about what.

    Raises:
        Refused: ``contact_erased``, ``contact_left``.
    """
    _refuse_gone(contact)
    changed = [name for name, value in data.values().items() if getattr(contact, name) != value]
    if changed:
        for name in changed:
            setattr(contact, name, getattr(data, name))
        contact.save(update_fields=changed)
        payload = {"contact": contact.pk, "fields": sorted(changed)}
        record(actor, "contact.changed", ("firm", contact.firm.ref), payload)
    return contact


@service
def choose_main_contact(actor: Actor, contact: Contact) -> Contact:
    """Let a firm be written to at this person first.

    Raises:
        Refused: ``contact_erased``, ``contact_left``, ``no_address``.
    """
    _refuse_gone(contact)
    if not contact.email:
        text = _("Enter a mail address first: the firm is written to at its main contact.")
        raise Refused("no_address", text)
    firm = contact.firm
    if main_contact(firm) != contact or firm.main_contact_id is None:
        Firm.objects.filter(pk=firm.pk).update(main_contact=contact)
        firm.main_contact = contact
        record(actor, "contact.main_chosen", ("firm", firm.ref), {"contact": contact.pk})
    return contact


@service
def remove_contact(actor: Actor, contact: Contact) -> Contact:
    """Somebody is no longer at a firm: no mail, no open link, and no more acting for it.

    The record of the person stays until it is erased.

    Raises:
        Refused: ``contact_erased``, ``contact_left``; ``oneself``: a member takes out the own record;
            ``last_contact``: nobody would be left to reach.
    """
    _refuse_gone(contact)
    # The row of the firm is held, so that of the last two only one is taken out.
    firm = hold(Firm.objects).get(pk=contact.firm_id)
    if actor.role == Role.FIRM_MEMBER and contact.user_id == actor.user_id:
        text = _("You cannot take yourself out. Ask a colleague or the office to do it.")
        raise Refused("oneself", text)
    if not Contact.objects.present().filter(firm=firm).exclude(pk=contact.pk).exists():
        text = _("This is the only person known at the firm. Add the next one first.")
        raise Refused("last_contact", text)
    if not Contact.objects.present().filter(pk=contact.pk).update(left_on=actor.today):
        raise _left()
    contact.refresh_from_db()
    links.revoke_open(contact, actor.at)
    held = current(actor.today).filter(role=Role.FIRM_MEMBER, firm=firm, user=contact.user_id)
    members = list(held.select_related("user", "firm").order_by("pk")) if contact.user_id else []
    for assignment in members:
        end_role(actor, assignment)
    payload = {"contact": contact.pk, "member": bool(members)}
    record(actor, "contact.removed", ("firm", firm.ref), payload)
    return contact


@service
def open_contacts(actor: Actor, firm: Firm, contacts: list[Contact]) -> list[Contact]:
    """Let somebody outside the firm look at contact details: it is written down who looked at whose."""
    payload = {"contacts": [contact.pk for contact in contacts]}
    record(actor, "contact.viewed", ("firm", firm.ref), payload)
    return contacts


@service
def erase_contact(actor: Actor, contact: Contact) -> None:
    """Turn a contact into an anonymous row.

    Raises:
        Refused: ``contact_erased``.
    """
    _refuse_erased(contact)
    for name, value in {**dict.fromkeys(_WORDS, ""), "name": ERASED_NAME}.items():
        setattr(contact, name, value)
    contact.user, contact.erased_at = None, actor.at
    contact.save()
    erase_words_of_contact(contact.pk)
    record(actor, "contact.erased", ("firm", contact.firm.ref), {"contact": contact.pk})


def _refuse_erased(contact: Contact) -> None:
    if contact.erased_at:
        raise Refused("contact_erased", _("This contact was erased already."))


def _refuse_gone(contact: Contact) -> None:
    _refuse_erased(contact)
    if contact.left_on:
        raise _left()


def _left() -> Refused:
    return Refused("contact_left", _("This person is no longer at the firm."))
