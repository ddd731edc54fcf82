"""The states of a request about personal data, as data. Whose they are: ``accounts.permissions``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps import base
from banso.apps.accounts.access import NO_ROLE
from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.journal.actor import Actor
from banso.apps.privacy.models import RequestState
from banso.engines.kernel.transitions import Fired, Machine, Transition

#: Before a request exists.
NEW = "new"

_ANYBODY = frozenset({*(role.value for role in Role), NO_ROLE})
_WORKERS = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value, Role.ADMINISTRATOR.value})
_DECIDERS = frozenset({Role.OFFICE_MANAGER.value, Role.ADMINISTRATOR.value})

R, I, G = RequestState.RECEIVED.value, RequestState.IDENTIFIED.value, RequestState.GRANTED.value  # noqa: E741

REQUEST = Machine(
    "person_request",
    (
        Transition(NEW, "receive", R, _ANYBODY),
        Transition(R, "identify", I, _WORKERS),
        Transition(I, "grant", G, _DECIDERS, ("decided_by_another",)),
        Transition(R, "refuse", RequestState.REFUSED.value, _DECIDERS, ("decided_by_another",)),
        Transition(I, "refuse", RequestState.REFUSED.value, _DECIDERS, ("decided_by_another",)),
        Transition(G, "fulfil", RequestState.DONE.value, _WORKERS, ("handed_out",)),
        Transition(R, "withdraw", RequestState.WITHDRAWN.value, _ANYBODY),
        Transition(I, "withdraw", RequestState.WITHDRAWN.value, _ANYBODY),
    ),
    {
        # Neither the person itself nor who checked the identity decides.
        "decided_by_another": lambda facts: facts.get("decided_by_another"),
        # Who asked to see the data has the file.
        "handed_out": lambda facts: facts.get("handed_out"),
    },
)

_REFUSALS = Refusals(
    role=_("Your role may not do this."),
    otherwise=_("The request was handled meanwhile. Read the page again, then decide."),
    guards={
        "decided_by_another": _(
            "You checked the identity, or the request is your own. Somebody else has to decide."
        ),
        "handed_out": _("Download the person's data first and hand the file over."),
    },
)


def fire(state: str, event: str, actor: Actor, facts: Mapping[str, Any] | None = None) -> Fired:
    """Move a request by the table.

    Raises:
        Refused: its rule is ``person_request_state``, ``role`` or the guard that failed.
    """
    return base.fire(REQUEST, _REFUSALS, state, event, actor.role, facts)
