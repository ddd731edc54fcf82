"""What the malls that somebody runs owe firms: open months to tick as paid, and those paid."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.malls.selectors import malls_of
from banso.apps.sales.due_acts import Mistake, Pay
from banso.apps.sales.due_pages import board
from banso.apps.sales.owed import dues_of
from banso.apps.sales.terms import terms_by_mall
from banso.web.acts import Text


@requires(Action.DESK_VIEW)
@require_GET
def dues(request: HttpRequest) -> HttpResponse:
    """The months of all malls that the person runs, and the terms in force."""
    access: Access = request.access  # type: ignore[attr-defined]
    malls = malls_of(access)
    terms = terms_by_mall([mall.pk for mall in malls], access.today)
    context = {
        "in_force": [(mall, terms.get(mall.pk)) for mall in malls],
        "several": len(malls) > 1,
        **board(request, dues_of(access, Action.DESK_VIEW), reverse("malls:pay"), "malls:payout_mistake"),
    }
    return render(request, "malls/dues.html", context)


class _OfDesk:
    """The way back to the months of one's own malls."""

    def back(self) -> str:
        """The months."""
        return reverse("malls:dues")

    def crumbs(self) -> list[tuple[str, Text]]:
        """The mall and its months."""
        return [(reverse("malls:desk"), _("Your mall")), (self.back(), _("Payments to firms"))]


class DeskPay(_OfDesk, Pay):
    """Months of one's own mall were paid."""

    action = Action.DESK_WORK


class DeskMistake(_OfDesk, Mistake):
    """A payment of one's own mall was marked by mistake."""

    action = Action.DESK_WORK
