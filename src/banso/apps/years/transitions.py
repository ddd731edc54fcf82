"""The states of a fiscal year, as data. Whose they are: ``accounts.permissions``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps import base
from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.journal.actor import Actor
from banso.apps.journal.models import YearState
from banso.engines.kernel.transitions import Fired, Machine, Transition

#: Before a year has a row.
NEW = "new"

_HEAD = frozenset({Role.PROGRAMME_MANAGER.value})
P, O, C = YearState.PLANNED.value, YearState.OPEN.value, YearState.CLOSED.value  # noqa: E741

YEAR = Machine(
    "fiscal_year",
    (
        Transition(NEW, "prepare", P, _HEAD, ("its_turn",)),
        Transition(P, "open", O, _HEAD),
        Transition(O, "close", C, _HEAD, ("over", "next_open", "earlier_closed")),
        Transition(C, "reopen", O, _HEAD),
    ),
    {name: (lambda facts, name=name: facts.get(name))  # type: ignore[misc]
     for name in ("its_turn", "over", "next_open", "earlier_closed")},
)  # fmt: skip

_REFUSALS = Refusals(
    role=_("Your role may not do this."),
    otherwise=_("Somebody else has changed this fiscal year meanwhile. Read the page again."),
    guards={
        "its_turn": _("Years are opened one after another; it is another year's turn."),
        "over": _("This fiscal year is not over yet."),
        "next_open": _("Open the following fiscal year first."),
        "earlier_closed": _("Close the earlier fiscal years first."),
    },
    states={
        O: _("This fiscal year is open already."),
        C: _("This fiscal year is closed already."),
    },
)


def fire(state: str, event: str, actor: Actor, facts: Mapping[str, Any] | None = None) -> Fired:
    """Move a year by the table.

    Raises:
        Refused: its rule is ``fiscal_year_state``, ``role`` or the guard that failed.
    """
    return base.fire(YEAR, _REFUSALS, state, event, actor.role, facts)
