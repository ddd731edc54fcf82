"""How buyers come in: by a mailed link, the first time with a profile; how they ask for a new one."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from banso.apps.accounts.access import NO_ROLE, public
from banso.apps.accounts.models import PersonalLink, User
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.buyers import services
from banso.apps.buyers.models import Buyer, Language
from banso.apps.journal.actor import Actor
from banso.apps.street.forms import AddressForm, JoinForm, ProfileForm, RecommendForm, known_of
from banso.apps.street.framing import for_buyers, frame, in_three_languages
from banso.apps.street.viewer import Viewer, market_name
from banso.web import limits


def link_page(request: HttpRequest, link: PersonalLink) -> HttpResponseBase:
    """Behind an open link: the profile on the first day, later the door. Looking uses nothing up."""
    buyer = Buyer.objects.select_related("user", "company__market", "company__office").get(user=link.user_id)
    _speak(request, buyer)
    first = buyer.joined_at is None
    form = JoinForm(request.POST or None, initial=known_of(buyer)) if first else None
    context: dict[str, Any] = {**frame(None), "buyer": buyer, "link": link, "form": form}
    context["market"] = market_name(buyer.company.market)
    # The notice is written in Japanese and English.
    context["notice_language"] = "ja" if translation.get_language() == "ja" else "en"
    actor = Actor(link.user_id, NO_ROLE, request.access.at)  # type: ignore[attr-defined]
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            user = _join(actor, link, form) if form else services.enter(actor, link)
        except Refused as refused:
            if form is None or refused.rule == "link_closed":
                return closed_page(request, link)
            form.refuse(refused)
        else:
            return _inside(request, user)
    return render(request, "street/join.html" if first else "street/door.html", context)


def _join(actor: Actor, link: PersonalLink, form: JoinForm) -> User:
    data = dict(form.cleaned_data)
    password = data.pop("password")
    return services.join(actor, link, services.ProfileData(**data), password)


def _inside(request: HttpRequest, user: User) -> HttpResponse:
    """Sign the person in (a second factor is still asked for), in the language of the profile."""
    language = Buyer.objects.get(user=user).language
    login = Login(user=user, email=user.email, redirect_url=reverse("street:find"))
    return _keep_language(perform_login(request, login), language)


def _speak(request: HttpRequest, buyer: Buyer) -> None:
    """The language chosen in this browser, else that of the buyer: these pages speak all three."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    translation.activate(chosen if chosen in Language.values else buyer.language)
    request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]


def _keep_language(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response


def closed_page(request: HttpRequest, old: PersonalLink) -> HttpResponseBase:
    """Behind a link that was used, replaced or has expired: a new one in one click, to the same address."""
    buyer = Buyer.objects.select_related("company").get(user=old.user_id)
    _speak(request, buyer)
    if request.method == "POST" and "again" in request.POST:
        services.ask_again(Actor(None, NO_ROLE, request.access.at), old)  # type: ignore[attr-defined]
        return redirect("street:link_sent")
    return render(request, "street/link_closed.html", frame(None), status=410)


@in_three_languages
@public
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    """A buyer asks for a link; the answer does not say whether the address is a buyer's."""
    if (refused := limits.too_many(request, "street_link", limits.FORMS)) is not None:
        return refused
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.ask_link(Actor(None, NO_ROLE, request.access.at), form.cleaned_data["email"])  # type: ignore[attr-defined]
        return redirect("street:link_sent")
    return render(request, "street/ask.html", {**frame(None), "form": form})


@in_three_languages
@public
@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    """What follows, for an address that is a buyer's."""
    return render(request, "street/link_sent.html", frame(None))


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@for_buyers
def profile(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A buyer's own profile."""
    buyer = viewer.buyer
    form = ProfileForm(request.POST or None, initial=known_of(buyer))
    if request.method == "POST" and form.is_valid():
        actor = request.access.actor(Action.STREET_VIEW)  # type: ignore[attr-defined]
        try:
            services.change_profile(actor, buyer, services.ProfileData(**form.cleaned_data))
        except Refused as refused:
            form.refuse(refused)
        else:
            translation.activate(buyer.language)
            messages.success(request, _("Your profile is stored."))
            return _keep_language(redirect("street:profile"), buyer.language)
    context = {**frame(viewer, "profile"), "form": form, "last_day": viewer.company.last_day}
    return render(request, "street/profile.html", context)


@require_http_methods(["GET", "POST"])
@for_buyers
def recommend(request: HttpRequest, viewer: Viewer) -> HttpResponse:
    """A buyer recommends another company; staff decide before anybody is written to."""
    form = RecommendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = request.access.actor(Action.STREET_VIEW)  # type: ignore[attr-defined]
        try:
            services.recommend(actor, viewer.buyer, services.RecommendationData(**form.cleaned_data))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Thank you. Staff look at it before anybody is written to."))
            return redirect("street:find")
    return render(request, "street/recommend.html", {**frame(viewer), "form": form})
