"""What the rules recommend. People decide."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banso.apps.selection.models import Application


@dataclass(frozen=True)
class Recommendation:
    """What is recommended (``adopt``, ``decline``; empty: nothing) and why."""

    code: str
    words: Promise
    reason: Promise


def recommend(application: Application) -> Recommendation:
    """What the policy in force recommends for an application: nothing while no policy is in force."""
    return Recommendation(
        "", _("No recommendation"), _("No policy is in force that would judge this application.")
    )
