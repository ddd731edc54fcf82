"""What has expired is cleared, the rest stays."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from banso.apps.jobs.cleaning import clear_expired


def test_expired_sessions_are_cleared_and_others_stay(db, clock):
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=clock + timedelta(days=days))
    assert clear_expired(clock) == {"sessions": 1, "results": 0}
    assert [session.pk for session in Session.objects.order_by("pk")] == ["new"]
