"""What others read of the consultation window."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any, TypeVar

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    JSONField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.base import CodedModel
from banso.apps.directory.models import ConflictOfInterest, Expert, ExpertAbsence
from banso.apps.intake.clocks import NUDGE, Limits
from banso.apps.intake.models import (
    OUTSIDE,
    RECEIVER_FIELDS,
    Consultation,
    Need,
    Pause,
    Proposal,
    ProposalState,
    Receiver,
    RefusalReason,
)
from banso.apps.intake.status import PRECEDENCE, SETTLED_STATUS, NeedStatus
from banso.apps.journal.actor import ZONE
from banso.apps.programmes.models import ServiceVersion

P = TypeVar("P", bound=Proposal)


def silence_limits(day: date) -> Limits:
    """The steps of silence by the day of sending, of the service that answers single questions. One query."""
    versions = ServiceVersion.objects.filter(service__screened=False, in_force_from__lte=day)
    offered = versions.filter(Q(service__retired_on__isnull=True) | Q(service__retired_on__gt=day))
    rows = list(
        offered.order_by(
            "service__programme__position", "service__position", "service__code", "in_force_from"
        ).values_list("service", "in_force_from", "silence_days")
    )
    return Limits(tuple((first, tuple(days)) for spot, first, days in rows if spot == rows[0][0]))


def with_silence_days(rows: QuerySet[Consultation], day: date) -> QuerySet[Consultation]:
    """Consultations with ``silence_days``: the steps in force on a day, without a query of their own."""
    versions = ServiceVersion.objects.filter(service__screened=False, in_force_from__lte=day)
    newest = versions.order_by("service__programme__position", "service__position", "-in_force_from")
    return rows.annotate(silence_days=Subquery(newest.values("silence_days")[:1], output_field=JSONField()))


def has_account(proposal: Proposal) -> bool:
    """Whether the receiver signs in and replies there."""
    if proposal.receiver == Receiver.PARTNER:
        return _members().filter(partner_body=proposal.partner_body_id).exists()
    return proposal.receiver not in OUTSIDE


def with_status(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Needs with their ``status`` by the same rule as ``need_status``, worked out by the database."""
    proposals = Proposal.objects.filter(need=OuterRef("pk"), withdrawn_at__isnull=True)
    steps = [When(Exists(proposals.filter(state=state)), then=Value(found)) for state, found in PRECEDENCE]
    return needs.annotate(
        status=Case(*steps, default=Value(NeedStatus.NOT_COMPLETE.value), output_field=CharField())
    )


def _open_needs(**more: Any) -> QuerySet[Need]:
    """The needs of the consultation of the outer query that are neither settled nor abandoned."""
    needs = Need.objects.filter(consultation=OuterRef("pk"), abandoned_on__isnull=True, **more)
    return with_status(needs).exclude(status__in=SETTLED_STATUS)


def consultations_waiting(consultations: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Those without an answer, oldest first: no need taken out yet, or one neither settled nor abandoned."""
    needs = Need.objects.filter(consultation=OuterRef("pk"))
    return consultations.filter(~Exists(needs) | Exists(_open_needs())).order_by("asked_at", "pk")


def consultations_answered(consultations: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Those with needs, each of them settled or abandoned, and not all of them abandoned."""
    needs = Need.objects.filter(consultation=OuterRef("pk"))
    kept = needs.filter(abandoned_on__isnull=True)
    return consultations.filter(Exists(kept), ~Exists(_open_needs()))


def consultations_abandoned(consultations: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Those with a need on which nobody works any more."""
    needs = Need.objects.filter(consultation=OuterRef("pk"), abandoned_on__isnull=False)
    return consultations.filter(Exists(needs))


def pauses(day: date, need: str) -> QuerySet[Pause]:
    """The pauses on a day of the need that ``need`` names in the outer query."""
    return Pause.objects.filter(
        Q(resumed_on__isnull=True, until__gte=day) | Q(resumed_on__gt=day),
        need=OuterRef(need),
        paused_on__lte=day,
    )


def proposals_with_receiver() -> QuerySet[Proposal]:
    """Proposals with whom each was sent to and ``signs_in``, oldest first. One query."""
    members = _members().filter(partner_body=OuterRef("partner_body"))
    rows = Proposal.objects.select_related(*RECEIVER_FIELDS.values(), "refusal_reason").order_by("pk")
    inside = Q(receiver__in=set(Receiver) - set(OUTSIDE))
    return rows.annotate(
        signs_in=Case(When(inside, then=Value(True)), default=Exists(members), output_field=BooleanField())
    )


def _members() -> QuerySet[RoleAssignment]:
    """Who signs in for a partner body."""
    return RoleAssignment.objects.filter(
        role=Role.PARTNER_MEMBER, valid_to__isnull=True, user__is_active=True
    ).order_by()


def waiting_proposals(proposals: QuerySet[P]) -> QuerySet[P]:
    """Those that wait for their receiver: not withdrawn, of a need that was not abandoned."""
    return proposals.filter(
        state=ProposalState.WAITING, withdrawn_at__isnull=True, need__abandoned_on__isnull=True
    )


def received(proposals: QuerySet[P]) -> QuerySet[P]:
    """What still stands on a receiver's list: all but what was withdrawn or waits in vain."""
    return proposals.filter(withdrawn_at__isnull=True).exclude(
        state=ProposalState.WAITING, need__abandoned_on__isnull=False
    )


def silent(proposals: QuerySet[P], day: date, limits: Limits, step: int = NUDGE) -> QuerySet[P]:
    """Those that wait and whose silence has reached a step on a day; paused needs are left out."""
    due = Q(pk__in=[])
    firsts = [first for first, _limits in limits.versions]
    for (first, steps), following in zip_longest(limits.versions, firsts[1:]):
        if len(steps) < step:
            continue
        sent = Q(sent_at__gte=start_of(first))
        if following:
            sent &= Q(sent_at__lt=start_of(following))
        due |= sent & Q(silent_from__lte=day - timedelta(days=steps[step - 1]))
    return waiting_proposals(proposals).filter(due).exclude(Exists(pauses(day, "need")))


def start_of(day: date) -> datetime:
    """The first moment of a day in Tokyo."""
    return datetime.combine(day, time.min, ZONE)


def consultations_silent(
    consultations: QuerySet[Consultation], day: date, limits: Limits, step: int = NUDGE
) -> QuerySet[Consultation]:
    """Those with a proposal whose silence has reached a step; from step 2 on they are the office's to act."""
    proposals = Proposal.objects.filter(need__consultation=OuterRef("pk"))
    return consultations.filter(Exists(silent(proposals, day, limits, step)))


def consultations_of(consultations: QuerySet[Consultation], user: User) -> QuerySet[Consultation]:
    """Somebody's own: written down by them, a need taken out by them, or proposed to them."""
    needs = Need.objects.filter(consultation=OuterRef("pk"))
    return consultations.filter(
        Q(recorded_by=user)
        | Exists(needs.filter(taken_out_by=user))
        | Exists(Proposal.objects.filter(need__consultation=OuterRef("pk"), staff=user))
    )


def experts_for(need: Need, day: date) -> QuerySet[Expert]:
    """Experts free for the firm and not asked yet: of the subject and market first, then the office's own."""
    has_subject = Exists(
        Expert.subjects.through.objects.filter(expert=OuterRef("pk"), subject=need.subject_id)
    )
    has_market = Exists(Expert.markets.through.objects.filter(expert=OuterRef("pk"), market=need.market_id))
    fit = Case(
        When(Q(has_subject, has_market), then=Value(0)),
        When(has_subject, then=Value(1)),
        When(has_market, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    away = Case(
        When(office=need.consultation.office_id, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    asked = need.proposals.filter(expert__isnull=False).values("expert")
    absent = ExpertAbsence.objects.filter(
        expert=OuterRef("pk"), taken_back_at__isnull=True, first_day__lte=day, last_day__gte=day
    )
    conflict = ConflictOfInterest.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=day),
        expert=OuterRef("pk"),
        firm=need.consultation.firm_id,
        declared_on__lte=day,
    )
    contract = Q(contract_from__lte=day) & (Q(contract_to__isnull=True) | Q(contract_to__gte=day))
    return (
        Expert.objects.filter(contract, ~Exists(absent), ~Exists(conflict))
        .exclude(pk__in=asked)
        .annotate(fit=fit, away=away)
        .select_related("office")
        .prefetch_related("subjects", "markets", "languages")
        .order_by("fit", "away", "code")
    )


def reasons_with_use(model: type[CodedModel]) -> QuerySet[Any]:
    """A list of reasons with ``used``: how often each was given. One query."""
    holder: type[Model] = Proposal if model is RefusalReason else Need
    column = "refusal_reason" if model is RefusalReason else "abandon_reason"
    rows = holder._default_manager.filter(**{column: OuterRef("pk")}).order_by()
    used = Subquery(rows.values(column).annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return model._default_manager.annotate(used=Coalesce(used, 0)).order_by("position", "code")
