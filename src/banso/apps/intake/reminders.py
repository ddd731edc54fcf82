"""What people are reminded of at the consultation window: proposals that wait for their answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.intake.models import Consultation, Proposal, ProposalState
from banso.apps.journal.actor import ZONE
from banso.apps.notices import sources
from banso.apps.notices.sources import Due, Found, Source, SubjectKind


def proposals_waiting(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Proposals that an expert or a member of staff has not answered, from the day they were sent."""
    rows = Proposal.objects.filter(state=ProposalState.WAITING).order_by("sent_at", "pk")
    if refs is not None:
        rows = rows.filter(pk__in=[int(ref) for ref in refs])
    for pk, sent_at, expert, staff, ref, office, firm in rows.values_list(
        "pk",
        "sent_at",
        "expert__user_id",
        "staff_id",
        "need__consultation__ref",
        "need__consultation__office_id",
        "need__consultation__firm_id",
    ):
        address = reverse("intake:proposal", args=[pk]) if expert else consultation_address(ref)
        persons = tuple(person for person in (expert, staff) if person)
        day = sent_at.astimezone(ZONE).date()
        yield Due("proposal", str(pk), day, address, persons, office if staff else None, firm)


def find_consultation(access: Access, action: Action, ref: str) -> Found | None:
    """The consultation that a task or a meeting is about, within reach."""
    rows = access.rows(action, Consultation.objects.filter(ref=ref))
    found = rows.select_related("firm").first()
    if found is None:
        return None
    return Found(found.ref, found.firm.name, consultation_address(found.ref), found.firm_id, found.office_id)


def consultation_address(ref: str) -> str:
    """The page of a consultation."""
    return reverse("intake:consultation", args=[ref])


def register() -> None:
    """Tell the room of notices about all of it."""
    sources.register(Source("proposal_waiting", _("Proposal to answer"), proposals_waiting))
    sources.register_subject(
        SubjectKind("consultation", _("Consultation"), find_consultation, consultation_address)
    )
