"""What others read of the consultation window."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, CharField, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from banso.apps.directory.models import Expert
from banso.apps.intake.models import Consultation, Need, Proposal
from banso.apps.intake.status import PRECEDENCE, SETTLED_STATUS, NeedStatus

#: Days of silence after which the receiver is nudged, and after which the office takes the need over.
NUDGE_AFTER_DAYS, TAKE_OVER_AFTER_DAYS = 9, 21


def with_status(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Needs with their ``status`` by the same rule as ``need_status``, worked out by the database."""
    proposals = Proposal.objects.filter(need=OuterRef("pk"))
    steps = [When(Exists(proposals.filter(state=state)), then=Value(found)) for state, found in PRECEDENCE]
    return needs.annotate(
        status=Case(*steps, default=Value(NeedStatus.NOT_COMPLETE.value), output_field=CharField())
    )


def _open_needs() -> QuerySet[Need]:
    """The needs of the consultation of the outer query that nobody has settled."""
    return with_status(Need.objects.filter(consultation=OuterRef("pk"))).exclude(status__in=SETTLED_STATUS)


def consultations_waiting(consultations: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Those without an answer, oldest first: no need taken out yet, or a need that is not settled."""
    needs = Need.objects.filter(consultation=OuterRef("pk"))
    return consultations.filter(~Exists(needs) | Exists(_open_needs())).order_by("asked_at", "pk")


def consultations_answered(consultations: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Those with needs, each of them settled."""
    needs = Need.objects.filter(consultation=OuterRef("pk"))
    return consultations.filter(Exists(needs), ~Exists(_open_needs()))


def experts_for(need: Need, day: date) -> QuerySet[Expert]:
    """Experts under contract not asked yet: those of the subject and market first, then the office's own."""
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
    contract = Q(contract_from__lte=day) & (Q(contract_to__isnull=True) | Q(contract_to__gte=day))
    return (
        Expert.objects.filter(contract)
        .exclude(pk__in=asked)
        .annotate(fit=fit, away=away)
        .select_related("office")
        .prefetch_related("subjects", "markets", "languages")
        .order_by("fit", "away", "code")
    )
