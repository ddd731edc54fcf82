"""What an operator does with the products that were ticked: each act on a page that lists them once more."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.malls.desk_offers import Offered, described, rows
from banso.apps.malls.services import answer_many
from banso.apps.sales import services
from banso.apps.sales.models import DeclineReason, EndReason, ListingState
from banso.web import forms
from banso.web.acts import Act, Confirm, Text

_MOST = 200
#: What an operator does not say: the mall's closing is head office's to tell, the product's state the firm's.
_NOT_FOR_OPERATORS = {DeclineReason.MALL_CLOSED, EndReason.MALL_CLOSED}


class DeskAct(Act):
    """One act on many products. Those out of reach, and those at another point by now, are left out."""

    action = Action.DESK_WORK
    template = "malls/desk_act.html"
    code: ClassVar[str]
    states: ClassVar[tuple[ListingState, ...]]
    items: list[Offered]

    def find(self, **_kwargs: Any) -> None:
        """The products ticked that can still take the act."""
        refs = self.request.GET.getlist("l")[:_MOST]
        found = self.access.rows(self.action, rows(self.access)).filter(ref__in=refs, state__in=self.states)
        self.items = described(list(found.order_by("mall__position", "pk")), self.today)

    def form(self, data: Any) -> forms.Form:
        """Nothing but the button."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Do it with all of them, or with none."""
        if not self.items:
            raise Refused("nothing_chosen", str(_("Choose at least one product.")))
        mall = self.items[0].listing.mall
        assert mall is not None  # an operator reaches listings of malls only
        answer_many(actor, mall, self.code, [item.listing for item in self.items], partial(self.step, data))

    @staticmethod
    def step(data: dict[str, Any], actor: Actor, listing: Any) -> Any:
        """What happens to each."""
        raise NotImplementedError

    def back(self) -> str:
        """The products of the point where they stood."""
        return f"{reverse('malls:offers')}?state={self.states[0]}"

    def crumbs(self) -> list[tuple[str, Text]]:
        """The products."""
        return [(self.back(), pgettext_lazy("operator", "Products"))]

    def more(self) -> dict[str, Any]:
        """The products."""
        return {"items": self.items}


class Pick(DeskAct):
    """Take products into the range."""

    code, states = "pick", (ListingState.OFFERED,)
    title, verb = _("Pick these products"), pgettext_lazy("operator", "Pick")
    done = _("Picked. The firms see it.")

    @staticmethod
    def step(data: dict[str, Any], actor: Actor, listing: Any) -> Any:
        """Pick it."""
        return services.pick(actor, listing)


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[pair for pair in DeclineReason.choices if pair[0] not in _NOT_FOR_OPERATORS],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Words to the firm"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What would have to change for you to pick it."),
    )


class Decline(DeskAct):
    """Do not take products."""

    code, states = "decline", (ListingState.OFFERED,)
    title, verb = _("Decline these products"), pgettext_lazy("operator", "Decline")
    done = _("Declined. The firms see the reason.")
    intro = _("The firm sees the reason and your words.")

    def form(self, data: Any) -> forms.Form:
        """Reason and words."""
        return DeclineForm(data)

    @staticmethod
    def step(data: dict[str, Any], actor: Actor, listing: Any) -> Any:
        """Decline it."""
        return services.decline(actor, listing, data["reason"], data["words"])


class Order(DeskAct):
    """Goods were ordered."""

    code, states = "order", (ListingState.PICKED,)
    title, verb = _("Goods were ordered"), pgettext_lazy("operator", "Order")
    done = _("Stored as ordered.")

    @staticmethod
    def step(data: dict[str, Any], actor: Actor, listing: Any) -> Any:
        """Order it."""
        return services.order(actor, listing)


class ListForm(forms.Form):
    """By what reports name each product."""

    def __init__(self, data: Any, items: list[Offered]) -> None:
        super().__init__(data)
        for item in items:
            self.fields[item.listing.ref] = forms.CharField(
                label=item.name,
                max_length=60,
                required=False,
                help_text=_("By what your site names it, for example an ASIN or SKU."),
            )


class List(DeskAct):
    """Products are on sale."""

    code, states = "list", (ListingState.PICKED, ListingState.ORDERED)
    title, verb = _("These products are on sale"), _("Put on sale")
    done = _("On sale. The monthly report asks for them from now on.")

    def form(self, data: Any) -> forms.Form:
        """An identifier for each."""
        return ListForm(data, self.items)

    @staticmethod
    def step(data: dict[str, Any], actor: Actor, listing: Any) -> Any:
        """List it; an identifier that is taken is told beside its product."""
        try:
            return services.list_(actor, listing, data[listing.ref])
        except Refused as refused:
            field = listing.ref if refused.field == "identifier" else refused.field
            raise Refused(refused.rule, refused.message, field) from refused


class EndForm(forms.Form):
    """Why they go."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[pair for pair in EndReason.choices if pair[0] not in _NOT_FOR_OPERATORS],
        widget=forms.RadioSelect,
    )


class End(DeskAct):
    """Products go off the site."""

    code, states = (
        "end",
        (
            ListingState.LISTED,
            ListingState.PAUSED,
            ListingState.PICKED,
            ListingState.ORDERED,
        ),
    )
    title, verb = _("End these listings"), _("End the listing")
    done = _("Ended. Reports of what was sold before are still taken.")

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return EndForm(data)

    @staticmethod
    def step(data: dict[str, Any], actor: Actor, listing: Any) -> Any:
        """End it."""
        return services.end(actor, listing, data["reason"])
