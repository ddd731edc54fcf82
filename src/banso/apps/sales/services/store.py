"""The page of a product in a store: looked at before it goes live."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.sales.models import Listing, ListingCheck, ListingState
from banso.apps.sales.models.store import POINTS

_LONGEST = 300
_OVER = (ListingState.ENDED, ListingState.DECLINED)


@service
def check_listing(
    actor: Actor, listing: Listing, findings: Mapping[str, str], words: str = ""
) -> ListingCheck:
    """Write down a look at a listing of a store: by point a finding, empty where it is met. The latest holds.

    Raises:
        Refused: ``no_store`` a mall looks itself; ``sales_listing_state`` it ended or was declined;
            ``point_missing``, ``finding_unknown``, ``too_long``.
    """
    listing = hold(Listing.objects).get(pk=listing.pk)
    if listing.mall_id is not None:
        raise Refused("no_store", _("Malls look at their pages themselves."))
    if listing.state in _OVER:
        raise Refused(
            "sales_listing_state", _("This listing is no longer at that point. Please look at it again.")
        )
    for name, _label, codes in POINTS:
        if name not in findings:
            raise Refused("point_missing", _("Look at every point."), name)
        if findings[name] and findings[name] not in codes.values:
            raise Refused("finding_unknown", _("Choose one of the options."), name)
    words = words.strip()
    if len(words) > _LONGEST:
        message = _("Write at most %(longest)s characters; there are %(count)s now.")
        raise Refused("too_long", message % {"longest": _LONGEST, "count": len(words)}, "words")
    check = ListingCheck.objects.create(
        listing=listing,
        words=words,
        checked_by_id=actor.user_id,
        checked_at=actor.at,
        **{name: findings[name] for name, _label, _codes in POINTS},
    )
    found = {name: findings[name] for name, _label, _codes in POINTS if findings[name]}
    payload = {"check": check.pk, "found": found, "words": digest(words) if words else None}
    record(actor, "sales_listing.checked", ("sales_listing", listing.ref), payload)
    return check


def unchecked(listing: Listing) -> bool:
    """Whether a listing of a store was not looked at, or something was found and not put right since."""
    if listing.mall_id is not None:
        return False
    last = ListingCheck.objects.filter(listing=listing).order_by("-checked_at", "-pk").first()
    return last is None or bool(last.found)
