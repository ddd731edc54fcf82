"""What other rooms and pages read of the one-stop programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.base import in_use
from banso.apps.directory.models import Office, PartnerBody
from banso.apps.new_exporters.holders import Holder, name_of, sides_of
from banso.apps.new_exporters.models import Component, HandOver, HandOverState, Readiness, Registration
from banso.apps.new_exporters.silence import LEAD_STEPS, day_of, steps_of
from banso.apps.new_exporters.timeline import describe

__all__ = [
    "board",
    "describe",
    "holders",
    "offer_line",
    "sent_on",
    "to_answer",
    "with_hand_overs",
    "with_oldest_offer",
    "with_parts",
]


def with_parts(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Registrations with their parts: one query more, however many rows."""
    components = Component.objects.select_related(
        "kind", "holder_office", "holder_body", "trading_company"
    ).order_by("kind__position", "pk")
    return rows.select_related(
        "firm", "body", "office", "lead_office", "lead_body", "readiness", "close_reason"
    ).prefetch_related(Prefetch("components", components))


def with_hand_overs(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Registrations with their hand-overs, the latest first: one query more, however many rows."""
    hand_overs = HandOver.objects.select_related(
        "component__kind", "from_office", "from_body", "to_office", "to_body"
    ).order_by("-pk")
    return rows.prefetch_related(Prefetch("hand_overs", hand_overs))


def with_oldest_offer(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Adds since when the oldest hand-over waits (``offered_at``), and its first step of silence in days."""
    waiting = HandOver.objects.filter(registration=OuterRef("pk"), state=HandOverState.WAITING)
    oldest = waiting.order_by("sent_at", "pk")
    days = Coalesce("component__kind__remind_after_days", LEAD_STEPS[0])
    return rows.annotate(
        offered_at=Subquery(oldest.values("sent_at")[:1]),
        remind_after=Subquery(oldest.annotate(days=days).values("days")[:1]),
    )


def to_answer(access: Access) -> QuerySet[HandOver]:
    """Hand-overs that wait for the answer of those for whom this person acts, the oldest first."""
    sides = sides_of(access.actor(Action.REGISTRATION_WORK))
    offices = [side.office_id for side in sides if side.office_id is not None]
    bodies = [side.body_id for side in sides if side.body_id is not None]
    return (
        HandOver.objects.filter(Q(to_office__in=offices) | Q(to_body__in=bodies), state=HandOverState.WAITING)
        .select_related("registration__firm", "component__kind", "from_office", "from_body")
        .order_by("sent_at", "pk")
    )


def sent_on(access: Access) -> QuerySet[HandOver]:
    """Hand-overs that those for whom this person acts have sent, and that wait for their receivers."""
    sides = sides_of(access.actor(Action.REGISTRATION_WORK))
    offices = [side.office_id for side in sides if side.office_id is not None]
    bodies = [side.body_id for side in sides if side.body_id is not None]
    return HandOver.objects.filter(
        Q(from_office__in=offices) | Q(from_body__in=bodies), state=HandOverState.WAITING
    ).order_by("sent_at", "pk")


def offer_line(sent: HandOver, today: date) -> tuple[str, str, int, int]:
    """A hand-over in short: what, from whom, days waited, and after how many days one is reminded."""
    what = sent.component.kind.name if sent.component else _("The lead")
    return what, name_of(sent, "from"), (today - day_of(sent.sent_at)).days, steps_of(sent)[0]


def holders(day: date, *, only_office: Office | None = None) -> list[tuple[str, str]]:
    """Offices and partner bodies that can take a part on, as choices of a form."""
    offices = in_use(Office.objects.order_by("position", "code"), day)
    if only_office is not None:
        offices = offices.filter(pk=only_office.pk)
    bodies = in_use(PartnerBody.objects.order_by("position", "code"), day)
    return [
        *((Holder(office_id=office.pk).key, office.name) for office in offices),
        *((Holder(body_id=body.pk).key, body.name) for body in bodies),
    ]


@dataclass(frozen=True)
class BoardRow:
    """One body (None: the organisation's own offices): its registrations by readiness, and what is stuck."""

    body: PartnerBody | None
    counts: list[int]
    total: int
    closed: int


def board(rows: QuerySet[Registration]) -> tuple[list[Readiness], list[BoardRow]]:
    """How many open registrations each body brought, by readiness; three queries whatever their number."""
    stages = list(Readiness.objects.order_by("position", "code"))
    counted: dict[int | None, dict[int, int]] = {}
    closed: dict[int | None, int] = {}
    grouped = rows.order_by().values_list("body_id", "readiness_id")
    for body, readiness, still_open, ended in grouped.annotate(
        still_open=Count("pk", distinct=True, filter=Q(closed_on__isnull=True)),
        ended=Count("pk", distinct=True, filter=Q(closed_on__isnull=False)),
    ):
        counted.setdefault(body, {})[readiness] = still_open
        closed[body] = closed.get(body, 0) + ended
    bodies = {body.pk: body for body in PartnerBody.objects.order_by("position", "code")}
    order = [pk for pk in (None, *bodies) if pk in counted]
    return stages, [
        BoardRow(
            bodies[pk] if pk is not None else None,
            [counted.get(pk, {}).get(stage.pk, 0) for stage in stages],
            sum(counted.get(pk, {}).values()),
            closed.get(pk, 0),
        )
        for pk in order
    ]
