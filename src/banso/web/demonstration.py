"""Whether this database holds the demonstration: every page says so."""

from __future__ import annotations

from django.core.cache import cache
from django.db import connection

from banso.demo.models import Portfolio

#: A database that is none may become one while the server runs; the other way it is dropped and made anew.
_LOOK_AGAIN_AFTER = 60


def _key() -> str:
    return f"web:demonstration:{connection.settings_dict['NAME']}"


def is_demonstration() -> bool:
    """Whether a demonstration portfolio is in the database; asked of the database once a minute at most."""
    known: bool | None = cache.get(_key())
    if known is None:
        known = Portfolio.objects.exists()
        cache.set(_key(), known, None if known else _LOOK_AGAIN_AFTER)
    return known


def forget() -> None:
    """Look again at the next page: the portfolio was loaded or dropped."""
    cache.delete(_key())
