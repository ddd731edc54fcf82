"""What a gate review collects by itself: everything a person needs to decide, on one sheet.

Milestones, own efforts done against promised, hours against plan, cost so far, root causes open and since
when, results against the goal, and the criteria: those for going on come from the policy that judges the
case, those for the next stage from its own records. Each says whether it is met, not met or not known, and by
which record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banso.apps.casework import words
from banso.apps.casework.gate_records import CauseLine, record_behind
from banso.apps.casework.models import (
    Activity,
    ActivityKind,
    CaseState,
    GateReview,
    GateState,
    Milestone,
    RootCause,
)
from banso.apps.casework.models.plans import SETTLED_STATES
from banso.apps.casework.models.stages import WAITING
from banso.apps.casework.overview import Overview
from banso.apps.casework.recommendation import CONTINUE
from banso.apps.casework.results import Attainment, attainment
from banso.apps.casework.selectors import plain_goal, plain_result
from banso.apps.casework.services.activities import hours_stop_after
from banso.apps.policies.criteria import Criterion, criteria
from banso.apps.programmes.models import Worker
from banso.engines.evaluation.cost import Cost, Rate, Work, cost
from banso.engines.kernel.fiscal import months_between
from banso.web import formats


@dataclass(frozen=True)
class Line:
    """A criterion: what it asks, whether it is met (None: not known), its record and where that stands."""

    asks: str
    met: bool | None
    record: str
    anchor: str = ""


@dataclass(frozen=True)
class HoursLine:
    """Hours of experts in a stage against its plan; widths in percent of the largest."""

    name: str
    done: str
    planned: str
    width: int
    plan_width: int | None


@dataclass(frozen=True)
class MilestoneLine:
    """An intermediate value of the goal: what was reached by its day, or until today while it is ahead."""

    milestone: Milestone
    value: str
    reached: str
    share: str
    met: bool | None
    ahead: bool


class Sheet:
    """The sheet of one case as of a day; each part is read when it is asked for, once."""

    def __init__(self, view: Overview) -> None:
        self._view, self._case, self._today = view, view.case, view.today

    @cached_property
    def causes(self) -> list[RootCause]:
        """Every root cause, the open ones first and of these the oldest."""
        found = self._view.lists.causes
        return [c for c in found if c.solved_on is None] + [c for c in found if c.solved_on is not None]

    @cached_property
    def cause_lines(self) -> list[CauseLine]:
        """The open root causes against the limit of the policy."""
        ages = [
            (cause, months_between(cause.since, self._today))
            for cause in self.causes
            if cause.solved_on is None
        ]
        limit = self.cause_limit
        longest = max([age for _cause, age in ages] + [2 * (limit or 0), 1])
        return [
            CauseLine(
                cause,
                age,
                limit is not None and age > limit,
                age * 100 // longest,
                None if limit is None else limit * 100 // longest,
            )
            for cause, age in ages
        ]

    @property
    def solved_causes(self) -> list[RootCause]:
        """Those that were solved."""
        return [cause for cause in self.causes if cause.solved_on is not None]

    @property
    def cause_limit(self) -> int | None:
        """How many months a root cause may stay open by the policy; None where it says nothing."""
        return next((one.most for one in self.criteria if one.name == "cause_months"), None)

    @cached_property
    def criteria(self) -> list[Criterion]:
        """What the policy asks for before support goes on."""
        said = self._view.recommendation.said
        if said is None or said.stopped:
            return []
        return criteria(
            said.version,
            self._view.recommendation.facts,
            result="continuation_advice",
            answer=CONTINUE,
        )

    @cached_property
    def to_continue(self) -> list[Line]:
        """The criteria of the policy for going on, each with its record."""
        return [self._criterion(one) for one in self.criteria]

    def _criterion(self, one: Criterion) -> Line:
        asks = _("%(what)s: %(asks)s") % {"what": one.title, "asks": one.asks}
        oldest = next(iter(self.cause_lines), None)
        record, anchor = record_behind(one, self._view, noted=bool(self.causes), oldest=oldest)
        if one.met is None and not one.blocks:
            record = formats.joined(record, _("accepted by the policy"))
        return Line(asks, one.met, record, anchor)

    @cached_property
    def to_advance(self) -> list[Line]:
        """What stands before the next stage, each with its record."""
        lines = []
        stage = self._view.open_stage
        if stage is not None and stage.definition.closes_with:
            lines.append(self._document(stage.definition.closes_with))
        due = [line for line in self.milestones if not line.ahead]
        if due:
            reached = sum(1 for line in due if line.met)
            unknown = any(line.met is None for line in due)
            met = True if reached == len(due) else None if unknown else False
            said = {"reached": reached, "due": len(due)}
            record = _("%(reached)s of %(due)s reached") % said
            lines.append(Line(_("Intermediate values that are due"), met, record, "milestones"))
        efforts = [line for line in self._view.effort_lines if line.effort.promised_by <= self._today]
        if efforts:
            done = sum(1 for line in efforts if line.effort.done_on)
            record = _("%(done)s of %(due)s carried out") % {"done": done, "due": len(efforts)}
            lines.append(Line(_("Own efforts that are due"), done == len(efforts), record, "efforts"))
        if self.waiting is not None:
            record = formats.joined(self.waiting.get_result_display(), self.waiting.get_state_display())
            lines.append(Line(_("Earlier decisions are settled"), False, record, "waiting"))
        return lines

    def _document(self, kind: str) -> Line:
        plans = [plan for plan in self._view.lists.plans if plan.kind == kind]
        latest = plans[-1] if plans else None
        settled = any(plan.state in SETTLED_STATES for plan in plans)
        record = latest.get_state_display() if latest else _("not begun")
        return Line(_("The document of the stage is agreed by firm and office"), settled, record, "plans")

    @property
    def lines(self) -> list[Line]:
        """Every criterion."""
        return [*self.to_advance, *self.to_continue]

    @property
    def met(self) -> int:
        """How many are met."""
        return sum(1 for line in self.lines if line.met)

    @property
    def unmet(self) -> int:
        """How many are not."""
        return sum(1 for line in self.lines if line.met is False)

    @property
    def unknown(self) -> int:
        """Of how many it is not known."""
        return sum(1 for line in self.lines if line.met is None)

    @cached_property
    def milestones(self) -> list[MilestoneLine]:
        """The intermediate values of the goal in force."""
        goal = self._view.goal
        if goal is None:
            return []
        return [self._milestone(milestone) for milestone in goal.milestones.all()]

    def _milestone(self, milestone: Milestone) -> MilestoneLine:
        goal = self._view.goal
        assert goal is not None
        ahead = milestone.due_on > self._today
        last = min(milestone.due_on, self._today)
        results = [plain_result(r) for r in self._view.results if r.exported_on <= last]
        found: Attainment = attainment(plain_goal(goal), results, self._case.started_on)
        met = found.attained >= milestone.value
        return MilestoneLine(
            milestone,
            words.goal_value(goal, milestone.value),
            words.goal_value(goal, found.attained),
            formats.percent(found.attained, milestone.value),
            True if met else None if found.unknown else False,
            ahead,
        )

    @cached_property
    def hours_lines(self) -> list[HoursLine]:
        """Hours of experts by stage against its plan; what lies in none stands in a line of its own."""
        sums = self._view.hours_by_stage
        plans = {stage.pk: stage.definition.planned_hours for stage in self._view.stages}
        largest = max([*sums.values(), *(Decimal(plan or 0) for plan in plans.values()), Decimal(1)])
        names: dict[int | None, str] = {stage.pk: stage.definition.name for stage in self._view.stages}
        names[None] = _("Outside the stages") if self._view.stages else _("All hours")
        found = []
        for where, hours in sums.items():
            plan = plans.get(where) if where is not None else None
            found.append(
                HoursLine(
                    names[where],
                    words.hours(hours),
                    "–" if plan is None else words.hours(Decimal(plan)),
                    int(hours * 100 / largest),
                    None if plan is None else int(plan * 100 / largest),
                )
            )
        return found

    @property
    def hours_planned(self) -> str:
        """All planned hours; a dash where a stage has none."""
        plans = [stage.definition.planned_hours for stage in self._view.stages]
        return words.hours(Decimal(sum(filter(None, plans)))) if plans and None not in plans else "–"

    @cached_property
    def cost(self) -> Cost:
        """What the work on the case has cost so far."""
        known = [Rate(rate.worker, rate.in_force_from, rate.yen) for rate in self._view.lists.rates]
        return cost([_work(activity) for activity in self._view.activities], known)

    @property
    def cost_said(self) -> str:
        """The cost in words: unknown as a whole where a part is not known, with the part that is."""
        found = self.cost
        if found.yen is not None:
            return formats.yen(found.yen)
        missing = []
        if found.hours_without_rate:
            hours = words.hours(found.hours_without_rate)
            missing.append(_("%(hours)s hours without a rate") % {"hours": hours})
        if found.travels_unknown:
            count = found.travels_unknown
            missing.append(
                ngettext(
                    "the travel of %(count)s visit is not known",
                    "the travel of %(count)s visits is not known",
                    count,
                )
                % {"count": count}
            )
        said = {"known": formats.yen(found.known_yen), "missing": formats.joined(*missing)}
        return _("not known; at least %(known)s (%(missing)s)") % said

    @property
    def waiting(self) -> GateReview | None:
        """The decision that waits for agreement or for the firm's reply."""
        return next((review for review in self._view.reviews if review.state in WAITING), None)

    @property
    def holds_by_time(self) -> bool:
        """Whether what waits holds since the time to reply is over, although nothing is recorded yet."""
        waits = self.waiting
        return bool(
            waits and waits.reply_until and waits.replied_on is None and waits.reply_until < self._today
        )

    @property
    def remedy(self) -> GateReview | None:
        """The latest decision in force that asked for something to be put right that is not there yet."""
        return next(
            (
                review
                for review in self._view.reviews
                if review.remedy and review.remedy_done_on is None and review.state == GateState.IN_FORCE
            ),
            None,
        )

    @property
    def remedy_days(self) -> int:
        """Days until the remedy is due; negative when its day is past."""
        remedy = self.remedy
        return (remedy.remedy_due_on - self._today).days if remedy and remedy.remedy_due_on else 0

    @property
    def remedy_days_late(self) -> int:
        """How many days ago it should have been put right."""
        return -self.remedy_days

    @property
    def hours_stopped_on(self) -> date | None:
        """The last day for which hours are logged, once the gate is so late that they no longer are."""
        stage = self._view.open_stage
        if stage is None or self._case.state != CaseState.ACTIVE:
            return None
        last = hours_stop_after(self._case, stage.planned_to)
        return last if last < self._today else None


def _work(activity: Activity) -> Work:
    travel = activity.travel_yen
    if travel is None and activity.kind != ActivityKind.VISIT:
        travel = 0
    worker = Worker.EXPERT if activity.expert_id else Worker.STAFF
    return Work(worker.value, activity.done_on, activity.hours, travel)
