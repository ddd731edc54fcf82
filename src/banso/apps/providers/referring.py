"""A need goes to a private provider with the firm's consent; each side says what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.accounts import links as personal
from banso.apps.accounts.models import LinkPurpose, PersonalLink
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused, hold
from banso.apps.directory.models import Contact
from banso.apps.directory.services import Mail, contacts_for, main_contact, open_contacts
from banso.apps.intake.models import Need, Proposal, Receiver
from banso.apps.intake.services import propose
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, record, service
from banso.apps.notices.services import LetterData, send_letter
from banso.apps.providers import links
from banso.apps.providers.models import (
    Contract,
    Listing,
    Outcome,
    OutcomeAsk,
    ProviderLink,
    Referral,
    Side,
)
from banso.apps.providers.selectors import listed

#: The letters: to a provider about a firm, to a firm about a provider.
TO_PROVIDER, TO_FIRM = "providers.referral", "providers.outcome"
#: What a personal link of a firm is about.
KIND = "referral"


@dataclass(frozen=True)
class OutcomeData:
    """What a side says. What does not apply is empty: no contract without contact, a band only with one."""

    contact_made: bool
    contract: str = ""
    reason: str = ""
    band: str = ""
    satisfied: str = ""


def about(referral: Referral) -> Subject:
    """The chain in which events of a referral stand: that of the consultation."""
    return ("consultation", referral.proposal.need.consultation.ref)


@service
def refer(actor: Actor, need: Need, listing: Listing, *, consented: bool) -> Referral:
    """Send a need to a listed provider: by the firm itself, or by its office once the firm has agreed.

    Raises:
        Refused: ``not_listed``, its last day is past or it was taken off the list; else as by
            ``intake.services.propose``.
    """
    if listing.provider is None or not listed(actor.today).filter(pk=listing.pk).exists():
        raise Refused("not_listed", _("This provider is no longer on the list. Please choose another."))
    return propose(actor, need, listing.provider, consented=consented).referral


def follow(actor: Actor, proposal: Proposal) -> None:
    """A proposal was sent: one to a private provider is a referral, and the provider is written to."""
    if proposal.receiver != Receiver.PROVIDER or proposal.private_provider is None:
        return
    referral, _made = Referral.objects.get_or_create(
        proposal=proposal,
        defaults={
            "listing": listed(actor.today).filter(provider=proposal.private_provider).first(),
            "by_firm": actor.role == Role.FIRM_MEMBER,
            "referred_at": actor.at,
        },
    )
    _write_to_provider(actor, referral, again=False)


@service
def show_contact(actor: Actor, link: ProviderLink) -> Contact | None:
    """Show the provider whom to reach at the firm, as the firm agreed. It is written down as every look is.

    Raises:
        Refused: ``link_closed``.
    """
    links.refuse_closed(link, actor.at)
    firm = link.referral.proposal.need.consultation.firm  # type: ignore[union-attr]
    contact = main_contact(firm)
    return open_contacts(actor, firm, [contact])[0] if contact else None


@service
def report(actor: Actor, referral: Referral, data: OutcomeData, *, seen: int) -> Outcome:
    """A person of the firm who signed in says what became of it.

    ``seen`` is how many reports of the side there were when the page was opened.

    Raises:
        Refused: ``stale``, somebody of the same side has said something since; ``outcome_...``, the answers
            do not go together.
    """
    return _store(actor, referral, Side.FIRM, data, seen, reported_by_id=actor.user_id)


@service
def report_by_firm_link(actor: Actor, link: PersonalLink, data: OutcomeData, *, seen: int) -> Outcome:
    """A contact of the firm says by its personal link what became of it; the link is used up.

    Raises:
        Refused: ``link_closed``; else as by ``report``.
    """
    personal.use(link, actor.at)
    return _store(actor, of_link(link), Side.FIRM, data, seen, contact=link.contact)


@service
def report_by_provider(actor: Actor, link: ProviderLink, data: OutcomeData, *, seen: int) -> Outcome:
    """The provider says by its mailed link what became of it; until the link expires it may say more.

    Raises:
        Refused: ``link_closed``; else as by ``report``.
    """
    links.refuse_closed(link, actor.at)
    return _store(actor, link.referral, Side.PROVIDER, data, seen)  # type: ignore[arg-type]


@service
def ask_again(actor: Actor, referral: Referral, side: Side) -> None:
    """The office asks a side by mail how it went.

    Raises:
        Refused: ``referral_over``; ``no_address``, nobody of the firm can be written to.
    """
    held = _held(referral)
    if not _ask(actor, held, side):
        raise Refused("no_address", _("There is no mail address to write to."))


@service
def ask_when_due(actor: Actor, referral: Referral, side: Side, steps: Sequence[int]) -> bool:
    """Ask a side once for the steps that are due; whether a letter was sent."""
    held = _held(referral)
    made = [
        OutcomeAsk.objects.get_or_create(
            referral=held, side=side, step=step, defaults={"asked_at": actor.at, "sent": False}
        )
        for step in steps
    ]
    new = [row.pk for row, is_new in made if is_new]
    sent = bool(new) and _ask(actor, held, side)
    OutcomeAsk.objects.filter(pk__in=new).update(sent=sent)
    return sent


@service
def close(actor: Actor, referral: Referral) -> Referral:
    """The office gives up asking: nobody is asked or reminded of this referral any more.

    Raises:
        Refused: ``referral_over``.
    """
    held = _held(referral)
    held.closed_on = actor.today
    held.save(update_fields=["closed_on"])
    record(actor, "referral.closed", about(held), {"referral": held.pk})
    return held


def of_link(link: PersonalLink) -> Referral:
    """The referral that a firm's personal link is about."""
    return with_all().get(pk=link.subject_ref)


def with_all() -> Any:
    """Referrals with all that a page names of them."""
    return Referral.objects.select_related(
        "listing",
        "proposal__private_provider",
        "proposal__need__subject",
        "proposal__need__market",
        "proposal__need__consultation__firm",
        "proposal__need__consultation__office",
    )


def _held(referral: Referral) -> Referral:
    hold(Referral.objects).get(pk=referral.pk)
    found = with_all().get(pk=referral.pk)
    if found.closed_on is not None or found.proposal.withdrawn_at is not None:
        raise Refused("referral_over", _("This referral is over: nobody is asked about it any more."))
    return found


def _store(actor: Actor, referral: Referral, side: Side, data: OutcomeData, seen: int, **who: Any) -> Outcome:
    check(data)
    values = asdict(data)
    outcome = Outcome(referral=referral, side=side, number=seen + 1, reported_at=actor.at, **values, **who)
    said = Outcome.objects.filter(referral=referral, side=side)
    try:
        if said.count() != seen:
            raise IntegrityError
        with transaction.atomic():
            outcome.save()
    except IntegrityError as fault:
        if said.count() == seen:
            raise
        message = _("Somebody of your side has said something meanwhile. Please look at it, then decide.")
        raise Refused("stale", message) from fault
    payload = {"referral": referral.pk, "side": side.value, "number": outcome.number, **values}
    record(actor, "referral.reported", about(referral), payload)
    return outcome


def check(data: OutcomeData) -> None:
    """Refuse answers that do not go together.

    Raises:
        Refused: ``outcome_missing`` or ``outcome_idle``, with the field.
    """
    needed = {
        "contract": data.contact_made,
        "satisfied": data.contact_made,
        "reason": data.contract == Contract.NONE,
        "band": data.contract == Contract.MADE,
    }
    idle = {
        "contract": _("Without contact there is no contract: leave this empty."),
        "satisfied": _("Without contact leave this empty."),
        "reason": _("Give a reason only where no contract was made."),
        "band": _("Say what was paid only where a contract was made."),
    }
    for name, is_needed in needed.items():
        given = getattr(data, name)
        if is_needed and not given:
            raise Refused("outcome_missing", _("Please choose one."), name)
        if given and not is_needed:
            raise Refused("outcome_idle", idle[name], name)


def _ask(actor: Actor, referral: Referral, side: Side) -> bool:
    if side == Side.PROVIDER:
        return _write_to_provider(actor, referral, again=True)
    return _write_to_firm(actor, referral)


def _write_to_provider(actor: Actor, referral: Referral, *, again: bool) -> bool:
    provider: Any = referral.proposal.private_provider
    if not provider.email:
        return False
    issued = links.issue(provider, actor.at, referral)
    record(actor, "referral.asked", about(referral), {"referral": referral.pk, "side": Side.PROVIDER.value})
    send_letter(
        actor,
        LetterData(
            TO_PROVIDER,
            about(referral),
            to_address_of=("private_provider", provider.code),
            context_refs={"referral": referral.pk, "link": issued.link.pk, "again": again},
            enclosed={"path": issued.path},
        ),
    )
    return True


def _write_to_firm(actor: Actor, referral: Referral) -> bool:
    """To the first person of the firm to whom mail goes: not to somebody whose data are not used."""
    for contact in contacts_for(referral.proposal.need.consultation.firm, Mail.SUPPORT):
        try:
            # Where no letter goes there is no link either.
            with transaction.atomic():
                _write_to_contact(actor, referral, contact)
        except Refused as refused:
            if refused.rule != "no_address":
                raise
        else:
            return True
    return False


def _write_to_contact(actor: Actor, referral: Referral, contact: Contact) -> None:
    issued = personal.issue(
        contact, LinkPurpose.REFERRAL, actor.at, subject=(KIND, str(referral.pk)), made_by=actor.user_id
    )
    payload = {"referral": referral.pk, "side": Side.FIRM.value, "contact": contact.pk}
    record(actor, "referral.asked", about(referral), {**payload, "link": issued.link.pk})
    send_letter(
        actor,
        LetterData(
            TO_FIRM,
            about(referral),
            to_contact=contact,
            context_refs={"referral": referral.pk, "link": issued.link.pk},
            enclosed={"path": issued.path},
        ),
    )
