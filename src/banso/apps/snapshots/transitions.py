"""The states of a snapshot, as data."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banso.apps import base
from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.journal.actor import SYSTEM, Actor
from banso.apps.snapshots.models import Snapshot, SnapshotState
from banso.engines.kernel.transitions import Fired, Machine, Transition

#: Before a snapshot exists.
NEW = "new"
#: Whoever works with figures may ask for a snapshot; at night it comes by itself.
WHO = frozenset({Role.PROGRAMME_MANAGER.value, Role.EVALUATOR.value, SYSTEM})

TAKING, READY = SnapshotState.TAKING.value, SnapshotState.READY.value
FROZEN, FAILED = SnapshotState.FROZEN.value, SnapshotState.FAILED.value
REMOVED = SnapshotState.REMOVED.value

SNAPSHOT = Machine(
    "snapshot",
    (
        Transition(NEW, "ask", TAKING, WHO),
        Transition(TAKING, "take", READY, WHO),
        Transition(TAKING, "fail", FAILED, WHO),
        Transition(READY, "freeze", FROZEN, WHO),
        Transition(FROZEN, "freeze", FROZEN, WHO),
        Transition(READY, "remove", REMOVED, WHO),
    ),
    {},
)

REFUSALS = Refusals(
    role=_("Snapshots are taken by head office and evaluators."),
    guards={},
    states={
        FROZEN: _("Something published rests on this snapshot: it is kept."),
        FAILED: _("This snapshot was not taken."),
        REMOVED: _("The files of this snapshot were removed."),
        TAKING: _("This snapshot is still being taken."),
    },
    otherwise=_("This cannot be done to the snapshot now."),
)


def fire(actor: Actor, snapshot: Snapshot, event: str) -> Fired:
    """Put a snapshot into its next state, without storing it.

    Raises:
        Refused: its rule is ``snapshot_state`` or ``role``.
    """
    fired = base.fire(SNAPSHOT, REFUSALS, snapshot.state if snapshot.pk else NEW, event, actor.role)
    snapshot.state = SnapshotState(fired.target)
    return fired
