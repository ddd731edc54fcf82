"""What runs by itself in this room."""

from __future__ import annotations

from datetime import datetime

from banso.apps.journal.actor import system
from banso.apps.providers.referrals import to_ask
from banso.apps.providers.referring import ask_when_due


def ask_outcomes(now: datetime) -> dict[str, int]:
    """Ask each side of a referral how it went, some time after, until it has said how it ended.

    Found by what is due and not yet recorded: days without a run lose nothing, one run more sends nothing.
    """
    actor = system(now)
    asked = [
        ask_when_due(actor, referral, side, steps) for referral, side, steps in list(to_ask(actor.today))
    ]
    return {"asked": sum(asked), "no_address": len(asked) - sum(asked)}
