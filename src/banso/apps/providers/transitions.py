"""How a listing goes: confirmed by mail, reviewed by another, published until replaced or ended."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import NO_ROLE
from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.providers.models import State
from banso.engines.kernel.transitions import Machine, Transition

_REVIEWS = frozenset({Role.PROGRAMME_MANAGER.value})

LISTING = Machine(
    "listing",
    [
        Transition(State.UNCONFIRMED, "confirm", State.WAITING, frozenset({NO_ROLE})),
        Transition(State.WAITING, "publish", State.PUBLISHED, _REVIEWS, ("by_another",)),
        Transition(State.WAITING, "refuse", State.REFUSED, _REVIEWS, ("by_another",)),
        Transition(State.PUBLISHED, "replace", State.REPLACED, _REVIEWS),
        Transition(State.PUBLISHED, "end", State.ENDED, _REVIEWS),
    ],
    {"by_another": lambda facts: facts["entered_by"] != facts["reviewer"]},
)
REFUSALS = Refusals(
    role=_("Your role does not allow this."),
    otherwise=_("This listing is no longer open to that. Please look at it again."),
    guards={"by_another": _("Who entered a listing does not review it. Please leave it to somebody else.")},
)
