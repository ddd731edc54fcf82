"""The letter that asks a contact to confirm what the office entered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts import links
from banso.apps.behalf.models import Entry
from banso.apps.behalf.selectors import to_confirm
from banso.apps.behalf.services import LETTER
from banso.apps.notices import sources


def _asked(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """How much waits; nothing once the link was used, replaced or has expired, or all is confirmed."""
    link = links.open_links(now).filter(pk=references["link"]).select_related("contact__firm__office").first()
    if link is None or link.contact is None:
        return None
    firm = link.contact.firm
    count = to_confirm(Entry.objects.filter(firm=firm)).count()
    if not count:
        return None
    return {"firm": firm, "office": firm.office, "count": count, "expires_at": link.expires_at}


def register() -> None:
    """Let the letter be sent."""
    words = _("Please confirm what we entered for you")
    sources.register_letter(sources.LetterKind(LETTER, words, "behalf/mail/confirm_entries.txt", _asked))
