"""The week at a glance: what waits with an expert, what waits with an office, and what of it is late.

An expert is told in the digest that everybody gets (``reminders`` is its source); an office as such gets a
letter at its own address every Monday. Both contents are worked out here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from banso.apps.base import Refused, in_use
from banso.apps.directory.models import Expert, Office
from banso.apps.intake.clocks import HAND_OVER, NUDGE, day_of
from banso.apps.intake.models import Consultation, Proposal, ProposalState
from banso.apps.intake.selectors import (
    consultations_silent,
    consultations_waiting,
    received,
    silence_limits,
    silent,
    waiting_proposals,
)
from banso.apps.journal.actor import system
from banso.apps.notices.models import Letter
from banso.apps.notices.services import LetterData, send_letter

OFFICE_LETTER = "intake.week"


@dataclass(frozen=True)
class Digest:
    """Counts: what waits for a reply, what of it is late, what is at work, what is the office's to act."""

    waiting: int
    late: int
    at_work: int
    ours: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.waiting or self.at_work or self.ours)


def of_received(proposals: QuerySet[Any], today: date) -> Digest:
    """What waits with a receiver: an expert, an office, a partner body."""
    limits = silence_limits(today)
    rows = received(proposals).order_by()
    return Digest(
        waiting=waiting_proposals(rows).count(),
        late=silent(rows, today, limits, NUDGE).count(),
        at_work=rows.filter(state=ProposalState.TAKEN).count(),
    )


def for_expert(expert: Expert, today: date) -> Digest:
    """What waits with an expert."""
    return of_received(expert.proposals.all(), today)


def of_window(consultations: QuerySet[Consultation], today: date) -> Digest:
    """What waits at a window: consultations without an answer, late ones, those that are its own to act."""
    limits = silence_limits(today)
    rows = consultations.order_by()
    taken = Proposal.objects.filter(need__consultation=OuterRef("pk"), state=ProposalState.TAKEN)
    return Digest(
        waiting=consultations_waiting(rows).order_by().count(),
        late=consultations_silent(rows, today, limits, NUDGE).count(),
        at_work=rows.filter(Exists(taken)).count(),
        ours=consultations_silent(rows, today, limits, HAND_OVER).count(),
    )


def for_office(office: Office, today: date) -> Digest:
    """What waits at the window of an office."""
    return of_window(office.consultations.all(), today)


def send(now: datetime) -> dict[str, int]:
    """Write to every office for which something waits, once a week; count the letters."""
    actor = system(now)
    week = "{}-W{:02d}".format(*actor.today.isocalendar()[:2])
    told = Letter.objects.filter(template=OFFICE_LETTER, references__week=week).values_list(
        "to_ref", flat=True
    )
    sent = 0
    offices = in_use(Office.objects.exclude(email="").order_by("code"), actor.today)
    for office in offices.exclude(code__in=list(told.order_by("pk"))):
        if for_office(office, actor.today).empty:
            continue
        data = LetterData(
            template=OFFICE_LETTER,
            subject=("office", office.code),
            to_address_of=("office", office.code),
            context_refs={"office": office.code, "week": week},
        )
        try:
            send_letter(actor, data)
        except Refused:
            continue
        sent += 1
    return {"letters": sent}


def letter(references: Mapping[str, Any], now: datetime) -> Mapping[str, Any] | None:
    """What the letter to an office says; None once nothing waits."""
    office = Office.objects.get(code=references["office"])
    found = for_office(office, day_of(now))
    if found.empty:
        return None
    path = reverse("intake:consultation_list")
    return {"office": office.name, "digest": found, "path": f"{path}?state=waiting&sort=asked_at"}
