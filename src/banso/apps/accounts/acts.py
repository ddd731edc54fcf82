"""What an administrator does to a person: each asks on a page of its own before it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts import services
from banso.apps.accounts.models import User
from banso.apps.journal.actor import Actor


@dataclass(frozen=True)
class Act:
    """One act: its words before and after, the states in which it is offered, and the service that does it.

    A service that returns a link has made one to send.
    """

    title: Promise
    explanation: Promise
    verb: Promise
    done: Promise
    states: frozenset[str]
    service: Callable[[Actor, User], Any]


_IN = frozenset({"active", "invited"})

ACTS = {
    "invite-again": Act(
        _("Send the invitation again"),
        _("The person gets a new link that works for seven days. The link sent before stops working."),
        _("Send the invitation"),
        _("A new invitation was made."),
        frozenset({"invited"}),
        services.invite_again,
    ),
    "second-factor": Act(
        _("Reset the second factor"),
        _(
            "For somebody who has lost the app and the recovery codes: make sure first that it is this person"
            " who asks. The second factor is removed, open sessions end, and the person gets a link that"
            " works for one day and leads to setting it up again."
        ),
        _("Reset the second factor"),
        _("The second factor was removed."),
        frozenset({"active"}),
        services.reset_second_factor,
    ),
    "lock": Act(
        _("Lock"),
        _("The person cannot sign in until unlocked; open sessions end now. Roles stay."),
        _("Lock"),
        _("Locked; open sessions have ended."),
        _IN,
        services.lock,
    ),
    "unlock": Act(
        _("Unlock"),
        _("The person can sign in again. Roles that ended when the person left must be given anew."),
        _("Unlock"),
        _("The person can sign in again."),
        frozenset({"locked", "left"}),
        services.unlock,
    ),
    "leave": Act(
        _("Record that the person has left"),
        _("All roles and links and all open sessions end today. The person's name stays on what was done."),
        _("Record as left"),
        _("Recorded as left; roles and sessions have ended."),
        _IN | {"locked"},
        services.leave,
    ),
    "erase": Act(
        _("Erase personal data"),
        _(
            "Name, mail address, sign-in and the contact details held by firms are erased for good. Records"
            " and the journal stay, without the name. This cannot be undone."
        ),
        _("Erase for good"),
        _("Personal data were erased."),
        _IN | {"locked", "left"},
        services.erase_person,
    ),
}


def offered(state: str) -> dict[str, Act]:
    """The acts that make sense for somebody in this state."""
    return {name: act for name, act in ACTS.items() if state in act.states}
