"""What the night does about silence. Steps and days: ``clocks``; what a step does: ``services.silent``.

1. Pauses that have run out end, on the day after their last.
2. A waiting proposal whose silence has reached a step that is not written down is taken one step further:
   one step a night, in order, so that after a long standstill a receiver is still nudged before the office
   is told, and the office is told before the firm.
3. The last step waits until nobody else asked about the need may still reply.

What is due is found by dates and by what is written down: a night left out loses nothing, a night run twice
does nothing twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from banso.apps.intake import services
from banso.apps.intake.clocks import GIVE_UP, HAND_OVER, NUDGE, Limits, day_of, step_due
from banso.apps.intake.models import Need, Pause, Proposal, SilenceStep
from banso.apps.intake.selectors import silence_limits, silent
from banso.apps.journal.actor import Actor, system


def run(now: datetime) -> dict[str, int]:
    """Do what is due at a moment; count the pauses ended and the steps taken."""
    actor = system(now)
    resumed = _end_pauses(actor)
    limits = silence_limits(actor.today)
    due = with_last_step(silent(Proposal.objects.all(), actor.today, limits))
    found: dict[int, list[Proposal]] = {NUDGE: [], HAND_OVER: [], GIVE_UP: []}
    for proposal in due.select_related("need").order_by("pk").iterator(chunk_size=500):
        following = proposal.last_step + 1  # type: ignore[attr-defined]
        if following <= min(_reached(proposal, limits, actor), GIVE_UP):
            found[following].append(proposal)
    given_up: dict[int, list[Proposal]] = {}
    for proposal in found[GIVE_UP]:
        given_up.setdefault(proposal.need_id, []).append(proposal)
    needs = Need.objects.in_bulk(given_up)
    return {
        "resumed": resumed,
        "nudged": sum(services.nudge(actor, proposal) for proposal in found[NUDGE]),
        "handed_over": sum(services.hand_over(actor, proposal) for proposal in found[HAND_OVER]),
        "given_up": sum(services.give_up(actor, needs[key], given_up[key]) for key in sorted(given_up)),
    }


def with_last_step(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Proposals with ``last_step``: the furthest step of silence taken since they were last sent, or 0."""
    steps = SilenceStep.objects.filter(proposal=OuterRef("pk"), sent_at=OuterRef("sent_at"))
    last = Subquery(steps.order_by("-step").values("step")[:1], output_field=IntegerField())
    return proposals.annotate(last_step=Coalesce(last, Value(0)))


def _reached(proposal: Proposal, limits: Limits, actor: Actor) -> int:
    if proposal.silent_from is None:
        return 0
    return step_due((actor.today - proposal.silent_from).days, limits.on(day_of(proposal.sent_at)))


def _end_pauses(actor: Actor) -> int:
    over = Pause.objects.filter(resumed_on__isnull=True, until__lt=actor.today).select_related("need")
    ended = list(over.order_by("pk"))
    for pause in ended:
        services.resume(actor, pause.need, on=pause.until + timedelta(days=1))
    return len(ended)
