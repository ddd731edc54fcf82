"""The page of one product: what buyers are shown, what comes next, how ready it is, what happened."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.journal.selectors import timeline
from banso.apps.products.models import CertificateKind, EditionState, Product, ProductState
from banso.apps.products.needs import label_of
from banso.apps.products.readiness import Asked, Readiness
from banso.apps.products.selectors import PARTS, Standing, name_of, standing
from banso.apps.products.services import subject
from banso.apps.products.words import MARKS, PRODUCT_MARKS, input_of, row_of_need, rows_of, until_words
from banso.web import formats
from banso.web.acts import frame_of


@requires(Action.PRODUCT_VIEW)
@require_GET
def product(request: HttpRequest, ref: str) -> HttpResponse:
    """One product."""
    access: Access = request.access  # type: ignore[attr-defined]
    parts = (f"editions__{part}" for part in PARTS)
    rows = access.rows(Action.PRODUCT_VIEW, Product.objects.select_related("firm__office"))
    found = get_object_or_404(rows.prefetch_related("editions__category", *parts), ref=ref)
    stands = standing(found)
    own = access.roles <= {Role.FIRM_MEMBER}
    beside = stands.published if stands.open and stands.published else None
    state = ProductState(found.state)
    context = {
        "product": found,
        "own": own,
        "name": name_of(stands.current) or found.article,
        "frame": frame_of(access),
        "state": (PRODUCT_MARKS[state], state.label),
        "edition": stands.current,
        "edition_state": (MARKS[EditionState(stands.current.state)], stands.current.get_state_display()),
        "published": beside,
        "rows": rows_of(stands.current, beside),
        "places": _places(stands, access, linked=_may_write(access, stands)),
        "log": timeline([subject(found)]),
        **_acts(access, stands),
    }
    return render(request, "products/product.html", context)


def _acts(access: Access, stands: Standing) -> dict[str, bool]:
    """What this person can do with the product as it stands."""
    found, edition = stands.product, stands.open
    writes, state = access.can(Action.PRODUCT_WRITE), edition.state if edition else None
    withdrawn = found.state == ProductState.WITHDRAWN
    stops = access.can(Action.PRODUCT_STOP)
    return {
        "may_write": _may_write(access, stands),
        "may_take_back": writes and state == EditionState.WAITING,
        "may_begin_next": writes and edition is None and not withdrawn,
        "may_review": access.can(Action.PRODUCT_REVIEW)
        and edition is not None
        and state == EditionState.WAITING
        and edition.handed_in_by_id != access.user.pk,
        "may_suspend": stops and found.state == ProductState.PUBLISHED,
        "may_resume": stops and found.state == ProductState.SUSPENDED,
        "may_withdraw": access.can(Action.PRODUCT_WITHDRAW) and not withdrawn,
    }


def _may_write(access: Access, stands: Standing) -> bool:
    states = (EditionState.WRITTEN, EditionState.RETURNED)
    return access.can(Action.PRODUCT_WRITE) and stands.open is not None and stands.open.state in states


def _places(stands: Standing, access: Access, linked: bool) -> list[dict[str, Any]]:
    """Each channel and market with what the product has and lacks of what is asked there."""
    asked, kinds = Asked(), {kind.code: kind for kind in CertificateKind.objects.all()}
    edition = stands.current
    lines = []
    for channel, market in asked.places():
        found = asked.readiness(edition, channel, market, access.today)
        lacking = [
            (label_of(code, kinds), input_of(stands.product, row_of_need(code)) if linked else "")
            for code in found.lacking
        ]
        lines.append(
            {
                "channel": channel if market is None else None,
                "market": market.name if market else _("All markets"),
                "met": found.met,
                "asked": len(found.asked),
                "mark": "ok" if found.ready else "part",
                "lacking": lacking,
                "closed": _closed(found),
            }
        )
    return lines


def _closed(found: Readiness) -> str:
    if found.closed is None:
        return ""
    return formats.joined(found.closed.get_why_display(), until_words(found.closed.until))
