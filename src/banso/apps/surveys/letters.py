"""The letters about a questionnaire, and the page behind their links."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts import links
from banso.apps.accounts.models import LinkPurpose
from banso.apps.journal.actor import day_of
from banso.apps.notices import sources
from banso.apps.surveys.inviting import INVITATION, REMINDER
from banso.apps.surveys.models import FrameUnit
from banso.apps.surveys.provider_asking import LETTER, about
from banso.apps.surveys.provider_asking import REMINDER as PROVIDER_REMINDER
from banso.apps.surveys.respond_pages import answer_page, closed_page
from banso.apps.surveys.responding import takes_answers


def _about(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What a letter asks about; nothing once it was answered, refused, closed or asked anew."""
    link = links.open_links(now).filter(pk=references["link"]).first()
    if link is None:
        return None
    unit = (
        FrameUnit.objects.select_related("wave", "firm__office", "programme")
        .filter(pk=int(link.subject_ref), answered_at__isnull=True, declined_at__isnull=True)
        .first()
    )
    if unit is None or unit.firm is None or not takes_answers(unit.wave, day_of(now)):
        return None
    return {"firm": unit.firm, "office": unit.firm.office, "wave": unit.wave, "programme": unit.programme}


def register() -> None:
    """Let the letters be sent, and their links open the questionnaire."""
    for code, words in (
        (INVITATION, _("A questionnaire for you")),
        (REMINDER, _("We still hope for your answers")),
    ):
        template = f"surveys/mail/{code.rpartition('.')[2]}.txt"
        sources.register_letter(sources.LetterKind(code, words, template, _about))
    for code, words in (
        (LETTER, _("A questionnaire for private providers")),
        (PROVIDER_REMINDER, _("We still hope for the answers of a private provider")),
    ):
        template = f"surveys/mail/{code.rpartition('.')[2]}.txt"
        sources.register_letter(sources.LetterKind(code, words, template, about))
    links.handle(LinkPurpose.QUESTIONNAIRE, answer_page, closed_page)
