"""How the state of a fiscal year and its rows are shown."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.journal.models import FiscalYear, YearState
from banso.apps.years.models import Take
from banso.web.templatetags.banso import status

_STATES = {YearState.PLANNED: "part", YearState.OPEN: "now", YearState.CLOSED: "ok"}
#: What becomes of a row of the year before, in words and as a mark.
FATES = {
    Take.COPY.value: ("ok", Take.COPY.label),
    Take.CHANGE.value: ("part", Take.CHANGE.label),
    Take.LEAVE.value: ("no", Take.LEAVE.label),
    "there": ("dash", gettext_lazy("In the new year already")),
}


def state_of(year: FiscalYear) -> SafeString:
    """The state of a year as a mark."""
    return status(_STATES[YearState(year.state)], year.get_state_display())


def fate_of(fate: str) -> SafeString:
    """What becomes of a row as a mark."""
    kind, words = FATES[fate]
    return status(kind, words)


def dash(text: Any) -> str:
    """What is said, or a dash where there is nothing to say yet: it is not unknown."""
    return "–" if text in (None, "") else str(text)


def name_of(person: Any) -> str:
    """A person's name; the system where nobody did it."""
    return person.name if person else _("System")
