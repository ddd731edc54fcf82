"""Lists of products: a firm's own with how ready they are; for staff those first that wait for a review."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.directory.models import Office
from banso.apps.products.models import (
    Category,
    Certificate,
    Edition,
    EditionState,
    Image,
    Product,
    ProductState,
)
from banso.apps.products.readiness import Asked
from banso.apps.products.selectors import name_of, standing
from banso.apps.products.words import MARKS, PRODUCT_MARKS
from banso.web import formats, forms
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

_OPEN_STATES = (EditionState.WAITING, EditionState.RETURNED, EditionState.WRITTEN)
_STATES = [
    ("", gettext_lazy("All")),
    *((state.value, state.label) for state in _OPEN_STATES),
    *((state.value, state.label) for state in ProductState if state != ProductState.DRAFT),
]


class OwnFilter(forms.FilterForm):
    """Which of the firm's products are shown."""

    state = forms.ChoiceField(label=gettext_lazy("State"), choices=_STATES)

    def filter_state(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """By the state of the product, or of the edition that comes next."""
        if value in ProductState:
            return queryset.filter(state=value)
        return queryset.filter(Exists(Edition.objects.filter(product=OuterRef("pk"), state=value)))


class ProductFilter(OwnFilter):
    """Which products are shown to staff."""

    words = forms.CharField(label=pgettext_lazy("product", "Product or firm"), max_length=80)
    category = forms.ModelChoiceField(
        Category.objects.order_by("group__position", "position"), label=gettext_lazy("Category")
    )
    office = forms.ModelChoiceField(Office.objects.order_by("pk"), label=gettext_lazy("Office"))
    lookups = {"office": "firm__office"}

    def filter_words(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        """By parts of the name, the reference or the name of the firm."""
        named = Edition.objects.filter(product=OuterRef("pk"), texts__name__icontains=value)
        firm = Q(firm__name__icontains=value) | Q(firm__name_kana__icontains=value)
        return queryset.filter(Q(ref__iexact=value) | firm | Exists(named))

    def filter_category(self, queryset: QuerySet[Any], value: Category) -> QuerySet[Any]:
        """By the category of any edition."""
        return queryset.filter(Exists(Edition.objects.filter(product=OuterRef("pk"), category=value)))


def _address(product: Product) -> str:
    return reverse("products:product", args=[product.ref])


def _name(product: Product) -> str:
    return name_of(standing(product).current) or _("No name yet")


def _states(product: Product) -> list[tuple[str, str]]:
    """The marks and words of a product: its own state, and that of the edition that comes next."""
    stands = standing(product)
    found = [(PRODUCT_MARKS[ProductState(product.state)], str(ProductState(product.state).label))]
    if stands.open is not None:
        state = EditionState(stands.open.state)
        beside = [] if product.state == ProductState.DRAFT else found
        return [*beside, (MARKS[state], str(state.label))]
    return found


def _states_shown(product: Product) -> SafeString:
    marks = ((status(mark, words),) for mark, words in _states(product))
    return format_html_join(SafeString("<br>"), "{}", marks)


def _states_plain(product: Product) -> str:
    return formats.joined(*(words for _mark, words in _states(product)))


def _waits() -> Subquery:
    waiting = Edition.objects.filter(product=OuterRef("pk"), state=EditionState.WAITING)
    return Subquery(waiting.values("handed_in_at")[:1])


def _parts_asked(asked: Asked) -> Iterator[Prefetch]:
    """What of editions is looked at to say how ready they are everywhere: what nobody asks is not read."""
    codes = {code for channel in asked.channels.values() for code in asked.codes(channel, None)}
    if any(code.startswith("certificate:") for code in codes):
        yield Prefetch("editions__certificates", Certificate.objects.select_related("kind"))


def _ready(asked: Asked, product: Product, access: Access) -> str:
    edition = standing(product).current
    parts = []
    for channel, market in asked.places():
        if market is None:
            found = asked.readiness(edition, channel, None, access.today)
            parts.append(f"{channel.name} {found.met}/{len(found.asked)}")
    return formats.joined(*parts)


@requires(Action.PRODUCT_VIEW)
@require_GET
def product_list(request: HttpRequest) -> HttpResponse:
    """Products within reach."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.PRODUCT_VIEW, Product.objects.annotate(waits_since=_waits()))
    pictured = Exists(Image.objects.filter(edition=OuterRef("pk")))
    rows_of_editions = Edition.objects.select_related("category").annotate(pictured=pictured)
    editions = Prefetch("editions", rows_of_editions)
    own = access.roles <= {Role.FIRM_MEMBER}
    if own:
        asked = Asked()
        rows = rows.prefetch_related(editions, "editions__texts", *_parts_asked(asked))
    else:
        rows = rows.select_related("firm__office").prefetch_related(editions, "editions__texts")
    state = Column("state", gettext_lazy("State"), value=_states_plain, html=_states_shown, sort="state")
    name = Column("name", gettext_lazy("Product"), value=_name, link=_address, second=lambda row: row.article)
    if own:
        columns = [
            name,
            state,
            Column("ready", gettext_lazy("Has what is asked"), value=lambda row: _ready(asked, row, access)),
            Column("begun_at", gettext_lazy("Begun"), kind="day", sort="begun_at"),
        ]
    else:
        columns = [
            Column("waits_since", gettext_lazy("Waits for review since"), kind="day", sort="waits_since",
                   value=lambda row: row.waits_since, html=_waits_shown),
            name,
            Column("firm", gettext_lazy("Firm"), value="firm.name", sort="firm__name_kana",
                   second=lambda row: row.firm.office.name),
            state,
            Column("begun_at", gettext_lazy("Begun"), kind="day", sort="begun_at"),
        ]  # fmt: skip
    may_write = access.can(Action.PRODUCT_WRITE)
    records = RecordList(
        request,
        rows,
        columns=columns,
        filters=OwnFilter if own else ProductFilter,
        default_sort="-begun_at" if own else "waits_since",
        name="products",
        empty=gettext_lazy("No product was entered yet."),
        empty_link=(reverse("products:begin"), gettext_lazy("Enter a product")) if may_write else None,
    )
    context = {"own": own, "may_write": may_write, "frame": "public.html" if own else "work.html"}
    return records.response("products/product_list.html", context)


def _waits_shown(product: Product) -> SafeString:
    return status("now", formats.day(product.waits_since)) if product.waits_since else SafeString("–")
