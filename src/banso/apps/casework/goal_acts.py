"""The pages on which a goal is weighed, revised, agreed to and dropped."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.casework import feasibility, services, words
from banso.apps.casework.class_words import Said, said_of, say_class
from banso.apps.casework.goal_forms import GoalFields, ReviseForm, initial_of
from banso.apps.casework.models import ExportGoal, GoalMetric, GoalState
from banso.apps.casework.on_case import Known, OnCase
from banso.apps.casework.results import Goal
from banso.apps.casework.services.goal_data import YEN
from banso.apps.directory.models import Firm
from banso.apps.journal.actor import Actor
from banso.apps.programmes.models import Service
from banso.web import formats, forms


@require_POST
@requires(Action.GOAL_WEIGH)
def weigh(request: HttpRequest, ref: str) -> HttpResponse:
    """What similar firms reached, held against a goal as it is being typed. Nothing is stored."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.GOAL_WEIGH, Firm.objects.standing().select_related("industry"))
    firm = get_object_or_404(rows, ref=ref)
    said = _weighed(request, firm, access.today)
    return render(request, "casework/parts/feasibility.html", {"said": said, "asks": True})


class _Typed(GoalFields):
    """What is needed of a goal to weigh it, and under which service from which day."""

    service = forms.ModelChoiceField(Service.objects.all(), required=False)
    since = forms.DateField(required=False)


def _weighed(request: HttpRequest, firm: Firm, today: date) -> Said | None:
    form = _Typed(request.POST, day=today)
    form.is_valid()
    data = {name: form.cleaned_data.get(name) for name in form.fields}
    metric, since = data["metric"] or GoalMetric.AMOUNT, data["since"] or today
    unit = YEN if metric == GoalMetric.AMOUNT else (data["unit"] or "").strip()
    needed = (data["service"], data["market"], data["target"], data["due_on"], unit)
    if not all(needed) or data["due_on"] <= since:
        return None
    goal = Goal(metric, data["target"], unit, data["due_on"], data["baseline"] or 0)
    asked = feasibility.question(
        firm, data["service"].pk, data["market"], goal, since=since, hs_code=data["hs_code"] or ""
    )
    return say_class(feasibility.feasibility_of(asked, today), metric, unit)


class ReviseGoal(OnCase):
    """Propose another goal."""

    action = Action.GOAL_REVISE
    title, verb, done = (
        _("Revise the goal"),
        _("Propose this goal"),
        _("The revision is proposed. It is in force once the other side has agreed."),
    )
    intro = _("The goal in force stays until firm and office have both agreed to the new one.")
    template = "casework/goal_revise.html"

    def find(self, ref: str) -> None:
        """The case and the goal in force."""
        super().find(ref)
        goals = self.case.goals.filter(state=GoalState.AGREED)
        self.goal: ExportGoal | None = (
            goals.select_related("market").prefetch_related("milestones").order_by("-version").first()
        )

    def form(self, data: Any) -> forms.Form:
        """The goal in force is the likely start."""
        goal = self.goal
        initial = {
            **initial_of(goal, self.today),
            "go_on_reason": "",
            "after_support": goal.after_support if goal else "",
            "seen_version": goal.version if goal else 0,
            "service": self.case.service_id,
            "since": self.case.started_on,
        }
        self.sent = ReviseForm(data, initial=initial, day=self.today)
        return self.sent

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Propose it."""
        services.revise_goal(
            actor,
            self.case,
            self.sent.goal(data["after_support"]),
            data["reason"],
            seen_version=data["seen_version"],
        )

    def known(self) -> Known:
        """The goal in force."""
        return goal_lines(self.goal) if self.goal else [(_("Goal in force"), _("none"))]

    def more(self) -> dict[str, Any]:
        """Whose goal it is, for the comparison with similar firms."""
        return {"firm": self.case.firm}


class _OnRevision(OnCase):
    """Something done to a revision that waits."""

    def find(self, ref: str, version: int) -> None:
        """The case and the revision."""
        super().find(ref)
        goals = self.case.goals.select_related("market", "case")
        self.goal: ExportGoal = get_object_or_404(goals, version=version)
        in_force = goals.filter(state=GoalState.AGREED).order_by("-version")
        self.before: ExportGoal | None = in_force.first()

    def known(self) -> Known:
        """The goal in force, and what is proposed and why."""
        lines = [(_("Goal in force"), words.goal_line(self.before))] if self.before else []
        return [*lines, (_("Proposed goal"), words.goal_line(self.goal)), *goal_lines(self.goal)[1:]]

    def more(self) -> dict[str, Any]:
        """What similar firms reached, as it stood when the revision was proposed."""
        return {"said": said_of(self.goal)}


class AgreeGoal(_OnRevision):
    """Agree to a revision."""

    action = Action.GOAL_REVISE
    title, verb, done = _("Agree to the new goal"), _("Agree"), _("The new goal is in force.")
    intro = _("With your agreement the new goal is in force from today. The earlier one stays on record.")
    template = "casework/goal_agree.html"

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return forms.Form(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Agree."""
        services.agree_goal(actor, self.goal)


class DropForm(forms.Form):
    """Why a revision is dropped."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 4}))


class DropGoal(_OnRevision):
    """Take a revision back, or say no to it."""

    action = Action.GOAL_REVISE
    title, verb, done = (
        _("Drop the revision"),
        _("Drop it"),
        _("The revision is dropped. The goal in force stays."),
    )
    template = "casework/goal_agree.html"

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return DropForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Drop it."""
        services.drop_goal(actor, self.goal, data["reason"])


def goal_lines(goal: ExportGoal) -> Known:
    """A goal for the head of a form."""
    lines: Known = [(_("Goal in force"), words.goal_line(goal))]
    lines.append((_("Baseline"), words.baseline_line(goal)))
    if goal.reason:
        lines.append((_("Why the goal is changed"), goal.reason))
    if goal.go_on_reason:
        lines.append((_("Why this target all the same"), goal.go_on_reason))
    lines.append((_("After support"), formats.unknown(goal.after_support)))
    return lines
