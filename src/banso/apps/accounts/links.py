"""One-time links: each lets one person do one thing once. The mail alone holds the token, we its digest."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from banso.apps.accounts.models import PersonalLink, User
from banso.apps.base import Refused

#: How long a link lives, to the second.
LIFETIMES = {
    PersonalLink.Purpose.INVITATION: timedelta(days=7),
    PersonalLink.Purpose.SECOND_FACTOR: timedelta(days=1),
}


@dataclass(frozen=True)
class IssuedLink:
    """A link just made, with the token that nobody can read again."""

    link: PersonalLink
    token: str

    @property
    def address(self) -> str:
        """The full address to send to the person."""
        return settings.BASE_URL + reverse("accounts:link", args=[self.token])


def digest_of(token: str) -> str:
    """SHA-256 of a token. Tokens hold 256 random bits: a slow hash would add nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(user: User, purpose: PersonalLink.Purpose, at: datetime) -> IssuedLink:
    """Make a link; one of the same purpose that is still open is revoked."""
    revoke_open(user, at, purpose)
    token = secrets.token_urlsafe(32)
    link = PersonalLink.objects.create(
        user=user, purpose=purpose, digest=digest_of(token), made_at=at, expires_at=at + LIFETIMES[purpose]
    )
    return IssuedLink(link, token)


def revoke_open(user: User, at: datetime, purpose: PersonalLink.Purpose | None = None) -> None:
    """Revoke this person's open links, all of them or those of one purpose."""
    links = PersonalLink.objects.filter(user=user, used_at__isnull=True, revoked_at__isnull=True)
    if purpose is not None:
        links = links.filter(purpose=purpose)
    links.update(revoked_at=at)


def open_links(at: datetime) -> QuerySet[PersonalLink]:
    """Links that still work: not used, not revoked, not expired, of somebody who may sign in."""
    return PersonalLink.objects.filter(
        used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at, user__is_active=True
    )


def find_open(token: str, at: datetime) -> PersonalLink | None:
    """The open link of this token."""
    return open_links(at).select_related("user").filter(digest=digest_of(token)).first()


def use(link: PersonalLink, at: datetime) -> None:
    """Use a link up. Of two who come at the same time, one is refused.

    Raises:
        Refused: ``link_closed``, it was used, revoked or has expired.
    """
    # The conditions are columns of the link itself: only those are looked at again by who had to wait.
    unused = PersonalLink.objects.filter(
        pk=link.pk, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    )
    may_sign_in = User.objects.select_for_update().filter(pk=link.user_id, is_active=True).exists()
    if not (may_sign_in and unused.update(used_at=at)):
        raise Refused("link_closed", _("This link can no longer be used. Please ask for a new one."))


def awaits_second_factor(user: User) -> bool:
    """Whether a second factor was reset and its link not used yet: till then the password is not enough."""
    sent = PersonalLink.objects.filter(user=user, purpose=PersonalLink.Purpose.SECOND_FACTOR)
    last = sent.order_by("id").last()
    return last is not None and last.used_at is None
