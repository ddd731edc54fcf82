"""What a goal is given as, and what of it can be stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework.models import BaselineSource, ExportGoal, GoalMetric, Milestone
from banso.apps.casework.services import checks
from banso.apps.directory.models import Market
from banso.engines.kernel import hs

#: The unit of a goal that is measured by amount (ISO 4217).
YEN = "JPY"

#: So many intermediate values can be given.
MILESTONES = 3


@dataclass(frozen=True)
class MilestoneData:
    """A sum, in the metric of the goal, that should be reached by a day on the way."""

    due_on: date
    value: int


@dataclass(frozen=True)
class GoalData:
    """What a firm wants to reach: totals over 12 months, in yen or in whole units of ``unit``.

    ``unit`` is ignored when the goal is measured by amount. ``baseline_source`` may be left empty where
    nothing was exported before. ``after_support`` is what the firm will do when support has ended; with an
    application it is asked there. ``go_on_reason`` says why the firm goes on although similar firms reached
    far less, or far more.
    """

    market: Market
    product: str
    metric: str
    baseline: int | None
    target: int
    due_on: date
    unit: str = ""
    baseline_source: str = ""
    hs_code: str = ""
    hs_year: int | None = None
    milestones: Sequence[MilestoneData] = ()
    after_support: str = ""
    go_on_reason: str = ""


def values_of(data: GoalData, today: date, *, after_support: bool = False) -> dict[str, Any]:
    """The columns of a goal from what was typed.

    Raises:
        Refused: with the field of ``GoalData``; of intermediate values ``m1_due_on``, ``m1_value`` and so on.
    """
    metric = checks.one_of(data.metric, GoalMetric.values, "metric")
    if data.baseline is None:
        raise Refused(
            "baseline_missing",
            _("A goal needs a baseline: what the firm exports now in 12 months, 0 if nothing."),
            "baseline",
        )
    baseline, target = checks.amount(data.baseline, "baseline"), checks.amount(data.target, "target")
    if target <= baseline:
        raise Refused("target_above_baseline", _("The target must be above the baseline."), "target")
    refuse_past(data.due_on, today)
    hs_code, hs_year = _hs(data, today)
    _check_milestones(data, today)
    return {
        "market": data.market,
        "product": checks.text(data.product, "product", 80),
        "hs_code": hs_code,
        "hs_year": hs_year,
        "metric": metric,
        "baseline": baseline,
        "baseline_source": _source(data),
        "target": target,
        "unit": YEN if metric == GoalMetric.AMOUNT else checks.text(data.unit, "unit", 20),
        "due_on": data.due_on,
        "after_support": checks.text(
            data.after_support, "after_support", checks.LONGEST_NOTE, wanted=after_support
        ),
        "go_on_reason": checks.text(data.go_on_reason, "go_on_reason", checks.LONGEST_NOTE, wanted=False),
    }


def _source(data: GoalData) -> str:
    """Where the baseline comes from; of a firm that exported nothing before there is nothing to show."""
    if not data.baseline_source and not data.baseline:
        return BaselineSource.NEW
    source = checks.one_of(data.baseline_source, BaselineSource.values, "baseline_source")
    if source == BaselineSource.NEW and data.baseline:
        raise Refused(
            "baseline_of_new_exporter",
            _("Who has exported nothing before has a baseline of 0."),
            "baseline_source",
        )
    return source


def refuse_past(due_on: date, today: date) -> None:
    """A goal aims at a day to come."""
    if due_on <= today:
        raise Refused(
            "due_in_future", _("The day by which the goal is reached must lie after today."), "due_on"
        )


def _hs(data: GoalData, today: date) -> tuple[str, int | None]:
    """The HS code without dots and the year of its nomenclature; nothing where none was given."""
    try:
        return hs.read(data.hs_code, data.hs_year, hs.LENGTHS, today.year)
    except hs.HSCodeError as fault:
        if fault.rule == "code_missing":
            raise Refused("hs_code", _("Give the HS code of this year too."), "hs_code") from fault
        if fault.rule == "year":
            years = ", ".join(map(str, hs.YEARS))
            raise Refused(
                "hs_year", _("Choose the year of the nomenclature: %(years)s.") % {"years": years}, "hs_year"
            ) from fault
        raise Refused(
            "hs_code", _("An HS code has 4, 6 or 9 digits, for example 0902.10."), "hs_code"
        ) from fault


def put_milestones(goal: ExportGoal, data: GoalData) -> None:
    """Let a goal have these intermediate values and no others."""
    goal.milestones.all().delete()
    Milestone.objects.bulk_create(
        Milestone(goal=goal, due_on=milestone.due_on, value=milestone.value) for milestone in data.milestones
    )


def _check_milestones(data: GoalData, today: date) -> None:
    """Each later than the one before and higher; all between today and the due date, below the target."""
    for number, milestone in enumerate(data.milestones, start=1):
        if not today < milestone.due_on < data.due_on:
            raise Refused(
                "milestone_day",
                _("Choose a day after the goal is set and before it is to be reached."),
                f"m{number}_due_on",
            )
        if not 0 < milestone.value < data.target:
            raise Refused(
                "milestone_value", _("Give a value above 0 and below the target."), f"m{number}_value"
            )
    for number, (before, after) in enumerate(pairwise(data.milestones), start=2):
        if after.due_on <= before.due_on:
            raise Refused(
                "milestone_order", _("Give a later day than for the value before."), f"m{number}_due_on"
            )
        if after.value <= before.value:
            raise Refused(
                "milestone_rises", _("Give a higher value than the one before."), f"m{number}_value"
            )
