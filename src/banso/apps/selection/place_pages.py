"""The list of a round that says of each application why it got its place or not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.programmes.models import Round
from banso.apps.selection.duties import owed_of
from banso.apps.selection.models import Application, ApplicationState
from banso.apps.selection.places import RELATED, Because, because, cut_of, decisions_in
from banso.apps.selection.selectors import DETERMINED
from banso.apps.selection.veil import closed_to
from banso.web import forms
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

_MARKS = {
    ApplicationState.ADOPTED: "ok", ApplicationState.WAITING: "part", ApplicationState.DECLINED: "no",
    ApplicationState.WITHDRAWN: "dash",
}  # fmt: skip


class StandingFilter(forms.FilterForm):
    """Which applications."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), *((code.value, code.label) for code in _MARKS)],
    )


@requires(Action.ROUND_VIEW)
@require_GET
def place_list(request: HttpRequest, code: str) -> HttpResponse:
    """The applications of a round within reach, each with why it stands where it stands."""
    access: Access = request.access  # type: ignore[attr-defined]
    found = get_object_or_404(Round.objects.select_related("service"), code=code)
    of_round = Application.objects.filter(round=found)
    every = decisions_in(found)
    told: dict[int, Because] = {}
    owed: dict[int, int] = {}

    def beside(rows: list[Application]) -> None:
        told.update({row.pk: because(row, every.get(row.ref)) for row in rows})
        owed.update(owed_of([row.firm_id for row in rows], access.today))

    rows = access.rows(Action.APPLICATION_VIEW, of_round) if access.can(Action.APPLICATION_VIEW) else None
    rows = Application.objects.none() if rows is None else rows.exclude(pk__in=closed_to(access).values("pk"))
    states = [*DETERMINED, ApplicationState.WITHDRAWN]
    if Role.REVIEWER not in access.roles:
        # Whoever reviews may still have to give a view on what waits.
        states.append(ApplicationState.WAITING)
    records = RecordList(
        request,
        rows.filter(state__in=states).select_related("firm", *RELATED),
        columns=[
            Column("firm", _("Firm"), value="firm.name", sort="firm__name_kana", link=_address, second=_ref),
            Column("state", _("State"), value=_state, html=_mark, sort="state"),
            Column("why", _("Why"), value=lambda row: told[row.pk].standing, second=_reason),
            Column(
                "points", _("Points for a place"), kind="number",
                value=lambda row: told[row.pk].points,
            ),
            Column(
                "rows", _("How the points came about"), value=lambda row: _said(told[row.pk]),
                html=lambda row: _listed(told[row.pk]),
            ),
            Column("owed", _("Owed today"), kind="number", value=lambda row: owed.get(row.firm_id, 0)),
        ],
        filters=StandingFilter,
        default_sort="firm",
        name=f"places-{found.code}",
        empty=_("Nothing is determined in this round yet."),
        beside=beside,
    )  # fmt: skip
    return records.response("selection/place_list.html", {"round": found, "cut": cut_of(every)})


def _address(row: Application) -> str:
    return reverse("selection:application", args=[row.ref])


def _ref(row: Application) -> str:
    return row.ref


def _state(row: Application) -> str:
    return row.get_state_display()


def _mark(row: Application) -> SafeString:
    return status(_MARKS[ApplicationState(row.state)], row.get_state_display())


def _reason(row: Application) -> str:
    """What the person wrote who decided it."""
    determination, waiting = getattr(row, "determination", None), getattr(row, "waiting", None)
    if determination is not None:
        return determination.reason
    return waiting.reason if waiting is not None and row.state == ApplicationState.WAITING else ""


def _said(found: Because) -> str:
    return " ".join(f"{row.points}: {row.reason}" for row in found.rows)


def _listed(found: Because) -> SafeString:
    if not found.rows:
        return format_html("–")
    lines = format_html_join(
        "", '<li><span class="num">{}</span>　{}</li>', ((row.points, row.reason) for row in found.rows)
    )
    return format_html('<ul class="plain">{}</ul>', lines)
