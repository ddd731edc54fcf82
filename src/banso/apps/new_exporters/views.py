"""The list of registrations, the page of one, and the board of the whole programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.journal.selectors import timeline
from banso.apps.new_exporters import selectors
from banso.apps.new_exporters.forms import RegistrationFilter
from banso.apps.new_exporters.holders import holder_of, name_of, sides_of
from banso.apps.new_exporters.models import (
    Component,
    ComponentState,
    HandOver,
    HandOverState,
    Registration,
)
from banso.apps.new_exporters.silence import day_of, steps_of
from banso.apps.new_exporters.transitions import COMPONENTS, EVENTS
from banso.web import formats
from banso.web.acts import frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

STATE_MARKS = {
    ComponentState.PLANNED: "part",
    ComponentState.UNDER_WAY: "now",
    ComponentState.DONE: "ok",
    ComponentState.DROPPED: "dash",
    ComponentState.APPLIED: "now",
    ComponentState.GRANTED: "now",
    ComponentState.REFUSED: "no",
    ComponentState.PAID: "ok",
    ComponentState.PROPOSED: "now",
    ComponentState.MET: "now",
    ComponentState.CONTRACT: "ok",
    ComponentState.NO_CONTRACT: "no",
}
HAND_OVER_MARKS = {
    HandOverState.WAITING: "part",
    HandOverState.ACCEPTED: "ok",
    HandOverState.HANDED_BACK: "no",
    HandOverState.RECALLED: "dash",
    HandOverState.CAME_BACK: "late",
}


@dataclass(frozen=True)
class PartLine:
    """One part: who holds it, what may be done with it, and its offer that waits."""

    component: Component
    mark: str
    holder: str
    steps: list[tuple[str, Promise]]
    offered: HandOver | None
    offered_to: str
    may_hand: bool


@dataclass(frozen=True)
class OfferLine:
    """One hand-over: from whom to whom, for how long, and what this person may answer."""

    sent: HandOver
    mark: str
    sender: str
    receiver: str
    days: int | None
    late: bool
    may_answer: bool
    may_recall: bool


def address_of(row: Registration) -> str:
    """The address of a registration."""
    return reverse("new_exporters:registration", args=[row.ref])


@requires(Action.REGISTRATION_VIEW)
def registration_list(request: HttpRequest) -> HttpResponse:
    """The registrations within reach."""
    access: Access = request.access  # type: ignore[attr-defined]
    within = access.rows(Action.REGISTRATION_VIEW, Registration.objects.all())
    records = RecordList(
        request,
        selectors.with_oldest_offer(selectors.with_parts(within)),
        columns=[
            Column("ref", _("Registration"), sort="ref", link=address_of),
            Column(
                "firm",
                _("Firm"),
                value="firm.name",
                sort="firm__name_kana",
                second=lambda row: formats.joined(row.firm.city, row.firm.products),
            ),
            Column("body", _("Registered by"), value=_brought_by, sort="body__position"),
            Column("readiness", _("Readiness"), value="readiness.name", sort="readiness__position"),
            Column("lead", _("Leads"), value=lambda row: name_of(row, "lead")),
            Column("parts", _("Parts"), value=_parts, html=_parts_shown),
            Column(
                "offers",
                _("Hand-overs"),
                kind="number",
                value=lambda row: _offered_days(row, access.today),
                html=lambda row: _offered_shown(row, access.today),
            ),
            Column("registered_at", _("Registered"), kind="day", sort="registered_at"),
        ],
        filters=RegistrationFilter.for_page(access),
        default_sort="-registered_at",
        name="registrations",
        empty=_("No firm has been registered yet."),
        empty_link=(reverse("new_exporters:register"), _("Register a firm"))
        if access.can(Action.REGISTRATION_WORK)
        else None,
    )
    context = {
        "frame": frame_of(access),
        "may_work": access.can(Action.REGISTRATION_WORK),
        "may_overview": access.reaches_many(Action.REGISTRATION_VIEW),
    }
    return records.response("new_exporters/registration_list.html", context)


def _brought_by(row: Registration) -> str:
    return row.body.name if row.body else row.office.name


def _parts(row: Registration) -> str:
    return "; ".join(f"{part.kind.name}: {part.get_state_display()}" for part in row.components.all())


def _parts_shown(row: Registration) -> SafeString:
    marks = [status(STATE_MARKS[ComponentState(part.state)], part.kind.name) for part in row.components.all()]
    return SafeString(" ".join(marks)) if marks else status("unk", _("None planned"))


def _waiting(row: Registration) -> list[HandOver]:
    return [sent for sent in row.hand_overs.all() if sent.state == HandOverState.WAITING]


def _offered_days(row: Any, today: date) -> int | None:
    """For how many days the oldest hand-over has waited; None where none waits."""
    return None if row.offered_at is None else (today - day_of(row.offered_at)).days


def _offered_shown(row: Any, today: date) -> SafeString | str:
    days = _offered_days(row, today)
    if days is None:
        return "–"
    words = _("waits %(days)s days") % {"days": formats.number(days)}
    return status("late" if days > row.remind_after else "part", words)


@requires(Action.REGISTRATION_VIEW)
def registration(request: HttpRequest, ref: str) -> HttpResponse:
    """One registration: who does what for the firm now, and what was handed over."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.REGISTRATION_VIEW, Registration.objects.all())
    found = get_object_or_404(selectors.with_hand_overs(selectors.with_parts(rows)), ref=ref)
    works = access.can(Action.REGISTRATION_WORK) and found.closed_on is None
    mine = sides_of(access.actor(Action.REGISTRATION_WORK)) if works else frozenset()
    waiting = {sent.component_id: sent for sent in _waiting(found)}
    leads = holder_of(found, "lead") in mine
    own = access.roles == {Role.FIRM_MEMBER}
    context = {
        "registration": found,
        "frame": frame_of(access),
        "own": own,
        "lead": name_of(found, "lead"),
        "leads": leads,
        "may_plan": bool(mine),
        "lead_offered": waiting.get(None),
        "parts": [_part_line(part, waiting.get(part.pk), mine) for part in found.components.all()],
        "offers": [_offer_line(sent, mine, access.today) for sent in found.hand_overs.all()],
        "changes": found.readiness_changes.select_related("readiness", "noted_by").order_by("-since", "-pk"),
        "firm_address": reverse("directory:firm", args=[found.firm.ref])
        if access.can(Action.FIRM_VIEW) and access.allows(Action.FIRM_VIEW, found.firm)
        else "",
        "log": [] if own else timeline([("registration", found.ref)]),
    }
    template = "new_exporters/firm_registration.html" if own else "new_exporters/registration.html"
    return render(request, template, context)


def _part_line(part: Component, offered: HandOver | None, mine: frozenset[Any]) -> PartLine:
    holds = holder_of(part, "holder") in mine
    machine = COMPONENTS[part.kind.course]
    events = [row.event for row in machine.rows if row.source == part.state] if holds else []
    return PartLine(
        part,
        STATE_MARKS[ComponentState(part.state)],
        name_of(part, "holder"),
        [
            (reverse("new_exporters:step", args=[part.registration.ref, part.pk, event]), EVENTS[event])
            for event in events
        ],
        offered,
        name_of(offered, "to") if offered else "",
        holds and offered is None and part.closed_on is None,
    )


def _offer_line(sent: HandOver, mine: frozenset[Any], today: date) -> OfferLine:
    waits = sent.state == HandOverState.WAITING
    days = (today - day_of(sent.sent_at)).days if waits else None
    return OfferLine(
        sent,
        HAND_OVER_MARKS[HandOverState(sent.state)],
        name_of(sent, "from"),
        name_of(sent, "to"),
        days,
        days is not None and days > steps_of(sent)[0],
        waits and holder_of(sent, "to") in mine,
        waits and holder_of(sent, "from") in mine,
    )


@requires(Action.REGISTRATION_VIEW)
def board(request: HttpRequest) -> HttpResponse:
    """The whole programme within reach: registrations by body and readiness; counts lead to the records."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.REGISTRATION_VIEW, Registration.objects.all())
    stages, lines = selectors.board(rows)
    context = {
        "frame": frame_of(access),
        "stages": stages,
        "lines": [(line, list(zip(stages, line.counts, strict=True))) for line in lines],
        "totals": [sum(line.counts[index] for line in lines) for index in range(len(stages))],
        "total": sum(line.total for line in lines),
        "closed": sum(line.closed for line in lines),
        "list_url": reverse("new_exporters:registration_list"),
    }
    return render(request, "new_exporters/board.html", context)
