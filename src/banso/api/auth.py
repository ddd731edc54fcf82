"""Who calls: the person of a token, within the scopes of the token, and not too often."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone, translation
from ninja.security import HttpBearer

from banso.api.problems import TooMany
from banso.apps.accounts.access import Access
from banso.apps.accounts.models import ApiToken
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.tokens import find_token, note_use

_MINUTE = 60


class Token(HttpBearer):
    """``Authorization: Bearer banso_...``. What follows is said in the person's language."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token, if it works now; the request then has the access of its person."""
        now = timezone.now()
        found = find_token(token, now)
        if found is None:
            return None
        translation.activate(found.user.language)
        _count(found, int(now.timestamp()))
        request.access = Access(found.user, now)  # type: ignore[attr-defined]
        note_use(found, request.access.today)  # type: ignore[attr-defined]
        return found


def _count(token: ApiToken, second: int) -> None:
    """Count the requests of a token in the present minute.

    Raises:
        TooMany: with the seconds to wait.
    """
    key = f"api-{token.pk}-{second // _MINUTE}"
    cache.add(key, 0, timeout=2 * _MINUTE)
    if cache.incr(key) > settings.API_REQUESTS_A_MINUTE:
        raise TooMany(_MINUTE - second % _MINUTE)


def access(request: HttpRequest, scope: ApiToken.Scope, action: Action) -> Access:
    """The rights of the caller for one action.

    Raises:
        PermissionDenied: the token lacks the scope, or the person may not do this.
    """
    token: Any = request.auth  # type: ignore[attr-defined]
    rights: Access = request.access  # type: ignore[attr-defined]
    if scope not in token.scopes or not rights.can(action):
        raise PermissionDenied
    return rights
