"""Samples on the page of a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from banso.apps.accounts.permissions import Action
from banso.apps.inquiries.models import OPEN, Sample, SampleState, Side, State
from banso.apps.inquiries.sections import Section, Shown
from banso.apps.inquiries.sections import register as register_section

_MARKS = {
    SampleState.ASKED: "now",
    SampleState.AGREED: "part",
    SampleState.DECLINED: "no",
    SampleState.SENT: "part",
    SampleState.ARRIVED: "ok",
}


def samples_of(shown: Shown) -> Mapping[str, Any] | None:
    """The samples of a conversation, and what this side can do about them."""
    inquiry, buyer, firm = shown.inquiry, shown.side == Side.BUYER, shown.side == Side.FIRM
    rows: list[Sample] = list(inquiry.samples.order_by("-asked_at", "-pk"))
    going_on = inquiry.state != State.ENDED
    may_ask = buyer and inquiry.exchanged and going_on and not any(row.state in OPEN for row in rows)
    if not rows and not may_ask:
        return None
    return {
        "lines": [(row, _MARKS[SampleState(row.state)]) for row in rows],
        "may_ask": may_ask,
        "may_answer": firm and going_on and shown.access.can(Action.INQUIRY_ANSWER),
        "may_take": buyer,
    }


def register() -> None:
    """Let them stand there."""
    register_section(Section("samples", "inquiries/parts/samples.html", samples_of))
