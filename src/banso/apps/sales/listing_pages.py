"""Products on malls and in the store: who picked what, why not, what sold; and the next step of each."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.casework.models import Case, CaseState
from banso.apps.channels.models import Mall
from banso.apps.journal.actor import Actor
from banso.apps.journal.selectors import timeline
from banso.apps.products.models import Product
from banso.apps.products.selectors import published
from banso.apps.sales import services
from banso.apps.sales.identifier_pages import IdentifierForm, identifier_of
from banso.apps.sales.models import DeclineReason, EndReason, LineKind, Listing, ListingState, SalesLine
from banso.apps.sales.models.store import POINTS
from banso.apps.sales.of_listing import OfListing, site_name
from banso.apps.sales.selectors import sold_of, stock_of_listing
from banso.apps.sales.sites import Site, site_of, sites
from banso.apps.sales.store_pages import stars_of
from banso.web import forms
from banso.web.acts import Act, Text, frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

_KINDS = {
    ListingState.OFFERED: "now", ListingState.PICKED: "part", ListingState.ORDERED: "part",
    ListingState.LISTED: "ok", ListingState.PAUSED: "late", ListingState.ENDED: "dash",
    ListingState.DECLINED: "late",
}  # fmt: skip
#: By state what may come next, and the action that it takes.
_NEXT = {
    ListingState.OFFERED: (
        ("pick", pgettext_lazy("listing", "Picked"), Action.OFFER_ANSWER),
        ("decline", pgettext_lazy("listing", "Declined"), Action.OFFER_ANSWER),
    ),
    ListingState.PICKED: (
        ("list", pgettext_lazy("listing", "On sale"), Action.OFFER_ANSWER),
        ("order", pgettext_lazy("listing", "Ordered"), Action.OFFER_ANSWER),
        ("end", _("End the listing"), Action.OFFER_END),
    ),
    ListingState.ORDERED: (
        ("list", pgettext_lazy("listing", "On sale"), Action.OFFER_ANSWER),
        ("end", _("End the listing"), Action.OFFER_END),
    ),
    ListingState.LISTED: (("end", _("End the listing"), Action.OFFER_END),),
    ListingState.PAUSED: (("end", _("End the listing"), Action.OFFER_END),),
}  # fmt: skip
_SHOWN, _REVIEWS = 24, 10
_TAKEN = (ListingState.PICKED, ListingState.ORDERED, ListingState.LISTED, ListingState.PAUSED)


class ListingFilter(forms.FilterForm):
    """Which listings."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *ListingState.choices])
    mall = forms.ModelChoiceField(Mall.objects.all(), label=_("Mall"))


def _shown(listing: Listing) -> SafeString:
    return status(_KINDS[ListingState(listing.state)], listing.get_state_display())


def _rows(request: HttpRequest) -> Any:
    rows = Listing.objects.select_related("product", "case__firm", "channel", "mall")
    return request.access.rows(Action.OFFER_VIEW, rows)  # type: ignore[attr-defined]


@requires(Action.OFFER_VIEW)
@require_GET
def listing_list(request: HttpRequest) -> HttpResponse:
    """Products offered to malls and the store, and what was sold of each."""
    access: Access = request.access  # type: ignore[attr-defined]
    sold: dict[int, Any] = {}
    names: dict[int, str] = {}

    def beside(rows: list[Listing]) -> None:
        sold.update(sold_of(rows))
        names.update(_names([row.product_id for row in rows]))

    columns = [
        Column("ref", _("Listing"), sort="ref", link=lambda row: reverse("sales:listing", args=[row.ref])),
        Column("product", _("Product"), value=lambda row: names.get(row.product_id, row.product.article)),
        Column("firm", _("Firm"), value="case.firm.name", sort="case__firm__name_kana"),
        Column("site", _("Site"), value=site_name, sort="mall__position"),
        Column(
            "state", _("State"), value=lambda row: row.get_state_display(), html=_shown, sort="state",
            second=lambda row: row.reason_words,
        ),
        Column("offered_on", pgettext_lazy("listing", "Offered on"), kind="day", sort="offered_on"),
        Column("pieces", _("Pieces sold"), kind="number", value=lambda row: _of(sold, row, "pieces")),
        Column("yen", _("Sold"), kind="yen", value=lambda row: _of(sold, row, "yen")),
    ]  # fmt: skip
    records = RecordList(
        request,
        _rows(request),
        columns=[column for column in columns if column.key != "firm" or frame_of(access) == "work.html"],
        filters=ListingFilter,
        default_sort="-offered_on",
        name="listings",
        empty=_("No product was offered to a mall or to the store yet."),
        beside=beside,
    )
    context = {
        "frame": frame_of(access),
        "may_offer": access.can(Action.OFFER_MAKE),
        "may_see_reports": access.can(Action.SALE_VIEW),
    }
    return records.response("sales/listing_list.html", context)


def _of(sold: dict[int, Any], listing: Listing, figure: str) -> int:
    return getattr(sold[listing.pk], figure) if listing.pk in sold else 0


def _names(products: list[int]) -> dict[int, str]:
    """By product its name as published, in Japanese."""
    rows = published().filter(product__in=products, texts__language="ja")
    return dict(rows.order_by("pk").values_list("product_id", "texts__name"))


@requires(Action.OFFER_VIEW)
@require_GET
def listing_page(request: HttpRequest, ref: str) -> HttpResponse:
    """One listing: its days, why it was declined or ended, and what was sold month by month."""
    access: Access = request.access  # type: ignore[attr-defined]
    listing = get_object_or_404(_rows(request), ref=ref)
    lines = SalesLine.objects.filter(listing=listing).exclude(kind=LineKind.FEE).select_related("report")
    acts = [
        (reverse(f"sales:{name}", args=[listing.ref]), words)
        for name, words, action in _NEXT.get(ListingState(listing.state), ())
        if access.allows(action, listing)
    ]
    context = {
        "frame": frame_of(access),
        "listing": listing,
        "site": Site(listing.channel, listing.mall),
        "name": _names([listing.product_id]).get(listing.product_id, listing.product.article),
        "kind": _KINDS[ListingState(listing.state)],
        "acts": acts,
        "check": listing.checks.select_related("checked_by").first() if listing.mall_id is None else None,
        "may_check": listing.mall_id is None
        and listing.state not in (ListingState.ENDED, ListingState.DECLINED)
        and access.allows(Action.OFFER_ANSWER, listing),
        "points": POINTS,
        "stars": stars_of(listing),
        "identifiers": listing.identifiers.select_related("market"),
        "may_identify": listing.state in _TAKEN and access.allows(Action.OFFER_ANSWER, listing),
        "stock": stock_of_listing(listing, access.today),
        "may_tell_stock": listing.state in (*_TAKEN, ListingState.ENDED)
        and access.allows(Action.STOCK_TELL, listing),
        "reviews": Paginator(listing.reviews.select_related("market"), _REVIEWS).get_page(
            request.GET.get("reviews")
        ),
        "sold": sold_of([listing]).get(listing.pk),
        "lines": lines.order_by("-month", "-day", "-pk")[:_SHOWN],
        "may_see_reports": access.can(Action.SALE_VIEW),
        "log": timeline([("sales_listing", listing.ref)]),
    }
    return render(request, "sales/listing.html", context)


class OfferForm(forms.Form):
    """Which product, and to which site."""

    product = forms.CharField(
        label=_("Reference of the product"), max_length=20, help_text=_("For example PR-2025-0001.")
    )
    site = forms.ChoiceField(label=_("Site"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [("", "–"), *((site.code, site.name) for site in sites())]


class Offer(Act):
    """Offer a product of a firm to a site."""

    action = Action.OFFER_MAKE
    title, verb = _("Offer a product"), _("Offer")
    done = _("The product is offered.")
    intro = _("The place of the firm's case in this channel is used; what is sold becomes its export.")

    def form(self, data: Any) -> forms.Form:
        """Product and site."""
        return OfferForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Offer it on the place of the firm's latest case in the channel."""
        rows = self.access.rows(Action.OFFER_MAKE, Product.objects.all())
        product = rows.filter(ref=data["product"].strip().upper()).first()
        if product is None:
            raise Refused("product_unknown", str(_("There is no product of this reference.")), "product")
        site = site_of(data["site"])
        assert site is not None
        cases = Case.objects.filter(firm=product.firm_id, service=site.channel.service_id)
        case = cases.exclude(state=CaseState.ENDED).order_by("-started_on", "-pk").first()
        if case is None:
            message = _("The firm has no place in this channel, or its support has ended.")
            raise Refused("no_place", str(message), "product")
        services.offer(actor, product, site, case)

    def back(self) -> str:
        """The listings."""
        return reverse("sales:listing_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """The listings."""
        return [(self.back(), _("EC listings"))]


class Pick(OfListing):
    """The site takes it."""

    action = Action.OFFER_ANSWER
    title = _("The site picked the product")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Pick it."""
        services.pick(actor, self.listing)


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.ChoiceField(label=_("Reason"), choices=DeclineReason.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Words to the firm"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Decline(OfListing):
    """The site does not take it."""

    action = Action.OFFER_ANSWER
    title = _("The site declined the product")
    intro = _("The firm sees the reason and the words.")

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return DeclineForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Decline it."""
        services.decline(actor, self.listing, data["reason"], data["words"])


class Order(OfListing):
    """The site ordered goods."""

    action = Action.OFFER_ANSWER
    title = _("The site ordered goods")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Order it."""
        services.order(actor, self.listing)


class List(OfListing):
    """It is on sale."""

    action = Action.OFFER_ANSWER
    title = _("The product is on sale")

    def form(self, data: Any) -> forms.Form:
        """The identifier, which may be told later."""
        return IdentifierForm(data, self.listing, needed=False)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """List it."""
        services.list_(actor, self.listing, identifier_of(data))


class EndForm(forms.Form):
    """Why."""

    reason = forms.ChoiceField(label=_("Reason"), choices=EndReason.choices, widget=forms.RadioSelect)


class End(OfListing):
    """It goes off the site."""

    action = Action.OFFER_END
    title, verb = _("End the listing"), _("End the listing")
    intro = _("What was sold stays, and reports that come late are still taken.")

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return EndForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """End it."""
        services.end(actor, self.listing, data["reason"])
