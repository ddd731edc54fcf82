"""The states of quotes, invoices, and of what one person asks for and another decides, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps import base
from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.fees.models import Decided, InvoiceState, QuoteState
from banso.apps.journal.actor import Actor
from banso.engines.kernel.transitions import Fired, Guard, Machine, Transition

#: Before a record exists.
NEW = "new"

FIRM = frozenset({Role.FIRM_MEMBER.value})
OFFICE = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value})
ACCOUNTS = frozenset({Role.ACCOUNTANT.value})
#: Who decides what an accountant asks for; a person never decides what they asked for themselves.
DECIDERS = ACCOUNTS | {Role.PROGRAMME_MANAGER.value}

_D, _O, _A = QuoteState.DRAFT.value, QuoteState.OFFERED.value, QuoteState.ACCEPTED.value
_S, _I = QuoteState.STARTED.value, QuoteState.INVOICED.value


def _holds(fact: str) -> Guard:
    return lambda facts: facts.get(fact)


QUOTE = Machine(
    "quote",
    (
        Transition(NEW, "write", _D, OFFICE),
        Transition(_D, "change", _D, OFFICE),
        Transition(_D, "offer", _O, OFFICE, ("not_past",)),
        Transition(_D, "withdraw", QuoteState.WITHDRAWN, OFFICE),
        Transition(_O, "accept", _A, FIRM),
        Transition(_O, "decline", QuoteState.DECLINED, FIRM),
        Transition(_O, "replace", QuoteState.REPLACED, OFFICE),
        Transition(_O, "withdraw", QuoteState.WITHDRAWN, OFFICE),
        Transition(_A, "change", _A, OFFICE),
        Transition(_A, "start", _S, OFFICE, ("begun",)),
        Transition(_A, "cancel", QuoteState.CANCELLED, OFFICE),
        Transition(_S, "invoice", _I, ACCOUNTS),
        # The share of the exports of a fiscal year is billed beside its price.
        Transition(_S, "bill_share", _S, ACCOUNTS, ("year_over",)),
        Transition(_I, "bill_share", _I, ACCOUNTS, ("year_over",)),
        # Its invoice was cancelled: it may be invoiced rightly.
        Transition(_I, "take_back", _S, DECIDERS),
    ),
    {
        # The day until which it holds has not passed.
        "not_past": _holds("not_past"),
        # The service began on a day that is not ahead, and not before the firm said yes.
        "begun": _holds("begun"),
        # The last day of the fiscal year, or of the term, has passed.
        "year_over": _holds("year_over"),
    },
)

INVOICE = Machine(
    "invoice",
    (
        Transition(NEW, "issue", InvoiceState.ISSUED, ACCOUNTS),
        Transition(InvoiceState.ISSUED, "put_off", InvoiceState.ISSUED, ACCOUNTS),
        Transition(InvoiceState.ISSUED, "settle", InvoiceState.PAID, DECIDERS),
        Transition(InvoiceState.PAID, "reopen", InvoiceState.ISSUED, DECIDERS),
        Transition(InvoiceState.ISSUED, "cancel", InvoiceState.CANCELLED, DECIDERS),
        Transition(InvoiceState.PAID, "cancel", InvoiceState.CANCELLED, DECIDERS),
    ),
)

_OTHER = ("another_person",)
_OTHERS = {
    # Whoever asks does not decide.
    "another_person": _holds("another_person")
}


def _decided(name: str, asks: frozenset[str]) -> Machine:
    return Machine(
        name,
        (
            Transition(NEW, "ask", Decided.ASKED, asks),
            Transition(Decided.ASKED, "approve", Decided.APPROVED, DECIDERS, _OTHER),
            Transition(Decided.ASKED, "refuse", Decided.REFUSED, DECIDERS, _OTHER),
        ),
        _OTHERS,
    )


CREDIT = _decided("credit", ACCOUNTS)
WAIVER = _decided("waiver", ACCOUNTS | OFFICE | FIRM)
REFUND = _decided("refund", ACCOUNTS)

_ROLE = _("Your role may not do this.")
_QUOTE_REFUSALS = Refusals(
    role=_ROLE,
    guards={
        "not_past": _(
            "The quote would have ended already: it ends 21 days before the service starts. "
            "Choose a later start."
        ),
        "begun": _("Choose a day from the acceptance until today."),
        "year_over": _("This fiscal year of exports is not over yet."),
    },
    fields={"not_past": "service_starts_on", "begun": "started_on"},
    states={
        QuoteState.REPLACED: _("This quote was replaced by a later one. Please look at that one."),
        QuoteState.WITHDRAWN: _("This quote was withdrawn."),
        QuoteState.DECLINED: _("This quote was declined already."),
        QuoteState.CANCELLED: _("This quote was cancelled."),
    },
    otherwise=_("The quote was changed meanwhile. Read the page again, then decide."),
)
_OTHERWISE = Refusals(role=_ROLE, otherwise=_("The invoice was changed meanwhile. Read the page again."))
_DECIDED_REFUSALS = Refusals(
    role=_ROLE,
    guards={"another_person": _("Whoever asked for it does not decide it. Another person has to.")},
    otherwise=_("This was decided meanwhile."),
)


def fire_quote(state: str, event: str, actor: Actor, facts: Mapping[str, Any] | None = None) -> Fired:
    """Move a quote by the table.

    Raises:
        Refused: its rule is ``quote_state``, ``role`` or the guard that failed.
    """
    return base.fire(QUOTE, _QUOTE_REFUSALS, state, event, actor.role, facts)


def fire_invoice(state: str, event: str, actor: Actor) -> Fired:
    """Move an invoice by the table.

    Raises:
        Refused: its rule is ``invoice_state`` or ``role``.
    """
    return base.fire(INVOICE, _OTHERWISE, state, event, actor.role)


def fire_decided(
    machine: Machine, state: str, event: str, actor: Actor, asked_by: int | None = None
) -> Fired:
    """Move a credit note, a waiver or a refund; ``asked_by`` is who asked for it.

    Raises:
        Refused: its rule is ``<machine>_state``, ``role`` or ``another_person``.
    """
    facts = {"another_person": asked_by is not None and actor.user_id != asked_by}
    return base.fire(machine, _DECIDED_REFUSALS, state, event, actor.role, facts)
