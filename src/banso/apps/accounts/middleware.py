"""Deny by default: a view is reached only by somebody whose roles allow the action that it names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action

#: The views of allauth that we offer; they guard themselves. All others, also of its next release, are shut.
ALLAUTH_OFFERED = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    }
)
#: Spoken by views that say so (``in_chinese``), those for buyers; by all others English.
CHINESE = "zh-hans"
#: Django's own view that switches the language: open to everybody.
LANGUAGE_VIEW = "set_language"


class AccessMiddleware:
    """Gives each request its ``access`` and holds every view against the one table."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Work out the access, and speak the person's language."""
        request.access = Access(request.user, timezone.now())  # type: ignore[attr-defined]
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and request.user.is_authenticated:
            # The language of the account holds, unless another was chosen in this browser.
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let the request through, ask to sign in, or refuse."""
        if translation.get_language() == CHINESE and not getattr(view, "in_chinese", False):
            translation.activate("en")
            request.LANGUAGE_CODE = "en"
        target = getattr(view, "view_class", view)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if target.__module__.startswith("allauth."):
            if name not in ALLAUTH_OFFERED:
                raise Http404
            return None
        action: Action | str | None = getattr(view, "action", getattr(target, "action", "unnamed"))
        if action is None or name == LANGUAGE_VIEW:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not isinstance(action, Action) or not request.access.can(action):  # type: ignore[attr-defined]
            raise PermissionDenied
        return None
