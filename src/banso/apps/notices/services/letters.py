"""Writing letters: queued with the change they tell of, sent by the worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from banso.apps.accounts.models import User
from banso.apps.base import Refused
from banso.apps.directory.models import Contact, Firm
from banso.apps.directory.services import Mail, contacts_for
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, record, service
from banso.apps.notices.models import Letter
from banso.apps.notices.quiet import next_allowed
from banso.apps.notices.receivers import address_of, stopped
from banso.apps.notices.sources import letter_kind


@dataclass(frozen=True)
class LetterData:
    """What to send to whom. Exactly one of ``to_user``, ``to_contact`` and ``to_address_of`` is given.

    ``to_address_of`` is the kind and the code of a record with a mail address: office, partner_body,
    private_provider or trading_company. ``template`` is the code of a registered ``LetterKind``;
    ``context_refs`` are the codes and references its words are looked up by; ``enclosed`` is what the mail
    alone may hold, such as a link's token (forgotten once sent). ``subject`` is whose chain in the journal
    tells that it was written. ``not_before``: it leaves no earlier; ``by_day``: nor in the hours that are
    quiet by default.
    """

    template: str
    subject: Subject
    to_user: User | None = None
    to_contact: Contact | None = None
    to_address_of: tuple[str, str] | None = None
    context_refs: Mapping[str, Any] = field(default_factory=dict)
    enclosed: Mapping[str, Any] = field(default_factory=dict)
    language: str = ""
    not_before: datetime | None = None
    by_day: bool = False


@service
def send_letter(actor: Actor, data: LetterData) -> Letter:
    """Queue a letter in the transaction of the change it tells of; the worker sends it after the commit.

    Raises:
        Refused: ``no_address``, nobody can be reached there by mail, or the person's data are not used.
        LookupError: no letter has this code.
        ValueError: not exactly one receiver.
    """
    letter_kind(data.template)
    letter = _letter(data, actor.at)
    if stopped(letter):
        text = _("This person's data are not used at present, so no mail goes there. Choose somebody else.")
        raise Refused("no_address", text)
    if not address_of(letter):
        raise Refused("no_address", _("There is no mail address to write to."))
    letter.save()
    enqueue(letter)
    receiver = {"letter": letter.pk, "template": letter.template, **_receiver(letter)}
    record(actor, "letter.queued", data.subject, receiver)
    return letter


@service
def send_to_firm(
    actor: Actor, firm: Firm, mail: Mail, template: str, subject: Subject, references: Mapping[str, Any]
) -> None:
    """Queue a letter, by day, to everybody at a firm who gets mails of this kind.

    Where nobody has an address there is none: pages and the office say what it would have said.
    """
    for contact in contacts_for(firm, mail):
        data = LetterData(template, subject, to_contact=contact, context_refs=references, by_day=True)
        try:
            send_letter(actor, data)
        except Refused as refused:
            if refused.rule != "no_address":
                raise


def _letter(data: LetterData, at: datetime) -> Letter:
    if sum(item is not None for item in (data.to_user, data.to_contact, data.to_address_of)) != 1:
        raise ValueError("a letter has one receiver")
    leaves = max(data.not_before or at, at)
    user = data.to_user or (data.to_contact and data.to_contact.user)
    kind, ref = data.to_address_of or ("", "")
    return Letter(
        to_user=data.to_user,
        to_contact=data.to_contact,
        to_kind=kind,
        to_ref=ref,
        template=data.template,
        language=data.language or (user.language if user else settings.LANGUAGE_CODE),
        references=dict(data.context_refs),
        enclosed=dict(data.enclosed),
        subject_kind=data.subject[0],
        subject_ref=data.subject[1],
        queued_at=at,
        not_before=next_allowed(leaves) if data.by_day else leaves,
    )


def _receiver(letter: Letter) -> dict[str, Any]:
    if letter.to_user_id:
        return {"user": letter.to_user_id}
    if letter.to_contact_id:
        return {"contact": letter.to_contact_id}
    return {letter.to_kind: letter.to_ref}


def enqueue(letter: Letter) -> None:
    """Let the worker send it, in the transaction of the caller."""
    # Late: the task needs the models of every room that writes letters.
    from banso.apps.notices.tasks import deliver

    later = letter.not_before > letter.queued_at
    (deliver.using(run_after=letter.not_before) if later else deliver).enqueue(letter.pk)
