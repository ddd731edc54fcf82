"""Personal links: each lets one person do one thing once. The mail alone holds the token, we its digest.

A room that sends links for a purpose of its own registers in its ``ready()`` the page that they open
(``handle``); ``issue`` makes a link, ``use`` uses it up. Looking at a page never uses a link up: programs
that check mail open links too.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from banso.apps.accounts.models import PersonalLink, User
from banso.apps.base import Refused, hold

_WEEK = timedelta(days=7)
#: How long a link lives, to the second.
LIFETIMES = {
    PersonalLink.Purpose.INVITATION: _WEEK,
    PersonalLink.Purpose.SECOND_FACTOR: timedelta(days=1),
    PersonalLink.Purpose.CONFIRM_RESULT: _WEEK,
    PersonalLink.Purpose.CONFIRM_ENTRIES: _WEEK,
    PersonalLink.Purpose.FOLLOW_UP: _WEEK,
    PersonalLink.Purpose.QUESTIONNAIRE: _WEEK,
    PersonalLink.Purpose.REFERRAL: timedelta(days=30),
    PersonalLink.Purpose.BUYER: _WEEK,
}
#: What a link about the user as such is about.
NO_SUBJECT = ("", "")

#: The page behind the links of a purpose: given the request and an open link.
Page = Callable[[HttpRequest, PersonalLink], HttpResponseBase]

#: Told once an answer has used a link up, with the request that brought it.
Hearer = Callable[[HttpRequest, PersonalLink], None]

_pages: dict[str, Page] = {}
#: What is shown behind links of a purpose that work no longer, where it is more than that.
_closed_pages: dict[str, Page] = {}
_hearers: list[Hearer] = []


@dataclass(frozen=True)
class IssuedLink:
    """A link just made, with the token that nobody can read again."""

    link: PersonalLink
    token: str

    @property
    def path(self) -> str:
        """The address on this site."""
        return reverse("accounts:link", args=[self.token])

    @property
    def address(self) -> str:
        """The full address to send to the person."""
        return settings.BASE_URL + self.path


def handle(purpose: PersonalLink.Purpose, page: Page, closed: Page | None = None) -> None:
    """Let the links of a purpose open this page, and those of it that work no longer ``closed``.

    Raises:
        ValueError: another room has registered the purpose.
    """
    if _pages.setdefault(purpose, page) is not page:
        raise ValueError(f"two pages behind links of {purpose!r}")
    if closed is not None:
        _closed_pages[purpose] = closed


def page_of(link: PersonalLink) -> Page:
    """The page that a link opens."""
    return _pages[link.purpose]


def closed_page_of(link: PersonalLink) -> Page | None:
    """The page behind a link that works no longer, where its purpose has one."""
    return _closed_pages.get(link.purpose)


def on_answer(hearer: Hearer) -> None:
    """Let a room further on know of answers that came by a link."""
    if hearer not in _hearers:
        _hearers.append(hearer)


def tell_of_answer(request: HttpRequest, link: PersonalLink, at: datetime) -> None:
    """Tell the other rooms if this request, made at this moment, has used the link up."""
    if request.method == "POST" and PersonalLink.objects.filter(pk=link.pk, used_at=at).exists():
        for hearer in _hearers:
            hearer(request, link)


def digest_of(token: str) -> str:
    """SHA-256 of a token. Tokens hold 256 random bits: a slow hash would add nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(
    person: Model,
    purpose: PersonalLink.Purpose,
    at: datetime,
    *,
    subject: tuple[str, str] = NO_SUBJECT,
    made_by: int | None = None,
    until: datetime | None = None,
) -> IssuedLink:
    """Make a link for a user or a contact; an open one of the same purpose, subject and person is revoked.

    Call it within the transaction of a service. ``made_by`` is the key of who has it sent; ``until`` how long
    it lives, where that is not so long as all of its purpose do.
    """
    # Whoever makes a link for the same person at the same moment waits, and then revokes this one.
    hold(type(person)._default_manager).get(pk=person.pk)
    _open_rows(person).filter(purpose=purpose, subject_kind=subject[0], subject_ref=subject[1]).update(
        revoked_at=at
    )
    token = secrets.token_urlsafe(32)
    link = PersonalLink.objects.create(
        **_whose(person),
        purpose=purpose,
        subject_kind=subject[0],
        subject_ref=subject[1],
        digest=digest_of(token),
        made_by_id=made_by,
        made_at=at,
        expires_at=until or at + LIFETIMES[purpose],
    )
    return IssuedLink(link, token)


def sent_to(contact: Model, purpose: PersonalLink.Purpose, subject: tuple[str, str]) -> int:
    """How many links of a purpose and subject a contact was sent so far, the first one counted."""
    sent = PersonalLink.objects.filter(contact=contact, purpose=purpose)
    return sent.filter(subject_kind=subject[0], subject_ref=subject[1]).count()


def revoke_open(person: Model, at: datetime, purpose: PersonalLink.Purpose | None = None) -> None:
    """Revoke this person's open links, all of them or those of one purpose."""
    links = _open_rows(person)
    if purpose is not None:
        links = links.filter(purpose=purpose)
    links.update(revoked_at=at)


def _open_rows(person: Model) -> QuerySet[PersonalLink]:
    return PersonalLink.objects.filter(**_whose(person), used_at__isnull=True, revoked_at__isnull=True)


def _whose(person: Model) -> dict[str, Model]:
    return {"user" if isinstance(person, User) else "contact": person}


def open_links(at: datetime) -> QuerySet[PersonalLink]:
    """Links that still work: not used, not revoked, not expired, of a person who is still there."""
    return PersonalLink.objects.filter(
        Q(user__is_active=True)
        | Q(contact__isnull=False, contact__erased_at__isnull=True, contact__left_on__isnull=True),
        used_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=at,
    )


def find_open(token: str, at: datetime) -> PersonalLink | None:
    """The open link of this token."""
    found = open_links(at).select_related("user", "contact__firm", "contact__user")
    return found.filter(digest=digest_of(token)).first()


def find_any(token: str) -> PersonalLink | None:
    """The link of this token, working or not."""
    return PersonalLink.objects.filter(digest=digest_of(token)).first()


def use(link: PersonalLink, at: datetime) -> None:
    """Use a link up. Of two who come at the same time, one is refused.

    Raises:
        Refused: ``link_closed``, it was used, revoked or has expired.
    """
    # The conditions are columns of the link itself: only those are looked at again by who had to wait.
    unused = PersonalLink.objects.filter(
        pk=link.pk, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    )
    if link.contact_id is None:
        there = hold(User.objects).filter(pk=link.user_id, is_active=True)
    else:
        contacts = hold(type(link.contact)._default_manager)  # type: ignore[union-attr]
        there = contacts.filter(pk=link.contact_id, erased_at__isnull=True, left_on__isnull=True)
    if not (there.exists() and unused.update(used_at=at)):
        raise Refused("link_closed", _("This link can no longer be used. Please ask for a new one."))


def awaits_second_factor(user: User) -> bool:
    """Whether a second factor was reset and its link not used yet: till then the password is not enough."""
    sent = PersonalLink.objects.filter(user=user, purpose=PersonalLink.Purpose.SECOND_FACTOR)
    last = sent.order_by("id").last()
    return last is not None and last.used_at is None
