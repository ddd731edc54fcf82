"""Events of snapshots in words."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from banso.apps.journal.models import Event
from banso.apps.journal.timeline import register
from banso.apps.snapshots.words import FAULTS


def describe(event: Event) -> str:
    """Say an event of a snapshot; nothing if its action is unknown."""
    payload = json.loads(event.payload)
    match event.action:
        case "snapshot.asked":
            return _("Snapshot asked for")
        case "snapshot.taken":
            return _("Snapshot taken, hash %(digest)s") % {"digest": payload["digest"][:12]}
        case "snapshot.failed":
            return str(FAULTS[payload["fault"]])
        case "snapshot.frozen":
            return _("Frozen for %(for)s") % payload
        case "snapshot.removed":
            return _("Files removed")
    return ""


register("snapshot", describe)
