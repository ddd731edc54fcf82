"""The letter with the link that lets a buyer in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts import links
from banso.apps.buyers.models import Buyer
from banso.apps.buyers.services import LETTER
from banso.apps.notices.sources import LetterKind, register_letter


def link(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What the letter says besides its link; None once the link was used or replaced."""
    if not links.open_links(now).filter(pk=references["link"]).exists():
        return None
    buyer = Buyer.objects.select_related("company__office").get(user=references["user"])
    office = buyer.company.office
    return {
        "company": buyer.company.name,
        "first": buyer.joined_at is None,
        "office": office.name,
        "office_email": office.email,
    }


def register() -> None:
    """Let the letter be sent."""
    register_letter(LetterKind(LETTER, _("Your link to Japan Street"), "buyers/mail/link.txt", link))
