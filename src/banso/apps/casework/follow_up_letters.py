"""The letter that asks a contact to answer after support ended, the page behind its link, and its events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts import links
from banso.apps.accounts.models import LinkPurpose
from banso.apps.casework.follow_up_pages import answer_page
from banso.apps.casework.follow_up_timeline import describe_catch_up
from banso.apps.casework.models import CatchUp
from banso.apps.casework.services.asking import LETTER
from banso.apps.casework.services.follow_ups import asked_about, firm_of
from banso.apps.journal.timeline import register_actions
from banso.apps.notices import sources


def _asked(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What a link asks about; nothing once it was used, replaced or has expired."""
    link = links.open_links(now).filter(pk=references["link"]).first()
    if link is None:
        return None
    row: Any = asked_about(link)
    office = row.office if isinstance(row, CatchUp) else row.case.office
    return {"firm": firm_of(row), "office": office, "expires_at": link.expires_at}


def register() -> None:
    """Let the letter be sent, its link open the form, and the journal say what happened."""
    words = _("Please tell us how your exports are going")
    sources.register_letter(sources.LetterKind(LETTER, words, "casework/mail/follow_up.txt", _asked))
    links.handle(LinkPurpose.FOLLOW_UP, answer_page)
    register_actions("catch_up", describe_catch_up)
