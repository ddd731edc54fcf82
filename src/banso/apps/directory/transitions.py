"""How a request for access goes: waiting, then granted or refused."""

from __future__ import annotations

from banso.apps.accounts.roles import Role
from banso.apps.directory.models import AccessRequest
from banso.engines.kernel.transitions import Machine, Transition

_STATE = AccessRequest.State
_DECIDES = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value})

ACCESS_REQUEST = Machine(
    "access_request",
    [
        Transition(_STATE.WAITING, "grant", _STATE.GRANTED, _DECIDES),
        Transition(_STATE.WAITING, "refuse", _STATE.REFUSED, _DECIDES),
    ],
)
