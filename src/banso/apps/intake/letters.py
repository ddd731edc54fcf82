"""The letters that this room writes: their words are looked up when they are sent, and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.intake import digests
from banso.apps.intake.clocks import day_of, sent_days
from banso.apps.intake.models import OUTSIDE, Need, Proposal, ProposalState
from banso.apps.notices.sources import LetterKind, register_letter
from banso.web import formats


def nudge(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """A proposal that still waits for its receiver; None once there is a reply."""
    rows = Proposal.objects.select_related(
        "need__subject", "need__market", "need__consultation__firm", "need__consultation__office"
    )
    found = rows.get(pk=references["proposal"])
    waits = found.state == ProposalState.WAITING and not found.withdrawn_at and not found.need.abandoned_on
    if not waits:
        return None
    office = found.need.consultation.office
    return {
        "subject": found.need.subject.name,
        "market": found.need.market.name if found.need.market else "",
        "firm": found.need.consultation.firm.name,
        "sent": formats.day(found.sent_at),
        "days": sent_days(found, day_of(now)),
        "office": office.name,
        "phone": office.phone,
        # Who has no account replies to the office.
        "path": "" if found.receiver in OUTSIDE else reverse("intake:proposal", args=[found.pk]),
    }


def given_up(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """A need on which nobody replied; None once the office has taken it up again."""
    rows = Need.objects.select_related("subject", "consultation__office")
    found = rows.get(pk=references["need"])
    if found.abandoned_on is None:
        return None
    consultation = found.consultation
    return {
        "title": consultation.title,
        "subject": found.subject.name,
        "asked": formats.day(consultation.asked_at),
        "office": consultation.office.name,
        "phone": consultation.office.phone,
        "path": reverse("intake:consultation", args=[consultation.ref]),
    }


KINDS = (
    LetterKind("intake.nudge", _("Reminder of a proposal"), "intake/mail/nudge.txt", nudge),
    LetterKind("intake.given_up", _("Nobody replied to a need"), "intake/mail/given_up.txt", given_up),
    LetterKind(digests.OFFICE_LETTER, _("The week of a window"), "intake/mail/week.txt", digests.letter),
)


def register() -> None:
    """Let the letters of this room be sent."""
    for kind in KINDS:
        register_letter(kind)
