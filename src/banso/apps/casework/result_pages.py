"""The list of exports, what looks alike among them, and the page behind a personal link."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts import links
from banso.apps.accounts.access import NO_ROLE, Access, public, requires
from banso.apps.accounts.models import LinkPurpose, PersonalLink
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.casework import result_words, services
from banso.apps.casework.models import Confirmation, ExportResult
from banso.apps.casework.result_forms import LinkForm, ResultFilter
from banso.apps.casework.selectors import lookalike_pairs
from banso.apps.journal.actor import Actor
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

#: A page shows so many pairs; what was decided falls away and the next come up.
PAIRS_SHOWN = 50


@requires(Action.RESULT_VIEW)
@require_GET
def result_list(request: HttpRequest) -> HttpResponse:
    """The exports within reach, the latest first."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.RESULT_VIEW, ExportResult.objects.all())
    rows = rows.select_related("case__firm", "market", "mall")
    records = RecordList(
        request,
        rows.prefetch_related("confirmations__contact"),
        columns=[
            Column("exported_on", gettext_lazy("Day of export"), kind="day", sort="exported_on"),
            Column("firm", gettext_lazy("Firm"), value="case.firm.name", sort="case__firm__name_kana"),
            Column("case", gettext_lazy("Case"), value="case.ref", sort="case__ref", link=_address),
            Column("market", gettext_lazy("Market"), value="market.name", second=lambda row: row.product),
            Column(
                "amount_yen",
                gettext_lazy("Amount (yen)"),
                kind="yen",
                sort="amount_yen",
                second=lambda row: result_words.money(row) if row.amount is not None else "",
            ),
            Column("source", gettext_lazy("Rests on"), value=result_words.source),
            Column("state", gettext_lazy("State"), value=_state, html=_mark),
        ],
        filters=ResultFilter,
        default_sort="-exported_on",
        name="exports",
        empty=gettext_lazy("No export is recorded yet."),
    )
    may_settle = access.can(Action.RESULT_SETTLE)
    return records.response("casework/result_list.html", {"may_settle": may_settle})


def _address(row: ExportResult) -> str:
    return reverse("casework:case", args=[row.case.ref]) + "#results"


def _state(row: ExportResult) -> str:
    return str(result_words.STATES[result_words.state_of(row, list(row.confirmations.all()))][1])


def _mark(row: ExportResult) -> SafeString:
    mark, words = result_words.STATES[result_words.state_of(row, list(row.confirmations.all()))]
    said = _("%(words)s (sample)") % {"words": words} if row.sample else str(words)
    return status(mark, said)


@requires(Action.RESULT_SETTLE)
@require_GET
def alike_list(request: HttpRequest) -> HttpResponse:
    """Pairs of exports that look like one and that nobody has told apart yet."""
    access: Access = request.access  # type: ignore[attr-defined]
    found = lookalike_pairs(access.rows(Action.RESULT_SETTLE, ExportResult.objects.all()))
    shown = found[-PAIRS_SHOWN:][::-1]
    keys = {key for pair in shown for key in pair}
    rows = {
        row.pk: row
        for row in ExportResult.objects.filter(pk__in=keys)
        .select_related("case__firm", "case__service", "market")
        .order_by("pk")
    }
    pairs = [
        [(rows[key], result_words.money(rows[key]), result_words.source(rows[key])) for key in pair]
        for pair in shown
    ]
    return render(request, "casework/result_alike.html", {"pairs": pairs, "count": len(found)})


def answer_page(request: HttpRequest, link: PersonalLink) -> HttpResponseBase:
    """The exports that a contact is asked about, and the answers. Looking at it uses nothing up."""
    assert link.contact is not None
    if _somebody_else(request, link):
        return render(request, "casework/confirm_other.html", status=403)
    waiting = list(
        Confirmation.objects.filter(link=link, given_at__isnull=True, result__duplicate_of__isnull=True)
        .select_related("result__case__service", "result__case__office", "result__market", "result__mall")
        .order_by("result__exported_on", "pk")
    )
    form = LinkForm(request.POST or None, asked=waiting)
    if form.is_bound and form.is_valid():
        answers = {key: services.AnswerData(**values) for key, values in form.answers().items()}
        actor = Actor(link.contact.user_id, NO_ROLE, request.access.at)  # type: ignore[attr-defined]
        try:
            services.answer_by_link(actor, link, answers)
        except Refused as refused:
            if refused.rule == "link_closed":
                return render(request, "accounts/link_closed.html", status=410)
            form.refuse(refused)
        else:
            return redirect("casework:confirm_thanks")
    context = {
        "link": link,
        "asked": [(row, result_words.known(row.result), form.of(row)) for row in waiting],
        "form": form,
        "case": waiting[0].result.case if waiting else None,
    }
    return render(request, "casework/confirm_by_link.html", context)


def _somebody_else(request: HttpRequest, link: PersonalLink) -> bool:
    """Whether another person of a firm is signed in: a link is for the contact alone."""
    user: Any = request.user
    if not user.is_authenticated or link.contact is None:
        return False
    return link.contact.user_id is not None and link.contact.user_id != user.pk


@public
@require_GET
def confirm_thanks(request: HttpRequest) -> HttpResponse:
    """What is said once an answer has arrived. It names nobody and nothing."""
    return render(request, "casework/confirm_thanks.html")


def register() -> None:
    """Let links that ask for confirmation open their page."""
    links.handle(LinkPurpose.CONFIRM_RESULT, answer_page)
