"""How allauth is fitted to Banso."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.internal.httpkit import clean_client_ip
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from banso.apps.accounts.links import awaits_second_factor
from banso.apps.accounts.models import User
from banso.apps.accounts.services import create_user
from banso.apps.journal.actor import system


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up through our service, mail in the person's language with the address that users know."""

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """Make the person who signs up; allauth then adds the mail address to prove."""
        data = form.cleaned_data
        return create_user(
            system(timezone.now()),
            data["email"],
            data["name"],
            "en" if translation.get_language() == "en" else "ja",
            data["password1"],
        )

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Keep out whoever may not sign in, and the password alone while a lost second factor is replaced."""
        refusal = super().pre_login(request, user, **kwargs)
        if refusal is None and awaits_second_factor(user):
            clear_login(request)
            refusal = render(request, "accounts/use_link.html", status=403)
        return refusal

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the language of the person, as far as there is one."""
        user = context.get("user")
        with translation.override(user.language if user else translation.get_language()):
            super().send_mail(template_prefix, email, context)

    def format_email_subject(self, subject: str) -> str:
        """The product's name in front of every subject."""
        return f"[{_('Banso')}] {subject}"

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link that proves a mail address."""
        return settings.BASE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link that leads to a new password; ``key`` is allauth's pair of user and token."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", quote(key))

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that rate limits count by: behind a proxy the one that the proxy saw."""
        found = request.META.get("REMOTE_ADDR", "")
        if settings.ENV.behind_proxy:
            found = request.headers.get("X-Forwarded-For", found).rsplit(",", 1)[-1].strip()
        address = clean_client_ip(found)
        if not address:
            raise PermissionDenied
        return address
