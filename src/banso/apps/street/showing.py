"""One product, as a buyer would show it to a colleague."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from banso.apps.catalogue.selectors import with_parts
from banso.apps.products.models import Edition
from banso.apps.products.sending import send_picture
from banso.apps.street import facts
from banso.apps.street.framing import for_buyers, frame
from banso.apps.street.models import ShortlistItem
from banso.apps.street.viewer import Viewer


@require_GET
@for_buyers
def product(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """Everything that is said of a product, and how ready it is for each of the company's markets."""
    edition = viewer.edition(ref)
    with_parts([edition])
    kept = ShortlistItem.objects.filter(company=viewer.company, product=edition.product_id)
    context = {
        **frame(viewer, "products"),
        "item": facts.item(viewer, edition),
        "text": facts.text_of(edition),
        "pictures": [(image, facts.alt_of(image)) for image in edition.images.all()],
        "facts": _facts(edition),
        "certificates": facts.held(edition, viewer.day),
        "ready": [
            facts.ready_line(viewer.readiness(edition, market), market, viewer.lists.certificates)
            for market in viewer.markets
        ],
        "kept_item": kept.select_related("added_by").first(),
    }
    return render(request, "street/product.html", context)


@require_GET
@for_buyers
def picture(request: HttpRequest, viewer: Viewer, ref: str, name: str, size: int) -> HttpResponse:
    """A picture of the published edition of a product that the company is shown."""
    if not viewer.edition(ref).images.filter(stored_name=name).exists():
        raise Http404
    return send_picture(name, size)


def _facts(edition: Edition) -> list[tuple[str, str]]:
    """What stands in the table; what is asked of food only for food only."""
    category = edition.category
    assert category is not None  # no edition is published without
    code = edition.hs_code
    hs_code = f"{code[:4]}.{code[4:]} (HS {edition.hs_year})" if code else _("Not stated")
    said = [
        (_("Category"), category.name),
        (_("Price"), facts.price_of(edition)),
        (_("Minimum order"), facts.minimum_of(edition)),
        (_("Lead time"), facts.lead_of(edition)),
        (_("Stock"), edition.get_stock_display() or _("Not stated")),
        (_("HS code"), hs_code),
        ("GTIN", edition.gtin or _("Not stated")),
    ]
    if category.is_food:
        allergens = ", ".join(row.name for row in edition.allergens.all())
        none = _("None") if edition.allergens_stated else _("Not stated")
        said += [
            (_("Shelf life"), facts.shelf_of(edition)),
            (_("Ingredients"), edition.ingredients or _("Not stated")),
            (_("Allergens"), allergens or none),
        ]
    return said
