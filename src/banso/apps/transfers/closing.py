"""A firm closes, with everything this means for its work: nobody looks back at it any more."""

from __future__ import annotations

from datetime import date

from banso.apps.casework.services import close_follow_ups, reopen_follow_ups
from banso.apps.directory.models import Firm
from banso.apps.directory.services import note_closed, note_open
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import service


@service
def close_firm(actor: Actor, firm: Firm, on: date) -> Firm:
    """A firm ceased to be on a day. Its follow-ups end; its open work stays listed until somebody ends it.

    Raises:
        Refused: as ``directory.services.note_closed``.
    """
    firm = note_closed(actor, firm, on)
    close_follow_ups(actor, firm)
    return firm


@service
def reopen_firm(actor: Actor, firm: Firm) -> Firm:
    """It was a mistake that the firm had closed, or it began again: its follow-ups are open again.

    Raises:
        Refused: as ``directory.services.note_open``.
    """
    firm = note_open(actor, firm)
    reopen_follow_ups(actor, firm)
    return firm
