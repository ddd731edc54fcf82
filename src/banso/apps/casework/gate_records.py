"""The records behind the criteria of a gate, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from banso.apps.casework import words
from banso.apps.casework.models import RootCause
from banso.apps.casework.overview import Overview
from banso.apps.policies.criteria import Criterion
from banso.web import formats


@dataclass(frozen=True)
class CauseLine:
    """A root cause with its age in months, and how long it and the limit are of the longest bar (percent)."""

    cause: RootCause
    months: int
    late: bool
    width: int
    limit: int | None


def record_behind(
    one: Criterion, view: Overview, *, noted: bool, oldest: CauseLine | None
) -> tuple[str, str]:
    """The record that a fact was computed from, in words, and where on the page it stands.

    ``noted``: whether a root cause was ever noted; ``oldest`` is the oldest open one.
    """
    match one.name:
        case "cause_months":
            if not noted:
                return _("no root cause was ever noted"), "causes"
            if oldest is None:
                return _("every root cause that was noted is solved"), "causes"
            said = {"cause": oldest.cause.description, "months": words.months(oldest.months)}
            return _("“%(cause)s” for %(months)s") % said, "causes"
        case "effort_pct":
            due = [line for line in view.effort_lines if line.effort.promised_by <= view.today]
            done = sum(1 for line in due if line.effort.done_on)
            if not due:
                return _("no own effort is due yet"), "efforts"
            return _("%(done)s of %(due)s that are due: %(share)s") % {
                "done": done,
                "due": len(due),
                "share": formats.percent(done, len(due)),
            }, "efforts"
        case "goal_pct":
            if view.goal is None or view.reached is None:
                return _("no goal"), "goal"
            return _("%(reached)s confirmed: %(value)s of the way by today") % {
                "reached": words.goal_value(view.goal, view.reached.attained),
                "value": one.said,
            }, "results"
        case "support_months":
            return _("under support since %(day)s: %(value)s") % {
                "day": formats.day(view.case.started_on),
                "value": one.said,
            }, "stages"
        case "first_export":
            return _("%(count)s confirmed") % {"count": view.counted}, "results"
    return (one.said if one.value is not None else formats.unknown(None)), ""
