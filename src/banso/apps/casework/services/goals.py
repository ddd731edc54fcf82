"""The export goal and the firm's own efforts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework.models import EffortKind, ExportGoal, GoalMetric, OwnEffort
from banso.apps.casework.services import checks
from banso.apps.directory.models import Market
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.selection.models import Application, ApplicationState

#: The unit of a goal that is measured by amount (ISO 4217).
YEN = "JPY"

#: A goal and promises belong to the application until it is determined.
OPEN_STATES = (ApplicationState.DRAFT, ApplicationState.SUBMITTED)


@dataclass(frozen=True)
class GoalData:
    """What a firm wants to reach: totals over 12 months, in yen or in whole units of ``unit``.

    ``unit`` is ignored when the goal is measured by amount.
    """

    market: Market
    product: str
    metric: str
    baseline: int
    target: int
    due_on: date
    unit: str = ""


@dataclass(frozen=True)
class EffortData:
    """One thing that the firm promises to do itself, and until when."""

    kind: str
    description: str
    promised_by: date


@service
def propose_goal(actor: Actor, application: Application, data: GoalData) -> ExportGoal:
    """Store the goal of an application that is not determined yet; a second call rewrites it.

    Raises:
        Refused: with the field of ``GoalData``: target not above the baseline, due date not after today,
            an unknown code, a missing product or unit; or the application is determined or withdrawn.
    """
    _refuse_determined(application)
    metric = checks.one_of(data.metric, GoalMetric.values, "metric")
    baseline, target = checks.amount(data.baseline, "baseline"), checks.amount(data.target, "target")
    if target <= baseline:
        raise Refused("target_above_baseline", _("The target must be above the baseline."), "target")
    if data.due_on <= actor.today:
        raise Refused(
            "due_in_future", _("The day by which the goal is reached must lie after today."), "due_on"
        )
    goal, _created = ExportGoal.objects.update_or_create(
        application=application,
        version=1,
        defaults={
            "market": data.market,
            "product": checks.text(data.product, "product", 80),
            "metric": metric,
            "baseline": baseline,
            "target": target,
            "unit": YEN if metric == GoalMetric.AMOUNT else checks.text(data.unit, "unit", 20),
            "due_on": data.due_on,
            "set_at": actor.at,
        },
    )
    record(
        actor,
        "goal.set",
        ("application", application.ref),
        {
            "goal": goal.pk,
            "version": 1,
            "metric": metric,
            "target": target,
            "due_on": data.due_on.isoformat(),
        },
    )
    return goal


@service
def promise_efforts(actor: Actor, application: Application, efforts: Sequence[EffortData]) -> list[OwnEffort]:
    """Store what the firm promises to do itself; a second call puts this list in the place of the first.

    Raises:
        Refused: with the field as ``<index>.<field>``: a date before today, an unknown kind, no description;
            or the application is determined or withdrawn.
    """
    _refuse_determined(application)
    promised = []
    for index, data in enumerate(efforts):
        if data.promised_by < actor.today:
            raise Refused("promised_in_past", _("Promise a day from today on."), f"{index}.promised_by")
        promised.append(
            OwnEffort(
                application=application,
                kind=checks.one_of(data.kind, EffortKind.values, f"{index}.kind"),
                description=checks.text(data.description, f"{index}.description", 200),
                promised_by=data.promised_by,
            )
        )
    application.own_efforts.all().delete()
    for effort in promised:
        effort.save()
    record(
        actor,
        "effort.promised",
        ("application", application.ref),
        {"efforts": [effort.pk for effort in promised], "count": len(promised)},
    )
    return promised


def _refuse_determined(application: Application) -> None:
    if application.state not in OPEN_STATES:
        raise Refused("application_state", _("The application is determined; its goal and promises stand."))


@service
def record_effort_done(
    actor: Actor, effort: OwnEffort, *, done_on: date, cost_yen: int | None = None
) -> OwnEffort:
    """Record that the firm did what it promised, on which day and at what cost (None: not known).

    Raises:
        Refused: a day after today, a second record, or an effort whose application became no case.
    """
    effort = OwnEffort.objects.select_for_update(of=("self",)).select_related("case").get(pk=effort.pk)
    if effort.case is None:
        raise Refused("no_case", _("Support has not begun yet."))
    if effort.done_on is not None:
        raise Refused("already_done", _("This effort is recorded as done already."))
    effort.done_on = checks.not_in_future(done_on, actor.today, "done_on")
    effort.cost_yen = checks.amount(cost_yen, "cost_yen")
    effort.save(update_fields=["done_on", "cost_yen"])
    record(
        actor,
        "effort.done",
        ("case", effort.case.ref),
        {"effort": effort.pk, "done_on": done_on.isoformat(), "cost_yen": cost_yen},
    )
    return effort
