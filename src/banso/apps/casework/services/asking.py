"""Asking a firm by personal link how it has been doing: when staff want it, or by itself before it is due."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from banso.apps.accounts import links
from banso.apps.accounts.models import LinkPurpose
from banso.apps.base import Refused
from banso.apps.casework.follow_up import first_day
from banso.apps.casework.models import FollowUpDraft, LookBack
from banso.apps.casework.services.follow_ups import chain_of, firm_of, held, link_subject, which
from banso.apps.directory.models import Contact
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.notices.services import LetterData, send_letter

#: The letter that asks a contact to answer.
LETTER = "casework.follow_up"


@service
def ask_follow_up(actor: Actor, follow_up: LookBack, contacts: Sequence[Contact]) -> list[links.IssuedLink]:
    """Send each contact a personal link to the form.

    A new link closes the one before; what the contact had typed there is kept.

    Raises:
        Refused: recorded already, too early, no contact, or one of another firm, erased or without address.
    """
    row = held(follow_up)
    if actor.today < first_day(row):
        raise Refused("too_early", _("A firm is asked from one month before the due date on."))
    if not contacts:
        raise Refused("no_contacts", _("Choose at least one person."), "contacts")
    issued = [_ask(actor, row, contact) for contact in contacts]
    row.asked_at, row.no_contact_on = row.asked_at or actor.at, None
    row.save(update_fields=["asked_at", "no_contact_on"])
    return issued


@service
def ask_once(actor: Actor, follow_up: LookBack, contact: Contact) -> bool:
    """Send the link by itself, unless the firm was asked before or has answered; whether it was sent.

    The letter leaves outside the quiet hours.
    """
    unasked = type(follow_up)._default_manager.filter(
        pk=follow_up.pk, asked_at__isnull=True, done_on__isnull=True
    )
    if not unasked.update(asked_at=actor.at, no_contact_on=None):
        return False
    _ask(actor, follow_up, contact)
    return True


@service
def note_no_contact(actor: Actor, follow_up: LookBack) -> bool:
    """Note that the firm should be asked and nobody there can be written to; whether that was new."""
    unnoted = type(follow_up)._default_manager.filter(
        pk=follow_up.pk, asked_at__isnull=True, done_on__isnull=True, no_contact_on__isnull=True
    )
    if not unnoted.update(no_contact_on=actor.today):
        return False
    record(actor, f"{follow_up.kind}.no_contact", chain_of(follow_up), which(follow_up))
    return True


def _ask(actor: Actor, row: LookBack, contact: Contact) -> links.IssuedLink:
    firm = firm_of(row)
    if contact.firm_id != firm.pk or contact.erased_at or contact.left_on or not contact.email:
        message = _("Choose people of the firm who have a mail address.")
        raise Refused("no_such_contact", message, "contacts")
    about = link_subject(row)
    before = FollowUpDraft.objects.filter(
        link__contact=contact, link__purpose=LinkPurpose.FOLLOW_UP, link__used_at__isnull=True,
        link__subject_kind=about[0], link__subject_ref=about[1],
    )  # fmt: skip
    typed = before.order_by("-saved_at").first()
    issued = links.issue(contact, LinkPurpose.FOLLOW_UP, actor.at, subject=about, made_by=actor.user_id)
    if typed is not None:
        typed.link = issued.link
        typed.save(update_fields=["link"])
    sent = links.sent_to(contact, LinkPurpose.FOLLOW_UP, about)
    record(
        actor,
        f"{row.kind}.asked",
        chain_of(row),
        {**which(row), "contact": contact.pk, "link": issued.link.pk, "sent": sent},
    )
    send_letter(
        actor,
        LetterData(
            template=LETTER,
            subject=chain_of(row),
            to_contact=contact,
            context_refs={"link": issued.link.pk},
            enclosed={"path": issued.path},
            # Staff may want it now; what leaves by itself waits for the morning.
            by_day=actor.user_id is None,
        ),
    )
    return issued
