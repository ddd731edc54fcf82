"""By what a site names a listing on each of its marketplaces: kept, and taken back."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Market
from banso.apps.journal.actor import Actor
from banso.apps.sales import services
from banso.apps.sales.models import CodeKind, Identifier, Listing
from banso.apps.sales.of_listing import OfListing
from banso.apps.sales.services import IdentifierData
from banso.web import forms
from banso.web.acts import Text


class IdentifierForm(forms.Form):
    """The marketplace (a mall has one), the code, what it is, the currency."""

    market = forms.ModelChoiceField(Market.objects.order_by("position"), label=_("Marketplace"))
    identifier = forms.CharField(
        label=_("Identifier on the site"),
        max_length=60,
        help_text=_("As the reports of the site name the product, for example an ASIN or SKU."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of identifier"), choices=CodeKind.choices, widget=forms.RadioSelect
    )
    currency = forms.CharField(
        label=_("Currency in which it is sold there"),
        max_length=3,
        required=False,
        help_text=_("Three letters, such as USD. A report in another currency is refused then."),
    )

    def __init__(self, data: Any, listing: Listing, *, needed: bool = True) -> None:
        super().__init__(data, initial={"kind": CodeKind.OTHER if listing.mall_id else CodeKind.ASIN})
        for name in ("identifier", "market", "kind"):
            self.fields[name].required = needed
        if listing.mall_id is not None:
            del self.fields["market"]


def identifier_of(data: dict[str, Any]) -> IdentifierData:
    """What the form says."""
    kind = data["kind"] or CodeKind.OTHER
    return IdentifierData(data["identifier"], data.get("market"), kind, data["currency"])


class KeepIdentifier(OfListing):
    """Keep a code; that of the same kind and marketplace is replaced."""

    action = Action.OFFER_ANSWER
    title = _("Identifier on a marketplace")
    intro = _("Reports are read by marketplace and identifier. One of the same kind replaces the last.")

    def form(self, data: Any) -> forms.Form:
        """Marketplace, code, kind and currency."""
        return IdentifierForm(data, self.listing)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Keep it."""
        services.keep_identifier(actor, self.listing, identifier_of(data))


class DropIdentifier(OfListing):
    """Take a code back that was a mistake."""

    action = Action.OFFER_ANSWER
    title, verb = _("Take the identifier back"), _("Take it back")
    intro = _("Lines that were read by it stay as they are; later ones wait for staff.")
    identifier: Identifier

    def find(self, *, ref: str, pk: int = 0) -> None:
        """The code of the listing within reach."""
        super().find(ref=ref)
        rows = self.listing.identifiers.filter(until__isnull=True).select_related("market")
        self.identifier = get_object_or_404(rows, pk=pk)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Drop it."""
        services.drop_identifier(actor, self.identifier)

    def known(self) -> list[tuple[Text, Any]]:
        """Which one."""
        return [
            *super().known(),
            (_("Marketplace"), self.identifier.market.name),
            (_("Identifier on the site"), self.identifier.code),
        ]
