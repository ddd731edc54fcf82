"""What staff do: review an edition, publish it, suspend a product, offer it again, withdraw it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.journal.actor import Actor
from banso.apps.products import services
from banso.apps.products.acts import OnProduct
from banso.apps.products.forms import ReasonForm, ReviewForm
from banso.apps.products.words import row_names, rows_of
from banso.web import forms


class Review(OnProduct):
    """Send an edition back with what has to change."""

    action = Action.PRODUCT_REVIEW
    title, verb = _("Review the product"), _("Send back with these comments")
    done = _("Sent back to the firm.")
    template = "products/review.html"

    def form(self, data: Any) -> forms.Form:
        """A comment on each row, and on the whole."""
        return ReviewForm(data, ["", *row_names(self.edition)])

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Send it back."""
        names = ["", *row_names(self.edition)]
        services.send_back(actor, self.edition, {name: data[ReviewForm.key(name)] for name in names})

    def page(self, form: forms.Form) -> Any:
        """The rows with the field for each comment beside them."""
        rows = [row for row in rows_of(self.edition, self.standing.published) if row.name]
        self.lines = [(row, form[ReviewForm.key(row.name)]) for row in rows]
        self.whole = form[ReviewForm.key("")]
        return super().page(form)

    def more(self) -> dict[str, Any]:
        """The rows and the pictures."""
        return {
            "lines": self.lines,
            "whole": self.whole,
            "edition": self.edition,
            "product": self.product,
            "published": self.standing.published,
        }


class Publish(OnProduct):
    """Publish an edition."""

    action = Action.PRODUCT_REVIEW
    title, verb, done = _("Publish the product"), _("Publish the product"), _("Published.")
    intro = _(
        "Buyers and operators of channels are shown it from now on. What was published before is replaced."
    )

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Publish it."""
        self.naming_what_is_missing(services.publish, actor)


class _WithReason(OnProduct):
    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return ReasonForm(data)


class Suspend(_WithReason):
    """Show a product to nobody for a time."""

    action = Action.PRODUCT_STOP
    title, verb, done = _("Suspend"), _("Suspend"), _("Suspended.")
    intro = _("Nobody is shown it until it is offered again. The firm reads the reason.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Suspend it."""
        services.suspend(actor, self.product, data["reason"])


class Resume(_WithReason):
    """Offer a suspended product again."""

    action = Action.PRODUCT_STOP
    title, verb, done = _("Offer it again"), _("Offer it again"), _("It is offered again.")
    intro = _("It is shown as it was last published.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Offer it again."""
        services.resume(actor, self.product, data["reason"])


class Withdraw(_WithReason):
    """Offer a product no more."""

    action = Action.PRODUCT_WITHDRAW
    title, verb, done = _("Withdraw for good"), _("Withdraw"), _("Withdrawn.")
    intro = _("It is offered no more and cannot be changed. To offer it again it is entered anew.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Withdraw it."""
        services.withdraw(actor, self.product, data["reason"])
