"""What pages of one listing have in common."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.sales.models import Listing
from banso.apps.sales.sites import Site
from banso.web import forms
from banso.web.acts import Act, Confirm, Text


def site_name(listing: Listing) -> str:
    """Where it is."""
    return Site(listing.channel, listing.mall).name


class OfListing(Act):
    """A step of one listing."""

    verb: Text = _("Store")
    done: Text = _("The listing is changed.")
    listing: Listing

    def find(self, *, ref: str) -> None:
        """The listing within reach."""
        rows = Listing.objects.select_related("product", "channel", "mall", "case__firm")
        self.listing = get_object_or_404(self.access.rows(self.action, rows), ref=ref)

    def form(self, data: Any) -> forms.Form:
        """Nothing but the button."""
        return Confirm(data)

    def back(self) -> str:
        """The listing; those who run a mall have a page of their own for it."""
        page = "sales:listing" if self.access.can(Action.OFFER_VIEW) else "malls:product"
        return reverse(page, args=[self.listing.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """The listings, and this one."""
        if not self.access.can(Action.OFFER_VIEW):
            return [(self.back(), self.listing.ref)]
        return [(reverse("sales:listing_list"), _("EC listings")), (self.back(), self.listing.ref)]

    def known(self) -> list[tuple[Text, Any]]:
        """What and where."""
        return [
            (_("Product"), self.listing.product.article),
            (_("Firm"), self.listing.case.firm.name),
            (_("Site"), site_name(self.listing)),
            (_("State"), self.listing.get_state_display()),
        ]
