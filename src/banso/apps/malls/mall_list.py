"""The malls for staff: each with its page in the directory, its contract, and what running it costs."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import SafeString, conditional_escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.channels.models import Mall
from banso.apps.directory.models import Market
from banso.apps.malls.directory_pages import named
from banso.apps.malls.mall_pages import address
from banso.apps.malls.models import EntryState, MallEntry, SellerModel
from banso.apps.malls.selectors import listed, whole_yen
from banso.apps.products.models import Category
from banso.web import formats, forms
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

#: How a mall's page stands: its mark and its words.
STANDINGS: dict[str, tuple[str, Any]] = {
    "published": ("ok", pgettext_lazy("mall", "Published")),
    "draft": ("part", gettext_lazy("Draft only")),
    "none": ("unk", gettext_lazy("No page yet")),
    "closed": ("dash", gettext_lazy("Mall closed")),
}
_STATES = (
    ("published", pgettext_lazy("mall", "Published")),
    ("drafted", gettext_lazy("Draft open")),
    ("none", gettext_lazy("No page yet")),
    ("ends", gettext_lazy("Contract ends within 90 days")),
    ("closed", gettext_lazy("Mall closed")),
)


class MallFilter(forms.FilterForm):
    """Which malls are shown."""

    words = forms.CharField(label=gettext_lazy("Words"), max_length=60)
    market = forms.ModelChoiceField(Market.objects.all(), label=gettext_lazy("Country"))
    category = forms.ModelChoiceField(
        Category.objects.order_by("group__position", "position"), label=gettext_lazy("Category")
    )
    seller = forms.ChoiceField(
        label=gettext_lazy("How it sells"), choices=[("", gettext_lazy("All")), *SellerModel.choices]
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), choices=[("", gettext_lazy("All")), *_STATES])
    lookups = {"seller": "shown__seller"}

    def filter_words(self, rows: QuerySet[Mall], words: str) -> QuerySet[Mall]:
        """Those that name it."""
        return rows.filter(named("shown__", words))

    def filter_market(self, rows: QuerySet[Mall], market: Market) -> QuerySet[Mall]:
        """Those of the country, and those that sell to it."""
        return rows.filter(Q(market=market) | Q(_says(countries=market)))

    def filter_category(self, rows: QuerySet[Mall], category: Category) -> QuerySet[Mall]:
        """Those that take it."""
        return rows.filter(_says(categories=category))

    def filter_state(self, rows: QuerySet[Mall], state: str) -> QuerySet[Mall]:
        """How the page or the contract stands."""
        if state == "drafted":
            return rows.filter(drafted=True)
        return rows.filter(ends__isnull=False) if state == "ends" else rows.filter(standing=state)


def _says(**values: Any) -> Exists:
    rows = MallEntry.objects.filter(mall=OuterRef("pk"), state=EntryState.PUBLISHED, **values)
    return Exists(rows)


def _page(mall: Any) -> MallEntry | None:
    """The published page; a mall without one has no such attribute."""
    return getattr(mall, "shown", None)


def _operator(mall: Any) -> str:
    page = _page(mall)
    return page.operator if page else ""


def _standing(mall: Any) -> str:
    return str(STANDINGS[mall.standing][1])


def _standing_shown(mall: Any) -> SafeString:
    return status(STANDINGS[mall.standing][0], _standing(mall))


def _more(mall: Any) -> str:
    """What is to be done about it: a draft that is open, a contract that ends."""
    if mall.closed_on:
        return formats.day(mall.closed_on)
    drafted = _("Draft open") if mall.drafted and mall.standing == "published" else ""
    return formats.joined(*[part for part in (drafted, _("Contract ends soon") if mall.ends else "") if part])


def _contract_shown(mall: Any) -> SafeString:
    page = _page(mall)
    if page is None:
        return conditional_escape("–")
    return conditional_escape(formats.day(page.contract_to) if page.contract_to else _("no end agreed"))


def _running(mall: Any) -> int | None:
    return whole_yen(mall.running) if mall.running_months else None


def _of_months(mall: Any) -> str:
    if not mall.running_months:
        return ""
    months = mall.running_months
    return ngettext("mean of %(n)s month", "mean of %(n)s months", months) % {"n": months}


COLUMNS = [
    Column("name", gettext_lazy("Mall"), sort="position", link=address, second=_operator),
    Column("market", gettext_lazy("Country"), value="market.name", sort="market__position"),
    Column("state", gettext_lazy("Page in the directory"), value=_standing, html=_standing_shown,
           second=_more, sort="standing"),
    Column("seller", gettext_lazy("How it sells"), value="shown.get_seller_display", sort="shown__seller"),
    Column("opened_on", gettext_lazy("Corner opened"), sort="opened_on", kind="day"),
    Column("contract_to", gettext_lazy("Contract until"), value="shown.contract_to", html=_contract_shown,
           sort="shown__contract_to"),
    Column("staff", gettext_lazy("In charge"), value="shown.staff.name", sort="shown__staff__name"),
    Column("running", gettext_lazy("Running cost a month"), value=_running, kind="yen", sort="running",
           second=_of_months),
]  # fmt: skip


@requires(Action.MALL_VIEW)
@require_GET
def mall_list(request: HttpRequest) -> HttpResponse:
    """The overseas malls with their pages, contracts and costs."""
    access = request.access  # type: ignore[attr-defined]
    records = RecordList(
        request,
        listed(access.today),
        columns=COLUMNS,
        filters=MallFilter,
        default_sort="name",
        name="malls",
        empty=gettext_lazy("No mall is set up yet."),
    )
    return records.response("malls/mall_list.html")
