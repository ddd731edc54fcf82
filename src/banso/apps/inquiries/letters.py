"""Letters about conversations. None holds what was written or who wrote it: that is read there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banso.apps.base import Refused
from banso.apps.buyers.models import Language
from banso.apps.buyers.selectors import may_enter
from banso.apps.directory.services import Mail, contacts_for
from banso.apps.inquiries.models import Inquiry, Sample, SampleState, Side
from banso.apps.inquiries.naming import product_name
from banso.apps.journal.actor import Actor, day_of
from banso.apps.notices.services import LetterData, send_letter
from banso.apps.notices.sources import LetterKind, register_letter

TO_FIRM, TO_BUYER = "inquiries.to_firm", "inquiries.to_buyer"
SAMPLE_TO_FIRM, SAMPLE_TO_BUYER = "inquiries.sample_to_firm", "inquiries.sample_to_buyer"
ENDED_TO_FIRM, ENDED_TO_BUYER = "inquiries.ended_to_firm", "inquiries.ended_to_buyer"


def write_letters(actor: Actor, inquiry: Inquiry, side: str, *, waited: bool = False) -> None:
    """Tell whoever is to read a new word. A maker that is waited for already has its letter."""
    if side != Side.FIRM and not (side == Side.BUYER and waited):
        write_to_firm(actor, inquiry, TO_FIRM)
    if side != Side.BUYER:
        write_to_buyer(actor, inquiry, TO_BUYER)


def write_to_firm(actor: Actor, inquiry: Inquiry, template: str, **references: Any) -> None:
    """A letter to those of the firm who get mail about exports."""
    for contact in contacts_for(inquiry.product.firm, Mail.EXPORTS):
        refs = {"inquiry": inquiry.ref, **references}
        about = ("inquiry", inquiry.ref)
        _send(actor, LetterData(template, about, to_contact=contact, context_refs=refs, by_day=True))


def write_to_buyer(actor: Actor, inquiry: Inquiry, template: str, **references: Any) -> None:
    """A letter to who asked, as long as the company may enter."""
    if not may_enter(inquiry.company, actor.today):
        return
    buyer = inquiry.buyer
    refs = {"inquiry": inquiry.ref, **references}
    about = ("inquiry", inquiry.ref)
    data = LetterData(template, about, to_user=buyer.user, context_refs=refs, language=buyer.language)
    _send(actor, data)


def sample_letter(actor: Actor, sample: Sample, to: str, state: SampleState) -> None:
    """Tell the other side how a sample stands."""
    if to == Side.FIRM:
        write_to_firm(actor, sample.inquiry, SAMPLE_TO_FIRM, sample=sample.pk, state=str(state))
    else:
        write_to_buyer(actor, sample.inquiry, SAMPLE_TO_BUYER, sample=sample.pk, state=str(state))


def ended_letters(actor: Actor, inquiry: Inquiry) -> None:
    """Tell both sides that the office has ended their conversation."""
    write_to_firm(actor, inquiry, ENDED_TO_FIRM)
    write_to_buyer(actor, inquiry, ENDED_TO_BUYER)


def _send(actor: Actor, data: LetterData) -> None:
    try:
        send_letter(actor, data)
    except Refused as refused:
        # Without a mail address there is no letter: the list of inquiries says it all the same.
        if refused.rule != "no_address":
            raise


def found(references: Mapping[str, Any]) -> Inquiry:
    """The conversation that a letter is about."""
    rows = Inquiry.objects.select_related("product__firm__office", "company__office", "buyer")
    return rows.get(ref=references["inquiry"])


def words_for_firm(inquiry: Inquiry) -> dict[str, Any]:
    """What every letter to a firm says."""
    return {
        "product": product_name(inquiry.product),
        "office": inquiry.product.firm.office.name,
        "path": reverse("inquiries:inquiry", args=[inquiry.ref]),
    }


def words_for_buyer(inquiry: Inquiry) -> dict[str, Any]:
    """What every letter to a buyer says."""
    office = inquiry.company.office
    return {
        "product": product_name(inquiry.product, get_language() or Language.ENGLISH),
        "office": office.name,
        "office_email": office.email,
        "path": reverse("inquiries:street_inquiry", args=[inquiry.ref]),
    }


def _to_firm(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """None once the firm has read it."""
    inquiry = found(references)
    return words_for_firm(inquiry) if inquiry.unread(Side.FIRM) else None


def _to_buyer(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """None once the buyer has read it, or may not enter any more."""
    inquiry = found(references)
    if not inquiry.unread(Side.BUYER) or not may_enter(inquiry.company, day_of(now)):
        return None
    return words_for_buyer(inquiry)


def _ended_to_firm(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    return words_for_firm(found(references))


def _ended_to_buyer(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    inquiry = found(references)
    return words_for_buyer(inquiry) if may_enter(inquiry.company, day_of(now)) else None


def _sample_to_firm(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """None once the sample has gone on: a later letter says it."""
    if not _stands(references):
        return None
    return {**words_for_firm(found(references)), "state": references["state"]}


def _sample_to_buyer(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """None once it has gone on, or the buyer may not enter any more."""
    inquiry = found(references)
    if not _stands(references) or not may_enter(inquiry.company, day_of(now)):
        return None
    return {**words_for_buyer(inquiry), "state": references["state"]}


def _stands(references: Mapping[str, Any]) -> bool:
    return Sample.objects.filter(pk=references["sample"], state=references["state"]).exists()


def register() -> None:
    """Let the letters be sent."""
    for code, words, template, context in (
        (TO_FIRM, _("A buyer has written"), "to_firm", _to_firm),
        (TO_BUYER, _("A maker has answered"), "to_buyer", _to_buyer),
        (SAMPLE_TO_FIRM, _("A buyer on a sample"), "sample_to_firm", _sample_to_firm),
        (SAMPLE_TO_BUYER, _("A maker on a sample"), "sample_to_buyer", _sample_to_buyer),
        (ENDED_TO_FIRM, _("A conversation was ended (firm)"), "ended_to_firm", _ended_to_firm),
        (ENDED_TO_BUYER, _("A conversation was ended (buyer)"), "ended_to_buyer", _ended_to_buyer),
    ):
        register_letter(LetterKind(code, words, f"inquiries/mail/{template}.txt", context))
