"""The letters to providers, and the one that asks a firm about a provider."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts import links as personal
from banso.apps.notices.sources import LetterKind, register_letter
from banso.apps.providers import changing, links, referring
from banso.apps.providers.models import Listing, State
from banso.apps.providers.referring import with_all
from banso.web import formats


def confirm(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What the letter adds to its link: nothing; None once the application is confirmed."""
    waits = Listing.objects.filter(ref=references["listing"], state=State.UNCONFIRMED).exists()
    return {} if waits else None


def change(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """The link to change a listing; None once it was used or replaced."""
    return {} if links.open_links(now).filter(pk=references["link"]).exists() else None


def referral(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What a provider is told of a firm; None once the link was replaced or the office withdrew it."""
    if not links.open_links(now).filter(pk=references["link"]).exists():
        return None
    return _of(references) | {"again": references["again"]}


def outcome(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What a firm is asked; None once the link was used or replaced."""
    if not personal.open_links(now).filter(pk=references["link"]).exists():
        return None
    return _of(references)


def _of(references: Mapping[str, Any]) -> dict[str, Any]:
    proposal = with_all().get(pk=references["referral"]).proposal
    consultation = proposal.need.consultation
    return {
        "firm": consultation.firm.name,
        "provider": str(proposal.private_provider),
        "subject": proposal.need.subject.name,
        "market": proposal.need.market.name if proposal.need.market else "",
        "sent": formats.day(proposal.sent_at),
        "office": consultation.office.name,
        "phone": consultation.office.phone,
    }


def register() -> None:
    """Let the letters be sent."""
    register_letter(
        LetterKind(
            changing.LETTER,
            _("Change your listing as a private provider"),
            "providers/mail/change.txt",
            change,
        )
    )
    register_letter(
        LetterKind(
            referring.TO_PROVIDER, _("A firm is referred to you"), "providers/mail/referral.txt", referral
        )
    )
    register_letter(
        LetterKind(
            referring.TO_FIRM, _("What became of the referral?"), "providers/mail/outcome.txt", outcome
        )
    )
    register_letter(
        LetterKind(
            "providers.confirm", _("Please confirm your application"), "providers/mail/confirm.txt", confirm
        )
    )
