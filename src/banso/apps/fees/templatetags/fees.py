"""What the page of a case says of fees: its quotes, and the way to write one where a fee can arise."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Case, CaseState
from banso.apps.fees.models import Quote
from banso.apps.fees.models.quotes import OVER
from banso.apps.fees.pricing import price_of

register = template.Library()


@register.inclusion_tag("fees/parts/of_case.html", takes_context=True)
def fees_of_case(context: Context, case: Case) -> dict[str, Any]:
    """The quotes of a case; the way to write one for whoever may, unless the support is free or quoted."""
    access: Access = context["request"].access
    if not access.can(Action.FEE_VIEW) or not access.allows(Action.FEE_VIEW, case):
        return {}
    tied = Quote.objects.filter(case=case)
    if case.application_id is not None:
        tied |= Quote.objects.filter(application=case.application_id)
    quotes = list(tied.order_by("-pk"))
    may_write = (
        case.state != CaseState.ENDED
        and all(quote.state in OVER for quote in quotes if quote.case_id == case.pk)
        and access.can(Action.QUOTE_WRITE)
        and access.allows(Action.QUOTE_WRITE, case)
        and not price_of(case.service, case.firm, None, access.today, about=case).free
    )
    return {"case": case, "quotes": quotes, "may_write": may_write}
