"""Invited buyers as staff see them: the list, one company, what buyers recommend."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.buyers.forms import CompanyFilter
from banso.apps.buyers.models import BuyerCompany, Recommendation, RecommendationState, State
from banso.apps.buyers.services import subject
from banso.apps.journal.selectors import timeline
from banso.web import formats
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

_EVENTS_SHOWN = 30


def companies() -> QuerySet[BuyerCompany]:
    """Companies with ``joined``, how many of their people came in, and ``last_in``, when one last did."""
    rows = BuyerCompany.objects.select_related("market", "office")
    return rows.annotate(
        people=Count("buyers", distinct=True),
        joined=Count("buyers", filter=Q(buyers__joined_at__isnull=False), distinct=True),
        last_in=Max("buyers__user__last_login"),
    )


def access_words(company: BuyerCompany, day: date) -> tuple[str, str]:
    """The kind of mark and the word for what a company may do on a day."""
    if company.state == State.SUSPENDED:
        return "no", str(State.SUSPENDED.label)
    if company.last_day < day:
        return "dash", str(_("Ended"))
    if not company.joined:  # type: ignore[attr-defined]
        return "unk", str(_("Not joined yet"))
    return ("now", str(_("Begins later"))) if company.first_day > day else ("ok", str(State.OPEN.label))


def access_shown(company: BuyerCompany, day: date) -> SafeString:
    """The same with its mark."""
    return status(*access_words(company, day))


def address(company: BuyerCompany) -> str:
    """The page of a company."""
    return reverse("buyers:company", args=[company.ref])


@requires(Action.BUYER_VIEW)
@require_GET
def company_list(request: HttpRequest) -> HttpResponse:
    """Every invited company in reach; those whose access ends first stand first."""
    access: Access = request.access  # type: ignore[attr-defined]
    day, may_invite = access.today, access.can(Action.BUYER_INVITE)
    records = RecordList(
        request,
        access.rows(Action.BUYER_VIEW, companies()).prefetch_related("groups"),
        columns=[
            Column("name", _("Company"), sort="name", link=address, second=lambda row: row.ref),
            Column("market", _("Country"), value="market.name", sort="market__position"),
            Column("kind", _("Kind of business"), value=lambda row: row.get_kind_display(), sort="kind"),
            Column("groups", _("Buyer groups"), value=_groups),
            Column("joined", _("People"), kind="number", sort="joined", second=_invited),
            Column("last_in", _("Last came in"), kind="day", sort="last_in"),
            Column("office", _("Office in charge"), value="office.name", sort="office__position"),
            Column("last_day", _("Until"), kind="day", sort="last_day"),
            Column("access", _("Access"), value=lambda row: access_words(row, day)[1],
                   html=lambda row: access_shown(row, day)),
        ],
        filters=CompanyFilter.on(day),
        default_sort="last_day",
        name="buyers",
        empty=_("No buyer has been invited yet."),
        empty_link=(reverse("buyers:invite"), _("Invite a buyer")) if may_invite else None,
    )  # fmt: skip
    asked = access.rows(Action.BUYER_MANAGE, Recommendation.objects.all())
    context = {
        "may_invite": may_invite,
        "may_decide": access.can(Action.BUYER_MANAGE),
        "may_see_demand": access.can(Action.DEMAND_VIEW),
        "asked": asked.filter(state=RecommendationState.ASKED).count(),
    }
    return records.response("buyers/company_list.html", context)


def _groups(company: BuyerCompany) -> str:
    return formats.joined(*(group.name for group in company.groups.all()))


def _invited(company: BuyerCompany) -> str:
    waiting = company.people - company.joined  # type: ignore[attr-defined]
    return pgettext("buyers", "%(number)s invited, not joined") % {"number": waiting} if waiting else ""


@requires(Action.BUYER_VIEW)
@require_GET
def company(request: HttpRequest, ref: str) -> HttpResponse:
    """One company: its people, what it sees, and what happened."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = companies().select_related("invited_by", "market", "office")
    found = get_object_or_404(access.rows(Action.BUYER_VIEW, rows), ref=ref)
    may_manage = access.can(Action.BUYER_MANAGE) and access.allows(Action.BUYER_MANAGE, found)
    context: dict[str, Any] = {
        "company": found,
        "access_shown": access_shown(found, access.today),
        "people": found.buyers.select_related("user").order_by("pk"),
        "recommender": Recommendation.objects.filter(invited=found).select_related("by__company").first(),
        "may_manage": may_manage,
        "may_suspend": may_manage and found.state == State.OPEN,
        "may_resume": may_manage and found.state == State.SUSPENDED,
        "log": timeline([subject(found)], limit=_EVENTS_SHOWN),
    }
    return render(request, "buyers/company.html", context)


@requires(Action.BUYER_MANAGE)
@require_GET
def recommendation_list(request: HttpRequest) -> HttpResponse:
    """What buyers recommend, those that wait first."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = Recommendation.objects.select_related("by__company", "by__user", "market", "invited")
    records = RecordList(
        request,
        access.rows(Action.BUYER_MANAGE, rows),
        columns=[
            Column("company_name", _("Company"), sort="company_name", second=lambda row: row.market.name),
            Column("words", _("Why")),
            Column("by", _("Recommended by"), value="by.company.name", sort="by__company__name",
                   link=lambda row: address(row.by.company), second=lambda row: row.by.user.name),
            Column("made_at", _("Recommended on"), kind="day", sort="made_at"),
            Column("state", _("State"), value=lambda row: row.get_state_display(), sort="state",
                   html=_state, second=lambda row: row.reason),
        ],
        default_sort="state",
        name="recommendations",
        empty=_("No buyer has recommended anybody yet."),
        verb=_decide,
    )  # fmt: skip
    return records.response("buyers/recommendation_list.html")


_MARKS = {
    RecommendationState.ASKED: "now",
    RecommendationState.APPROVED: "ok",
    RecommendationState.REFUSED: "no",
}


def _state(row: Recommendation) -> SafeString:
    return status(_MARKS[RecommendationState(row.state)], row.get_state_display())


def _decide(row: Recommendation) -> tuple[str, Any]:
    if row.state == RecommendationState.ASKED:
        return reverse("buyers:recommendation_approve", args=[row.pk]), _("Decide")
    return (address(row.invited), _("Open")) if row.invited else ("", "")
