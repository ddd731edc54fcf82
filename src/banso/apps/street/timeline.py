"""Events of the shortlist in words, in the chain of the company."""

from __future__ import annotations

from django.utils.translation import gettext as _

from banso.apps.journal.models import Event


def describe(event: Event) -> str:
    """Say what was kept, noted or dropped; nothing if the action is unknown."""
    says = {
        "street.kept": _("Product put on the shortlist"),
        "street.noted": _("Note written on the shortlist"),
        "street.dropped": _("Product taken off the shortlist"),
    }
    return says.get(event.action, "")
