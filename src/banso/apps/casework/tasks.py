"""What runs by itself in this room."""

from __future__ import annotations

from datetime import datetime

from banso.apps.base import Refused
from banso.apps.casework.models import Case, GateReview, GateState
from banso.apps.casework.services import ask_once, let_lapse, note_no_contact
from banso.apps.casework.services.effects import cut_by
from banso.apps.casework.to_ask import to_ask
from banso.apps.journal.actor import system


def settle_shortenings(now: datetime) -> dict[str, int]:
    """Record the shortenings that hold because the firm's time to reply is over and it did not reply.

    Found by what is due and not yet recorded: a run that is missed loses nothing, one more changes nothing.
    """
    actor = system(now)
    due = GateReview.objects.filter(cut_by(actor.today), state=GateState.ANNOUNCED)
    cases = Case.objects.filter(pk__in=due.order_by().values("stage__case")).order_by("pk")
    return {"in_force": sum(let_lapse(actor, case) for case in cases)}


def ask_follow_ups(now: datetime) -> dict[str, int]:
    """Ask each firm once, by personal link, some days before a follow-up or catch-up contact is due.

    What nobody at the firm can be asked about is noted for the office. Found by what is due and not yet
    recorded: days without a run lose nothing, one run more sends nothing more.
    """
    actor = system(now)
    asked = no_contact = 0
    for row, contact in to_ask(actor.today):
        try:
            if contact is not None:
                asked += ask_once(actor, row, contact)
                continue
        except Refused as refused:
            # Somebody whose data are not used; the firms after this one are asked all the same.
            if refused.rule != "no_address":
                raise
        no_contact += note_no_contact(actor, row)
    return {"asked": asked, "no_contact": no_contact}
