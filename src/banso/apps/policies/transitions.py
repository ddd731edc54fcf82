"""The states of a policy version, as data. Who has rights to a family: ``accounts.permissions``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps import base
from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.journal.actor import SYSTEM, Actor
from banso.apps.policies.models import State
from banso.engines.kernel.transitions import Fired, Machine, Transition

#: Before a version exists.
NEW = "new"

MANAGER = frozenset({Role.PROGRAMME_MANAGER.value})
SHIPPING = frozenset({SYSTEM})

DRAFT, CHECKED, APPROVED = State.DRAFT.value, State.CHECKED.value, State.APPROVED.value
PUBLISHED, DISCARDED = State.PUBLISHED.value, State.DISCARDED.value

POLICY = Machine(
    "policy",
    (
        Transition(NEW, "copy", DRAFT, MANAGER),
        Transition(NEW, "import", DRAFT, MANAGER),
        Transition(DRAFT, "change", DRAFT, MANAGER),
        Transition(DRAFT, "send", CHECKED, MANAGER, ("check_passes",)),
        Transition(CHECKED, "return", DRAFT, MANAGER, ("has_reason",)),
        Transition(APPROVED, "return", DRAFT, MANAGER, ("has_reason",)),
        Transition(CHECKED, "approve", APPROVED, MANAGER, ("approver_wrote_nothing",)),
        Transition(APPROVED, "publish", PUBLISHED, MANAGER, ("not_in_the_past", "overlaps_none")),
        Transition(PUBLISHED, "end", PUBLISHED, MANAGER, ("end_is_open", "last_day_ahead")),
        Transition(DRAFT, "discard", DISCARDED, MANAGER),
        Transition(CHECKED, "discard", DISCARDED, MANAGER),
        Transition(APPROVED, "discard", DISCARDED, MANAGER),
        # What ships: nobody of the house wrote it. The first of a family has been in force all along.
        Transition(NEW, "ship", DRAFT, SHIPPING),
        Transition(DRAFT, "ship", DRAFT, SHIPPING),
        Transition(NEW, "ship_in_force", PUBLISHED, SHIPPING, ("check_passes", "overlaps_none")),
    ),
    {
        # Nothing is wrong with the tables: no gap, no overlap, no cell that cannot be read.
        "check_passes": lambda facts: facts.get("check_passes"),
        "has_reason": lambda facts: facts.get("has_reason"),
        # Nobody approves what he or she wrote, were it one cell.
        "approver_wrote_nothing": lambda facts: facts.get("approver_wrote_nothing"),
        "not_in_the_past": lambda facts: facts.get("not_in_the_past"),
        # On every day at most one version of the family is in force.
        "overlaps_none": lambda facts: facts.get("overlaps_none"),
        "end_is_open": lambda facts: facts.get("end_is_open"),
        # Cases were judged by it until today: what was in force stays so.
        "last_day_ahead": lambda facts: facts.get("last_day_ahead"),
    },
)

REFUSALS = Refusals(
    role=_("Your role may not do this to a policy version."),
    guards={
        "check_passes": _("The check finds faults. Correct them, then send the version to approval."),
        "has_reason": _("Say why you return it."),
        "approver_wrote_nothing": _(
            "You wrote in this version yourself; somebody else who may approve has to approve it."
        ),
        "not_in_the_past": _("The first day may not lie in the past."),
        "overlaps_none": _("Another version of this family is in force on some of these days."),
        "end_is_open": _("The last day of this version is set already and cannot be changed."),
        "last_day_ahead": _("The last day may not lie in the past or before the first day."),
    },
    fields={
        "has_reason": "reason",
        "not_in_the_past": "in_force_from",
        "overlaps_none": "in_force_from",
        "last_day_ahead": "last_day",
    },
    states={
        DRAFT: _("The version is a draft. Send it to approval first."),
        CHECKED: _("The version waits for approval. Have it returned to change it."),
        APPROVED: _("The version is approved. Have it returned to change it."),
        PUBLISHED: _(
            "The version is published and cannot be changed any more. Copy it to write the next one."
        ),
        DISCARDED: _("The version is discarded."),
    },
    otherwise=_("This cannot be done to the version now."),
)


def fire(state: str, event: str, actor: Actor, facts: Mapping[str, Any] | None = None) -> Fired:
    """Move a version by the table.

    Raises:
        Refused: with a message; its rule is ``policy_state``, ``role`` or the guard that failed.
    """
    return base.fire(POLICY, REFUSALS, state, event, actor.role, facts)
