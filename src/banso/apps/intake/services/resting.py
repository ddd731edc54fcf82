"""A need rests for a while, or nobody works on it any more; both can be taken back."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.intake.clocks import moved_on, span
from banso.apps.intake.models import AbandonReason, Need, Pause, PauseReason, ProposalState
from banso.apps.intake.services.checks import (
    held_need,
    live,
    note_need,
    refuse_over,
    refuse_taken,
)
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import service

#: A pause ends by itself after so many days at most: what is never looked at again is lost.
LONGEST_PAUSE = timedelta(days=180)


@service
def pause(actor: Actor, need: Need, *, reason: str, until: date, seen: int | None = None) -> Pause:
    """Stop the clocks of a need from today until a day, or until it is resumed.

    Raises:
        Refused: an unknown reason, a day before today or too far ahead, a need settled, abandoned or paused
            already; ``stale``.
    """
    held = held_need(need, seen)
    refuse_over(held)
    if reason not in PauseReason.values:
        raise Refused("unknown_code", _("Choose one of the options."), "reason")
    if until < actor.today:
        raise Refused("until_past", _("Give a day that is not past."), "until")
    if until - actor.today > LONGEST_PAUSE:
        raise Refused("until_too_far", _("A pause lasts 180 days at most. Pause again then."), "until")
    if held.pauses.filter(resumed_on__isnull=True).exists():
        raise Refused("paused_already", _("This need is paused already."))
    made = Pause.objects.create(
        need=held, reason=reason, paused_on=actor.today, until=until, paused_by_id=actor.user_id
    )
    note_need(actor, "paused", held, {"reason": reason, "until": until.isoformat()})
    return made


@service
def resume(actor: Actor, need: Need, *, on: date | None = None) -> Pause:
    """Let the clocks of a need run again, from today or from the day on which the pause ran out.

    Raises:
        Refused: ``not_paused``.
    """
    held = held_need(need)
    found = held.pauses.filter(resumed_on__isnull=True).first()
    if found is None:
        raise Refused("not_paused", _("This need is not paused."))
    found.resumed_on = on or min(actor.today, found.until + timedelta(days=1))
    found.save(update_fields=["resumed_on"])
    for proposal in live(held).filter(state=ProposalState.WAITING).order_by("pk"):
        proposal.silent_from = moved_on(proposal.silent_from, span(found))
        proposal.save(update_fields=["silent_from"])
    note_need(actor, "resumed", held, {"on": found.resumed_on.isoformat()})
    return found


@service
def abandon(actor: Actor, need: Need, reason: AbandonReason | None, *, seen: int | None = None) -> Need:
    """Say that nobody works on a need any more, and why. What waits with receivers leaves their lists.

    Raises:
        Refused: no reason or one that is retired; the need is answered, in somebody's hands, or abandoned
            already; ``stale``.
    """
    held = held_need(need, seen)
    refuse_over(held)
    refuse_taken(held)
    if reason is None:
        raise Refused("has_reason", _("Say why nobody works on it any more."), "reason")
    if reason.retired_on is not None and reason.retired_on <= actor.today:
        raise Refused("reason_retired", _("This reason is no longer used. Choose another."), "reason")
    if held.pauses.filter(resumed_on__isnull=True).exists():
        resume(actor, held)
    held.abandoned_on, held.abandon_reason, held.abandoned_by_id = actor.today, reason, actor.user_id
    held.save(update_fields=["abandoned_on", "abandon_reason", "abandoned_by"])
    note_need(actor, "abandoned", held, {"reason": reason.code})
    return held


@service
def take_up_again(actor: Actor, need: Need) -> Need:
    """Work on an abandoned need again. What waits with receivers waits anew, from today.

    Raises:
        Refused: ``not_abandoned``.
    """
    held = held_need(need)
    if held.abandoned_on is None:
        raise Refused("not_abandoned", _("This need was not abandoned."))
    held.abandoned_on, held.abandon_reason, held.abandoned_by = None, None, None
    held.save(update_fields=["abandoned_on", "abandon_reason", "abandoned_by"])
    live(held).filter(state=ProposalState.WAITING).update(sent_at=actor.at, silent_from=actor.today)
    note_need(actor, "taken_up", held)
    return held
