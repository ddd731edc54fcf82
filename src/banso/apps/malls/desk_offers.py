"""What is offered to an operator's malls: the first page, the products with tick boxes, one product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.catalogue.selectors import with_parts
from banso.apps.malls.missing import missing_months
from banso.apps.malls.selectors import malls_of
from banso.apps.products.models import CertificateKind, Edition, EditionState, Image, Product, ProductState
from banso.apps.products.needs import label_of
from banso.apps.products.readiness import Asked, Readiness
from banso.apps.products.selectors import name_of
from banso.apps.products.sending import send_picture
from banso.apps.products.words import price_words, rows_of
from banso.apps.sales.models import Campaign, CampaignState, LineKind, Listing, ListingState, SalesLine
from banso.apps.sales.selectors import SoldOf, sold_of, stock_of_listing
from banso.web import formats

_PAGE, _SHOWN, _SMALL, _LARGE = 50, 24, 320, 960
_NONE = {"offered": 0, "picked": 0, "listed": 0}
#: What takes a product that the firm offers today.
_NEEDS_PRODUCT = ("pick", "list")
_CLOSED = (ListingState.DECLINED, ListingState.ENDED)


@dataclass(frozen=True)
class Tab:
    """Products that stand at the same point, and what may be done with those ticked."""

    code: str
    label: Promise
    states: tuple[ListingState, ...]
    acts: tuple[tuple[str, Promise], ...] = ()


_END = ("end", _("End the listing"))
_LIST = ("list", _("Put on sale"))
TABS = (
    Tab(
        "offered",
        pgettext_lazy("listings", "Offered"),
        (ListingState.OFFERED,),
        (("pick", pgettext_lazy("operator", "Pick")), ("decline", pgettext_lazy("operator", "Decline"))),
    ),
    Tab(
        "picked",
        pgettext_lazy("listings", "Picked"),
        (ListingState.PICKED,),
        (_LIST, ("order", pgettext_lazy("operator", "Order")), _END),
    ),
    Tab("ordered", pgettext_lazy("listings", "Ordered"), (ListingState.ORDERED,), (_LIST, _END)),
    Tab("listed", pgettext_lazy("listings", "On sale"), (ListingState.LISTED, ListingState.PAUSED), (_END,)),
    Tab("closed", pgettext_lazy("listings", "Declined or ended"), _CLOSED),
)


@dataclass(frozen=True)
class Offered:
    """A product as its mall may see it: what it is, who makes it, and nothing of anybody's contacts."""

    listing: Listing
    edition: Edition | None
    ready: Readiness | None
    lacking: str
    sold: SoldOf | None

    @property
    def name(self) -> str:
        """Its name, else its article number."""
        return (name_of(self.edition) if self.edition else "") or self.listing.product.article

    @property
    def firm(self) -> str:
        """The maker and where it is."""
        firm = self.listing.product.firm
        name = firm.name if formats.language() == "ja" else (firm.name_en or firm.name)
        return formats.joined(name, firm.prefecture.name)

    @property
    def image(self) -> Image | None:
        """Its first picture."""
        return next(iter(self.edition.images.all()), None) if self.edition else None

    @property
    def price(self) -> str:
        """What one unit costs."""
        return price_words(self.edition) if self.edition else ""

    @property
    def closed(self) -> bool:
        """The product is suspended or withdrawn: it can be declined or ended, not picked."""
        return self.listing.product.state != ProductState.PUBLISHED


def rows(access: Access) -> QuerySet[Listing]:
    """The listings of the malls that somebody runs."""
    found = Listing.objects.select_related("product__firm__prefecture", "mall__market", "channel", "campaign")
    return access.rows(Action.DESK_VIEW, found)


def described(listings: Sequence[Listing], day: date, *, figures: bool = False) -> list[Offered]:
    """What stands on a page of each listing. Four queries, five with ``figures``."""
    editions = Edition.objects.filter(
        product__in=[row.product_id for row in listings], state=EditionState.PUBLISHED
    )
    by_product = {row.product_id: row for row in editions.select_related("category").order_by("pk")}
    with_parts(by_product.values())
    asked = Asked()
    kinds = {kind.code: kind for kind in CertificateKind.objects.order_by("pk")}
    sold = sold_of(list(listings)) if figures else {}
    found = []
    for listing in listings:
        edition = by_product.get(listing.product_id)
        ready = None
        if edition is not None and listing.mall is not None:
            ready = asked.readiness(edition, listing.channel, listing.mall.market, day)
        lacking = "、" if formats.language() == "ja" else ", "
        words = lacking.join(label_of(code, kinds) for code in ready.lacking) if ready else ""
        found.append(Offered(listing, edition, ready, words, sold.get(listing.pk)))
    return found


@requires(Action.DESK_VIEW)
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What waits in the malls that somebody runs, and their campaigns."""
    access: Access = request.access  # type: ignore[attr-defined]
    malls = malls_of(access)
    counts = {
        row["mall"]: row
        for row in rows(access)
        .order_by()
        .values("mall")
        .annotate(
            offered=Count("pk", filter=Q(state=ListingState.OFFERED)),
            picked=Count("pk", filter=Q(state__in=[ListingState.PICKED, ListingState.ORDERED])),
            listed=Count("pk", filter=Q(state__in=[ListingState.LISTED, ListingState.PAUSED])),
        )
    }
    owed = missing_months(access.today, [mall.pk for mall in malls])
    context = {
        "malls": [(mall, counts.get(mall.pk, _NONE), len(owed.get(mall.pk, ()))) for mall in malls],
        "owed": owed,
        "campaigns": _campaigns(access),
    }
    return render(request, "malls/desk.html", context)


def _campaigns(access: Access) -> QuerySet[Campaign]:
    running = access.rows(
        Action.DESK_VIEW, Campaign.objects.filter(state__in=[CampaignState.OPEN, CampaignState.PICKING])
    )
    placed = ~Q(listings__state__in=[ListingState.OFFERED, ListingState.DECLINED])
    return (
        running.select_related("mall")
        .annotate(
            offered=Count("listings", filter=Q(listings__state=ListingState.OFFERED)),
            taken=Count("listings", filter=placed & Q(listings__isnull=False)),
        )
        .order_by("offers_to", "pk")
    )


@requires(Action.DESK_VIEW)
@require_GET
def offers(request: HttpRequest) -> HttpResponse:
    """The products of a point, to tick many at once. Eight queries."""
    access: Access = request.access  # type: ignore[attr-defined]
    tab = next((one for one in TABS if one.code == request.GET.get("state")), TABS[0])
    found = rows(access)
    campaign, mall = request.GET.get("campaign", ""), request.GET.get("mall", "")
    if campaign:
        found = found.filter(campaign__ref=campaign)
    if mall:
        found = found.filter(mall__code=mall)
    of_state = Count("pk")
    counts = dict(found.order_by().values_list("state").annotate(of_state))
    listings = found.filter(state__in=tab.states).order_by("offered_on", "pk")
    if tab.code == "listed":
        # What is on sale is shown with what the site calls it.
        listings = listings.prefetch_related("identifiers")
    page = Paginator(listings, _PAGE).get_page(request.GET.get("page"))
    kept = "".join(f"&{name}={value}" for name, value in (("campaign", campaign), ("mall", mall)) if value)
    context = {
        "tab": tab,
        "tabs": [(one, sum(counts.get(state, 0) for state in one.states)) for one in TABS],
        "items": described(list(page.object_list), access.today, figures=tab.code in ("listed", "closed")),
        "sheet": page,
        "kept": kept,
        "campaign": campaign,
        "small": _SMALL,
        "acts": [(reverse(f"malls:{code}"), words) for code, words in tab.acts],
    }
    return render(request, "malls/offers.html", context)


@requires(Action.DESK_VIEW)
@require_GET
def product(request: HttpRequest, ref: str) -> HttpResponse:
    """One product offered to a mall: what its published edition says, and what was sold of it there."""
    access: Access = request.access  # type: ignore[attr-defined]
    listing = get_object_or_404(rows(access), ref=ref)
    item = described([listing], access.today, figures=True)[0]
    lines = (
        SalesLine.objects.filter(listing=listing).exclude(kind=LineKind.FEE).order_by("-month", "-day", "-pk")
    )
    tab = next(one for one in TABS if listing.state in one.states)
    address = f"?l={listing.ref}"
    context = {
        "item": item,
        "listing": listing,
        "rows": [row for row in rows_of(item.edition) if row.value] if item.edition else [],
        "pictures": list(item.edition.images.all()) if item.edition else [],
        "lines": lines[:_SHOWN],
        "tab": tab,
        "acts": [
            (reverse(f"malls:{code}") + address, words)
            for code, words in tab.acts
            if not (item.closed and code in _NEEDS_PRODUCT)
        ],
        "large": _LARGE,
        "stock": stock_of_listing(listing, access.today),
        "may_tell_stock": listing.state not in (ListingState.OFFERED, ListingState.DECLINED),
    }
    return render(request, "malls/product.html", context)


@requires(Action.DESK_VIEW)
@require_GET
def picture(request: HttpRequest, ref: str, name: str, size: int) -> HttpResponse:
    """A picture of the published edition of a product that is offered to the person's mall."""
    access: Access = request.access  # type: ignore[attr-defined]
    listing = get_object_or_404(rows(access), ref=ref)
    shown = Image.objects.filter(
        edition__product=Product(pk=listing.product_id),
        edition__state=EditionState.PUBLISHED,
        stored_name=name,
    )
    if not shown.exists():
        raise Http404
    return send_picture(name, size)
