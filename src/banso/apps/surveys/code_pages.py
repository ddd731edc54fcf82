"""The way in from a letter on paper: the code that stands on it leads to the questionnaire.

The code alone is enough, as the link in a mail is: whoever holds the letter may answer. It cannot be guessed,
and few may be tried from one place.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from banso.apps.accounts.access import NO_ROLE, public
from banso.apps.journal.actor import Actor
from banso.apps.surveys.inviting import code_of
from banso.apps.surveys.models import AnswerWay
from banso.apps.surveys.respond_pages import Respondent, respond, units
from banso.web import forms, limits

#: Where a session keeps whose questionnaire its code opened.
_SESSION_KEY = "questionnaire"


class CodeForm(forms.Form):
    """The code of a letter."""

    code = forms.CodeField(
        label=gettext_lazy("Code on the letter"),
        help_text=gettext_lazy("12 letters and digits, such as 2345-ABCD-6789."),
        max_length=40,
    )


@public
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponseBase:
    """Asks for the code; a wrong one says no more than one that no longer works."""
    if (refused := limits.too_many(request, "questionnaire_code", limits.FORMS)) is not None:
        return refused
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("c", "")})
    if form.is_bound and form.is_valid():
        code = code_of(form.cleaned_data["code"])
        unit = units().filter(code=code).first() if code else None
        if unit is not None:
            request.session.cycle_key()
            request.session[_SESSION_KEY] = unit.pk
            return redirect("questionnaire:answer")
        form.add_error("code", _("There is no such code. Look at the letter again, or ask your office."))
    return render(request, "surveys/respond/code.html", {"form": form}, status=422 if form.errors else 200)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """The questionnaire that the code of this session opened."""
    unit = units().filter(pk=request.session.get(_SESSION_KEY)).first()
    if unit is None:
        return redirect("questionnaire:enter")
    user: Any = request.user
    actor = Actor(user.pk if user.is_authenticated else None, NO_ROLE, request.access.at)  # type: ignore[attr-defined]
    return respond(request, Respondent(unit, actor, AnswerWay.LINK))
