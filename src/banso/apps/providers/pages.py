"""The neutral list: for everybody, and for the need of a firm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.intake.models import Need, ProposalState
from banso.apps.providers import selectors, services
from banso.apps.providers.forms import ProviderFilter
from banso.apps.providers.models import Referral
from banso.web.acts import frame_of
from banso.web.navigation import address

_PAGE = 20


@requires(Action.PROVIDER_VIEW)
@require_GET
def provider_list(request: HttpRequest) -> HttpResponse:
    """Who is listed today; among equals lots are drawn anew every day."""
    access: Access = request.access  # type: ignore[attr-defined]
    form = ProviderFilter(request.GET)
    form.read_choices()
    seed = access.today.isoformat()
    return _list(request, access, form, form.wanted(), seed, {})


@requires(Action.PROVIDER_FOR_NEED)
@require_GET
def need_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is listed, in the order for one need: its subject, market and language, and its own lot."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.PROVIDER_FOR_NEED, Need.objects.all())
    need = get_object_or_404(
        rows.select_related("consultation__firm", "subject", "market", "language"), pk=pk
    )
    lot = services.lot_of(access.actor(Action.PROVIDER_FOR_NEED), need)
    form = ProviderFilter(request.GET)
    form.read_choices()
    wanted = {"subjects": need.subject, "markets": need.market, "languages": need.language} | form.wanted()
    sent = Referral.objects.filter(proposal__need=need).order_by("pk")
    more = {
        "need": need,
        "may_refer": access.can(Action.REFERRAL_SEND)
        and access.allows(Action.REFERRAL_SEND, need)
        and need.abandoned_on is None
        and not need.proposals.filter(state=ProposalState.HELPED).exists(),
        "referred": dict(sent.values_list("proposal__private_provider", "pk")),
    }
    return _list(request, access, form, wanted, lot.seed, more)


def _list(
    request: HttpRequest,
    access: Access,
    form: ProviderFilter,
    wanted: Mapping[str, Any],
    seed: str,
    more: dict[str, Any],
) -> HttpResponse:
    asked = {name: row for name, row in wanted.items() if row is not None}
    rows = list(selectors.with_lists(form.narrow_prices(selectors.listed(access.today))))
    places = selectors.in_order(rows, asked, seed)
    if asked:
        places = [place for place in places if place.matches]
    page = Paginator(places, _PAGE).get_page(request.GET.get("page"))
    referred: Mapping[int, int] = more.pop("referred", {})
    for place in page:
        place.listing.referral_key = referred.get(place.listing.provider_id)
    context = {
        "frame": frame_of(access),
        "form": form,
        "places": page,
        "asked": len(asked),
        "wanted": [row.name for row in asked.values()],
        "ranges": selectors.price_ranges([place.listing for place in places]),
        "seed": seed,
        "need": None,
        "may_see_listings": access.can(Action.LISTING_VIEW),
        "overlap": address("fees:overlap") if access.can(Action.OVERLAP_VIEW) else "",
        "may_see_referrals": access.can(Action.REFERRAL_VIEW),
        "may_refer": False,
        **more,
    }
    return render(request, "providers/provider_list.html", context)
