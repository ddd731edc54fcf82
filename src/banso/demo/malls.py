"""The 57 corners on overseas EC sites."""

from __future__ import annotations

from datetime import timedelta

from banso.apps.channels.models import Channel, ChannelKind, Mall
from banso.demo.names import rows
from banso.demo.plan import BEGIN, Plan


def write_malls(plan: Plan) -> dict[str, list[int]]:
    """Write the malls; their keys by market. All of them are open when the portfolio begins."""
    chance = plan.random("malls")
    configuration = plan.configuration
    channel = Channel.objects.get(kind=ChannelKind.MALL).pk
    found: dict[str, list[int]] = {}
    for row in rows("malls.csv"):
        market = row["market"]
        for number in range(int(row["count"])):
            letter = chr(ord("A") + number)
            key = plan[Mall].add(
                code=f"{market.lower()}-{letter.lower()}",
                name_ja=f"{configuration.market_names[market]}ECサイト{letter}",
                name_en=f"EC site {letter}, {configuration.market_names_en[market]}",
                position=plan[Mall].next_key,
                channel_id=channel,
                market_id=configuration.markets[market],
                opened_on=BEGIN - timedelta(days=chance.randint(30, 1000)),
            )
            found.setdefault(market, []).append(key)
    return found
