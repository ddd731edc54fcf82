"""Products of reports that match no listing: matched, or set aside."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.sales import services
from banso.apps.sales.models import Listing, SetAside
from banso.apps.sales.selectors import all_waiting_products, waiting
from banso.apps.sales.sites import Site
from banso.web import formats, forms
from banso.web.acts import Act, Text


@requires(Action.SALE_VIEW)
@require_GET
def waiting_list(request: HttpRequest) -> HttpResponse:
    """What reports call products that nobody knows, those with the most lines first."""
    may_match = request.access.can(Action.SALE_IMPORT)  # type: ignore[attr-defined]
    context = {"products": all_waiting_products(), "may_match": may_match}
    return render(request, "sales/waiting.html", context)


class _OfProduct(Act):
    """Something done to all lines that wait under one name at one site."""

    action = Action.SALE_IMPORT

    def find(self, *, pk: int) -> None:
        """Any line of them."""
        lines = waiting().select_related("report__mall__market", "report__channel", "market")
        self.line = get_object_or_404(lines, pk=pk)
        self.site = Site(self.line.report.channel, self.line.report.mall)

    def back(self) -> str:
        """What waits."""
        return reverse("sales:waiting_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """The reports, and what waits."""
        return [(reverse("sales:report_list"), _("Sales reports")), (self.back(), _("Lines that wait"))]

    def known(self) -> list[tuple[Text, Any]]:
        """What the reports say."""
        lines = waiting(self.site).filter(product_key=self.line.product_key, market=self.line.market)
        return [
            (_("Site"), self.site.name),
            (_("Marketplace"), self.line.market.name),
            (_("Product in the report"), self.line.product_key),
            (_("Lines"), formats.number(lines.count())),
        ]


class MatchForm(forms.Form):
    """Which listing it is."""

    listing = forms.CharField(
        label=_("Reference of the listing"),
        max_length=20,
        help_text=_("As on the list of listings, for example LI-2025-0001."),
    )


class Match(_OfProduct):
    """Say which listing the reports mean."""

    title, verb = _("Match the product"), _("Match")
    done = _("The lines are matched; their sales are exports of the case now.")
    intro = _("Later reports of this site are read so too.")

    def form(self, data: Any) -> forms.Form:
        """The reference."""
        return MatchForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Match all of them."""
        listing = Listing.objects.filter(ref=data["listing"].strip().upper()).first()
        if listing is None:
            raise Refused("listing_unknown", str(_("There is no listing of this reference.")), "listing")
        services.match_lines(actor, self.site, self.line.product_key, listing, self.line.market_id)


class SetAsideForm(forms.Form):
    """Why they are nobody's sale here."""

    reason = forms.ChoiceField(label=_("Reason"), choices=SetAside.choices, widget=forms.RadioSelect)


class SetAsideLines(_OfProduct):
    """Say that the lines are nobody's sale here."""

    title, verb = _("Set the lines aside"), _("Set aside")
    done = _("The lines are set aside.")

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return SetAsideForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Set all of them aside."""
        services.set_aside_lines(actor, self.site, self.line.product_key, data["reason"], self.line.market_id)
