"""Mailed links of providers: who has one shows what it is about, changes a listing, or says how it went."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from banso.apps.accounts.links import digest_of
from banso.apps.base import Refused, hold
from banso.apps.directory.models import PrivateProvider
from banso.apps.providers.models import LinkPurpose, ProviderLink, Referral

#: How long a link lives, to the second.
LIFETIMES = {LinkPurpose.CHANGE: timedelta(days=7), LinkPurpose.REFERRAL: timedelta(days=60)}


@dataclass(frozen=True)
class IssuedLink:
    """A link just made, with the token that nobody can read again."""

    link: ProviderLink
    token: str

    @property
    def path(self) -> str:
        """The address on this site."""
        return reverse("providers:link", args=[self.token])


def issue(provider: PrivateProvider, at: datetime, referral: Referral | None = None) -> IssuedLink:
    """Make a link: about a referral, or to change the listing. An open one for the same is revoked.

    Call it within the transaction of a service.
    """
    hold(PrivateProvider.objects).get(pk=provider.pk)
    purpose = LinkPurpose.REFERRAL if referral else LinkPurpose.CHANGE
    same = ProviderLink.objects.filter(purpose=purpose, provider=provider, referral=referral)
    same.filter(used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=at)
    token = secrets.token_urlsafe(32)
    link = ProviderLink.objects.create(
        purpose=purpose,
        provider=provider,
        referral=referral,
        digest=digest_of(token),
        made_at=at,
        expires_at=at + LIFETIMES[purpose],
    )
    return IssuedLink(link, token)


def open_links(at: datetime) -> QuerySet[ProviderLink]:
    """Links that still work. Those about a referral end when it is withdrawn or closed."""
    rows = ProviderLink.objects.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at)
    return rows.filter(referral__closed_on__isnull=True, referral__proposal__withdrawn_at__isnull=True)


def find_open(token: str, at: datetime) -> ProviderLink | None:
    """The open link of this token."""
    rows = open_links(at).select_related(
        "provider",
        "referral__listing",
        "referral__proposal__need__subject",
        "referral__proposal__need__market",
        "referral__proposal__need__consultation__firm",
        "referral__proposal__need__consultation__office",
    )
    return rows.filter(digest=digest_of(token)).first()


def ever_made(token: str) -> bool:
    """Whether a link had this token, working or not."""
    return ProviderLink.objects.filter(digest=digest_of(token)).exists()


def refuse_closed(link: ProviderLink, at: datetime) -> None:
    """Refuse what comes by a link that was used, replaced, or has expired meanwhile.

    Raises:
        Refused: ``link_closed``.
    """
    if not open_links(at).filter(pk=link.pk).exists():
        raise closed()


def use(link: ProviderLink, at: datetime) -> None:
    """Use a link up. Of two who come at the same time, one is refused.

    Raises:
        Refused: ``link_closed``.
    """
    unused = ProviderLink.objects.filter(
        pk=link.pk, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    )
    if not unused.update(used_at=at):
        raise closed()


def closed() -> Refused:
    """What is said of a link that no longer works."""
    return Refused("link_closed", _("This link can no longer be used. Please ask for a new one."))
