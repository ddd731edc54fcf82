"""Corrections in words, in the chain of whatever they are about."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from banso.apps.corrections.kinds import KINDS
from banso.apps.corrections.values import label
from banso.apps.journal.models import Event


def describe(event: Event) -> str:
    """Say what was corrected or moved."""
    said = json.loads(event.payload)
    kind = KINDS.get(said["kind"])
    words = str(kind.words) if kind else said["kind"]
    if event.action == "record.moved":
        return _("%(what)s moved from %(old)s to %(new)s") % {
            "what": words,
            "old": said["from"],
            "new": said["to"],
        }
    if event.action == "record.entered" and said.get("late"):
        return _("%(what)s added after support had ended") % {"what": words}
    if event.action == "record.entered":
        return _("%(what)s added to a closed fiscal year") % {"what": words}
    fields = ", ".join(label(kind, name) for name in said["fields"]) if kind else ", ".join(said["fields"])
    return _("%(what)s corrected: %(fields)s") % {"what": words, "fields": fields}
