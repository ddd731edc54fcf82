"""The pages on which somebody does one thing to a case: each is a form that calls one service."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.casework import services
from banso.apps.casework.forms import (
    ActivityForm,
    EndForm,
    ExpertForm,
)
from banso.apps.casework.on_case import Known, OnCase
from banso.apps.casework.recommendation import recommend, runs_out
from banso.apps.casework.result_acts import entry
from banso.apps.journal.actor import Actor
from banso.web import formats, forms


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
            actor, self.case, services.ActivityData(**{**data, "entry": entry(data["entry"])})
        )


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
