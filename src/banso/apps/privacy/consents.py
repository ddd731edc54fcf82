"""Who has read the privacy notice in force: asked after signing in, and beside the form behind a link.

A person is asked once a version. Nothing is asked of programs, and nothing that somebody has begun is
interrupted: only a page that is opened leads to the notice, never a form that is sent.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from banso.apps.accounts.access import NO_ROLE
from banso.apps.accounts.models import PersonalLink, User
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.privacy import rules, services
from banso.apps.privacy.models import Consent, ConsentWay
from banso.apps.privacy.persons import same_person
from banso.apps.privacy.rules import Notice

#: Where a session keeps the version that the person has read, so that pages need not look it up.
SESSION_KEY = "privacy_notice"
#: The field of a form behind a link that says which version was shown beside it.
FIELD = "notice"


def confirmed(notice: Notice, *, contact: int | None = None, user: int | None = None) -> bool:
    """Whether a person has confirmed this version, by whichever way. One query."""
    return Consent.objects.filter(same_person(contact, user), notice=notice.code).exists()


def to_read(request: HttpRequest) -> Notice | None:
    """The version that the signed-in person has not confirmed yet; no query once the session knows."""
    notice = rules.notice_on(request.access.today)  # type: ignore[attr-defined]
    if notice is None or request.session.get(SESSION_KEY) == notice.code:
        return None
    if not confirmed(notice, user=request.user.pk):
        return notice
    request.session[SESSION_KEY] = notice.code
    return None


def note_at_sign_in(sender: Any, *, request: HttpRequest, user: User, **_signal: Any) -> None:
    """Let the new session know from its first page on."""
    notice = rules.notice_on(timezone.now().astimezone(ZONE).date())
    if notice is not None and confirmed(notice, user=user.pk):
        request.session[SESSION_KEY] = notice.code


def to_read_by_link(request: HttpRequest, link: PersonalLink) -> Notice | None:
    """The version to show beside the form behind a link; None where the person has confirmed it."""
    notice = rules.notice_on(request.access.today)  # type: ignore[attr-defined]
    if notice is None or confirmed(notice, contact=link.contact_id, user=link.user_id):
        return None
    return notice


def note_answer(request: HttpRequest, link: PersonalLink) -> None:
    """An answer was sent by a link: the version that stood beside the form is confirmed with it.

    Where another came into force meanwhile nothing is noted: the next page asks for that one.
    """
    notice = to_read_by_link(request, link)
    if notice is None or request.POST.get(FIELD) != notice.code:
        return
    whose: Any = link.contact or link.user
    account = link.contact.user_id if link.contact else link.user_id
    actor = Actor(account, NO_ROLE, request.access.at)  # type: ignore[attr-defined]
    services.consent(actor, notice, ConsentWay.LINK, **{"contact" if link.contact else "user": whose})
