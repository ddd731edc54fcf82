"""The fees of one case: what further support would cost, its quotes, and the way to write one."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Case, CaseState
from banso.apps.fees.models import Quote
from banso.apps.fees.models.quotes import OVER
from banso.apps.fees.pricing import price_of
from banso.apps.fees.quote_pages import mark
from banso.apps.fees.words import shown


@requires(Action.QUOTE_WRITE)
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """What the case costs and why; a quote is written where a fee can arise and none is open."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.QUOTE_WRITE, Case.objects.select_related("firm", "service"))
    found = get_object_or_404(rows, ref=ref)
    tied = Q(case=found)
    if found.application_id is not None:
        tied |= Q(application=found.application_id)
    quotes = list(Quote.objects.filter(tied).order_by("-pk"))
    price = price_of(found.service, found.firm, None, access.today, about=found)
    waits = any(quote.case_id == found.pk and quote.state not in OVER for quote in quotes)
    context = {
        "case": found,
        "firm": found.firm,
        "price": shown(price),
        "sees_policy": access.can(Action.POLICY_VIEW),
        "quotes": [(quote, *mark(quote, access)) for quote in quotes],
        "may_write": found.state != CaseState.ENDED and not price.free and not waits,
    }
    return render(request, "fees/case.html", context)
