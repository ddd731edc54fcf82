"""How tables that are published together go from being prepared to being read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.surveys.models import ReleaseState
from banso.engines.kernel.transitions import Machine, Transition

_HEAD = frozenset({Role.PROGRAMME_MANAGER.value, Role.EVALUATOR.value})
_PREPARING, _PREPARED = ReleaseState.PREPARING, ReleaseState.PREPARED

RELEASE = Machine(
    "table_release",
    (
        Transition(_PREPARING, "tell", _PREPARED, _HEAD),
        Transition(_PREPARING, "break", ReleaseState.BROKEN, _HEAD),
        Transition(_PREPARED, "publish", ReleaseState.PUBLISHED, _HEAD, ("another",)),
        Transition(_PREPARED, "withdraw", ReleaseState.WITHDRAWN, _HEAD),
        Transition(ReleaseState.PUBLISHED, "withdraw", ReleaseState.WITHDRAWN, _HEAD),
    ),
    # What goes out a second person has looked at.
    {"another": lambda facts: facts["another"]},
)
REFUSALS = Refusals(
    role=_("Your role does not allow this."),
    otherwise=_("This release is no longer at that point. Please look at it again."),
    guards={"another": _("You prepared these tables. Somebody else publishes them.")},
)
