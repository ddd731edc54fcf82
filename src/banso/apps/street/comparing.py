"""Up to four products side by side. Which ones stands in the address, so that a colleague opens the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from banso.apps.catalogue.selectors import with_parts
from banso.apps.products.models import Edition
from banso.apps.products.selectors import published
from banso.apps.street import facts
from banso.apps.street.framing import COMPARED, back_to, for_buyers, frame
from banso.apps.street.viewer import Viewer

#: So many stand side by side.
MOST = 4
_NOTHING = "–"


@dataclass(frozen=True)
class Row:
    """One line of the table: what it is about, and what each product says."""

    label: str
    values: Sequence[str]
    #: Of readiness the kind of the mark of each product, and what is lacking.
    kinds: Sequence[str] = ()
    more: Sequence[str] = ()

    @property
    def differs(self) -> bool:
        """Whether the products do not all say the same."""
        return len(set(self.values)) > 1 or len(set(self.more)) > 1

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """Kind of mark (empty: none), words and what is lacking, product by product."""
        none = [""] * len(self.values)
        return list(zip(self.kinds or none, self.values, self.more or none, strict=True))


def address(refs: Sequence[str], **more: str) -> str:
    """The address of the page that compares these products."""
    pairs = [*(("p", ref) for ref in refs), *more.items()]
    return f"{reverse('street:compare')}?{urlencode(pairs)}" if pairs else reverse("street:compare")


@require_GET
@for_buyers
def compare(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """The products that the address names, else those chosen; what is not shown to the company stays away."""
    asked = list(dict.fromkeys(request.GET.getlist("p")))
    if not asked and viewer.compared:
        return redirect(address(viewer.compared))
    if len(asked) > MOST:
        messages.error(request, _too_many())
    refs = asked[:MOST]
    editions = _editions(viewer, refs)
    items = [facts.item(viewer, edition) for edition in editions]
    differing = "differing" in request.GET
    rows = _rows(viewer, editions)
    kept = [item.ref for item in items]
    context = {
        **frame(viewer, "compare"),
        "items": [(item, address([ref for ref in kept if ref != item.ref])) for item in items],
        "rows": [row for row in rows if row.differs] if differing else rows,
        "differing": differing,
        "same": not any(row.differs for row in rows),
        "gone": len(refs) - len(items),
        "all_address": address(kept),
        "differing_address": address(kept, differing="1"),
        "full": request.build_absolute_uri(address(kept)),
        "most": MOST,
    }
    return render(request, "street/compare.html", context)


@require_POST
@for_buyers
def add(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """Choose a product to compare; a fifth is refused."""
    viewer.edition(ref)
    if ref not in viewer.compared:
        if len(viewer.compared) >= MOST:
            messages.error(request, _too_many())
            return redirect(back_to(request, "street:compare"))
        request.session[COMPARED] = [*viewer.compared, ref]
    messages.success(request, _("It is among the products to compare."))
    return redirect(back_to(request, "street:compare"))


@require_POST
@for_buyers
def drop(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """Take a product out, also one that is not offered any more."""
    ref = request.POST.get("product", "")
    request.session[COMPARED] = [one for one in viewer.compared if one != ref]
    return redirect(back_to(request, "street:compare"))


def _too_many() -> str:
    return _("At most %(most)s products are compared. Take one out first.") % {"most": MOST}


def _editions(viewer: Viewer, refs: Sequence[str]) -> list[Edition]:
    """The editions of these products that the company is shown, in the order asked for."""
    rows = published().filter(viewer.within(), product__ref__in=refs).order_by("pk")
    found = list(rows.select_related("product__firm__prefecture", "category").prefetch_related("allergens"))
    with_parts(found)
    return sorted(found, key=lambda edition: refs.index(edition.product.ref))


def _rows(viewer: Viewer, editions: Sequence[Edition]) -> list[Row]:
    """Every fact that one of them states, then the certificates, then the company's markets."""
    said: list[dict[str, str]] = []
    for edition in editions:
        stated: dict[str, Any] = dict(facts.table_of(edition))
        said.append({str(label): str(value) for label, value in stated.items()})
    labels = list(dict.fromkeys(label for one in said for label in one))
    rows = [Row(label, [one.get(label, _NOTHING) for one in said]) for label in labels]
    held = [facts.certificates_of(edition, viewer.day) for edition in editions]
    rows.append(Row(_("Certificates"), held))
    for market in viewer.markets:
        lines = [
            facts.ready_line(viewer.readiness(edition, market), market, viewer.lists.certificates)
            for edition in editions
        ]
        label = _("For %(market)s") % {"market": facts.market_name(market)}
        rows.append(
            Row(
                label,
                [line.words for line in lines],
                [line.kind for line in lines],
                [line.more for line in lines],
            )
        )
    return rows
