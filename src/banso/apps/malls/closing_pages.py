"""The page on which a mall is closed: what becomes of everything stands there before the button."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import current
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.malls import services
from banso.apps.malls.mall_pages import OfMall
from banso.apps.malls.missing import missing_months
from banso.apps.malls.models import ClosingReason
from banso.apps.sales.models import Campaign, CampaignState, Listing, ListingState
from banso.apps.sales.models.listings import OPEN
from banso.apps.sales.models.stock import DISPOSAL_CHOICES
from banso.apps.sales.selectors import stocks_of, waiting
from banso.apps.sales.sites import Site
from banso.web import forms
from banso.web.acts import Text


class ClosingForm(forms.Form):
    """The last day, why, and for each listing what was left."""

    closed_on = forms.DateField(label=_("Last day of the mall"))
    reason = forms.ChoiceField(label=_("Reason"), choices=ClosingReason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Words to firms and operators"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They stand in the letters, beside the reason."),
    )
    confirm = forms.CharField(label=_("Code of the mall"), max_length=40)

    def __init__(self, data: Any, listings: list[Listing], code: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._code = code
        self.fields["confirm"].help_text = _("Type %(code)s to close this mall for good.") % {"code": code}
        for listing in listings:
            self.fields[f"pieces_{listing.pk}"] = forms.IntegerField(
                label=_("Pieces left"), required=False, min_value=0
            )
            self.fields[f"fate_{listing.pk}"] = forms.ChoiceField(
                label=pgettext_lazy("stock", "What became of it"),
                required=False,
                choices=[("", "–"), *DISPOSAL_CHOICES],
            )

    def clean_confirm(self) -> str:
        """The code as it is."""
        typed = self.cleaned_data["confirm"].strip().lower()
        if typed != self._code:
            message = _("This is not the code of this mall. Nothing was closed.")
            raise forms.ValidationError(message)
        return typed


class CloseMall(OfMall):
    """Close a mall."""

    action = Action.MALL_CLOSE
    template = "malls/close.html"
    title, verb = _("Close the mall"), _("Close the mall for good")
    done = _("The mall is closed. Firms and operators are written to.")

    def find(self, code: str = "", **kwargs: Any) -> None:
        """The mall, with what is there."""
        super().find(code=code, **kwargs)

    @cached_property
    def listings(self) -> list[Listing]:
        """What is offered, picked or on sale there."""
        rows = Listing.objects.filter(mall=self.mall, state__in=OPEN)
        return list(rows.select_related("product", "case__firm").order_by("state", "pk"))

    @property
    def ending(self) -> list[Listing]:
        """Those that end; the others wait for an answer and are declined."""
        return [row for row in self.listings if row.state != ListingState.OFFERED]

    def form(self, data: Any) -> forms.Form:
        """Today, unless another day is given, and what is known to be there."""
        stocks = stocks_of([row.pk for row in self.ending], self.today)
        left = {f"pieces_{key}": stock.left or None for key, stock in stocks.items()}
        initial = {"closed_on": self.today, **left}
        return ClosingForm(data, self.ending, self.mall.code, initial=initial)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Close it."""
        stock = [
            services.Unsold(row, data[f"pieces_{row.pk}"], data[f"fate_{row.pk}"])
            for row in self.ending
            if data[f"pieces_{row.pk}"]
        ]
        about = services.ClosingData(data["closed_on"], data["reason"], data["words"], stock)
        try:
            services.close_mall(actor, self.mall, about)
        except Refused as refused:
            if refused.rule in ("mall_closed", "stock_elsewhere"):
                # Of a row that is gone there is no field to stand beside.
                raise Refused(refused.rule, refused.message) from refused
            raise

    def subtitle(self) -> Text:
        """Which mall."""
        return self.mall.name

    def more(self) -> dict[str, Any]:
        """What becomes of its listings, who is told, what is outstanding."""
        held = current(self.today).filter(Q(role=Role.MALL_OPERATOR), mall=self.mall, user__is_active=True)
        firms = {row.case.firm_id: row.case.firm for row in self.listings}
        running = Campaign.objects.filter(mall=self.mall).exclude(state=CampaignState.CLOSED)
        return {
            "mall": self.mall,
            "ending": self.ending,
            "declined": [row for row in self.listings if row.state == ListingState.OFFERED],
            "firms": sorted(firms.values(), key=lambda firm: firm.name_kana),
            "operators": held.select_related("user").order_by("pk"),
            "campaigns": running.order_by("pk"),
            "owed": missing_months(self.today, [self.mall.pk]).get(self.mall.pk, []),
            "waiting": waiting(Site(self.mall.channel, self.mall)).count(),
        }
