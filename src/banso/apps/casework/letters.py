"""The letters of this room: what their words are looked up by when they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.casework.models import GateReview, GateState
from banso.apps.casework.services.effects import LETTER
from banso.apps.notices import sources


def _announced(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """The shortening that a firm may reply to; nothing once it no longer waits for that."""
    review = (
        GateReview.objects.filter(stage__case__ref=references["case"], state=GateState.ANNOUNCED)
        .select_related("stage__case__service", "stage__case__office")
        .first()
    )
    if review is None or review.replied_on is not None:
        return None
    case = review.stage.case
    return {
        "review": review,
        "case": case,
        "address": reverse("casework:gate_reply", args=[case.ref, review.pk]),
    }


def register() -> None:
    """Let these letters be sent."""
    sources.register_letter(
        sources.LetterKind(
            LETTER, _("Support is to end earlier"), "casework/mail/gate_announced.txt", _announced
        )
    )
