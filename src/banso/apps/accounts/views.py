"""Pages about people, for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from banso.apps.accounts import services
from banso.apps.accounts.absences import STAFF_ROLES
from banso.apps.accounts.access import requires
from banso.apps.accounts.acts import ACTS, offered
from banso.apps.accounts.forms import STATES, InviteForm, RoleForm
from banso.apps.accounts.links import LIFETIMES, IssuedLink
from banso.apps.accounts.lists import MARKS, people_list, role_in_words
from banso.apps.accounts.mail import send_link
from banso.apps.accounts.models import User
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.accounts.selectors import people, roles_ever, state_of
from banso.apps.base import Refused
from banso.apps.journal.selectors import timeline

_EVENTS_SHOWN = 30


@requires(Action.PEOPLE_MANAGE)
@require_GET
def people_page(request: HttpRequest) -> HttpResponse:
    """Everybody who has or had an account."""
    return people_list(request).response("accounts/people.html")


@requires(Action.PEOPLE_MANAGE)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody who is not a firm's person."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            issued = services.invite(
                request.access.actor(Action.PEOPLE_MANAGE),
                data["email"],
                data["name"],
                data["language"],
                Role(data["role"]),
                form.tie,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            _send(request, issued, _("The person was invited."))
            return redirect("accounts:person", issued.link.user_id)
    return render(request, "accounts/invite.html", {"form": form})


@requires(Action.PEOPLE_MANAGE)
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: roles, state, what can be done, what was done."""
    found = _find(request, pk)
    state = state_of(found)
    today = request.access.today
    roles = [
        (
            held,
            role_in_words(held),
            held.valid_from <= today and (held.valid_to is None or held.valid_to >= today),
        )
        for held in roles_ever(found)
    ]
    context = {
        "person": found,
        "is_staff": any(held.role in STAFF_ROLES for held, _words, now in roles if now),
        "state": STATES[state],
        "mark": MARKS[state],
        "roles": roles,
        "acts": offered(state),
        "may_get_roles": found.is_active,
        "second_factor": found.authenticator_set.exists(),
        "timeline": timeline([services.subject(found)], limit=_EVENTS_SHOWN),
    }
    return render(request, "accounts/person.html", context)


@requires(Action.PEOPLE_MANAGE)
@require_http_methods(["GET", "POST"])
def role_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person one more role."""
    found = _find(request, pk)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        try:
            services.give_role(request.access.actor(Action.PEOPLE_MANAGE), found, role, form.tie)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The role was given."))
            return redirect("accounts:person", found.pk)
    return render(request, "accounts/role_give.html", {"form": form, "person": found})


@requires(Action.PEOPLE_MANAGE)
@require_http_methods(["GET", "POST"])
def role_end(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """End a role, after asking."""
    found = _find(request, pk)
    held = get_object_or_404(services.current(request.access.today).filter(user=found), pk=assignment)
    refusal = ""
    if request.method == "POST":
        try:
            services.end_role(request.access.actor(Action.PEOPLE_MANAGE), held)
        except Refused as refused:
            refusal = refused.message
        else:
            messages.success(request, _("The role has ended."))
            return redirect("accounts:person", found.pk)
    context = {
        "person": found,
        "title": _("End a role"),
        "explanation": _("%(role)s ends now. What was done in this role stays.")
        % {"role": role_in_words(held)},
        "verb": _("End the role"),
        "refusal": refusal,
    }
    return render(request, "accounts/confirm.html", context)


@requires(Action.PEOPLE_MANAGE)
@require_http_methods(["GET", "POST"])
def person_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Lock, unlock, record as left, reset the second factor, erase: after asking."""
    if act not in ACTS:
        raise Http404
    found, wanted = _find(request, pk), ACTS[act]
    refusal = ""
    if request.method == "POST":
        try:
            result = wanted.service(request.access.actor(Action.PEOPLE_MANAGE), found)
        except Refused as refused:
            refusal = refused.message
        else:
            if isinstance(result, IssuedLink):
                _send(request, result, str(wanted.done))
            else:
                messages.success(request, wanted.done)
            return redirect("accounts:person", found.pk)
    context = {
        "person": found,
        "title": wanted.title,
        "explanation": wanted.explanation,
        "verb": wanted.verb,
        "refusal": refusal,
    }
    return render(request, "accounts/confirm.html", context)


def _find(request: HttpRequest, pk: int) -> User:
    rows = request.access.rows(Action.PEOPLE_MANAGE, people(request.access.today))
    return get_object_or_404(rows, pk=pk)


def _send(request: HttpRequest, issued: IssuedLink, done: str) -> None:
    """Mail a link, and say whether it went out."""
    days = LIFETIMES[issued.link.purpose].days
    if send_link(issued):
        messages.success(
            request,
            done
            + _(" A mail with a link went to %(email)s; it works for %(days)s days.")
            % {"email": issued.link.user.email, "days": days},
        )
    else:
        messages.error(
            request,
            done
            + _(" The mail to %(email)s could not be sent. Check the mail settings, then send it again.")
            % {"email": issued.link.user.email},
        )
