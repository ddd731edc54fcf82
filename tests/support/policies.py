"""Policies in force in tests: what ships, and another version from a day on."""

from datetime import date, timedelta

from banso.apps.policies.models import PolicyVersion, State


def end_all(last_day: date) -> None:
    """No version is in force after a day."""
    PolicyVersion.objects.filter(state=State.PUBLISHED).update(in_force_to=last_day)


def put_in_force(code: str, first_day: date) -> PolicyVersion:
    """A version that ships is in force from a day on, and the one before it until the day before."""
    end_all(first_day - timedelta(days=1))
    version = PolicyVersion.objects.get(code=code)
    version.state, version.in_force_from, version.published_at = State.PUBLISHED, first_day, version.saved_at
    version.save()
    return version
