"""What becomes of a decision that waits: another person agrees, the firm replies, the office settles."""

from __future__ import annotations

from banso.apps.casework.models import Case, GateResult, GateReview, GateState
from banso.apps.casework.services import checks
from banso.apps.casework.services.effects import announce, cut, settle_due, take_effect
from banso.apps.casework.transitions import fire_gate
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.programmes.models import Agreement

#: Whose agreement counts where a limit names a role: the role itself, or one that stands above it.
ENOUGH = {
    Agreement.OFFICE_MANAGER.value: (Agreement.OFFICE_MANAGER.value, Agreement.PROGRAMME_MANAGER.value),
    Agreement.PROGRAMME_MANAGER.value: (Agreement.PROGRAMME_MANAGER.value,),
    Agreement.DECIDER.value: (Agreement.DECIDER.value,),
}


@service
def agree_to_gate(actor: Actor, review: GateReview, *, agreed: bool, note: str = "") -> GateReview:
    """Agree to a decision that waits for it, or refuse to with a reason.

    An extension holds from today; a shortening is announced to the firm.

    Raises:
        Refused: nobody has to agree (any more), the person decided it or holds another role, or refuses
            without a reason.
    """
    case, review = _held(review)
    facts = {
        "another_person": actor.user_id is not None and actor.user_id != review.decided_by_id,
        "asked_to_agree": actor.role in ENOUGH.get(review.agreement, ()),
    }
    shortens = review.result == GateResult.SHORTEN
    event = "refuse" if not agreed else "agree_to_announce" if shortens else "agree"
    fired = fire_gate(review.state, event, actor, facts)
    review.state = fired.target
    review.settled_note = checks.text(note, "note", checks.LONGEST_NOTE, wanted=not agreed)
    review.agreed_by_id, review.agreed_on = actor.user_id, actor.today
    if event == "agree":
        review.in_force_on = actor.today
        take_effect(actor.today, case, review)
    elif event == "agree_to_announce":
        announce(actor, case, review)
    review.save()
    action = "gate.agreed" if agreed else "gate.refused"
    _record(actor, case, review, action, guards=dict(fired.guards))
    return review


@service
def reply_to_gate(actor: Actor, review: GateReview, reply: str) -> GateReview:
    """Store what the firm says to a shortening, in its own words. The office then confirms or withdraws.

    Raises:
        Refused: nothing is announced, the time to reply is over, it has replied already, or no text.
    """
    case, review = _held(review)
    fired = fire_gate(
        review.state,
        "reply",
        actor,
        {
            "no_reply_yet": review.replied_on is None,
            "in_time": review.reply_until is not None and actor.today <= review.reply_until,
        },
    )
    review.reply = checks.text(reply, "reply", checks.LONGEST_NOTE)
    review.replied_on = actor.today
    review.save(update_fields=["reply", "replied_on"])
    payload = {"stage": review.stage.order, "reply": digest(review.reply), "guards": dict(fired.guards)}
    record(actor, "gate.replied", ("case", case.ref), payload)
    return review


@service
def settle_gate(actor: Actor, review: GateReview, *, confirmed: bool, note: str) -> GateReview:
    """Confirm a shortening after the firm's reply, which holds from today, or withdraw a decision that waits.

    Raises:
        Refused: it does not wait, the firm has not replied yet, or no reason.
    """
    case, review = _held(review)
    event = "confirm" if confirmed else "withdraw"
    fired = fire_gate(review.state, event, actor, {"replied": review.replied_on is not None})
    review.state = fired.target
    review.settled_note = checks.text(note, "note", checks.LONGEST_NOTE)
    if confirmed:
        cut(actor, case, review, actor.today, by="office")
    else:
        review.save()
        _record(actor, case, review, "gate.withdrawn", guards=dict(fired.guards))
    return review


@service
def let_lapse(actor: Actor, case: Case) -> bool:
    """Record a shortening that holds because the firm's time to reply is over; whether there was one."""
    return settle_due(checks.locked(case), actor.at)


def withdraw_waiting(actor: Actor, case: Case, note: str) -> None:
    """Withdraw what waits in a case whose support ends; the case's row is held."""
    waiting = GateReview.objects.filter(
        stage__case=case, state__in=(GateState.PROPOSED, GateState.ANNOUNCED)
    ).select_related("stage", "ground")
    for review in waiting.order_by("pk"):
        review.state = fire_gate(review.state, "withdraw", actor).target
        review.settled_note = note
        review.save(update_fields=["state", "settled_note"])
        _record(actor, case, review, "gate.withdrawn", guards={})


def _held(review: GateReview) -> tuple[Case, GateReview]:
    """The case, its row held, and the decision as it stands now."""
    case = checks.locked(review.stage.case)
    return case, GateReview.objects.select_related("stage", "ground").get(pk=review.pk)


def _record(actor: Actor, case: Case, review: GateReview, action: str, *, guards: dict[str, bool]) -> None:
    record(
        actor,
        action,
        ("case", case.ref),
        {
            "stage": review.stage.order,
            "result": review.result,
            "months": review.months,
            "reply_until": review.reply_until.isoformat() if review.reply_until else None,
            "note": digest(review.settled_note),
            "guards": guards,
        },
    )
