"""Requests about personal data in words."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from banso.apps.journal.models import Event
from banso.apps.privacy.models import IdentityCheck, RequestKind


def describe(event: Event) -> str:
    """Say what happened to a request, a stop, a consent or a record that has expired."""
    said = json.loads(event.payload)
    match event.action:
        case "privacy.asked":
            return _("Asked: %(what)s") % {"what": RequestKind(said["kind"]).label}
        case "privacy.identified":
            return _("Identity checked: %(how)s") % {"how": IdentityCheck(said["how"]).label}
        case "privacy.consented":
            return _("Privacy notice %(version)s confirmed") % {"version": said["notice"]}
    words = {
        "privacy.granted": _("Request granted"),
        "privacy.refused": _("Request refused"),
        "privacy.handed_out": _("Data handed out as a file"),
        "privacy.fulfilled": _("Request done"),
        "privacy.withdrawn": _("Request withdrawn"),
        "privacy.stop_ended": _("Data are used again"),
        "privacy.expired": _("Words removed after the time they are kept"),
        "privacy.expiry_run": _("Records that were kept long enough made anonymous"),
    }
    return words.get(event.action, event.action)
