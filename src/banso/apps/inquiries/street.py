"""What conversations add to the pages of Japan Street: messages in the bar, a button on each product."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from banso.apps.inquiries.models import Inquiry
from banso.apps.inquiries.selectors import Answers, answer_days
from banso.apps.products.models import Edition
from banso.apps.street.extending import BarPlace, ProductAct, register_act, register_facts, register_place
from banso.apps.street.viewer import Viewer

PLACE = "messages"


def _unread(user: int) -> QuerySet[Inquiry]:
    return Inquiry.objects.filter(company__buyers__user=user, words__gt=F("buyer_seen")).order_by("pk")


def _asked(viewer: Viewer, edition: Edition) -> Mapping[str, Any]:
    found = Inquiry.objects.filter(company=viewer.company, product=edition.product_id).first()
    return {"inquiry": found, "ref": edition.product.ref}


def _answers(viewer: Viewer, edition: Edition) -> list[tuple[str, str]]:
    return [(_("The maker answers"), answers_words(answer_days(edition.product.firm_id, viewer.day)))]


def answers_words(found: Answers) -> str:
    """How a maker answers, in words."""
    if not found.asked:
        return _("Not known yet")
    counts = {"asked": found.asked, "answered": found.answered}
    if found.days is None:
        return _("Has answered none of %(asked)s questions of the last year") % counts
    days = round(found.days)
    usually = ngettext("Usually after %(number)s working day", "Usually after %(number)s working days", days)
    said = usually % {"number": days} if days else _("Usually on the same day")
    return _("%(when)s; answered %(answered)s of %(asked)s questions of the last year") % {
        "when": said,
        **counts,
    }


def register() -> None:
    """Let buyers find their conversations."""
    register_place(BarPlace(PLACE, gettext_lazy("Messages"), "inquiries:street_list", _unread))
    register_facts("answers", _answers)
    register_act(ProductAct("ask", "inquiries/street/button.html", _asked))
