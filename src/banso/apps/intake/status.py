"""The status of a need, computed from the states of its proposals. It is never set by hand.

Proposals that the office withdrew do not count. That a need is paused or abandoned stands beside its status.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from banso.apps.intake.models import ProposalState


class NeedStatus(TextChoices):
    """How far a need has come."""

    HELPED = "helped", _("Helped")
    TAKEN = "taken", _("Somebody is at work")
    WAITING = "waiting", _("Waiting for a reply")
    NO_HELP = "no_help", _("Could not be helped")
    NOT_REACHABLE = "not_reachable", _("Firm not reachable")
    REFUSED_BY_ALL = "refused_by_all", _("Handed back by all")
    NOT_COMPLETE = "not_complete", _("Not yet proposed")


#: The first of these states that a proposal of the need is in decides.
PRECEDENCE = (
    (ProposalState.HELPED, NeedStatus.HELPED),
    (ProposalState.TAKEN, NeedStatus.TAKEN),
    (ProposalState.WAITING, NeedStatus.WAITING),
    (ProposalState.NO_HELP, NeedStatus.NO_HELP),
    (ProposalState.NOT_REACHABLE, NeedStatus.NOT_REACHABLE),
    (ProposalState.NOT_MY_FIELD, NeedStatus.REFUSED_BY_ALL),
)

#: A proposal in one of these states is settled.
SETTLED = (ProposalState.HELPED, ProposalState.NO_HELP, ProposalState.NOT_REACHABLE)
#: A need of one of these statuses has its answer; of the others, somebody still waits for something.
SETTLED_STATUS = (NeedStatus.HELPED, NeedStatus.NO_HELP, NeedStatus.NOT_REACHABLE)


def need_status(states: Iterable[str]) -> NeedStatus:
    """The status of a need whose proposals are in these states.

    The first that applies: somebody helped; somebody is at work; somebody has yet to reply; could not help;
    the firm was not reachable; all handed it back. Without any proposal nothing has been done yet.
    """
    found = set(states)
    return next((status for state, status in PRECEDENCE if state in found), NeedStatus.NOT_COMPLETE)
