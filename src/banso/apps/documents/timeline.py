"""Events about documents in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from banso.apps.documents.models import ScanState
from banso.apps.journal.models import Event


def describe(event: Event) -> str:
    """Say an event about a document; nothing if its action is unknown."""
    says = {
        "document.uploaded": _("Document uploaded"),
        "document.changed": _("Document's title, kind or readers changed"),
        "document.downloaded": _("Document downloaded"),
        "document.removed": _("Document removed"),
        "document.file_gone": _("File of the removed document thrown away"),
    }
    if event.action == "document.scanned":
        return _("Document scanned: %(state)s") % {"state": ScanState(event.data["state"]).label}
    return says.get(event.action, "")
