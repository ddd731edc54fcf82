"""A firm offers products to a campaign: those that fit, with how ready each is for the mall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.casework.models import Case, CaseState
from banso.apps.catalogue.selectors import with_parts
from banso.apps.journal.actor import Actor
from banso.apps.products.models import CertificateKind, Edition, Product
from banso.apps.products.needs import label_of
from banso.apps.products.readiness import Asked, Readiness
from banso.apps.products.selectors import name_of, published
from banso.apps.sales import services
from banso.apps.sales.campaign_pages import takes_offers, visible
from banso.apps.sales.models import Campaign, Listing
from banso.apps.sales.models.listings import OPEN
from banso.apps.sales.sites import Site
from banso.web import forms
from banso.web.acts import Act, Text


@dataclass(frozen=True)
class Fitting:
    """A product that a campaign looks for, and how ready it is for the mall."""

    edition: Edition
    ready: Readiness
    lacking: str
    #: It is offered to this mall, or on sale there, already.
    there: bool

    @property
    def name(self) -> str:
        """Its name."""
        return name_of(self.edition) or self.edition.product.article

    @property
    def offerable(self) -> bool:
        """Whether it can be ticked: what lacks something may be offered, what is not sold there may not."""
        return not self.there and self.ready.closed is None


class OfferForm(forms.Form):
    """Which products."""

    products = forms.MultipleChoiceField(label=_("Products"), widget=forms.CheckboxSelectMultiple, choices=[])

    def __init__(self, data: Any, items: list[Fitting]) -> None:
        super().__init__(data)
        self.fields["products"].choices = [
            (item.edition.product.ref, item.name) for item in items if item.offerable
        ]


class OfferToCampaign(Act):
    """Offer products of the firm, on its place in the channel."""

    action = Action.CAMPAIGN_OFFER
    template = "sales/campaign_offer.html"
    title, verb = _("Offer products to the campaign"), pgettext_lazy("campaign", "Offer these")
    done: Text = _("Your products are offered. You see here what the mall answers.")
    intro = _("Your place in this channel is used. What the mall sells becomes your export result.")
    campaign: Campaign

    def find(self, **_kwargs: Any) -> None:
        """A campaign that takes offers today."""
        found = visible(self.access).filter(ref=self.request.GET.get("campaign", "")).first()
        if found is None or not takes_offers(found, self.today):
            raise Http404
        self.campaign = found

    @cached_property
    def items(self) -> list[Fitting]:
        """The firm's published products that the campaign looks for."""
        mall, products = self.campaign.mall, self.access.rows(self.action, Product.objects.all())
        rows = published().filter(product__in=products).select_related("product", "category")
        wanted = [row.pk for row in self.campaign.categories.order_by("pk")]
        if wanted:
            rows = rows.filter(category__in=wanted)
        editions = list(rows.order_by("product__ref"))
        with_parts(editions)
        there = set(
            Listing.objects.filter(mall=mall, state__in=OPEN, product__in=products)
            .order_by()
            .values_list("product_id", flat=True)
        )
        asked = Asked()
        kinds = {kind.code: kind for kind in CertificateKind.objects.order_by("pk")}
        found = []
        for edition in editions:
            ready = asked.readiness(edition, mall.channel, mall.market, self.today)
            lacking = ", ".join(label_of(code, kinds) for code in ready.lacking)
            found.append(Fitting(edition, ready, lacking, edition.product_id in there))
        return found

    @cached_property
    def case(self) -> Case | None:
        """The firm's latest case with a place in this channel that goes on."""
        rows = self.access.rows(Action.CASE_VIEW, Case.objects.exclude(state=CaseState.ENDED))
        found = rows.filter(service=self.campaign.mall.channel.service_id)
        return found.order_by("-started_on", "-pk").first()

    def form(self, data: Any) -> forms.Form:
        """The products that can be ticked."""
        return OfferForm(data, self.items)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Offer all of them, or none."""
        if self.case is None:
            raise Refused(
                "no_place", str(_("Your firm has no place in this channel, or its support has ended."))
            )
        mall = self.campaign.mall
        by_ref = {item.edition.product.ref: item.edition.product for item in self.items}
        chosen = [by_ref[ref] for ref in data["products"]]
        services.offer_many(actor, chosen, Site(mall.channel, mall), self.case, self.campaign)
        count = len(chosen)
        self.done = ngettext("%(n)s product is offered.", "%(n)s products are offered.", count) % {"n": count}

    def back(self) -> str:
        """The campaign."""
        return reverse("sales:campaign", args=[self.campaign.ref])

    def subtitle(self) -> Text:
        """Which one."""
        return f"{self.campaign.title} – {self.campaign.mall.name}"

    def crumbs(self) -> list[tuple[str, Text]]:
        """The campaigns, and this one."""
        return [(reverse("sales:campaign_list"), _("Campaigns of malls")), (self.back(), self.campaign.ref)]

    def more(self) -> dict[str, Any]:
        """The products, and whether there is a place."""
        return {
            "items": self.items,
            "has_place": self.case is not None,
            "may_tick": self.case is not None and any(item.offerable for item in self.items),
            "ticked": self.request.POST.getlist("products"),
        }
