"""The letters about a quote: it was sent, it replaced an earlier one, it is about to end.

Each goes to the people of the firm who get mails about support, in their language. The letter about the end
is written by "a quote that waits, ends within days, and has no such letter yet": a day on which the job did
not run loses nothing, and nobody is written to twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.directory.services import Mail
from banso.apps.fees.models import Quote, QuoteState
from banso.apps.journal.actor import Actor, system
from banso.apps.notices.models import Letter
from banso.apps.notices.services import send_to_firm
from banso.apps.notices.sources import LetterKind, register_letter
from banso.web import formats

SENT, REPLACED, ENDING = "fees.quote_sent", "fees.quote_replaced", "fees.quote_ending"
#: So many days before its last day the firm is told that a quote is about to end.
DAYS_BEFORE_END = 5


def tell_of_offer(actor: Actor, quote: Quote) -> None:
    """Write to the firm that it has a quote to answer; of a revision, that it replaces the earlier one."""
    _write(actor, quote, REPLACED if quote.replaces_id else SENT)


def tell_of_ends(now: datetime) -> dict[str, int]:
    """Write to every firm whose quote waits and ends within days, once a quote; count the quotes."""
    actor = system(now)
    last = actor.today + timedelta(days=DAYS_BEFORE_END)
    told = Letter.objects.filter(template=ENDING).order_by("pk").values_list("subject_ref", flat=True)
    rows = Quote.objects.filter(state=QuoteState.OFFERED, valid_until__range=(actor.today, last))
    # What was sent within these days has just been told.
    rows = rows.filter(offered_at__lt=now - timedelta(days=1)).exclude(ref__in=list(told))
    for quote in rows.select_related("firm").order_by("pk"):
        _write(actor, quote, ENDING)
    return {"quotes": len(rows)}


def _write(actor: Actor, quote: Quote, template: str) -> None:
    send_to_firm(actor, quote.firm, Mail.SUPPORT, template, ("quote", quote.ref), {"quote": quote.ref})


def _waiting(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What a quote says; nothing once it no longer waits for the firm."""
    rows = Quote.objects.select_related("firm__office", "service", "replaces")
    quote = rows.filter(ref=references["quote"], state=QuoteState.OFFERED).first()
    if quote is None or quote.valid_until is None or quote.valid_until < formats.local_date(now):
        return None
    return {
        "firm": quote.firm.name,
        "service": quote.service.name,
        "ref": quote.ref,
        "total": formats.yen(quote.total),
        "until": formats.day(quote.valid_until),
        "earlier": quote.replaces.ref if quote.replaces else "",
        "office": quote.firm.office.name,
        "path": reverse("fees:quote", args=[quote.ref]),
    }


def register() -> None:
    """Let the letters be sent."""
    for code, words, name in (
        (SENT, _("A quote to answer"), "quote_sent"),
        (REPLACED, _("A quote that replaces an earlier one"), "quote_replaced"),
        (ENDING, _("A quote is about to end"), "quote_ending"),
    ):
        register_letter(LetterKind(code, words, f"fees/mail/{name}.txt", _waiting))
