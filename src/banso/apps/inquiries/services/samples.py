"""Samples: asked for by the buyer, agreed or declined and sent by the maker, taken by the buyer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.base import Refused, fire, hold
from banso.apps.buyers.selectors import may_enter
from banso.apps.inquiries.letters import sample_letter
from banso.apps.inquiries.models import Inquiry, Sample, SampleRefusal, SampleState, Side, State
from banso.apps.inquiries.services.talks import held_inquiry, subject
from banso.apps.inquiries.transitions import SAMPLE, SAMPLE_REFUSALS
from banso.apps.journal.actor import Actor, day_of
from banso.apps.journal.services import digest, record, service
from banso.apps.journal.years import refuse_closed

#: So much is a sample at most; more is an order.
MOST = 1000


@dataclass(frozen=True)
class Wish:
    """What a buyer asks for: how many, where to, and who pays the freight (``Freight``)."""

    quantity: int
    address: str
    freight: str


@service
def ask_sample(actor: Actor, inquiry: Inquiry, wish: Wish) -> Sample:
    """A buyer asks for a sample.

    Raises:
        Refused: ``no_access``; ``not_exchanged`` the maker has not answered yet; ``inquiry_state``;
            ``quantity_range``; ``address_missing``; ``sample_open`` one is still to come.
    """
    held = held_inquiry(inquiry)
    if not may_enter(held.company, actor.today):
        raise Refused("no_access", _("Your access has ended. Please ask the office that invited you."))
    if held.state == State.ENDED:
        raise Refused("inquiry_state", _("The office has ended this conversation. Nothing can be added."))
    if not held.exchanged:
        words = _("A sample can be asked for once the maker has answered: it needs your address.")
        raise Refused("not_exchanged", words)
    if not 1 <= wish.quantity <= MOST:
        words = _("Ask for 1 to %(most)s pieces.") % {"most": MOST}
        raise Refused("quantity_range", words, "quantity")
    if not wish.address.strip():
        raise Refused("address_missing", _("Say where to send it."), "address")
    made = Sample(
        inquiry=held,
        quantity=wish.quantity,
        address=wish.address.strip(),
        freight=wish.freight,
        asked_at=actor.at,
        asked_by_id=actor.user_id,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused("sample_open", _("A sample is still to come. Ask again when it is here.")) from None
    _tell(actor, made, "sample.asked", Side.FIRM, quantity=wish.quantity, freight=str(wish.freight))
    return made


@service
def agree_sample(actor: Actor, sample: Sample, words: str = "") -> None:
    """The maker will send it.

    Raises:
        Refused: ``sample_state``, ``role``.
    """
    held = _fire(actor, sample, "agree")
    held.answered_at, held.words = actor.at, words.strip()
    held.save()
    _tell(actor, held, "sample.agreed", Side.BUYER, words=digest(held.words))


@service
def decline_sample(actor: Actor, sample: Sample, refusal: str, words: str = "") -> None:
    """The maker sends none, for a coded reason.

    Raises:
        Refused: ``words_missing`` for another reason, ``sample_state``, ``role``.
    """
    if refusal == SampleRefusal.OTHER and not words.strip():
        raise Refused("words_missing", _("Please say the reason in words."), "words")
    held = _fire(actor, sample, "decline")
    held.answered_at, held.refusal, held.words = actor.at, refusal, words.strip()
    held.save()
    _tell(actor, held, "sample.declined", Side.BUYER, reason=str(refusal), words=digest(held.words))


@service
def send_sample(actor: Actor, sample: Sample, carrier: str, tracking: str, sent_on: date) -> None:
    """The maker has sent it.

    Raises:
        Refused: ``carrier_missing``, ``in_future``, ``before_asked``, ``year_closed``, ``sample_state``,
            ``role``.
    """
    if not carrier.strip():
        raise Refused("carrier_missing", _("Say who carries it."), "carrier")
    if sent_on > actor.today:
        raise Refused("in_future", _("This day lies ahead."), "sent_on")
    refuse_closed(actor, sent_on, "sent_on")
    held = _fire(actor, sample, "send")
    if sent_on < day_of(held.asked_at):
        raise Refused("before_asked", _("This day lies before the sample was asked for."), "sent_on")
    held.carrier, held.tracking, held.sent_on = carrier.strip(), tracking.strip(), sent_on
    held.save()
    _tell(actor, held, "sample.sent", Side.BUYER, on=sent_on.isoformat(), tracking=digest(held.tracking))


@service
def take_sample(actor: Actor, sample: Sample, verdict: str = "") -> None:
    """The buyer has it, and says what it thinks of it.

    Raises:
        Refused: ``sample_state``, ``role``.
    """
    held = _fire(actor, sample, "arrive")
    held.arrived_at, held.verdict = actor.at, verdict.strip()
    held.save()
    _tell(actor, held, "sample.arrived", Side.FIRM, verdict=digest(held.verdict))


def _fire(actor: Actor, sample: Sample, event: str) -> Sample:
    rows = hold(Sample.objects).select_related("inquiry__product__firm", "inquiry__company")
    held = rows.select_related("inquiry__buyer__user").get(pk=sample.pk)
    facts = {"going_on": held.inquiry.state != State.ENDED}
    held.state = fire(SAMPLE, SAMPLE_REFUSALS, held.state, event, actor.role, facts).target
    return held


def _tell(actor: Actor, sample: Sample, action: str, to: str, **told: Any) -> None:
    record(actor, action, subject(sample.inquiry), {"sample": sample.pk, **told})
    sample_letter(actor, sample, to, SampleState(sample.state))
