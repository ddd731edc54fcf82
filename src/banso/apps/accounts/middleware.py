"""Deny by default: a view is reached only by somebody whose roles allow the action that it names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action

#: Views of libraries name no action; those of these namespaces and modules guard themselves.
SELF_GUARDED = ("allauth.account.", "allauth.mfa.", "django.views.i18n", "django.views.static")


class AccessMiddleware:
    """Gives each request its ``access`` and holds every view against the one table."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.access = Access(request.user, timezone.now())  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let the request through, ask to sign in, or refuse."""
        target = getattr(view, "view_class", view)
        action: Action | str | None = getattr(view, "action", getattr(target, "action", "unnamed"))
        if action is None or target.__module__.startswith(SELF_GUARDED):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not isinstance(action, Action) or not request.access.can(action):  # type: ignore[attr-defined]
            raise PermissionDenied
        return None
