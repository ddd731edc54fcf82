"""How support ends, and the follow-ups that are due by themselves from then on."""

from __future__ import annotations

from datetime import date

from banso.apps.casework.models import Case, FollowUp
from banso.apps.casework.services.closed_firms import close_follow_ups
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record
from banso.engines.kernel.fiscal import add_months
from banso.engines.kernel.transitions import Fired


def close(actor: Actor, case: Case, fired: Fired, outcome: str, note: str, ended_on: date) -> Case:
    """Store the end of a case whose row is held: its open stage closes, its follow-ups are planned."""
    case.state, case.outcome, case.outcome_note, case.ended_on = fired.target, outcome, note, ended_on
    case.save(update_fields=["state", "outcome", "outcome_note", "ended_on"])
    open_stage = case.stages.filter(started_on__isnull=False, ended_on__isnull=True).first()
    if open_stage is not None:
        open_stage.ended_on = ended_on
        open_stage.save(update_fields=["ended_on"])
    for months in case.version.follow_up_months:
        FollowUp.objects.get_or_create(
            case=case, months=months, defaults={"due_on": add_months(ended_on, months)}
        )
    record(
        actor,
        "case.ended",
        ("case", case.ref),
        {
            "outcome": outcome,
            "ended_on": ended_on.isoformat(),
            "stage": open_stage.order if open_stage else None,
            "note": digest(note),
            "guards": dict(fired.guards),
        },
    )
    if case.firm.closed_on is not None:
        close_follow_ups(actor, case.firm)
    return case
