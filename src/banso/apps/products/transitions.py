"""How an edition goes from being written to buyers' eyes, and how a product goes out of them again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.roles import Role
from banso.apps.base import Refusals
from banso.apps.journal.actor import SYSTEM
from banso.apps.products.models import EditionState, ProductState
from banso.engines.kernel.transitions import Machine, Transition

_WRITES = frozenset({Role.FIRM_MEMBER.value, Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value})
_REVIEWS = frozenset({Role.OFFICE_STAFF.value, Role.OFFICE_MANAGER.value, Role.PROGRAMME_MANAGER.value})
_STAFF = _REVIEWS
_ITSELF = frozenset({SYSTEM})

W, G, R, OUT = EditionState.WRITTEN, EditionState.WAITING, EditionState.RETURNED, EditionState.PUBLISHED

EDITION = Machine(
    "edition",
    (
        Transition(W, "write", W, _WRITES, ("as_seen",)),
        Transition(R, "write", R, _WRITES, ("as_seen",)),
        Transition(W, "hand_in", G, _WRITES, ("complete",)),
        Transition(R, "hand_in", G, _WRITES, ("complete",)),
        Transition(G, "take_back", W, _WRITES),
        Transition(G, "send_back", R, _REVIEWS, ("by_another", "commented")),
        Transition(G, "publish", OUT, _REVIEWS, ("by_another", "complete", "maker_agreed")),
        Transition(OUT, "replace", EditionState.REPLACED, _REVIEWS),
        Transition(W, "drop", EditionState.DROPPED, _WRITES),
        Transition(R, "drop", EditionState.DROPPED, _WRITES),
    ),
    {
        # Nobody has changed it since the form was opened.
        "as_seen": lambda facts: facts["seen"] in (None, facts["revision"]),
        "complete": lambda facts: not facts["missing"],
        "by_another": lambda facts: facts["handed_in_by"] != facts["reviewer"],
        "commented": lambda facts: facts["comments"] > 0,
        "maker_agreed": lambda facts: facts["maker_agreed"],
    },
)
EDITION_REFUSALS = Refusals(
    role=_("Your role does not allow this."),
    otherwise=_("This product is no longer at that point. Please look at it again."),
    guards={
        "as_seen": _(
            "Somebody else has changed this product since you opened the page. What you typed is kept here: "
            "look at the product in another window. Sent again, yours counts."
        ),
        "complete": _("Something that is needed is still missing; it is listed below."),
        "by_another": _("Who handed in a product does not review it. Please leave it to somebody else."),
        "commented": _("Say at least of one field what has to be changed."),
        "maker_agreed": _("The maker has not agreed yet."),
    },
    states={G: _("This product waits for its review. Take it back to change it.")},
)

D, P, S, X = ProductState.DRAFT, ProductState.PUBLISHED, ProductState.SUSPENDED, ProductState.WITHDRAWN

PRODUCT = Machine(
    "product",
    (
        Transition(D, "publish", P, _REVIEWS),
        Transition(P, "publish", P, _REVIEWS),
        # What was missing may be in the new edition; whether it is offered again is decided apart.
        Transition(S, "publish", S, _REVIEWS),
        Transition(P, "suspend", S, _STAFF | _ITSELF),
        Transition(S, "resume", P, _STAFF),
        Transition(D, "withdraw", X, _WRITES | _STAFF),
        Transition(P, "withdraw", X, _WRITES | _STAFF),
        Transition(S, "withdraw", X, _WRITES | _STAFF),
    ),
    {},
)
PRODUCT_REFUSALS = Refusals(
    role=_("Your role does not allow this."),
    otherwise=_("This product is no longer at that point. Please look at it again."),
)
