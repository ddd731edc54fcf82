"""What the worker does for questionnaires: invitations by the thousand, and reminders."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from banso.apps.base import Refused
from banso.apps.journal.actor import Actor, system
from banso.apps.surveys.inviting import ask, not_asked_yet, to_remind
from banso.apps.surveys.models import Asked, Wave
from banso.apps.surveys.provider_asking import ask_provider, providers_to_ask


@task()
def send_invitations(wave: int, user: int, role: str) -> None:
    """Invite everybody in a wave whom nothing was sent to, one transaction each.

    Cut off in the middle it loses nothing and sends nothing twice: what is left is asked the next time. How
    far it is can be counted from the rows.
    """
    found = Wave.objects.get(pk=wave)
    providers = found.asked == Asked.PROVIDERS
    for unit in providers_to_ask(found) if providers else not_asked_yet(found):
        actor = Actor(user, role, timezone.now())
        try:
            ask_provider(actor, unit) if providers else ask(actor, unit)
        except Refused as refused:
            if refused.rule == "wave_closed":
                return
            if refused.rule != "no_address":
                raise


def remind(now: datetime) -> dict[str, int]:
    """Remind those who have not answered; days without a run send one reminder, not several."""
    sent = 0
    for unit, number in to_remind(now):
        try:
            sent += ask(system(now), unit, number) is not None
        except Refused as refused:
            if refused.rule not in ("wave_closed", "no_address"):
                raise
    return {"reminded": sent}
