"""Pages by which people come in, and their own account."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.models import Login
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from banso.apps.accounts import links, services
from banso.apps.accounts.access import NO_ROLE, public, requires
from banso.apps.accounts.adapter import AccountAdapter
from banso.apps.accounts.forms import FirstPasswordForm, PasswordForm, PersonForm
from banso.apps.accounts.lists import role_in_words
from banso.apps.accounts.models import PersonalLink, User
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.web import limits


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page behind a personal link. A used, expired or replaced one says no more than a wrong one."""
    if (refused := limits.too_many(request, "link", limits.LINKS, reads=True)) is not None:
        return refused
    found = links.find_open(token, request.access.at)
    if found is None:
        response: HttpResponseBase = _closed(request, links.find_any(token))
    else:
        _speak_to(request, found)
        response = links.page_of(found)(request, found)
        links.tell_of_answer(request, found, request.access.at)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _closed(request: HttpRequest, old: PersonalLink | None) -> HttpResponseBase:
    page = links.closed_page_of(old) if old else None
    if old is not None and page is not None:
        return page(request, old)
    return render(request, "accounts/link_closed.html", status=410 if old else 404)


def _speak_to(request: HttpRequest, found: PersonalLink) -> None:
    """Go on in the language of whom the link was sent to, unless another was chosen on this device."""
    person = found.user or (found.contact and found.contact.user)
    if person is not None and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(person.language)
        request.LANGUAGE_CODE = person.language


def account_page(request: HttpRequest, found: PersonalLink) -> HttpResponseBase:
    """Sets the first password, or leads to a new second factor."""
    invitation = found.purpose == PersonalLink.Purpose.INVITATION
    form = (FirstPasswordForm if invitation else PasswordForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _join(request, found, form) if invitation else _come_back(request, found, form)
        except Refused as refused:
            form.refuse(refused)
        except ValidationError as error:
            form.add_error(None, error)
    template = "accounts/link_invitation.html" if invitation else "accounts/link_second_factor.html"
    return render(request, template, {"form": form, "person": found.user})


def _join(request: HttpRequest, found: PersonalLink, form: FirstPasswordForm) -> HttpResponseBase:
    actor = Actor(found.user_id, NO_ROLE, request.access.at)
    user = services.accept_invitation(actor, found, form.cleaned_data["password1"])
    messages.success(request, _("Your password is set. Welcome."))
    return perform_password_login(request, {"email": user.email}, Login(user=user, email=user.email))


def _come_back(request: HttpRequest, found: PersonalLink, form: PasswordForm) -> HttpResponseBase:
    credentials = {"email": found.user.email, "password": form.cleaned_data["password"]}
    # Counts failed attempts, as the sign-in page does.
    user = AccountAdapter(request).authenticate(request, **credentials)
    if user is None or user.pk != found.user_id:
        raise Refused("password_wrong", _("This is not the password."), "password")
    services.use_second_factor_link(Actor(user.pk, NO_ROLE, request.access.at), found)
    begun = Login(user=user, email=user.email, redirect_url=reverse("mfa_activate_totp"))
    response = perform_password_login(request, credentials, begun)
    if request.user.is_authenticated:
        # The password was entered just now: the page that sets up the second factor need not ask again.
        reauthenticate_by_password(request)
    return response


@requires(Action.OWN_ACCOUNT)
@require_http_methods(["GET", "POST"])
def own_account(request: HttpRequest) -> HttpResponse:
    """One's own account: name, language, password, second factor."""
    form = PersonForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        services.change_person(
            request.access.actor(Action.OWN_ACCOUNT),
            User.objects.get(pk=request.user.pk),
            data["name"],
            data["language"],
        )
        translation.activate(data["language"])
        messages.success(request, _("Your account was changed."))
        return remember_language(redirect("accounts:own_account"), data["language"])
    context = {
        "form": form,
        "email": request.user.email,
        "roles": [role_in_words(held) for held in request.access.assignments],
        "has_password": request.user.has_usable_password(),
        "second_factor": is_mfa_enabled(request.user),
        "keeps_absences": request.access.can(Action.ABSENCE_KEEP),
    }
    return render(request, "accounts/own_account.html", context)


def remember_language(response: HttpResponse, language: str) -> HttpResponse:
    """Let this browser keep a language, as the switch of languages does."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
