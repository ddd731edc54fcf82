"""The first page of reviewers and deciders: applications to screen and to determine."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.accounts.permissions import Action
from banso.apps.selection.models import Application, ApplicationState, Determination, Screening
from banso.apps.selection.selectors import adoption
from banso.apps.today.board import SHOWN, Count, Queue
from banso.apps.today.office import application_line
from banso.engines.kernel.fiscal import fiscal_year, fiscal_year_days
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
        to_screen = rows.filter(state__in=(ApplicationState.SUBMITTED, ApplicationState.SCREENED)).filter(
            ~Exists(mine)
        )
        queues.append(
            _queue(
                "screen",
                gettext_lazy("Applications to screen"),
                _("Submitted, and not yet screened by you"),
                to_screen,
                access.today,
                _("No application waits for your screening."),
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
    year = fiscal_year(access.today)
    return {
        "queues": queues,
        "counts": [Count(queue.title, queue.count, f"#{queue.id}") for queue in queues],
        "year": year,
        "adoption": adoption(Determination.objects.filter(determined_on__range=fiscal_year_days(year))),
    }


def _queue(id: str, title: Any, rule: str, rows: QuerySet[Application], today: Any, empty: str) -> Queue:
    shown = (
        rows.select_related("firm", "service")
        .prefetch_related("goals__market")
        .order_by(F("submitted_at"), "pk")
    )
    return Queue(
        id,
        title,
        rows.count(),
        rule,
        [_("Waiting"), _("Firm"), _("Applied for"), _("State")],
        [application_line(row, today) for row in shown[:SHOWN]],
        address("selection:application_list"),
        empty,
    )
