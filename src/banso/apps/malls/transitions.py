"""How a mall's page in the directory goes from a draft to what firms read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.malls.models import EntryState
from banso.engines.kernel.transitions import Machine, Transition

_HEAD = frozenset({Role.PROGRAMME_MANAGER.value})

ENTRY = Machine(
    "mall_entry",
    (
        Transition(EntryState.DRAFT, "write", EntryState.DRAFT, _HEAD, ("as_seen",)),
        Transition(EntryState.DRAFT, "publish", EntryState.PUBLISHED, _HEAD, ("mall_open", "complete")),
        Transition(EntryState.DRAFT, "drop", EntryState.DROPPED, _HEAD),
        Transition(EntryState.PUBLISHED, "replace", EntryState.REPLACED, _HEAD),
    ),
    {
        # Nobody has changed, published or dropped it since the form was opened.
        "as_seen": lambda facts: facts["seen"] in (None, facts["revision"]),
        "mall_open": lambda facts: facts["open"],
        "complete": lambda facts: not facts["missing"],
    },
)
REFUSALS = Refusals(
    role=_("Your role does not allow this."),
    otherwise=_("This draft is no longer at that point. Please look at it again."),
    guards={
        "as_seen": _(
            "Somebody else has changed the draft since you opened the page. What you typed is kept here: "
            "look at the draft in another window. Sent again, yours counts."
        ),
        "mall_open": _("This mall is closed."),
        "complete": _("Something that is needed is still missing; it is listed below."),
    },
)
