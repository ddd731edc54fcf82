"""What a firm does with an edition besides writing it: hand in, take back, drop, begin the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.products import needs, selectors, services
from banso.apps.products.models import Edition, Product
from banso.apps.products.words import label_of
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text


class OnProduct(Act):
    """Something done to one product."""

    product: Product
    standing: selectors.Standing

    def find(self, ref: str = "", **_kwargs: Any) -> None:
        """The product with its editions, within reach."""
        rows = self.access.rows(self.action, Product.objects.select_related("firm"))
        parts = (f"editions__{part}" for part in selectors.PARTS)
        found = rows.prefetch_related("editions__category", *parts)
        self.product = get_object_or_404(found, ref=ref)
        self.standing = selectors.standing(self.product)

    def form(self, data: Any) -> forms.Form:
        """Only a button."""
        return Confirm(data)

    def back(self) -> str:
        """Its page."""
        return reverse("products:product", args=[self.product.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the products."""
        return [(reverse("products:product_list"), _("Products")), (self.back(), self.product.ref)]

    def subtitle(self) -> Text:
        """Which product."""
        return selectors.name_of(self.standing.current) or self.product.article

    @property
    def edition(self) -> Edition:
        """The edition that is open, else the newest: the service says that it is at another point."""
        return self.standing.open or self.standing.last

    def naming_what_is_missing(self, service: Callable[[Actor, Edition], Edition], actor: Actor) -> None:
        """Call a service for the edition; where it refuses because something is missing, say what."""
        try:
            service(actor, self.edition)
        except Refused as refused:
            if refused.rule != "complete":
                raise
            lacking = [label_of(code) for code in needs.missing(self.edition, actor.today)]
            message = _("Still missing: %(what)s.") % {"what": formats.joined(*lacking)}
            raise Refused(refused.rule, message) from refused


class HandIn(OnProduct):
    """Hand an edition in for its review."""

    action = Action.PRODUCT_WRITE
    title, verb = _("Hand in for review"), _("Hand in")
    done = _("Handed in. Your office reviews it before buyers are shown it.")
    intro = _("Until it is reviewed it cannot be changed; you can take it back.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Hand it in."""
        self.naming_what_is_missing(services.hand_in, actor)


class TakeBack(OnProduct):
    """Take an edition back before its review."""

    action = Action.PRODUCT_WRITE
    title, verb = _("Take it back to change it"), _("Take it back to change it")
    done = _("Taken back. You can change it.")
    intro = _("It leaves the queue of those who review, and can be changed again.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it back."""
        services.take_back(actor, self.edition)


class Drop(OnProduct):
    """Give up the edition that is being written."""

    action = Action.PRODUCT_WRITE
    title, verb, done = _("Drop this edition"), _("Drop this edition"), _("Dropped.")
    intro = _("What was changed is not used. What is published stays as it is.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Drop it."""
        services.drop(actor, self.edition)


class Next(OnProduct):
    """Begin the next edition of a product."""

    action = Action.PRODUCT_WRITE
    title, verb, done = _("Change the product"), _("Begin the next edition"), _("You can change it now.")
    intro = _("Buyers go on seeing what is published until the next edition has been reviewed.")
    begun = False

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Begin it."""
        services.next_edition(actor, self.product)
        self.begun = True

    def back(self) -> str:
        """The form, once it is begun."""
        return reverse("products:write", args=[self.product.ref]) if self.begun else super().back()
