"""The states of a proposal, as data: one table for each kind of receiver.

Who replies depends on who received it: an expert, staff of an office and members of a partner body do so
themselves; for a private provider, a trading company, and a partner body where nobody signs in, the office
of the consultation writes down what it was told. Whose proposals somebody reaches: ``accounts.permissions``.

A proposal that was withdrawn stays ``waiting`` (see ``Proposal``): the guard ``live`` keeps it from moving.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps import base
from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.intake.models import ProposalState, Receiver
from banso.apps.journal.actor import Actor
from banso.engines.kernel.transitions import Fired, Guard, Machine, Transition

#: Before a proposal exists.
NEW = "new"

OFFICE = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value})
EXPERT = frozenset({Role.EXPERT.value})
PARTNER = frozenset({Role.PARTNER_MEMBER.value})
FIRM = frozenset({Role.FIRM_MEMBER.value})

W, T = ProposalState.WAITING.value, ProposalState.TAKEN.value
REFUSED, HELPED = ProposalState.NOT_MY_FIELD.value, ProposalState.HELPED.value
NO_HELP, NOT_REACHABLE = ProposalState.NO_HELP.value, ProposalState.NOT_REACHABLE.value

#: How a receiver may settle what was taken on; each is the state it leads to.
OUTCOMES = (HELPED, NO_HELP, NOT_REACHABLE)
#: Who replies, and what must hold for them.
REPLIES: dict[Receiver, tuple[tuple[frozenset[str], tuple[str, ...]], ...]] = {
    Receiver.EXPERT: ((EXPERT, ()),),
    Receiver.STAFF: ((OFFICE, ()),),
    Receiver.OFFICE: ((OFFICE, ()),),
    Receiver.PROVIDER: ((OFFICE, ()),),
    Receiver.TRADING: ((OFFICE, ()),),
    Receiver.PARTNER: ((PARTNER, ()), (OFFICE, ("no_account",))),
}
#: What must hold before a need goes to a receiver.
SENDING: dict[Receiver, tuple[str, ...]] = {
    Receiver.EXPERT: ("under_contract", "present", "no_conflict"),
    Receiver.STAFF: ("at_an_office", "there"),
    Receiver.OFFICE: ("in_use", "another"),
    Receiver.PROVIDER: ("in_use", "consented"),
    Receiver.TRADING: ("in_use", "consented"),
    Receiver.PARTNER: ("in_use", "consented"),
}


def _holds(fact: str) -> Guard:
    return lambda facts: facts.get(fact)


GUARDS: dict[str, Guard] = {
    # Of an expert: a contract on the day of sending, no absence, no conflict of interest with the firm.
    "under_contract": _holds("under_contract"),
    "present": _holds("present"),
    "no_conflict": _holds("no_conflict"),
    # A colleague works at an office today.
    "at_an_office": _holds("at_an_office"),
    # ... and is not absent.
    "there": _holds("there"),
    # The office or body is not retired; an office sends to another one.
    "in_use": _holds("in_use"),
    "another": _holds("another"),
    # The firm agrees that its data go outside.
    "consented": _holds("consented"),
    # It was not withdrawn; it was.
    "live": _holds("live"),
    "withdrawn": lambda facts: not facts.get("live"),
    # Handing back needs a reason from the code list.
    "has_reason": _holds("has_reason"),
    # Nobody of the partner body can sign in.
    "no_account": _holds("no_account"),
}


def _rows(receiver: Receiver) -> Iterator[Transition]:
    sending = SENDING[receiver]
    # To a private provider from the list a firm sends itself: its consent is its own.
    senders = OFFICE | FIRM if receiver == Receiver.PROVIDER else OFFICE
    yield Transition(NEW, "send", W, senders, sending)
    if receiver == Receiver.STAFF:
        yield Transition(NEW, "answer", HELPED, OFFICE)
    yield Transition(W, "withdraw", W, OFFICE, ("live",))
    yield Transition(W, "send_again", W, OFFICE, ("withdrawn", *sending))
    for roles, guards in REPLIES[receiver]:
        yield Transition(W, "take", T, roles, ("live", *guards))
        yield Transition(W, "refuse", REFUSED, roles, ("live", "has_reason", *guards))
        for outcome in OUTCOMES:
            yield Transition(T, outcome, outcome, roles, guards)
    again = OFFICE.union(*(roles for roles, _guards in REPLIES[receiver]))
    yield Transition(REFUSED, "reopen", W, again, sending)
    for closed in (HELPED, NO_HELP, NOT_REACHABLE):
        yield Transition(closed, "reopen", T, again)


PROPOSALS = {receiver: Machine("proposal", _rows(receiver), GUARDS) for receiver in Receiver}

REFUSALS = Refusals(
    role=_("Your role may not do this."),
    guards={
        "under_contract": _("This expert has no contract today."),
        "present": _("This expert is absent today. Choose somebody else, or wait until the expert is back."),
        "no_conflict": _("This expert has a conflict of interest with the firm. Choose somebody else."),
        "at_an_office": _("This person works at no office today."),
        "there": _("This person is absent today. Choose somebody else, or wait until the person is back."),
        "in_use": _("This receiver is retired. Choose another."),
        "another": _("This is the office of the consultation itself. Choose another office."),
        "consented": _("Ask the firm first: its data go to this receiver only if it agrees."),
        "live": _("The office has withdrawn this proposal."),
        "withdrawn": _("This proposal was not withdrawn."),
        "has_reason": _("Say why you hand it back."),
        "no_account": _("Members of this partner body reply themselves."),
    },
    fields={
        "under_contract": "expert",
        "present": "expert",
        "no_conflict": "expert",
        "at_an_office": "to",
        "there": "to",
        "in_use": "to",
        "another": "to",
        "consented": "consent",
        "has_reason": "reason",
    },
    otherwise=_("The proposal has changed meanwhile. Read the page again, then decide."),
)


def fire(
    receiver: str, state: str, event: str, actor: Actor, facts: Mapping[str, Any] | None = None
) -> Fired:
    """Move a proposal by the table of its receiver.

    Raises:
        Refused: with a message; its rule is ``proposal_state``, ``role`` or the guard that failed.
    """
    return base.fire(PROPOSALS[Receiver(receiver)], REFUSALS, state, event, actor.role, facts)
