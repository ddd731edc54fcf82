"""How ready what was found is for one market, told from the index alone: without reading an edition.

The index keeps a bit for each thing that an edition lacks. What a market asks is a set of bits too, so that
what is lacking there is the intersection of the two. Certificates have bits of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.conf import settings
from django.db.models import Q
from numpy.typing import NDArray

from banso.apps.channels.models import ChannelKind, ChannelNeed
from banso.apps.directory.models import Market
from banso.apps.products.models import CertificateKind, ClosedMarket, Edition
from banso.apps.products.needs import NEEDS, missing
from banso.apps.products.readiness import Asked

#: The codes of the facet; 0: made before the index knew what lacks.
READY, FEW, MORE, CLOSED = 1, 2, 3, 4
NAMES = {READY: "ready", FEW: "few", MORE: "more", CLOSED: "closed"}
#: So many things that lack are few.
MOST_FEW = 2
#: What was not asked when the row was made.
UNKNOWN = -1

_LANGUAGES = [code for code, _name in settings.PRODUCT_LANGUAGES]
_TEXTS = [f"{kind}:{code}" for kind in ("name", "description") for code in _LANGUAGES]
_BITS = {code: 1 << number for number, code in enumerate((*NEEDS, *_TEXTS))}


def lacks(edition: Edition, day: date) -> int:
    """What an edition lacks of all that may be asked, a bit each; certificates aside."""
    return sum(_BITS[code] for code in missing(edition, day, _BITS))


@dataclass(frozen=True)
class Wants:
    """What is asked of products in a market, as bits, and the products that are closed there."""

    things: int
    certificates: int
    closed: frozenset[int]

    def codes(
        self, keys: NDArray[np.int64], lacking: NDArray[np.int64], held: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """The code of each product, from what it lacks and the certificates that it holds."""
        number = np.bitwise_count(lacking & self.things) + np.bitwise_count(~held & self.certificates)
        codes = np.select([number == 0, number <= MOST_FEW], [READY, FEW], MORE)
        codes = np.where(lacking == UNKNOWN, 0, codes)
        closed = np.isin(keys, np.fromiter(self.closed, dtype=np.int64, count=len(self.closed)))
        return np.where(closed, CLOSED, codes).astype(np.int64)


def wants_in_catalogue(market: Market, day: date) -> Wants | None:
    """What the catalogue for buyers asks in a market; None where it asks nothing. Three queries."""
    needs = ChannelNeed.objects.filter(channel__kind=ChannelKind.CATALOGUE)
    asked = Asked(needs.select_related("channel", "market").order_by("position"))
    if not asked.channels:
        return None
    channel = next(iter(asked.channels.values()))
    kinds = dict(CertificateKind.objects.order_by("pk").values_list("code", "pk"))
    return wants(market, asked.codes(channel, market), kinds, day)


def wants(market: Market, asked: Iterable[str], certificates: Mapping[str, int], day: date) -> Wants:
    """What is asked in a market (codes of needs), with the keys of certificates by code. One query."""
    codes = list(asked)
    kinds = [code.partition(":")[2] for code in codes if code.startswith("certificate:")]
    closed = ClosedMarket.objects.filter(Q(until=None) | Q(until__gte=day), market=market)
    keys = closed.filter(edition__entry__isnull=False).order_by().values_list("edition__product", flat=True)
    return Wants(
        things=sum(_BITS[code] for code in codes if code in _BITS),
        certificates=sum(1 << certificates[kind] for kind in kinds),
        closed=frozenset(keys),
    )
