"""Events of imports in words."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from banso.apps.imports.kinds import KINDS
from banso.apps.journal.models import Event


def describe(event: Event) -> str:
    """Say what happened to a file; nothing if the action is unknown."""
    payload = json.loads(event.payload)
    kind = KINDS.get(payload.get("kind", ""))
    words = {"kind": kind.label if kind else "", "rows": f"{payload.get('rows', 0):,}"}
    says = {
        "import.begun": _("File sent: %(kind)s, %(rows)s rows"),
        "import.columns_chosen": _("Columns of the file chosen"),
        "import.registered": _("New exporters registered from a file: %(rows)s rows"),
        "import.stored": _("File imported: %(kind)s, %(rows)s rows"),
    }
    return says.get(event.action, "") % words if event.action in says else ""
