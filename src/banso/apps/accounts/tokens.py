"""Tokens by which programs act for a person: made, found again by their digest, revoked."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from banso.apps.accounts.links import digest_of
from banso.apps.accounts.models import ApiToken, TokenScope, User
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service

#: What every token begins with, so that one left lying about is known for what it is.
PREFIX = "banso_"
MOST_DAYS = 366
MOST_TOKENS = 20
_SHOWN = 12


@dataclass(frozen=True)
class IssuedToken:
    """A token just made, with the text that nobody can read again."""

    token: ApiToken
    text: str


@service
def issue_token(actor: Actor, user: User, name: str, scopes: Sequence[str], days: int) -> IssuedToken:
    """Make a token for oneself; it works for so many days.

    Raises:
        Refused: ``not_oneself``, ``name_missing``, ``scope_missing``, ``scope_unknown``, ``days_range``,
            ``too_many_tokens``.
    """
    if actor.user_id != user.pk:
        raise Refused("not_oneself", _("Everybody makes tokens for themselves only."))
    if not name.strip():
        raise Refused("name_missing", _("Say what the token is for."), "name")
    if not scopes:
        raise Refused("scope_missing", _("Choose at least one."), "scopes")
    if {*scopes} - {*TokenScope.values}:
        raise Refused("scope_unknown", _("Choose from the list."), "scopes")
    if not 1 <= days <= MOST_DAYS:
        raise Refused("days_range", _("A token works for 1 to 366 days."), "days")
    if open_tokens(user, actor.at).count() >= MOST_TOKENS:
        raise Refused("too_many_tokens", _("You have 20 tokens that work. Revoke one first."))
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name.strip()[:80],
        digest=digest_of(text),
        start=text[:_SHOWN],
        scopes=sorted({*scopes}),
        made_at=actor.at,
        expires_at=actor.at + timedelta(days=days),
    )
    record(
        actor,
        "user.token_made",
        ("user", str(user.pk)),
        {"token": token.pk, "scopes": token.scopes, "days": days},
    )
    return IssuedToken(token, text)


@service
def revoke_token(actor: Actor, token: ApiToken) -> None:
    """Let a token work no more, at once.

    Raises:
        Refused: ``token_revoked``.
    """
    done = ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=actor.at)
    if not done:
        raise Refused("token_revoked", _("This token was revoked already."))
    record(actor, "user.token_revoked", ("user", str(token.user_id)), {"token": token.pk})


def open_tokens(user: User, at: datetime) -> QuerySet[ApiToken]:
    """The tokens of a person that work at a moment."""
    return ApiToken.objects.filter(user=user, revoked_at__isnull=True, expires_at__gt=at)


def find_token(text: str, at: datetime) -> ApiToken | None:
    """The token of this text that works at a moment, and whose person may sign in."""
    found = ApiToken.objects.select_related("user").filter(
        digest=digest_of(text), revoked_at__isnull=True, expires_at__gt=at, user__is_active=True
    )
    return found.first()


def note_use(token: ApiToken, today: date) -> None:
    """Keep the day of the last use: one write a day and token, not one a request."""
    other_day = Q(used_on__isnull=True) | Q(used_on__lt=today)
    ApiToken.objects.filter(other_day, pk=token.pk).update(used_on=today)
