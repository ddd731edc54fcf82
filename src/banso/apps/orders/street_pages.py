"""Orders as buyers see them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.inquiries.models import Inquiry, Side
from banso.apps.inquiries.naming import maker_name, product_name
from banso.apps.orders import services
from banso.apps.orders.forms import DisputeForm, OrderForm
from banso.apps.orders.models import Order
from banso.apps.orders.showing import shown, with_all
from banso.apps.street.framing import for_buyers, frame
from banso.apps.street.viewer import Viewer

_PLACE = "messages"


@require_http_methods(["GET", "POST"])
@for_buyers
def report(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """Report an order to the maker."""
    rows = Inquiry.objects.filter(company=viewer.company).select_related("product__firm", "company__market")
    inquiry = get_object_or_404(rows, ref=ref)
    form = OrderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = request.access.actor(Action.STREET_VIEW)  # type: ignore[attr-defined]
        try:
            made = services.report(actor, inquiry, form.data_of_order())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Thank you. The maker is asked to confirm the order."))
            return redirect("orders:street_order", made.ref)
    context = {**frame(viewer, _PLACE), "form": form, "inquiry": inquiry}
    context |= {"product": product_name(inquiry.product), "maker": maker_name(inquiry.product)}
    return render(request, "orders/street/report.html", context)


@require_http_methods(["GET", "POST"])
@for_buyers
def order(request: HttpRequest, viewer: Viewer, ref: str) -> HttpResponse:
    """One order: say whether what the maker reported is so."""
    rows = Order.objects.filter(inquiry__company=viewer.company)
    found = get_object_or_404(with_all(rows), ref=ref)
    do = request.POST.get("do", "")
    disputing = do == "dispute"
    form = DisputeForm(request.POST if disputing else None)
    if do == "confirm" or (disputing and form.is_valid()):
        actor = request.access.actor(Action.STREET_VIEW)  # type: ignore[attr-defined]
        try:
            if disputing:
                services.dispute(actor, found, form.cleaned_data["doubt"], form.cleaned_data["words"])
                messages.success(request, _("The office looks into it and asks both sides."))
            else:
                services.confirm(actor, found)
                messages.success(request, _("Thank you. The order is confirmed."))
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect("orders:street_order", ref)
    context = {**frame(viewer, _PLACE), **shown(found, Side.BUYER), "form": form}
    return render(request, "orders/street/order.html", context)
