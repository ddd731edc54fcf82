"""The letter that asks an applicant to confirm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.notices.sources import LetterKind, register_letter
from banso.apps.providers.models import Listing, State


def confirm(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What the letter adds to its link: nothing; None once the application is confirmed."""
    waits = Listing.objects.filter(ref=references["listing"], state=State.UNCONFIRMED).exists()
    return {} if waits else None


def register() -> None:
    """Let the letter be sent."""
    register_letter(
        LetterKind(
            "providers.confirm", _("Please confirm your application"), "providers/mail/confirm.txt", confirm
        )
    )
