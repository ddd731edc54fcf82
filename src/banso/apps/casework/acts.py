"""The pages on which somebody does one thing to a case: each is a form that calls one service."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.casework import services
from banso.apps.casework.forms import (
    ActivityForm,
    EffortForm,
    EndForm,
    ExpertForm,
    FollowUpForm,
    ResultForm,
)
from banso.apps.casework.models import ExportResult, FollowUp, GoalMetric, GoalState, OwnEffort
from banso.apps.casework.on_case import Known, OnCase
from banso.apps.casework.recommendation import recommend, runs_out
from banso.apps.journal.actor import Actor
from banso.web import formats, forms


def _entry(text: str) -> UUID | None:
    # A number that was tampered with only loses the protection against sending twice.
    try:
        return UUID(text)
    except ValueError:
        return None


class LogActivity(OnCase):
    """Log hours and advice."""

    action = Action.ACTIVITY_LOG
    title, verb, done = _("Log an activity"), _("Log it"), _("The activity is logged.")

    def form(self, data: Any) -> forms.Form:
        """Today and advice are the likely answers."""
        return ActivityForm(data, initial={"done_on": self.today, "kind": "advice"})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Log it."""
        services.log_activity(
            actor, self.case, services.ActivityData(**{**data, "entry": _entry(data["entry"])})
        )


class RecordResult(OnCase):
    """Record an export."""

    action = Action.RESULT_RECORD
    title, verb, done = _("Record an export"), _("Record it"), _("The export is recorded.")

    def form(self, data: Any) -> forms.Form:
        """Market and product of the goal are the likely answers."""
        goal = self.case.goals.filter(state=GoalState.AGREED).order_by("-version").first()
        initial: dict[str, Any] = {}
        if goal is not None:
            initial = {"market": goal.market_id, "product": goal.product}
            if goal.metric == GoalMetric.QUANTITY:
                initial["unit"] = goal.unit
        return ResultForm(data, initial=initial, day=self.today)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Record it."""
        services.record_result(
            actor, self.case, services.ResultData(**{**data, "entry": _entry(data["entry"])})
        )

    def known(self) -> Known:
        """When support began: nothing before it counts."""
        return [(_("Support began"), formats.day(self.case.started_on))]


class ConfirmResult(OnCase):
    """The firm confirms an export that staff or an expert recorded."""

    action = Action.RESULT_CONFIRM
    title, verb, done = (
        _("Confirm an export"),
        _("Yes, this is right"),
        _("Thank you. The export is confirmed."),
    )
    intro = _(
        "Somebody who supports you recorded this export. It counts once you say that it is right. "
        "If something is wrong, tell your office."
    )

    def find(self, ref: str, pk: int) -> None:
        """The case and the export that waits."""
        super().find(ref)
        rows = self.case.results.select_related("market", "mall")
        self.result: ExportResult = get_object_or_404(rows, pk=pk)

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return forms.Form(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Confirm it."""
        services.confirm_result(actor, self.result)

    def known(self) -> Known:
        """The export as recorded."""
        result = self.result
        lines: Known = [
            (_("Day of export"), formats.day(result.exported_on)),
            (_("Market"), result.market),
            (_("Product"), result.product),
            (_("Amount"), formats.yen(result.amount_yen)),
        ]
        if result.quantity is not None:
            lines.append((_("Quantity"), f"{formats.number(result.quantity)} {result.unit}"))
        lines.append((_("Sold through"), result.mall or result.get_channel_display()))
        lines.append((_("Sample"), _("Yes") if result.sample else _("No")))
        return lines


class EffortDone(OnCase):
    """Record that an own effort was done."""

    action = Action.EFFORT_RECORD
    title, verb, done = _("Record an own effort"), _("Record it"), _("The own effort is recorded.")

    def find(self, ref: str, pk: int) -> None:
        """The case and the effort."""
        super().find(ref)
        self.effort: OwnEffort = get_object_or_404(self.case.own_efforts.all(), pk=pk)

    def form(self, data: Any) -> forms.Form:
        """Day and cost."""
        return EffortForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Record it."""
        services.record_effort_done(actor, self.effort, **data)

    def known(self) -> Known:
        """What was promised."""
        return [
            (_("Promised"), self.effort.description),
            (_("Kind"), self.effort.get_kind_display()),
            (_("Promised by"), formats.day(self.effort.promised_by)),
        ]


class AssignExpert(OnCase):
    """Put an expert in charge."""

    action = Action.EXPERT_ASSIGN
    title, verb, done = _("Put an expert in charge"), _("Assign"), _("The expert is in charge now.")

    def form(self, data: Any) -> forms.Form:
        """Whoever has a contract and not the case."""
        return ExpertForm(data, case=self.case, day=self.today)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Assign."""
        services.assign_expert(actor, self.case, data["expert"])

    def known(self) -> Known:
        """Who has it now."""
        return [(_("In charge now"), self.case.expert or _("nobody"))]


class EndSupport(OnCase):
    """End support."""

    action = Action.SUPPORT_END
    title, verb, done = (
        _("End support"),
        _("End support for good"),
        _("Support has ended. Follow-ups are due from now on."),
    )
    template = "casework/support_end.html"

    def form(self, data: Any) -> forms.Form:
        """Today is the likely last day."""
        return EndForm(data, initial={"ended_on": self.today})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """End it."""
        services.end_support(
            actor, self.case, outcome=data["outcome"], note=data["note"], ended_on=data["ended_on"]
        )

    def known(self) -> Known:
        """When follow-ups will be due."""
        months = ", ".join(str(month) for month in self.case.version.follow_up_months)
        after = _("%(months)s months after the end") % {"months": months} if months else _("none")
        return [
            (_("Support began"), formats.day(self.case.started_on)),
            (_("Planned end"), formats.day(self.case.planned_end_on)),
            (_("Follow-ups"), after),
        ]

    def more(self) -> dict[str, Any]:
        """What the policy recommends while a stage is open, and whether that is at its planned end."""
        stages = self.case.stages.filter(started_on__isnull=False, ended_on__isnull=True)
        stage = stages.first() if self.case.application_id else None
        if stage is None:
            return {"recommendation": None, "runs_out": False}
        last = not services.stages_ahead(self.case, stage, self.today)
        return {
            "recommendation": recommend(self.case, self.today),
            "runs_out": runs_out(stage.planned_to, self.today, last=last),
        }


class RecordFollowUp(OnCase):
    """Record a follow-up."""

    action = Action.FOLLOW_UP_RECORD
    title, verb, done = _("Record a follow-up"), _("Record it"), _("The follow-up is recorded.")

    def find(self, pk: int) -> None:
        """The follow-up, within reach, and its case."""
        rows = self.access.rows(self.action, FollowUp.objects.select_related("case__firm", "case__service"))
        self.follow_up: FollowUp = get_object_or_404(rows, pk=pk)
        self.case = self.follow_up.case

    def form(self, data: Any) -> forms.Form:
        """Today is the likely day."""
        return FollowUpForm(data, initial={"done_on": self.today})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Record it."""
        services.record_follow_up(actor, self.follow_up, services.FollowUpData(**data))

    def known(self) -> Known:
        """Which one it is, and how support ended."""
        return [
            (_("Follow-up"), _("%(months)s months after the end") % {"months": self.follow_up.months}),
            (_("Due"), formats.day(self.follow_up.due_on)),
            (_("Support ended"), formats.day(self.case.ended_on)),
            (_("Outcome of support"), self.case.get_outcome_display()),
        ]
