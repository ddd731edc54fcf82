"""What happens to a hand-over that nobody answers: its receiver is reminded, then it goes back to the sender.

The days are those of the kind of component; of the lead, those given here. What is due is found by dates and
by what is not yet recorded: a night that was left out loses nothing, and nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.roles import Role
from banso.apps.journal.actor import day_of, system
from banso.apps.new_exporters.holders import Holder, holder_of
from banso.apps.new_exporters.models import HandOver, HandOverState
from banso.apps.new_exporters.services.handing import come_back
from banso.apps.notices.sources import Due

#: The steps for the lead itself, in days: reminder, back to the sender.
LEAD_STEPS = (9, 21)


def steps_of(sent: HandOver) -> tuple[int, int]:
    """After how many days the receiver is reminded, and after how many it goes back."""
    if sent.component is None:
        return LEAD_STEPS
    return sent.component.kind.remind_after_days, sent.component.kind.back_after_days


def run(now: datetime) -> dict[str, int]:
    """End what nobody answered. Running it twice does nothing the second time."""
    actor = system(now)
    ended = 0
    for sent in _with_joins(HandOver.objects.filter(state=HandOverState.WAITING)):
        if (actor.today - day_of(sent.sent_at)).days > steps_of(sent)[1]:
            come_back(actor, sent)
            ended += 1
    return {"came_back": ended}


def to_answer(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Hand-overs that wait for longer than the first step: their receivers are reminded."""
    waiting = _with_joins(_about(HandOver.objects.filter(state=HandOverState.WAITING), refs))
    people = _People(now)
    for sent in waiting:
        due_on = day_of(sent.sent_at) + timedelta(days=steps_of(sent)[0])
        if due_on <= day_of(now):
            yield _due(sent, "to", due_on, people)


def to_go_on(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Hand-overs that came back, or were handed back, and after which the sender has not moved yet."""
    newer = HandOver.objects.filter(
        Q(component=OuterRef("component")) | Q(component__isnull=True, registration=OuterRef("registration")),
        pk__gt=OuterRef("pk"),
    )
    back = HandOver.objects.filter(
        ~Exists(newer),
        state__in=(HandOverState.CAME_BACK, HandOverState.HANDED_BACK),
        component__closed_on__isnull=True,
        registration__closed_on__isnull=True,
    )
    people = _People(now)
    for sent in _with_joins(_about(back, refs)):
        settled_on = day_of(sent.settled_at) if sent.settled_at else day_of(now)
        if sent.component is None or sent.component.moved_on <= settled_on:
            yield _due(sent, "from", settled_on, people)


class _People:
    """Who signs in for each office and body today, read once."""

    def __init__(self, now: datetime) -> None:
        self._found: dict[Holder, list[int]] = {}
        today = day_of(now)
        held = RoleAssignment.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=today),
            role__in=(Role.PARTNER_MEMBER, Role.OFFICE_STAFF),
            valid_from__lte=today,
            user__is_active=True,
        )
        for user, body, office in held.order_by("pk").values_list("user_id", "partner_body_id", "office_id"):
            holder = Holder(body_id=body) if body is not None else Holder(office_id=office)
            self._found.setdefault(holder, []).append(user)

    def of(self, holder: Holder) -> tuple[int, ...]:
        """The keys of the people who act for a holder."""
        return tuple(self._found.get(holder, ()))


def _due(sent: HandOver, prefix: str, due_on: date, people: _People) -> Due:
    holder = holder_of(sent, prefix)
    return Due(
        subject_kind="registration",
        subject_ref=sent.registration.ref,
        due_on=due_on,
        address=reverse("new_exporters:registration", args=[sent.registration.ref]),
        persons=people.of(holder),
        office=holder.office_id or sent.registration.office_id,
        firm=sent.registration.firm_id,
    )


def _about(rows: QuerySet[HandOver], refs: Collection[str] | None) -> QuerySet[HandOver]:
    return rows if refs is None else rows.filter(registration__ref__in=refs)


def _with_joins(rows: QuerySet[HandOver]) -> QuerySet[HandOver]:
    return rows.select_related("component__kind", "registration").order_by("pk")
