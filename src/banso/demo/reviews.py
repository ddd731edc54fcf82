"""What buyers wrote on the pages of the store, in the words of nobody in particular."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from banso.apps.sales.models import Review
from banso.demo.plan import Plan

#: By language: stars, title, text.
_WORDS: dict[str, tuple[tuple[int, str, str], ...]] = {
    "en": (
        (5, "Better than expected", "Arrived well packed, and my whole family likes it. Will buy again."),
        (4, "Good, but pricey", "Quality is very good. Shipping took two weeks and the price went up since."),
        (3, "Fine", "As described. I would have liked instructions in English inside the box."),
        (2, "Label only in Japanese", "Could not read the allergens on the label, so I gave it to a friend."),
        (1, "Arrived broken", "The bottle leaked in the parcel. The seller took it back without trouble."),
    ),
    "de": (
        (5, "Sehr zufrieden", "Schnelle Lieferung, hervorragende Qualität. Klare Empfehlung."),
        (3, "In Ordnung", "Gut, aber eine Anleitung auf Deutsch fehlt."),
    ),
}
#: By code of a marketplace the language of its buyers.
LANGUAGES = {"US": "en", "GB": "en", "DE": "de"}


def write_review(
    plan: Plan, chance: Any, listing: dict[str, Any], market: tuple[int, str], day: date, stored: datetime
) -> None:
    """Write one review of a listing on a marketplace."""
    language = LANGUAGES[market[1]]
    stars, title, text = chance.choice(_WORDS[language])
    number = len(plan[Review]) + 1
    plan[Review].add(
        listing_id=listing["id"],
        channel_id=listing["channel_id"],
        mall_id=None,
        market_id=market[0],
        code=f"R{plan.seed:03d}{number:08d}",
        day=day,
        stars=stars,
        title=title,
        text=text,
        language=language,
        file=hashlib.sha256(f"{plan.seed}/reviews/{day}".encode()).hexdigest(),
        stored_by_id=listing["manager"],
        stored_at=stored,
    )
