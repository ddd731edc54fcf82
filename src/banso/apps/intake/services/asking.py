"""A firm asks; needs are taken out of what it asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.directory.models import Firm, Language, Market, Office, PartnerBody
from banso.apps.directory.services import ContactData, FirmData, refuse_new_work, register_firm
from banso.apps.intake.models import Channel, Consultation, Need, Subject
from banso.apps.intake.services.checks import subject as of_consultation
from banso.apps.intake.services.checks import text
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, next_reference, record, service


@dataclass(frozen=True)
class Question:
    """What a firm asks, at which office, and by which way it came. No ``firm``: it is not registered yet."""

    firm: Firm | None
    office: Office
    title: str
    body: str
    channel: str = Channel.WEB
    market: Market | None = None
    partner_body: PartnerBody | None = None


@dataclass(frozen=True)
class NeedData:
    """One need. ``hours_wanted``: hours of help that the firm expects, None if it did not say."""

    subject: Subject
    description: str
    market: Market | None = None
    language: Language | None = None
    hours_wanted: Decimal | None = None


@service
def ask(actor: Actor, question: Question) -> Consultation:
    """Write down what a firm asks, in its own words.

    Raises:
        Refused: no firm, one that is closed or merged, an empty title or text, or an unknown channel.
    """
    if question.channel not in Channel.values:
        raise Refused("unknown_code", _("Choose one of the options."), "channel")
    if question.firm is None:
        raise Refused("required", _("Say which firm asks."), "firm")
    refuse_new_work(question.firm)
    consultation = Consultation.objects.create(
        ref=next_reference("Q", actor),
        firm=question.firm,
        office=question.office,
        partner_body=question.partner_body,
        channel=question.channel,
        title=text(question.title, "title"),
        body=text(question.body, "body"),
        market=question.market,
        asked_at=actor.at,
        recorded_by_id=actor.user_id,
    )
    record(
        actor,
        "consultation.asked",
        of_consultation(consultation),
        {
            "firm": question.firm.ref,
            "office": question.office.code,
            "channel": question.channel,
            "body": digest(consultation.body),
        },
    )
    return consultation


@service
def consult(
    actor: Actor,
    question: Question,
    needs: Sequence[NeedData] = (),
    *,
    register: tuple[FirmData, ContactData] | None = None,
) -> Consultation:
    """Write down a whole conversation at once: the firm if it is new, what it asks, the needs in it.

    Raises:
        Refused: as ``ask``, ``take_out_need`` and, for a new firm, ``directory.services.register_firm``;
            nothing at all is stored then.
    """
    if register is not None:
        firm = register_firm(actor, *register, brought_by=question.partner_body)
        question = replace(question, firm=firm)
    consultation = ask(actor, question)
    for need in needs:
        take_out_need(actor, consultation, **vars(need))
    return consultation


@service
def take_out_need(
    actor: Actor,
    consultation: Consultation,
    *,
    subject: Subject,
    description: str,
    market: Market | None = None,
    language: Language | None = None,
    hours_wanted: Decimal | None = None,
) -> Need:
    """Take one need out of a consultation.

    Raises:
        Refused: a firm that is closed or merged, an empty description, or hours that are not more than none.
    """
    refuse_new_work(consultation.firm)
    if hours_wanted is not None and hours_wanted <= 0:
        raise Refused("positive", _("Give more than 0 hours, or leave this empty."), "hours_wanted")
    need = Need.objects.create(
        consultation=consultation,
        subject=subject,
        market=market,
        language=language,
        hours_wanted=hours_wanted,
        description=text(description, "description"),
        taken_out_at=actor.at,
        taken_out_by_id=actor.user_id,
    )
    payload = {"need": need.pk, "subject": subject.code}
    record(actor, "need.taken_out", of_consultation(consultation), payload)
    return need
