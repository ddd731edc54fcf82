"""The goal chart of a case: its records turned into the plain values that the engine draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from banso.apps.casework import words
from banso.apps.casework.models import Case, ExportGoal, ExportResult, Stage
from banso.apps.casework.results import Attainment, Standing, figure, standing
from banso.apps.casework.selectors import plain_goal, plain_result
from banso.engines.reporting.goal_chart import NARROW, WIDE, Mark, Picture, Span, Words, draw
from banso.web import formats


@dataclass(frozen=True)
class GoalChart:
    """The drawing for wide and narrow screens, and the sentence that says the same."""

    wide: SafeString
    narrow: SafeString
    sentence: str


_KINDS = {
    Standing.COUNTED: "confirmed",
    Standing.UNCONFIRMED: "claimed",
    Standing.SAMPLE: "sample",
}


def marks(case: Case, goal: ExportGoal, results: Sequence[ExportResult]) -> list[Mark]:
    """What is drawn of the exports since support began: those with a figure in the goal's metric; samples."""
    plain, found = plain_goal(goal), []
    for result in map(plain_result, results):
        kind = _KINDS.get(standing(result, case.started_on, plain))
        value = figure(result, plain)
        if kind == "sample" and result.exported_on >= case.started_on:
            found.append(Mark(result.exported_on, 0, "sample"))
        elif kind in ("confirmed", "claimed") and value is not None:
            found.append(Mark(result.exported_on, value, kind))
    return found


def goal_chart(
    case: Case,
    goal: ExportGoal,
    reached: Attainment,
    results: Sequence[ExportResult],
    stages: Sequence[Stage],
    today: date,
    first: ExportGoal | None = None,
) -> GoalChart:
    """The chart of a case's goal as of today, with the first goal where it is another in the same unit."""
    if first is not None and (first.metric, first.unit) != (goal.metric, goal.unit):
        first = None
    picture = Picture(
        start=case.started_on,
        end=case.ended_on or case.planned_end_on,
        today=today,
        target=goal.target,
        due_on=goal.due_on,
        marks=marks(case, goal, results),
        milestones=[(one.due_on, one.value) for one in goal.milestones.all()],
        first=(first.target, first.due_on) if first else None,
        spans=[_span(stage) for stage in stages if stage.started_on or case.ended_on is None],
    )
    largest = max(goal.target, reached.attained + reached.unconfirmed, first.target if first else 0)
    unit, divisor = words.axis(goal, largest)
    sentence = say(goal, reached)
    spoken = Words(
        title=_("Export goal and actual, cumulative. %(sentence)s The figures stand in the list of exports.")
        % {"sentence": sentence},
        unit=unit,
        today=_("Today %(day)s") % {"day": formats.short_day(today, today)},
        confirmed=_("Confirmed"),
        claimed=_("With unconfirmed"),
        target=_("Target"),
        value=lambda value: words.in_units(value, divisor),
        month=words.month,
        short_month=words.short_month,
    )
    # The engine escapes every word it is given.
    wide, narrow = (mark_safe(draw(picture, spoken, shape)) for shape in (WIDE, NARROW))
    return GoalChart(wide, narrow, sentence)


def _span(stage: Stage) -> Span:
    now = stage.started_on is not None and stage.ended_on is None
    return Span(
        stage.definition.name,
        stage.started_on or stage.planned_from,
        stage.ended_on or stage.planned_to,
        now,
    )


def say(goal: ExportGoal, reached: Attainment) -> str:
    """How far a goal is reached, in words: the known sum, and what it leaves out."""
    sentences = [
        _("Confirmed exports come to %(attained)s, %(share)s of the target of %(target)s.")
        % {
            "attained": words.goal_value(goal, reached.attained),
            "share": formats.percent(reached.attained, reached.target),
            "target": words.goal_value(goal, reached.target),
        }
    ]
    if reached.unconfirmed:
        sentences.append(
            _("%(claimed)s still wait for the firm's confirmation and are not counted.")
            % {"claimed": words.goal_value(goal, reached.unconfirmed)}
        )
    if reached.unknown:
        sentences.append(
            _("Exports not known in the unit of the goal: %(count)s; the sum may be larger.")
            % {"count": reached.unknown}
        )
    return ("" if formats.language() == "ja" else " ").join(sentences)
