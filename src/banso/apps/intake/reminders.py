"""What people are reminded of at the consultation window: proposals that wait for their answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.db.models import Exists, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access
from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.intake.clocks import HAND_OVER
from banso.apps.intake.models import Consultation, Proposal, SilenceStep
from banso.apps.intake.selectors import pauses, waiting_proposals
from banso.apps.journal.actor import ZONE
from banso.apps.notices import sources
from banso.apps.notices.sources import Due, Found, Source, SubjectKind


def proposals_waiting(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Proposals that wait for somebody who signs in, from the day they were sent. Two queries.

    An expert or a colleague is asked in person, members of a partner body all of them, another office as one;
    what a provider or a trading company is to reply, its office asks for.
    """
    today = now.astimezone(ZONE).date()
    rows = _unpaused(waiting_proposals(Proposal.objects.all()), today).order_by("sent_at", "pk")
    if refs is not None:
        rows = rows.filter(pk__in=[int(ref) for ref in refs])
    members = _members(today)
    for row in rows.select_related("need__consultation", "expert"):
        consultation = row.need.consultation
        persons: tuple[int, ...] = members.get(row.partner_body_id, ()) if row.partner_body_id else ()
        if row.staff_id:
            persons = (row.staff_id,)
        elif row.expert_id and row.expert.user_id:
            persons = (row.expert.user_id,)
        own = bool(persons) or row.office_id is not None
        yield Due(
            "proposal",
            str(row.pk),
            row.sent_at.astimezone(ZONE).date(),
            reverse("intake:proposal", args=[row.pk]) if own else consultation_address(consultation.ref),
            persons,
            row.office_id or (None if persons else consultation.office_id),
            consultation.firm_id,
        )


def handed_over(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Needs that came back to their office because nobody replied, from the day of the second step."""
    today = now.astimezone(ZONE).date()
    steps = SilenceStep.objects.filter(
        step=HAND_OVER,
        sent_at=F("proposal__sent_at"),
        proposal__in=_unpaused(waiting_proposals(Proposal.objects.order_by()), today).values("pk"),
    )
    if refs is not None:
        steps = steps.filter(proposal__in=[int(ref) for ref in refs])
    for step in steps.select_related("proposal__need__consultation").order_by("done_at", "pk"):
        consultation = step.proposal.need.consultation
        yield Due(
            "proposal",
            str(step.proposal_id),
            step.done_at.astimezone(ZONE).date(),
            consultation_address(consultation.ref),
            (),
            consultation.office_id,
            consultation.firm_id,
        )


def _unpaused(rows: QuerySet[Proposal], today: date) -> QuerySet[Proposal]:
    return rows.exclude(Exists(pauses(today, "need")))


def _members(today: date) -> dict[int, tuple[int, ...]]:
    """Who signs in for each partner body."""
    held = RoleAssignment.objects.filter(
        role=Role.PARTNER_MEMBER, user__is_active=True, valid_from__lte=today
    )
    held = held.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today)).order_by("pk")
    found: dict[int, tuple[int, ...]] = {}
    for body, user in held.values_list("partner_body", "user"):
        found[body] = (*found.get(body, ()), user)
    return found


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
    sources.register(Source("need_handed_over", _("Need without reply, handed to the office"), handed_over))
    sources.register_subject(
        SubjectKind("consultation", _("Consultation"), find_consultation, consultation_address)
    )
