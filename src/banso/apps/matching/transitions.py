"""The states of a row of a plan, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps import base
from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.journal.actor import Actor
from banso.apps.matching.models import PairState
from banso.engines.kernel.transitions import Fired, Machine, Transition

_OFFICE = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value})
_P, _N = PairState.PROPOSED.value, PairState.NOBODY.value
_CONFIRMED, _CHANGED, _DROPPED = (
    PairState.CONFIRMED.value,
    PairState.CHANGED.value,
    PairState.DROPPED.value,
)

PAIR = Machine(
    "planned_pair",
    (
        Transition(_P, "confirm", _CONFIRMED, _OFFICE, ("fresh",)),
        Transition(_P, "change", _CHANGED, _OFFICE, ("has_reason", "fresh")),
        Transition(_N, "change", _CHANGED, _OFFICE, ("has_reason", "fresh")),
        Transition(_P, "drop", _DROPPED, _OFFICE, ("has_reason",)),
        Transition(_N, "drop", _DROPPED, _OFFICE, ("has_reason",)),
    ),
    {
        # The need or case still waits for somebody, as it did when the plan was made.
        "fresh": lambda facts: facts.get("fresh"),
        # Whoever departs from the plan says why.
        "has_reason": lambda facts: facts.get("has_reason"),
    },
)

REFUSALS = Refusals(
    role=_("Your role may not do this."),
    guards={
        "fresh": _(
            "This row is out of date: somebody was found since the plan was made, or there is a newer plan."
        ),
        "has_reason": _("Say why you depart from the plan."),
    },
    fields={"has_reason": "reason"},
    otherwise=_("This row was decided already. Read the plan again."),
)


def fire(state: str, event: str, actor: Actor, facts: Mapping[str, Any] | None = None) -> Fired:
    """Move a row by the table.

    Raises:
        Refused: with a message; its rule is ``planned_pair_state``, ``role`` or the guard that failed.
    """
    return base.fire(PAIR, REFUSALS, state, event, actor.role, facts)
