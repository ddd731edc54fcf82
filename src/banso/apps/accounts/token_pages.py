"""A person's own tokens for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from banso.apps.accounts.access import requires
from banso.apps.accounts.models import ApiToken, TokenScope, User
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.tokens import MOST_DAYS, issue_token, revoke_token
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.web import forms
from banso.web.acts import Act, Confirm, frame_of


class TokenForm(forms.Form):
    """What a token is for, what it may do and how long."""

    name = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=80,
        help_text=gettext_lazy("For example the name of the program."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        choices=TokenScope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Never more than you may do yourself."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Works for (days)"), min_value=1, max_value=MOST_DAYS, initial=90
    )


@requires(Action.OWN_ACCOUNT)
@require_GET
def token_list(request: HttpRequest) -> HttpResponse:
    """All tokens of the person, also those that work no more."""
    at = request.access.at  # type: ignore[attr-defined]
    rows = [
        {
            "token": token,
            "scopes": [TokenScope(scope).label for scope in token.scopes],
            "works": token.revoked_at is None and token.expires_at > at,
        }
        for token in ApiToken.objects.filter(user=request.user.pk)
    ]
    return render(request, "accounts/tokens.html", {"rows": rows, "frame": frame_of(request.access)})  # type: ignore[attr-defined]


@requires(Action.OWN_ACCOUNT)
@require_http_methods(["GET", "POST"])
@never_cache
def token_new(request: HttpRequest) -> HttpResponse:
    """Make a token; its text is shown this once."""
    form = TokenForm(request.POST or None)
    issued = None
    if request.method == "POST" and form.is_valid():
        access = request.access  # type: ignore[attr-defined]
        user = User.objects.get(pk=request.user.pk)
        try:
            issued = issue_token(access.actor(Action.OWN_ACCOUNT), user, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
    context = {"form": form, "issued": issued, "frame": frame_of(request.access)}  # type: ignore[attr-defined]
    return render(request, "accounts/token_new.html", context)


class RevokeToken(Act):
    """Let a token work no more."""

    action = Action.OWN_ACCOUNT
    title = gettext_lazy("Revoke the token")
    verb = gettext_lazy("Revoke the token")
    done = gettext_lazy("The token was revoked.")
    intro = gettext_lazy("The program that uses it can do nothing more, from now on.")

    def find(self, **kwargs: Any) -> None:
        """One of the person's own."""
        self.token = get_object_or_404(ApiToken, pk=kwargs["pk"], user=self.request.user.pk)

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Revoke it."""
        revoke_token(actor, self.token)

    def back(self) -> str:
        """The list."""
        return reverse("accounts:tokens")

    def subtitle(self) -> str:
        """Which one."""
        return str(self.token)
