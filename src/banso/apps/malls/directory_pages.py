"""The directory of malls as firms read it: published pages of open malls, what a firm could sell there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.catalogue.selectors import with_parts
from banso.apps.channels.models import Mall
from banso.apps.directory.models import Market
from banso.apps.malls.entry_content import PARTS
from banso.apps.malls.entry_words import category_words, outside_rows, words_of
from banso.apps.malls.models import EntryState, MallEntry, SellerModel
from banso.apps.malls.selectors import published
from banso.apps.products.models import Category, CertificateKind, Edition, Product
from banso.apps.products.needs import label_of
from banso.apps.products.readiness import Asked, Readiness
from banso.apps.products.selectors import name_of
from banso.apps.products.selectors import published as published_editions
from banso.apps.sales.models import Campaign, CampaignState, SiteTerms
from banso.apps.sales.terms import terms_by_mall, terms_in_force
from banso.apps.sales.words import money
from banso.web import formats, forms
from banso.web.acts import frame_of
from banso.web.lists import Column, RecordList

#: So many products of a firm are looked through on the page of a mall.
_PRODUCTS = 100


class DirectoryFilter(forms.FilterForm):
    """Which malls."""

    words = forms.CharField(label=_("Words"), max_length=60)
    country = forms.ModelChoiceField(Market.objects.all(), label=_("Country"))
    category = forms.ModelChoiceField(
        Category.objects.order_by("group__position", "position"), label=_("Category")
    )
    seller = forms.ChoiceField(label=_("How it sells"), choices=[("", _("All")), *SellerModel.choices])
    lookups = {"country": "countries", "category": "categories"}

    def filter_words(self, rows: QuerySet[MallEntry], words: str) -> QuerySet[MallEntry]:
        """Those that name it."""
        return rows.filter(named("", words))


def named(entry: str, words: str) -> Q:
    """Pages of malls that say each of these words; ``entry`` is the path to the page, if any."""
    mall = "" if entry else "mall__"
    paths = (
        f"{mall}name_ja",
        f"{mall}name_en",
        f"{mall}code",
        f"{entry}operator",
        f"{entry}words_ja",
        f"{entry}words_en",
        f"{entry}logistics_words",
        f"{entry}papers_words",
    )
    found = Q()
    for word in words.split():
        said = Q()
        for path in paths:
            said |= Q(**{f"{path}__icontains": word})
        found &= said
    return found


def terms_context(mall: Mall, today: date) -> dict[str, Any]:
    """The terms of a mall in force today, with its fees in words."""
    terms = terms_in_force(mall, today)
    fees = terms.fees.all() if terms else ()
    return {
        "terms": terms,
        "fees": [formats.joined(money(fee.amount, fee.currency), fee.get_per_display()) for fee in fees],
    }


class _Terms:
    """Terms in force of the malls of a list, read for a page of it at once."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._by_mall: dict[int, SiteTerms] = {}

    def read(self, rows: list[MallEntry]) -> None:
        """Read those of these malls."""
        self._by_mall |= terms_by_mall([row.mall_id for row in rows], self._today)

    def commission(self, row: MallEntry) -> str:
        """The commission; without terms on record it says so."""
        terms = self._by_mall.get(row.mall_id)
        return terms.commission_words if terms else str(_("No terms on record."))


def _address(entry: MallEntry) -> str:
    return reverse("malls:directory_mall", args=[entry.mall.code])


@requires(Action.MALL_DIRECTORY)
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """Malls that are open and have a published page."""
    access: Access = request.access  # type: ignore[attr-defined]
    terms = _Terms(access.today)
    records = RecordList(
        request,
        published().prefetch_related("categories"),
        columns=[
            Column("name", _("Mall"), value="mall.name", sort="mall__position", link=_address,
                   second=lambda row: formats.joined(row.mall.market.name, row.operator)),
            Column("categories", _("Categories it takes"), value=category_words),
            Column("seller", _("How it sells"), value="get_seller_display", sort="seller"),
            Column("commission", _("Commission"), value=terms.commission),
            Column("users", _("Registered users"), kind="number", sort="users",
                   second=lambda row: formats.day(row.users_on) if row.users_on else ""),
        ],
        filters=DirectoryFilter,
        default_sort="name",
        name="malls",
        beside=terms.read,
        empty=_("No mall is described yet."),
    )  # fmt: skip
    return records.response("malls/directory.html", {"frame": frame_of(access)})


@dataclass(frozen=True)
class Goods:
    """A product of a firm beside a mall: whether it is of a category taken there, and how ready it is."""

    edition: Edition
    taken: bool
    ready: Readiness
    lacking: str

    @property
    def name(self) -> str:
        """Its name."""
        return name_of(self.edition) or self.edition.product.article


@requires(Action.MALL_DIRECTORY)
@require_GET
def directory_mall(request: HttpRequest, code: str) -> HttpResponse:
    """What one mall takes and needs; for a firm, which of its products are ready for it."""
    access: Access = request.access  # type: ignore[attr-defined]
    entry = get_object_or_404(published().prefetch_related(*PARTS), mall__code=code)
    firm = Role.FIRM_MEMBER in access.roles
    campaigns = Campaign.objects.filter(
        mall=entry.mall, state=CampaignState.OPEN, offers_to__gte=access.today
    ).order_by("offers_to", "pk")
    context = {
        **page_of(entry, access.today),
        "frame": frame_of(access),
        "firm": firm,
        "campaigns": campaigns if access.can(Action.CAMPAIGN_VIEW) else [],
        "goods": _goods(access, entry) if firm else [],
    }
    return render(request, "malls/directory_mall.html", context)


def _goods(access: Access, entry: MallEntry) -> list[Goods]:
    """The firm's published products, those of a category taken first."""
    own = access.rows(Action.PRODUCT_WRITE, Product.objects.all())
    rows = published_editions().filter(product__in=own).select_related("product", "category")
    editions = list(rows.order_by("product__ref")[:_PRODUCTS])
    with_parts(editions)
    taken = {row.pk for row in entry.categories.all()}
    asked, kinds = Asked(), {kind.code: kind for kind in CertificateKind.objects.order_by("pk")}
    found = [
        _good(edition, edition.category_id in taken, asked, kinds, entry.mall, access.today)
        for edition in editions
    ]
    return sorted(found, key=lambda one: (not one.taken, not one.ready.ready))


def _good(edition: Edition, taken: bool, asked: Asked, kinds: dict[str, Any], mall: Mall, day: date) -> Goods:
    ready = asked.readiness(edition, mall.channel, mall.market, day)
    lacking = "、" if formats.language() == "ja" else ", "
    return Goods(edition, taken, ready, lacking.join(label_of(code, kinds) for code in ready.lacking))


def page_of(entry: MallEntry, today: date) -> dict[str, Any]:
    """What firms and operators read of a mall."""
    rows: Sequence[Any] = [row for row in outside_rows(entry) if not row.name.startswith("words_")]
    said = {"entry": entry, "mall": entry.mall, "rows": rows, "words": words_of(entry)}
    return said | terms_context(entry.mall, today)


@requires(Action.DESK_VIEW)
@require_GET
def own_entry(request: HttpRequest, code: str) -> HttpResponse:
    """What firms read of the mall that somebody runs."""
    access: Access = request.access  # type: ignore[attr-defined]
    mall = get_object_or_404(access.rows(Action.DESK_VIEW, Mall.objects.select_related("market")), code=code)
    entry = (
        MallEntry.objects.filter(mall=mall, state=EntryState.PUBLISHED)
        .select_related("mall__market")
        .prefetch_related(*PARTS)
        .first()
    )
    context = page_of(entry, access.today) if entry else {"entry": None, "mall": mall}
    return render(request, "malls/own_entry.html", context)
