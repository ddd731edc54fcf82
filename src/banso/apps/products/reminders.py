"""Who is reminded of products that wait for their review."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.journal.actor import day_of
from banso.apps.notices import sources
from banso.apps.notices.sources import Due, Source
from banso.apps.products.models import Edition, EditionState

#: A firm hears within a week whether its product is shown.
_REVIEW_WITHIN = timedelta(days=7)


def reviews(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Products that were handed in, due a week later, to the office of the firm."""
    rows = Edition.objects.filter(state=EditionState.WAITING, handed_in_at__isnull=False)
    if refs is not None:
        rows = rows.filter(product__ref__in=refs)
    for edition in rows.select_related("product__firm").order_by("product__ref"):
        product = edition.product
        assert edition.handed_in_at is not None
        yield Due(
            "product",
            product.ref,
            day_of(edition.handed_in_at) + _REVIEW_WITHIN,
            reverse("products:review", args=[product.ref]),
            office=product.firm.office_id,
            firm=product.firm_id,
        )


def register() -> None:
    """Let people be reminded."""
    sources.register(Source("product_review", _("Product: review what the firm handed in"), reviews))
