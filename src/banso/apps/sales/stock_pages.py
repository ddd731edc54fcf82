"""Goods at the sites: what is unsold and since when, what was sent in or counted, what became of the rest."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, DateField, OuterRef, QuerySet, Subquery, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.channels.models import Mall
from banso.apps.journal.actor import Actor
from banso.apps.products.selectors import published
from banso.apps.sales import services
from banso.apps.sales.models import Listing, StockKind
from banso.apps.sales.models.stock import DISPOSAL_CHOICES
from banso.apps.sales.of_listing import OfListing, site_name
from banso.apps.sales.selectors import stocks_of, stocks_with_unsold
from banso.apps.sales.stock import Stock
from banso.web import formats, forms
from banso.web.acts import frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status


class StockFilter(forms.FilterForm):
    """Which goods."""

    mall = forms.ModelChoiceField(Mall.objects.all(), label=_("Mall"))
    old = forms.BooleanField(label=_("Only goods that count as unsold"), required=False)

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By mall; which goods are old is told from their days, before."""
        mall = self.applied().get("mall")
        return queryset.filter(mall=mall) if mall else queryset


@requires(Action.STOCK_VIEW)
@require_GET
def stock_list(request: HttpRequest) -> HttpResponse:
    """Goods that are at the sites, those that are there for longest first."""
    access: Access = request.access  # type: ignore[attr-defined]
    there = access.rows(Action.STOCK_VIEW, Listing.objects.all())
    found = stocks_with_unsold(there.order_by().values("pk"), access.today)
    unsold = {key: count for key, (_stock, count) in found.items()}
    stocks = {
        key: stock
        for key, (stock, count) in found.items()
        if stock.left and (count or not request.GET.get("old"))
    }
    total = sum(unsold.values())
    name = published().filter(product=OuterRef("product"), texts__language="ja").order_by("pk")
    rows = there.filter(pk__in=list(stocks)).select_related("product", "case__firm", "channel", "mall")
    records = RecordList(
        request,
        rows.annotate(since=_since(stocks), name=Subquery(name.values("texts__name")[:1])),
        columns=_columns(access, stocks, unsold),
        filters=StockFilter,
        default_sort="since",
        name="stock",
        empty=_("No goods are told to be at any site. What was sent in is told on the page of a listing."),
    )
    words = ngettext(
        "%(n)s piece is there for longer than its channel allows.",
        "%(n)s pieces are there for longer than their channels allow.",
        total,
    )
    context = {
        "frame": frame_of(access),
        "words": words % {"n": formats.number(total)},
        "total": total,
        "may_send": access.can(Action.SALE_SEND),
        "may_see_listings": access.can(Action.OFFER_VIEW),
    }
    return records.response("sales/stock_list.html", context)


def _since(stocks: dict[int, Stock]) -> Case | Value:
    """By listing the day since which its oldest goods are there, for the database to sort by."""
    by_day: dict[date | None, list[int]] = defaultdict(list)
    for key, stock in stocks.items():
        by_day[stock.oldest].append(key)
    if not by_day:
        return Value(None, output_field=DateField())
    cases = [When(pk__in=keys, then=Value(day)) for day, keys in by_day.items()]
    return Case(*cases, output_field=DateField())


def _columns(access: Access, stocks: dict[int, Stock], unsold: dict[int, int]) -> list[Column]:
    page = "sales:listing" if access.can(Action.OFFER_VIEW) else "malls:product"

    def age(row: Any) -> int:
        return (access.today - row.since).days

    def old(row: Listing) -> SafeString:
        count = formats.number(unsold[row.pk])
        return status("late", count) if unsold[row.pk] else SafeString(count)

    columns = [
        Column("ref", _("Listing"), sort="ref", link=lambda row: reverse(page, args=[row.ref])),
        Column("product", _("Product"), value=lambda row: row.name or row.product.article),
        Column("firm", _("Firm"), value="case.firm.name", sort="case__firm__name_kana"),
        Column("site", _("Site"), value=site_name, sort="mall__position"),
        Column("left", _("Pieces there"), kind="number", value=lambda row: stocks[row.pk].left),
        Column("unsold", _("Of them unsold"), kind="number", value=lambda row: unsold[row.pk], html=old),
        Column("since", _("Oldest there since"), kind="day", sort="since"),
        Column("age", _("Days there"), kind="number", value=age),
        Column("state", _("State"), value="get_state_display", sort="state"),
    ]
    return [column for column in columns if column.key != "firm" or frame_of(access) == "work.html"]


class TellForm(forms.Form):
    """What, on which day, how many."""

    kind = forms.ChoiceField(
        label=_("What is told"),
        choices=[
            (StockKind.SENT_IN.value, _("Goods were sent in")),
            (StockKind.COUNTED.value, _("Goods were counted")),
        ],
        widget=forms.RadioSelect,
    )
    day = forms.DateField(label=_("Day"))
    pieces = forms.IntegerField(label=_("Pieces"), min_value=0)


class TellStock(OfListing):
    """Tell what was sent in, or how many are there."""

    action = Action.STOCK_TELL
    title = _("Tell the stock")
    intro = _("A count holds from the end of its day. The same day told again replaces what was told.")
    done = _("The stock is stored.")

    def form(self, data: Any) -> forms.Form:
        """Today, unless another day is given."""
        return TellForm(data, initial={"day": self.today})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.tell_stock(actor, self.listing, data["kind"], data["day"], data["pieces"])


class DisposeForm(forms.Form):
    """What became of goods, when, of how many, at what cost."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("stock", "What became of it"),
        choices=DISPOSAL_CHOICES,
        widget=forms.RadioSelect,
    )
    day = forms.DateField(label=_("Day"))
    pieces = forms.IntegerField(label=_("Pieces"), min_value=1)
    cost = forms.DecimalField(
        label=_("What it cost, if known"), required=False, min_value=0, max_digits=15, decimal_places=3
    )
    currency = forms.CharField(
        label=_("Currency"), max_length=3, required=False, help_text=_("Three letters, such as USD.")
    )

    def clean(self) -> dict[str, Any]:
        """A cost has a currency."""
        data = super().clean() or self.cleaned_data
        if data.get("cost") is not None and not data.get("currency"):
            self.add_error("currency", _("Enter the currency of the cost."))
        return data


class DisposeStock(OfListing):
    """Tell what became of goods that were not sold."""

    action = Action.STOCK_TELL
    title = _("Unsold goods: what became of them")
    done = _("What became of the goods is stored.")

    def form(self, data: Any) -> forms.Form:
        """Today, unless another day is given."""
        return DisposeForm(data, initial={"day": self.today})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        amount: Decimal | None = data["cost"]
        cost = services.Cost(amount, data["currency"].strip().upper()) if amount is not None else None
        services.dispose_stock(actor, self.listing, data["kind"], data["day"], data["pieces"], cost)

    def known(self) -> list[tuple[Any, Any]]:
        """What is there today."""
        stock = stocks_of([self.listing.pk], self.today).get(self.listing.pk)
        return [*super().known(), (_("Pieces there"), formats.number(stock.left) if stock else "–")]
