"""The first page of reviewers and deciders: applications to screen and to determine."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.accounts.permissions import Action
from banso.apps.selection.models import (
    Application,
    ApplicationState,
    Conflict,
    Declaration,
    Determination,
    Screening,
    SecondLook,
)
from banso.apps.selection.selectors import adoption
from banso.apps.today.asked import gate_decisions
from banso.apps.today.board import SHOWN, Line, Queue
from banso.apps.today.lines import application_line
from banso.apps.today.own import changes, own_day
from banso.apps.today.selectors import last_working_day
from banso.engines.kernel.fiscal import fiscal_year, fiscal_year_days
from banso.web import formats
from banso.web.navigation import address


def context(request: HttpRequest) -> dict[str, Any]:
    """What the page of a reviewer or decider shows."""
    access: Any = request.access  # type: ignore[attr-defined]
    queues = []
    if access.can(Action.APPLICATION_SCREEN):
        rows = access.rows(Action.APPLICATION_SCREEN, Application.objects.all())
        mine = Screening.objects.filter(
            application=OuterRef("pk"), revision=OuterRef("revision"), reviewer=access.user
        )
        out = Declaration.objects.filter(application=OuterRef("pk"), reviewer=access.user).exclude(
            conflict=Conflict.NONE
        )
        to_screen = rows.filter(state__in=(ApplicationState.SUBMITTED, ApplicationState.SCREENED)).filter(
            ~Exists(mine), ~Exists(out)
        )
        queues.append(
            _queue(
                "screen",
                gettext_lazy("Applications to screen"),
                _("Submitted, and not yet screened by you"),
                to_screen,
                access.today,
                _("No application waits for your screening."),
                closed=True,
            )
        )
    if access.can(Action.APPLICATION_DETERMINE):
        rows = access.rows(Action.APPLICATION_DETERMINE, Application.objects.all())
        queues.append(
            _queue(
                "determine",
                gettext_lazy("Applications to determine"),
                _("Screened; a determination needs a reason"),
                rows.filter(state=ApplicationState.SCREENED),
                access.today,
                _("No application waits for a determination."),
            )
        )
    if access.can(Action.SECOND_LOOK):
        looks = access.rows(Action.SECOND_LOOK, SecondLook.objects.filter(done_on__isnull=True))
        queues.append(_looks(looks))
    if access.can(Action.GATE_AGREE):
        queues.append(gate_decisions(access))
    year = fiscal_year(access.today)
    return {
        "queues": queues,
        "own": own_day(access, last_working_day(access.today)),
        **changes(access),
        "counts": [queue.tallied for queue in queues],
        "year": year,
        "adoption": adoption(Determination.objects.filter(determined_on__range=fiscal_year_days(year))),
    }


def _looks(looks: QuerySet[SecondLook]) -> Queue:
    """Determinations that this decider is to look at again, the oldest first."""
    rows = looks.select_related("determination__application__firm", "determination__application__service")
    lines = [
        Line(
            conditional_escape(formats.day(look.determination.determined_on)),
            look.determination.application.firm.name,
            address("directory:firm", look.determination.application.firm.ref),
            look.determination.application.ref,
            look.determination.application.service.name,
            "",
            look.determination.get_outcome_display(),
            "",
            _("Look again"),
            address("selection:look_again", look.pk),
        )
        for look in rows.order_by("determination__determined_on", "pk")[:SHOWN]
    ]
    return Queue(
        "looks",
        gettext_lazy("Determinations to look at again"),
        looks.count(),
        _("Drawn by a sealed seed; somebody else determined them"),
        [_("Determined"), _("Firm"), _("Applied for"), _("State")],
        lines,
        address("selection:look_list"),
        _("Nothing was drawn for a second look by you."),
    )


def _queue(
    id: str,
    title: Any,
    rule: str,
    rows: QuerySet[Application],
    today: Any,
    empty: str,
    *,
    closed: bool = False,
) -> Queue:
    """A queue of applications. ``closed``: a reviewer reads what firms wrote after declaring interests."""
    shown = (
        rows.select_related("firm", "service")
        .prefetch_related("goals__market")
        .order_by(F("submitted_at"), "pk")
    )
    lines = [application_line(row, today) for row in shown[:SHOWN]]
    if closed:
        lines = [replace(line, what_note="") for line in lines]
    return Queue(
        id,
        title,
        rows.count(),
        rule,
        [_("Waiting"), _("Firm"), _("Applied for"), _("State")],
        lines,
        address("selection:application_list"),
        empty,
    )
