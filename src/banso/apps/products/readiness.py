"""How far a product is from being offered in a channel and market: "4 of 6 for malls in the US"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from banso.apps.channels.models import Channel, ChannelNeed
from banso.apps.directory.models import Market
from banso.apps.products.models import ClosedMarket, Edition
from banso.apps.products.needs import asked_of, missing


@dataclass(frozen=True)
class Readiness:
    """What a channel asks of an edition in a market (None: in every market), and what is lacking (codes)."""

    channel: Channel
    market: Market | None
    asked: tuple[str, ...]
    lacking: tuple[str, ...]
    #: Why it is not offered in the market on that day, whatever it has.
    closed: ClosedMarket | None = None

    @property
    def met(self) -> int:
        """How many of the things asked the edition has."""
        return len(self.asked) - len(self.lacking)

    @property
    def ready(self) -> bool:
        """Whether it can be offered."""
        return not self.lacking and self.closed is None


class Asked:
    """What channels ask, read once: for many editions. ``needs`` are its rows, if they were read before."""

    def __init__(self, needs: Iterable[ChannelNeed] | None = None) -> None:
        self._needs: dict[tuple[int, int | None], list[str]] = {}
        #: The channels that ask for something, and the markets in which they ask for something of their own.
        self.channels: dict[int, Channel] = {}
        self.markets_by_key: dict[int, Market] = {}
        rows = ChannelNeed.objects.select_related("channel", "market") if needs is None else needs
        for row in rows:
            self._needs.setdefault((row.channel_id, row.market_id), []).append(row.need)
            self.channels[row.channel_id] = row.channel
            if row.market is not None:
                self.markets_by_key[row.market.pk] = row.market

    def codes(self, channel: Channel, market: Market | None) -> Sequence[str]:
        """What a channel asks in a market, each once."""
        everywhere = self._needs.get((channel.pk, None), [])
        there = self._needs.get((channel.pk, market.pk), []) if market else []
        return tuple(dict.fromkeys((*everywhere, *there)))

    def markets(self, channel: Channel) -> set[int]:
        """The keys of the markets in which a channel asks for something of its own."""
        return {market for owner, market in self._needs if owner == channel.pk and market is not None}

    def places(self) -> list[tuple[Channel, Market | None]]:
        """Each channel, then its markets that ask for something of their own, in the order of their lists."""
        found: list[tuple[Channel, Market | None]] = []
        for channel in sorted(self.channels.values(), key=lambda row: (row.position, row.code)):
            there = [self.markets_by_key[key] for key in self.markets(channel)]
            found.append((channel, None))
            found += [(channel, market) for market in sorted(there, key=lambda row: (row.position, row.code))]
        return found

    def readiness(self, edition: Edition, channel: Channel, market: Market | None, day: date) -> Readiness:
        """How ready an edition is; its parts and closed markets should be prefetched."""
        codes = asked_of(edition, self.codes(channel, market))
        return Readiness(
            channel,
            market,
            asked=tuple(codes),
            lacking=tuple(missing(edition, day, codes)),
            closed=closed_in(edition.closed_markets.all(), market, day),
        )


def closed_in(rows: Iterable[ClosedMarket], market: Market | None, day: date) -> ClosedMarket | None:
    """The row that closes a market on a day."""
    if market is None:
        return None
    return next(
        (row for row in rows if row.market_id == market.pk and (row.until is None or row.until >= day)), None
    )
