"""In the demonstration, and only on this machine: sign in as an example of a role, without a password."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from banso.apps.accounts.access import public
from banso.apps.accounts.entrance import remember_language
from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import create_user
from banso.apps.journal.actor import system
from banso.demo.models import Portfolio
from banso.demo.names import DOMAIN

#: What the form sends for somebody who holds no role yet: a firm's person on the first day.
NEWCOMER = "newcomer"
#: A second programme manager: who writes a policy version does not approve it.
APPROVER = f"{Role.PROGRAMME_MANAGER.value}-approver"
#: A second reviewer: one alone does not settle an application.
SECOND_REVIEWER = f"{Role.REVIEWER.value}-02"
#: A second accountant: who asks for a credit note or a refund does not approve it.
SECOND_ACCOUNTANT = f"{Role.ACCOUNTANT.value}-02"

COMES_FOR: dict[str, Promise] = {
    Role.FIRM_MEMBER: _("asks, applies, sees its stage and the next step, reports exports and own efforts"),
    Role.OFFICE_STAFF: _("works through today's consultations, gates and follow-ups of one office"),
    Role.OFFICE_MANAGER: _("sees the work of an office and of the offices below it"),
    Role.REVIEWER: _("screens applications and gives an opinion"),
    SECOND_REVIEWER: _("screens the same applications, without seeing the other's view first"),
    Role.DECIDER: _("determines applications, with a reason"),
    Role.EXPERT: _("answers proposals, logs hours and advice on own cases"),
    Role.PARTNER_MEMBER: _("brings firms and follows what became of their questions"),
    Role.PROGRAMME_MANAGER: _("watches over both programmes, imports answers, writes policy versions"),
    APPROVER: _("approves and publishes the policy versions that others wrote"),
    Role.EVALUATOR: _("reads the figures and traces them to records"),
    Role.AUDITOR: _("reads everything, the journal included"),
    Role.ACCOUNTANT: _("issues invoices, matches payments with them and reconciles the accounts"),
    SECOND_ACCOUNTANT: _("approves the credit notes and refunds that the other asked for"),
    Role.ADMINISTRATOR: _("invites people, gives roles, looks after jobs"),
    Role.BUYER: _("finds products on Japan Street and keeps a shortlist with colleagues"),
    Role.MALL_OPERATOR: _("picks products for an overseas mall and reports each month what was sold"),
    NEWCOMER: _("has just signed up, holds no role, and registers a firm"),
}


#: Second examples of a role, with what the page calls them.
_SECOND: dict[str, tuple[Role, Promise]] = {
    APPROVER: (Role.PROGRAMME_MANAGER, _("Programme manager (approver)")),
    SECOND_REVIEWER: (Role.REVIEWER, _("Reviewer (second)")),
    SECOND_ACCOUNTANT: (Role.ACCOUNTANT, _("Accountant (second)")),
}


@dataclass(frozen=True)
class Example:
    """One line of the page."""

    code: str
    role: str | Promise
    comes_for: Promise
    name: str
    body: str


@public
@require_http_methods(["GET", "POST"])
@never_cache
def enter_as(request: HttpRequest) -> HttpResponse:
    """List an example of each role; enter as the one chosen."""
    if not may_enter(request):
        raise Http404
    held = _examples()
    if request.method == "POST":
        user = _chosen(request.POST.get("role", ""), held)
        login(request, user)
        # The examples' accounts are Japanese; who read this page in English goes on in English.
        return remember_language(redirect(settings.LOGIN_REDIRECT_URL), get_language() or user.language)
    lines = [
        Example(code, _label(code), COMES_FOR[code], assignment.user.name, _body(assignment))
        for code, assignment in held.items()
    ]
    lines.append(Example(NEWCOMER, _("Somebody new"), COMES_FOR[NEWCOMER], "", ""))
    return render(request, "accounts/enter_as.html", {"examples": lines})


def may_enter(request: HttpRequest) -> bool:
    """Whether this is the demonstration, the database is marked so, and the request is from this machine."""
    forwarded = {"X-Forwarded-For", "Forwarded", "X-Real-Ip"} & set(request.headers)
    return bool(
        settings.DEMO
        and not forwarded
        and _is_loopback(request.META.get("REMOTE_ADDR", ""))
        and Portfolio.objects.exists()
    )


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _examples() -> dict[str, RoleAssignment]:
    """The examples, in the order in which the page lists them."""
    emails = {f"{code}@{DOMAIN}": code for code in COMES_FOR if code != NEWCOMER}
    found = RoleAssignment.objects.filter(
        user__email__in=emails, user__is_active=True, valid_to__isnull=True
    ).select_related("user", "firm", "office", "partner_body", "mall")
    by_code = {}
    for held in found.order_by("-id"):
        code = emails[held.user.email]
        if held.role == _role_of(code):
            by_code[code] = held
    return {code: by_code[code] for code in COMES_FOR if code in by_code}


def _role_of(code: str) -> Role:
    return _SECOND[code][0] if code in _SECOND else Role(code)


def _label(code: str) -> str | Promise:
    return _SECOND[code][1] if code in _SECOND else Role(code).label


def _body(held: RoleAssignment) -> str:
    body = held.office or held.firm or held.partner_body or held.mall
    return str(body) if body else ""


def _chosen(code: str, held: dict[str, RoleAssignment]) -> User:
    if code == NEWCOMER:
        return _newcomer("en" if get_language() == "en" else "ja")
    if code not in held:
        raise Http404
    return held[code].user


def _newcomer(language: str) -> User:
    """The newest of the new people who holds no role yet, or one more: each may register a firm."""
    made = User.objects.filter(email__startswith=f"{NEWCOMER}-", email__endswith=f"@{DOMAIN}")
    free = made.filter(assignments__isnull=True, is_active=True).order_by("-id").first()
    if free:
        return free
    number = made.count() + 1
    name = f"Newcomer {number}" if language == "en" else f"新規 利用者{number}"
    return create_user(system(timezone.now()), f"{NEWCOMER}-{number}@{DOMAIN}", name, language)
