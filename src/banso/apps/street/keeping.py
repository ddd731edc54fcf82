"""The shortlist that the people of a company share."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from banso.apps.accounts.permissions import Action
from banso.apps.catalogue.selectors import with_parts
from banso.apps.products.models import Product
from banso.apps.products.selectors import published
from banso.apps.street import facts, services
from banso.apps.street.forms import NoteForm
from banso.apps.street.framing import back_to, for_buyers, frame
from banso.apps.street.models import ShortlistItem
from banso.apps.street.viewer import Viewer


@require_GET
@for_buyers
def shortlist(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """What the company keeps, the newest first, with who put it there and why."""
    rows = ShortlistItem.objects.filter(company=viewer.company).select_related("added_by", "product")
    found = published().filter(viewer.within(), product__in=viewer.kept)
    editions = list(found.select_related("product__firm__prefecture", "category").order_by("pk"))
    with_parts(editions)
    by_product = {edition.product_id: edition for edition in editions}
    kept = [
        (row, facts.item(viewer, by_product[row.product_id]) if row.product_id in by_product else None)
        for row in rows
    ]
    context = {**frame(viewer, "shortlist"), "items": kept}
    return render(request, "street/shortlist.html", context)


@require_POST
@for_buyers
def keep(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """Put a product on it."""
    edition = viewer.edition(ref)
    services.keep(request.access.actor(Action.STREET_VIEW), viewer.company, edition.product)  # type: ignore[attr-defined]
    messages.success(request, _("It is on the shortlist of your company."))
    return redirect(back_to(request, "street:shortlist"))


@require_POST
@for_buyers
def drop(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """Take a product off it, also one that is not offered any more."""
    product = get_object_or_404(Product, ref=ref, pk__in=viewer.kept)
    services.drop(request.access.actor(Action.STREET_VIEW), viewer.company, product)  # type: ignore[attr-defined]
    messages.success(request, _("It is off the shortlist."))
    return redirect(back_to(request, "street:shortlist"))


@require_POST
@for_buyers
def note(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """Write a note for colleagues."""
    rows = ShortlistItem.objects.select_related("product", "company")
    item = rows.filter(company=viewer.company, product__ref=ref).first()
    if item is None:
        raise Http404
    form = NoteForm(request.POST)
    if form.is_valid():
        services.note(request.access.actor(Action.STREET_VIEW), item, form.cleaned_data["note"])  # type: ignore[attr-defined]
        messages.success(request, _("The note is stored."))
    else:
        messages.error(request, _("A note has 200 characters at most. It was not stored."))
    return redirect("street:shortlist")
