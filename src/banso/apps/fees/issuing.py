"""Who issues invoices, and the terms of payment, each from a day on: added, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.fees.models import Issuer, TermsText
from banso.apps.fees.transitions import DECIDERS
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.engines.kernel.corporate_number import CorporateNumberError, normalise, parse
from banso.web import formats

_SUBJECT = ("configuration", "fees")
MOST_DAYS = 180


@dataclass(frozen=True)
class IssuerData:
    """Who issues from a day on; the registration number is T and a corporate number."""

    in_force_from: date
    name_ja: str
    name_en: str
    address_ja: str
    address_en: str
    registration_number: str
    bank_ja: str
    bank_en: str


@service
def set_issuer(actor: Actor, data: IssuerData) -> Issuer:
    """Say who issues invoices from a day on.

    Raises:
        Refused: ``registration_number``: not T and 13 digits that fit each other; a day that is past, or not
            after the latest.
    """
    number = registration_number(data.registration_number)
    _later(actor, Issuer, data.in_force_from)
    issuer = Issuer.objects.create(**{**vars(data), "registration_number": number})
    told = {"in_force_from": data.in_force_from.isoformat(), "number": number}
    record(actor, "fee_rates.issuer_set", _SUBJECT, told)
    return issuer


def registration_number(text: str) -> str:
    """T and 13 digits, as people type it.

    Raises:
        Refused: ``registration_number``.
    """
    typed = normalise(text).upper()
    try:
        if not typed.startswith("T"):
            raise CorporateNumberError("digits", typed)
        return f"T{parse(typed[1:])}"
    except CorporateNumberError as fault:
        message = _("Give T and the 13 digits of the corporate number; the first digit must fit the others.")
        raise Refused("registration_number", message, "registration_number") from fault


@service
def add_terms(actor: Actor, in_force_from: date, payment_days: int, text_ja: str, text_en: str) -> TermsText:
    """Add a version of the terms of payment. Quotes made before keep theirs.

    Raises:
        Refused: an empty text, days out of range, a day that is past or not after the latest.
    """
    for name, text in (("text_ja", text_ja), ("text_en", text_en)):
        if not text.strip():
            raise Refused("terms_empty", _("Please fill this in."), name)
    if not 1 <= payment_days <= MOST_DAYS:
        message = _("Give a number from 1 to %(most)s.") % {"most": MOST_DAYS}
        raise Refused("payment_days", message, "payment_days")
    _later(actor, TermsText, in_force_from)
    number = (TermsText.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    terms = TermsText.objects.create(
        number=number,
        in_force_from=in_force_from,
        payment_days=payment_days,
        text_ja=text_ja,
        text_en=text_en,
    )
    told = {"number": number, "in_force_from": in_force_from.isoformat(), "text": digest(terms.digest)}
    record(actor, "fee_rates.terms_added", _SUBJECT, told)
    return terms


def _later(actor: Actor, model: type[Issuer] | type[TermsText], day: date) -> None:
    if actor.role not in DECIDERS:
        raise Refused("role", _("Your role may not do this."))
    latest = hold(model.objects).order_by("-in_force_from").first()
    if day < actor.today:
        raise Refused("rate_past", _("It holds from today or a later day on."), "in_force_from")
    if latest is not None and day <= latest.in_force_from:
        message = _("There is a row from %(day)s on already. Give a later day.")
        raise Refused("rate_order", message % {"day": formats.day(latest.in_force_from)}, "in_force_from")
