"""What other rooms show of the one-stop programme on the page of a firm or case."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import F
from django.template import Context

from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Firm
from banso.apps.new_exporters.models import Registration

register = template.Library()


@register.inclusion_tag("new_exporters/parts/of_firm.html", takes_context=True)
def new_exporter(context: Context, firm: Firm, *, offer: bool = True) -> dict[str, Any]:
    """A fact of a firm: its latest registration in the programme, or (``offer``) the way to register it.

    Nothing where the person may not read registrations. One query.
    """
    access = context["request"].access
    if not access.can(Action.REGISTRATION_VIEW):
        return {}
    rows = access.rows(Action.REGISTRATION_VIEW, Registration.objects.filter(firm=firm))
    found = rows.select_related("readiness").order_by(F("closed_on").asc(nulls_first=True), "-pk").first()
    return {"firm": firm, "found": found, "may_register": offer and access.can(Action.REGISTRATION_WORK)}
