"""What every page knows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.web.demonstration import is_demonstration
from banso.web.formats import language
from banso.web.navigation import Navigation, address, navigation


class Page:
    """Values for the frame of a page; each is worked out only when a template asks for it."""

    crumbs_label = _("You are here")

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def _access(self) -> Any:
        # A request refused before the access middleware ran has none.
        return getattr(self._request, "access", None)

    @cached_property
    def demonstration(self) -> bool:
        """Whether the page must say that its data are invented."""
        return settings.DEMO or is_demonstration()

    @cached_property
    def navigation(self) -> Navigation:
        """The main navigation."""
        return navigation(self._request)

    @cached_property
    def find_url(self) -> str:
        """Where the search box of the bar leads; firms have none."""
        access = self._access
        return address("search:results") if access is not None and access.can(Action.SEARCH) else ""

    @property
    def shown_at(self) -> datetime:
        """The moment of the page."""
        return self._access.at if self._access else timezone.now()

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in."""
        return self._access is not None and self._request.user.is_authenticated

    @cached_property
    def person(self) -> dict[str, str]:
        """Who is signed in: name, body (office, firm or partner body) and role in words."""
        held = self._access.assignments[0] if self._access.assignments else None
        body = (held.office or held.firm or held.partner_body) if held else None
        return {
            "name": self._request.user.name,
            "body": str(body) if body else "",
            "role": "、".join(a.get_role_display() for a in self._access.assignments)
            if language() == "ja"
            else ", ".join(a.get_role_display() for a in self._access.assignments),
        }

    @property
    def other_language(self) -> tuple[str, str]:
        """Code and own name of the language to switch to."""
        return ("ja", "日本語") if language() == "en" else ("en", "English")

    @property
    def here(self) -> str:
        """The address to come back to after switching the language; the first page after a form."""
        return self._request.get_full_path() if self._request.method == "GET" else "/"


def page(request: HttpRequest) -> dict[str, Any]:
    """``page``: values for the frame of every page."""
    return {"page": Page(request)}
