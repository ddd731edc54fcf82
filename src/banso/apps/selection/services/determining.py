"""What deciders do: adopt, decline, ask for more, put on the waiting list, look again."""

from __future__ import annotations

from django.utils.translation import gettext as _

from banso.apps.accounts.absences import away
from banso.apps.base import Refused, hold
from banso.apps.casework import services as casework
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.policies.advice import write_down
from banso.apps.programmes.models import Round
from banso.apps.selection.facts import DECISIONS, KIND, applied_on
from banso.apps.selection.models import (
    Application,
    Determination,
    LookResult,
    Outcome,
    Purpose,
    Return,
    Seal,
    SecondLook,
    Waiting,
)
from banso.apps.selection.recommendation import followed, recommend
from banso.apps.selection.selectors import deciders_on, standing_views
from banso.apps.selection.services.rounds import take_place
from banso.apps.selection.services.shared import held, refuse_unknown, tell, text
from banso.apps.selection.transitions import fire
from banso.engines.kernel.lots import in_sample, order


@service
def determine(
    actor: Actor, application: Application, *, outcome: str, reason: str, edition: int
) -> Determination:
    """A decider adopts or declines, with a reason. Adoption takes a place of the round and opens the case.

    What the policy says, and on which facts, is written down with it; a determination that departs from it
    has its reason written down as that of the departure. A share of the determinations, drawn by the sealed
    seed of the round, is looked at again by another decider.

    Raises:
        Refused: not screened by as many as the round asks for, screened by the decider, determined already,
            no place left, no reason, or changed meanwhile.
    """
    stored = held(application, edition)
    refuse_unknown(outcome, Outcome.values, "outcome")
    event = "adopt" if outcome == Outcome.ADOPTED else "decline"
    found = _held_round(stored)
    fired = fire(stored.state, event, actor, judged(actor, stored, found))
    reason = text(reason, "reason")
    recommendation = recommend(stored, actor.today)
    determination = Determination.objects.create(
        application=stored,
        outcome=outcome,
        reason=reason,
        recommendation=recommendation.code,
        decider_id=actor.user_id,
        determined_on=actor.today,
    )
    stored.state = fired.target
    stored.save(update_fields=["state", "edition"])
    payload: dict[str, object] = {
        "outcome": outcome,
        "recommendation": recommendation.code,
        "reason": digest(determination.reason),
    }
    if outcome == Outcome.ADOPTED and found is not None and found.places is not None:
        payload["place"] = take_place(actor, stored, found).number
    look = _draw_second_look(actor, determination, found)
    if look is not None:
        payload["second_look"] = look.assigned_to_id
    tell(actor, "determined", stored, fired, payload)
    write_down(
        actor,
        KIND,
        stored.ref,
        recommendation.facts,
        recommendation.said,
        decisions=DECISIONS,
        applied_on=applied_on(stored),
        followed=followed(recommendation.code, outcome),
        reason=determination.reason,
    )
    if outcome == Outcome.ADOPTED:
        casework.open_case(actor, stored)
    return determination


@service
def ask_more(actor: Actor, application: Application, *, reason: str, edition: int) -> Return:
    """A decider hands the application back: the firm may change it and hand it in as the next revision.

    Raises:
        Refused: not under screening, screened by the decider, nothing is said, or changed meanwhile.
    """
    stored = held(application, edition)
    own = stored.screenings.filter(reviewer_id=actor.user_id).exists()
    fired = fire(stored.state, "ask_more", actor, {"screened_by_others": not own})
    returned = Return.objects.create(
        application=stored,
        revision=stored.revision,
        reason=text(reason, "reason"),
        decider_id=actor.user_id,
        returned_at=actor.at,
    )
    stored.state = fired.target
    stored.save(update_fields=["state", "edition"])
    payload = {"revision": stored.revision, "reason": digest(returned.reason)}
    tell(actor, "returned", stored, fired, payload)
    return returned


@service
def wait_list(actor: Actor, application: Application, *, reason: str, edition: int) -> Waiting:
    """A decider puts an application at the end of the waiting list of its round.

    Raises:
        Refused: not screened by as many as the round asks for, screened by the decider, a round without
            limit, no reason, or changed meanwhile.
    """
    stored = held(application, edition)
    found = _held_round(stored)
    fired = fire(stored.state, "wait", actor, judged(actor, stored, found))
    assert found is not None
    reason = text(reason, "reason")
    waiting = Waiting.objects.create(
        round=found,
        application=stored,
        rank=next_rank(found),
        reason=reason,
        decider_id=actor.user_id,
        since=actor.at,
    )
    stored.state = fired.target
    stored.save(update_fields=["state", "edition"])
    payload = {"round": found.code, "rank": waiting.rank, "reason": digest(waiting.reason)}
    tell(actor, "wait_listed", stored, fired, payload)
    return waiting


@service
def look_again(actor: Actor, look: SecondLook, *, result: str, reason: str) -> SecondLook:
    """Another decider says whether he or she would have determined the same. Nothing is undone by it.

    Raises:
        Refused: somebody else is to look, looked at already, an unknown code, or no reason.
    """
    stored = hold(SecondLook.objects).select_related("determination").get(pk=look.pk)
    if stored.assigned_to_id != actor.user_id:
        raise Refused("not_assigned", _("Somebody else is to look at this determination."))
    if stored.done_on is not None:
        raise Refused("looked", _("This determination was looked at already."))
    refuse_unknown(result, LookResult.values, "result")
    stored.result, stored.reason, stored.done_on = result, text(reason, "reason"), actor.today
    stored.save(update_fields=["result", "reason", "done_on"])
    record(
        actor,
        "application.looked_again",
        ("application", stored.determination.application.ref),
        {"result": result, "reason": digest(stored.reason)},
    )
    return stored


def judged(actor: Actor, application: Application, found: Round | None) -> dict[str, bool]:
    """What the guards of a determination ask of an application and its round."""
    own = application.screenings.filter(reviewer_id=actor.user_id).exists()
    needed = found.reviewers_needed if found is not None else 1
    return {
        "screened_by_others": not own,
        "enough_views": len(standing_views(application)) >= needed,
        "has_places": found is not None and found.places is not None,
    }


def next_rank(found: Round) -> int:
    """The rank after the last that the waiting list of a round ever had."""
    last = Waiting.objects.filter(round=found).order_by("-rank").first()
    return last.rank + 1 if last else 1


def _held_round(application: Application) -> Round | None:
    """The round, held: its places are given, and it is changed, by one at a time."""
    if application.round_id is None:
        return None
    return hold(Round.objects).get(pk=application.round_id)


def _draw_second_look(actor: Actor, determination: Determination, found: Round | None) -> SecondLook | None:
    """Whether the seed of the round draws this determination, and who of the others is to look at it."""
    if found is None:
        return None
    seal = Seal.objects.filter(round=found, purpose=Purpose.SECOND_LOOK).order_by("-number").first()
    ref = determination.application.ref
    if seal is None or not in_sample(seal.seed, ref, found.second_look_percent):
        return None
    reviewers = set(determination.application.screenings.values_list("reviewer_id", flat=True))
    others = deciders_on(actor.today) - away(actor.today) - reviewers - {actor.user_id}
    drawn = order(seal.seed, (f"{ref}/{pk}" for pk in others))
    who = int(drawn[0].rpartition("/")[2]) if drawn else None
    return SecondLook.objects.create(determination=determination, assigned_to_id=who)
