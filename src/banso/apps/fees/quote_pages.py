"""Quotes: what a firm is asked to pay, answered by the firm, written and followed by its office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.fees.models import Quote, QuoteState
from banso.apps.fees.quotation import at_rates
from banso.apps.fees.success_pages import shown_share
from banso.apps.fees.words import rate_steps
from banso.apps.journal.selectors import timeline
from banso.web import formats, forms
from banso.web.acts import frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

#: The mark beside each state.
MARKS = {
    QuoteState.DRAFT: "unk",
    QuoteState.OFFERED: "now",
    QuoteState.ACCEPTED: "ok",
    QuoteState.STARTED: "now",
    QuoteState.INVOICED: "ok",
}


class QuoteFilter(forms.FilterForm):
    """Narrows the list of quotes."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *QuoteState.choices])


def mark(quote: Quote, access: Access) -> tuple[str, str]:
    """Kind and words of the status of a quote; one that waits past its day has ended."""
    if quote.state == QuoteState.OFFERED and quote.valid_until and quote.valid_until < access.today:
        return "late", str(_("Ended without an answer"))
    return MARKS.get(QuoteState(quote.state), "dash"), str(quote.get_state_display())


def visible(access: Access) -> Any:
    """The quotes a person may see: a firm sees what was sent to it."""
    rows = access.rows(Action.FEE_VIEW, Quote.objects.all())
    if access.roles == {Role.FIRM_MEMBER}:
        rows = rows.filter(offered_at__isnull=False)
    return rows.select_related("firm", "service", "application", "case")


@requires(Action.FEE_VIEW)
def quote_list(request: HttpRequest) -> HttpResponse:
    """Every quote within reach, the newest first."""
    access: Access = request.access  # type: ignore[attr-defined]
    own = access.roles == {Role.FIRM_MEMBER}
    firm = Column("firm", _("Firm"), value="firm.name", sort="firm__name")
    columns = [
        Column("ref", _("Quote"), sort="ref", link=lambda row: reverse("fees:quote", args=[row.ref])),
        *([] if own else [firm]),
        Column("service", _("Service"), value="service.name", sort="service__position"),
        Column("state", _("State"), value=lambda row: mark(row, access)[1], sort="state",
               html=lambda row: status(*mark(row, access))),
        Column("total", _("Price with tax"), kind="yen", sort="total"),
        Column("valid_until", _("Valid until"), kind="day", sort="valid_until"),
        Column("service_starts_on", _("Service starts"), kind="day", sort="service_starts_on"),
        Column("made_at", _("Made"), kind="day", sort="made_at"),
    ]  # fmt: skip
    records = RecordList(
        request, visible(access), columns=columns, filters=QuoteFilter, default_sort="-made_at",
        name="quotes",
        empty=_("No quote yet. A quote is written from the page of an application or a case."),
    )  # fmt: skip
    return records.response("fees/quotes.html", {"frame": frame_of(access), "own": own})


@requires(Action.FEE_VIEW)
def quote(request: HttpRequest, ref: str) -> HttpResponse:
    """One quote: the price and why, the terms, and what can be done next."""
    access: Access = request.access  # type: ignore[attr-defined]
    found = get_object_or_404(visible(access).select_related("terms", "answered_by", "replaces"), ref=ref)
    own = access.roles == {Role.FIRM_MEMBER}
    writes = access.can(Action.QUOTE_WRITE) and access.allows(Action.QUOTE_WRITE, found)
    state, late = found.state, bool(found.valid_until and found.valid_until < access.today)
    kind, words = mark(found, access)
    context = {
        "frame": frame_of(access),
        "quote": found,
        "own": own,
        "mark": kind,
        "words": words,
        "later": Quote.objects.filter(replaces=found, offered_at__isnull=False).first(),
        "revision": Quote.objects.filter(replaces=found).exists(),
        "success": shown_share(found, access),
        "sums": rate_steps(at_rates(found.frozen)),
        "reasons": _reasons(found),
        "instalments": _instalments(found),
        "invoices": found.invoices.order_by("pk"),
        "may_answer": not late
        and state == QuoteState.OFFERED
        and access.can(Action.QUOTE_ANSWER)
        and access.allows(Action.QUOTE_ANSWER, found),
        "acts": _acts(found) if writes else [],
        "may_invoice": state == QuoteState.STARTED and access.can(Action.INVOICE_ISSUE),
        "sees_policy": access.can(Action.POLICY_VIEW),
        "log": [] if own else timeline([("quote", found.ref)]),
    }
    return render(request, "fees/quote.html", context)


def _acts(found: Quote) -> list[tuple[str, Any, bool]]:
    """What the office can do now: address, words, and whether it is the next step."""
    steps: dict[str, list[tuple[str, Any, bool]]] = {
        QuoteState.DRAFT: [
            ("quote_withdraw", _("Throw away"), False),
            ("quote_change", _("Change the draft"), False),
            ("quote_offer", _("Send to the firm"), True),
        ],
        QuoteState.OFFERED: [
            ("quote_withdraw", _("Withdraw"), False),
            ("quote_revise", _("Replace by a new revision"), False),
        ],
        QuoteState.ACCEPTED: [
            ("quote_cancel", _("Cancel"), False),
            ("quote_move", _("Put the start off"), False),
            ("quote_start", _("Service has started"), True),
        ],
    }
    return [
        (reverse(f"fees:{name}", args=[found.ref]), words, go)
        for name, words, go in steps.get(found.state, [])
    ]


def _reasons(found: Quote) -> list[tuple[str, str]]:
    """The rows that settled the price, and what of their caps and allowances was used up before."""
    language, rows = formats.language(), found.frozen.get("rows", [])
    counting = [row for row in rows if row["settles"] and row.get("counts", True)]
    return [(row[f"reason_{language}"], row.get(f"used_{language}", "")) for row in counting]


def _instalments(found: Quote) -> list[tuple[int, int, int]]:
    """Parts: number, months after the start, yen; nothing where it is paid at once."""
    parts = found.frozen["instalments"]
    if len(parts) < 2:
        return []
    return [(number, part["months"], part["yen"]) for number, part in enumerate(parts, start=1)]
