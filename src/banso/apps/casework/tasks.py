"""What runs by itself in this room."""

from __future__ import annotations

from datetime import datetime

from banso.apps.casework.models import Case, GateReview, GateState
from banso.apps.casework.services import let_lapse
from banso.apps.casework.services.effects import cut_by
from banso.apps.journal.actor import system


def settle_shortenings(now: datetime) -> dict[str, int]:
    """Record the shortenings that hold because the firm's time to reply is over and it did not reply.

    Found by what is due and not yet recorded: a run that is missed loses nothing, one more changes nothing.
    """
    actor = system(now)
    due = GateReview.objects.filter(cut_by(actor.today), state=GateState.ANNOUNCED)
    cases = Case.objects.filter(pk__in=due.order_by().values("stage__case")).order_by("pk")
    return {"in_force": sum(let_lapse(actor, case) for case in cases)}
