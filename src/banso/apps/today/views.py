"""The first page of every role."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.today import (
    accounting,
    administration,
    expert,
    firm,
    newcomer,
    office,
    oversight,
    partner,
    selection,
)

#: The page of a role. Who holds several sees that of the first one named here.
BOARDS: tuple[tuple[frozenset[Role], str, Any], ...] = (
    (frozenset({Role.OFFICE_STAFF, Role.OFFICE_MANAGER}), "today/office.html", office.context),
    (frozenset({Role.FIRM_MEMBER}), "today/firm.html", firm.context),
    (frozenset({Role.EXPERT}), "today/expert.html", expert.context),
    (frozenset({Role.REVIEWER, Role.DECIDER}), "today/selection.html", selection.context),
    (frozenset({Role.PARTNER_MEMBER}), "today/partner.html", partner.context),
    (
        frozenset({Role.PROGRAMME_MANAGER, Role.EVALUATOR, Role.AUDITOR}),
        "today/oversight.html",
        oversight.context,
    ),
    (frozenset({Role.ACCOUNTANT}), "today/accounting.html", accounting.context),
    (frozenset({Role.ADMINISTRATOR}), "today/administration.html", administration.context),
)


@requires(Action.TODAY)
def home(request: HttpRequest) -> HttpResponse:
    """What is to be done today, by the role that the person holds."""
    roles = request.access.roles  # type: ignore[attr-defined]
    if roles == {Role.BUYER}:
        return redirect("street:find")
    if roles == {Role.MALL_OPERATOR}:
        return redirect("malls:desk")
    for wanted, template, context in BOARDS:
        if wanted & roles:
            return render(request, template, context(request))
    return render(request, "today/newcomer.html", newcomer.context(request))
