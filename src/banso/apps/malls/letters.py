"""The letters to those who run a mall."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts import links
from banso.apps.channels.models import Mall
from banso.apps.directory.models import Firm
from banso.apps.malls.models import Closing
from banso.apps.malls.services.closing import TO_FIRM, TO_OPERATOR
from banso.apps.malls.services.operators import FURTHER, INVITATION
from banso.apps.notices.sources import LetterKind, register_letter
from banso.apps.sales.selectors import disposals_since
from banso.web import formats


def invitation(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What the letter says besides its link; None once the link was used or replaced."""
    if not links.open_links(now).filter(pk=references["link"]).exists():
        return None
    return _of(references)


def further(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
    """Which mall was added, and where it is."""
    return {**_of(references), "path": reverse("malls:desk")}


def closed_for_firm(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
    """Why the mall closed, and what became of the firm's goods there."""
    firm = Firm.objects.select_related("office").get(ref=references["firm"])
    closing = Closing.objects.select_related("mall").get(mall__code=references["mall"])
    stock = disposals_since(closing.mall, closing.closed_on).filter(listing__case__firm=firm)
    lines = [
        formats.joined(row.listing.product.article, formats.number(row.pieces), row.get_kind_display())
        for row in stock
    ]
    path = reverse("sales:listing_list")
    return {**_closing(references), "stock": lines, "office": firm.office.name, "path": path}


def closed_for_operator(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any]:
    """Why the mall closed, and where the last reports go."""
    return {**_closing(references), "path": reverse("malls:reports")}


def _closing(references: Mapping[str, Any]) -> dict[str, Any]:
    found = Closing.objects.select_related("mall").get(mall__code=references["mall"])
    return {
        "mall": found.mall.name,
        "day": formats.day(found.closed_on),
        "reason": found.get_reason_display(),
        "words": found.words,
    }


def _of(references: Mapping[str, Any]) -> dict[str, Any]:
    return {"mall": Mall.objects.get(code=references["mall"]).name}


def register() -> None:
    """Let the letters be sent."""
    register_letter(
        LetterKind(INVITATION, _("Invitation to run a mall"), "malls/mail/invitation.txt", invitation)
    )
    register_letter(
        LetterKind(TO_FIRM, _("A mall has closed (to firms)"), "malls/mail/closed_firm.txt", closed_for_firm)
    )
    register_letter(
        LetterKind(
            TO_OPERATOR,
            _("A mall has closed (to operators)"),
            "malls/mail/closed_operator.txt",
            closed_for_operator,
        )
    )
    register_letter(LetterKind(FURTHER, _("A further mall to run"), "malls/mail/further.txt", further))
