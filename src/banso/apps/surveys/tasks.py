"""What the worker does for questionnaires: invitations by the thousand, reminders, and closing in time."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task

from banso.apps.base import Refused
from banso.apps.journal.actor import Actor, day_of, system
from banso.apps.surveys.inviting import ask, not_asked_yet, to_remind
from banso.apps.surveys.models import Asked, Wave, WaveState
from banso.apps.surveys.planning import close_wave
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


def close_past(now: datetime) -> dict[str, int]:
    """Close the waves whose last day for answers has gone by; days without a run lose nothing."""
    past = Wave.objects.filter(state=WaveState.OPEN, closes_on__lt=day_of(now)).order_by("pk")
    closed = 0
    for wave in past:
        try:
            close_wave(system(now), wave)
        except Refused as refused:
            # Head office closed it meanwhile, or set a later day.
            if refused.rule != "wave_state":
                raise
        else:
            closed += 1
    return {"closed": closed}


def remind(now: datetime) -> dict[str, int]:
    """Remind those who have not answered; days without a run send one reminder, not several."""
    sent = 0
    for unit, number in to_remind(now):
        write = ask_provider if unit.provider_id else ask
        try:
            sent += write(system(now), unit, number) is not None
        except Refused as refused:
            if refused.rule not in ("wave_closed", "no_address"):
                raise
    return {"reminded": sent}
