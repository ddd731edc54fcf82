"""The letter that asks a contact to confirm exports, and the exports that wait for rates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts import links
from banso.apps.casework.models import Confirmation
from banso.apps.casework.services.confirmations import LETTER
from banso.apps.casework.services.results import fill_waiting
from banso.apps.notices import sources
from banso.apps.programmes import exchange


def _asked(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """The exports that a link asks about; nothing once it was used, replaced or has expired."""
    rows = list(
        Confirmation.objects.filter(
            link=references["link"], link__in=links.open_links(now), given_at__isnull=True
        )
        .select_related("result__case__service", "result__case__office", "result__case__firm", "link")
        .order_by("pk")
    )
    if not rows:
        return None
    case = rows[0].result.case
    return {
        "case": case,
        "office": case.office,
        "count": len(rows),
        "expires_at": rows[0].link.expires_at if rows[0].link else None,
    }


def register() -> None:
    """Let the letter be sent, and rates fill what waits for them."""
    words = _("Please confirm your exports")
    sources.register_letter(sources.LetterKind(LETTER, words, "casework/mail/confirm_results.txt", _asked))
    exchange.when_stored(fill_waiting)
