"""Events of choices and plans in words, from their codes and references alone."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.journal.models import Event
from banso.apps.matching.words import FILTERS
from banso.engines.matching.model import Filter


def describe_match(event: Event) -> str:
    """Say how somebody was chosen; nothing if the action is unknown."""
    if event.action != "match.chosen":
        return ""
    payload: dict[str, Any] = json.loads(event.payload)
    said = _("Expert %(expert)s chosen, %(score)s points") % {
        "expert": payload["expert"],
        "score": payload["score"],
    }
    if not payload["failed"]:
        return said
    tests = ", ".join(str(FILTERS[Filter(name)]) for name in payload["failed"])
    return _("%(said)s, with a reason though not passing: %(tests)s") % {"said": said, "tests": tests}


def describe_plan(event: Event) -> str:
    """Say an event of a weekly plan; nothing if its action is unknown."""
    payload: dict[str, Any] = json.loads(event.payload)
    says = {
        "plan.made": _("Plan made: %(assigned)s of %(asks)s with an expert"),
        "plan.confirmed": _("Row confirmed"),
        "plan.confirmed_many": _("%(confirmed)s rows confirmed, %(refused)s not"),
        "plan.changed": _("Given to another expert, %(expert)s"),
        "plan.dropped": _("Row left out"),
    }
    text = says.get(event.action, "")
    return text % payload if text else ""
