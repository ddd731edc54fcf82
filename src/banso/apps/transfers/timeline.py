"""Merges and transfers in words."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from banso.apps.journal.models import Event


def describe(event: Event) -> str:
    """Say an event of this room; nothing if its action is unknown."""
    said = json.loads(event.payload)
    says = {
        "merge.took_in": _("Merged with %(firm)s, which was the same firm"),
        "merge.went_into": _("Went into %(firm)s: it was the same firm"),
        "merge.undone": _("Merge with %(firm)s undone"),
        "merge.came_out": _("Stands by itself again: merge into %(firm)s undone"),
        "merge.not_same": _("Said to be another firm than %(firm)s"),
        "work.handed": _("Handed over to another owner"),
        "work.went_back": _("Went back to its owner after a leave"),
        "work.transferred": _("Open work transferred: %(rows)s records"),
    }
    words = says.get(event.action, "")
    return words % {"firm": said.get("firm", ""), "rows": said.get("rows", "")}
