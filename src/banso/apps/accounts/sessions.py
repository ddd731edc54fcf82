"""Open sessions of a person."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from banso.apps.accounts.models import User


def end_sessions(user: User, at: datetime) -> None:
    """Sign this person out everywhere, for good: unlocking does not bring a session back.

    Sessions are not kept by person, so all that are open are read; they live twelve hours at most.
    """
    found = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=at).order_by("pk").iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(pk__in=found).delete()
