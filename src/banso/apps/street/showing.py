"""One product, as a buyer would show it to a colleague."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from banso.apps.catalogue.selectors import with_parts
from banso.apps.products.sending import send_picture
from banso.apps.street import facts
from banso.apps.street.extending import further_facts, product_acts
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
        "facts": [*facts.table_of(edition), *further_facts(viewer, edition)],
        "certificates": facts.held(edition, viewer.day),
        "ready": [
            facts.ready_line(viewer.readiness(edition, market), market, viewer.lists.certificates)
            for market in viewer.markets
        ],
        "acts": product_acts(viewer, edition),
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
