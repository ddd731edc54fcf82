"""Listings at malls as those who run them reach them, for the test of how far a role reaches."""

from banso.apps.channels.models import Mall
from banso.apps.products.models import EditionState, Image
from banso.apps.sales.models import Listing
from support.reach import Rows, Ties
from tests.apps.sales.reach import PAYOUTS


def _listings():
    return Listing.objects.filter(mall__isnull=False).order_by("pk")


def _of(listing: Listing) -> Ties:
    return Ties(None, 0, mall=listing.mall_id)


def _picture(listing: Listing) -> Image | None:
    shown = Image.objects.filter(edition__product=listing.product_id, edition__state=EditionState.PUBLISHED)
    return shown.order_by("pk").first()


def _with_picture():
    return [listing for listing in _listings() if _picture(listing)]


def _malls():
    return Mall.objects.order_by("position", "pk")


def _of_mall(mall: Mall) -> Ties:
    return Ties(None, 0, mall=mall.pk)


ROWS = {
    "malls:own_entry": Rows(_malls, _of_mall, lambda mall: [mall.code]),
    "malls:payout_mistake": PAYOUTS,
    "malls:product": Rows(_listings, _of, lambda listing: [listing.ref]),
    "malls:picture": Rows(
        _with_picture, _of, lambda listing: [listing.ref, _picture(listing).stored_name, 320]
    ),
}
