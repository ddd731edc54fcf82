"""What the pages of Japan Street share: who looks, in which language, and what the bar shows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.buyers.models import Language, State
from banso.apps.street.extending import bar_places
from banso.apps.street.viewer import Outside, Viewer, market_name

#: Where the session keeps which products the buyer compares.
COMPARED = "street_compared"

#: A page of Japan Street: given the request, who looks, and what stands in the address.
Page = Callable[..., HttpResponse]


def in_three_languages(view: Page) -> Page:
    """Let a view speak Chinese as well."""
    view.in_chinese = True  # type: ignore[attr-defined]
    return view


def for_buyers(view: Page) -> Page:
    """A page for buyers whose access holds today; others are told, and shown nothing.

    Pages of one product are not found by others, as are those of products that a company is not shown.
    """

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            viewer = Viewer(request.access)  # type: ignore[attr-defined]
        except Outside as outside:
            if kwargs:
                # Of a single product not even that it exists is said.
                raise Http404 from outside
            company = outside.buyer.company
            context = {
                **frame(None),
                "suspended": company.state == State.SUSPENDED,
                "company": company,
                "early": company.first_day > request.access.today,  # type: ignore[attr-defined]
            }
            return render(request, "street/outside.html", context, status=410)
        viewer.compared = list(request.session.get(COMPARED, ()))
        return view(request, viewer, *args, **kwargs)

    return in_three_languages(requires(Action.STREET_VIEW)(page))


def frame(viewer: Viewer | None, here: str = "") -> dict[str, Any]:
    """What the frame of a page shows; ``here`` is the place that is open."""
    known = {"languages": Language.choices, "viewer": viewer, "place": here}
    if viewer is not None:
        known["kept"] = len(viewer.kept)
        known["compared"] = len(viewer.compared)
        known["places"] = [(place, viewer.counted[place.code]) for place in bar_places()]
        known["company_line"] = f"{viewer.company.name}, {market_name(viewer.company.market)}"
    return known


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Where the buyer was when a button was pressed; else the page of this name."""
    asked = request.POST.get("back", "")
    own = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/street/")
    return asked if own else otherwise
