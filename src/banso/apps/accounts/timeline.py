"""Events about people in words."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.accounts.roles import Role
from banso.apps.journal.models import Event


def describe(event: Event) -> str:
    """Say an event about a person; nothing if its action is unknown."""
    payload: dict[str, Any] = json.loads(event.payload)
    role = dict(Role.choices).get(payload.get("role"), "")
    says = {
        "user.created": _("Account made"),
        "user.changed": _("Account changed"),
        "user.invited": _("Invited"),
        "user.invitation_used": _("Joined: first password set"),
        "role.given": _("Role given: %(role)s") % {"role": role},
        "role.ended": _("Role ended: %(role)s") % {"role": role},
        "user.locked": _("Account locked"),
        "user.unlocked": _("Account unlocked"),
        "user.left": _("Left; all roles ended"),
        "user.second_factor_reset": _("Second factor reset"),
        "user.second_factor_link_used": _("Came back to set up the second factor again"),
        "user.absent": _("Absence noted"),
        "user.absence_taken_back": _("Absence taken back"),
        "user.absence_ended": _("Back from the absence"),
        "user.token_made": _("Token for a program made"),
        "user.token_revoked": _("Token for a program revoked"),
        "user.erased": _("Personal data erased"),
    }
    return says.get(event.action, "")
