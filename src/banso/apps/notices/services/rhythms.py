"""When a person is told by mail."""

from __future__ import annotations

from datetime import time

from banso.apps.accounts.models import User
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.notices.models import Digest, Rhythm


@service
def choose_rhythm(actor: Actor, user: User, digest: str, quiet_from: time, quiet_to: time) -> Rhythm:
    """Choose how often, and at which hours not. What a source calls mandatory comes every day."""
    rhythm, _ = Rhythm.objects.update_or_create(
        user=user,
        defaults={"digest": Digest(digest), "quiet_from": quiet_from, "quiet_to": quiet_to},
    )
    record(actor, "reminders.rhythm_chosen", ("user", str(user.pk)), {"digest": rhythm.digest})
    return rhythm
