"""A site: one mall, or the page of a channel that has one only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from banso.apps.casework.models import SalesChannel
from banso.apps.channels.models import Channel, ChannelKind, Mall

#: Under which channel of exports the sales of a kind of channel stand.
CHANNELS = {
    ChannelKind.CATALOGUE: SalesChannel.STREET,
    ChannelKind.MALL: SalesChannel.MALL,
    ChannelKind.STORE: SalesChannel.STORE,
}


@dataclass(frozen=True)
class Site:
    """Where a product is sold, and who reports it."""

    channel: Channel
    mall: Mall | None = None

    @property
    def code(self) -> str:
        """The code of the mall, or of the channel."""
        return self.mall.code if self.mall else self.channel.code

    @property
    def name(self) -> str:
        """Its name in the language of the page."""
        return self.mall.name if self.mall else self.channel.name

    @property
    def columns(self) -> dict[str, Any]:
        """What the columns of a row of this site hold."""
        return {"channel": self.channel, "mall": self.mall}

    @property
    def rows(self) -> dict[str, Any]:
        """What rows of this site are found by."""
        if self.mall is not None:
            return {"mall": self.mall}
        return {"channel": self.channel, "mall__isnull": True}

    @property
    def results(self) -> SalesChannel:
        """The channel of exports."""
        return CHANNELS[ChannelKind(self.channel.kind)]


def site_of(code: str) -> Site | None:
    """The mall or store of a code; None where there is none."""
    mall = Mall.objects.select_related("channel", "market").filter(code=code).first()
    if mall is not None:
        return Site(mall.channel, mall)
    channel = Channel.objects.filter(code=code, kind=ChannelKind.STORE).first()
    return Site(channel) if channel else None


def sites() -> list[Site]:
    """Every site, malls first."""
    malls = Mall.objects.select_related("channel", "market").order_by("position", "pk")
    stores = Channel.objects.filter(kind=ChannelKind.STORE).order_by("position", "pk")
    return [*(Site(mall.channel, mall) for mall in malls), *(Site(channel) for channel in stores)]
