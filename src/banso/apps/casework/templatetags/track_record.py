"""The EC record of a firm as other rooms show it, with who says it."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from banso.apps.accounts.permissions import Action
from banso.apps.casework.track_record import Grade, ec_record_of, standing_proofs
from banso.apps.directory.models import Firm
from banso.web.acts import frame_of

register = template.Library()


@register.inclusion_tag("casework/parts/track_record.html", takes_context=True)
def ec_record(context: Context, firm: Firm, *, offer: bool = False) -> dict[str, Any]:
    """A fact of a firm: its EC record, by which grade it is known, what else is said. Two or three queries.

    ``offer``: with the ways to prove it and to take a proof back.
    """
    access = context["request"].access
    found = ec_record_of(firm, access.today)
    prove = offer and access.allows(Action.EC_RECORD_PROVE, firm)
    return {
        "firm": firm,
        "found": found,
        "seen_by_banso": found.best.grade == Grade.SEEN,
        "proven": found.best.grade == Grade.EVIDENCE,
        # Whether word and proof agree is for staff to ask.
        "disagrees": found.disagrees and frame_of(access) == "work.html",
        "may_prove": prove,
        "proofs": list(standing_proofs(access.today).filter(firm=firm).select_related("document"))
        if prove and found.evidence
        else [],
    }
