"""Nobody works on before having read the privacy notice in force."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from banso.apps.accounts.permissions import Action
from banso.apps.privacy import consents


class NoticeMiddleware:
    """Leads whoever opens a page to the notice first, and from there to where they wanted to go.

    The pages about one's own data stay open, so that somebody who does not agree can say so. What is asked
    for from within a page, and what is sent, goes through: nothing typed is lost when a new version comes
    into force. Open views, among them those behind links and of programs with a token, ask nothing here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do before the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Let the request through, or lead to the notice."""
        action = getattr(view, "action", getattr(getattr(view, "view_class", None), "action", None))
        if not isinstance(action, Action) or action is Action.OWN_DATA:
            return None
        if request.method != "GET" or request.htmx:  # type: ignore[attr-defined]
            return None
        if consents.to_read(request) is None:
            return None
        return redirect(f"{reverse('privacy:notice')}?{urlencode({'next': request.get_full_path()})}")
