"""How often one place may ask for what is open to everybody."""

from __future__ import annotations

from allauth.core.internal.ratelimit import consume, respond_429
from django.http import HttpRequest, HttpResponseBase

#: Behind a mailed link: a token cannot be guessed, but nobody need try.
LINKS = "60/m/ip"
#: Forms that anybody may send and that write a mail: a body that fills one in sends a few.
FORMS = "20/h/ip"


def too_many(request: HttpRequest, what: str, rate: str, *, reads: bool = False) -> HttpResponseBase | None:
    """The refusal, if ``what`` was asked for too often from one place; looking counts only with ``reads``."""
    if consume(request, app="banso", action=what, config={what: rate}, limit_get=reads) is None:
        return respond_429(request)
    return None
