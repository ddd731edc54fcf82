"""Asking private providers, who have no account: a mail with the code that leads to their questionnaire.

It goes to the address of the published listing. The code opens the same pages as the code on a letter to a
firm, as long as the wave is open.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from banso.apps.journal.actor import Actor, day_of
from banso.apps.journal.services import record, service
from banso.apps.notices.services import LetterData, send_letter
from banso.apps.surveys.inviting import new_code, spaced
from banso.apps.surveys.models import Asked, Asking, AskingWay, FrameUnit, Wave
from banso.apps.surveys.responding import chain_of, held_open, takes_answers

#: The letters that ask and remind a provider.
LETTER, REMINDER = "surveys.provider", "surveys.provider_reminder"


def providers_to_ask(wave: Wave) -> QuerySet[FrameUnit]:
    """The providers of a wave that were drawn and nothing was sent to so far."""
    rows = FrameUnit.objects.filter(
        wave=wave, wave__asked=Asked.PROVIDERS, drawn=True, excluded="", sent_at__isnull=True
    )
    return rows.select_related("wave", "provider").order_by("pk")


@service
def ask_provider(actor: Actor, unit: FrameUnit, number: int = 0) -> Asking | None:
    """Write to a provider about its questionnaire: the invitation (0) or a reminder.

    None if that was sent before, there is no address, or the provider has answered or declined. The code
    stays the same.

    Raises:
        Refused: ``wave_closed``.
    """
    held = held_open(actor, unit)
    provider = held.provider
    sent = held.askings.filter(number=number).exists()
    done = sent or held.answered_at or held.declined_at or held.excluded
    if provider is None or not provider.email or not held.drawn or done:
        return None
    held.code, held.sent_at = held.code or new_code(), held.sent_at or actor.at
    held.save(update_fields=["code", "sent_at"])
    letter = send_letter(
        actor,
        LetterData(
            LETTER if number == 0 else REMINDER,
            chain_of(held),
            to_address_of=("private_provider", provider.code),
            context_refs={"unit": held.pk},
            enclosed={"path": f"{reverse('questionnaire:enter')}?c={spaced(held.code)}"},
            by_day=True,
        ),
    )
    asking = Asking.objects.create(
        unit=held, number=number, way=AskingWay.MAIL, letter=letter, sent_at=actor.at,
        sent_by_id=actor.user_id,
    )  # fmt: skip
    record(actor, "answer.asked", chain_of(held), {"number": number, "way": "mail"})
    return asking


def about(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What the letter says; nothing once it was answered or the wave has closed."""
    waiting = {"answered_at__isnull": True, "declined_at__isnull": True}
    rows = FrameUnit.objects.select_related("wave", "provider").filter(**waiting)
    unit = rows.filter(pk=references["unit"]).first()
    if unit is None or not takes_answers(unit.wave, day_of(now)):
        return None
    return {"provider": str(unit.provider), "wave": unit.wave}
