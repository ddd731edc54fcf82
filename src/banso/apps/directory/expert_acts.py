"""Pages on which something about an expert is written: absences, conflicts of interest, conditions."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.directory import lists, services
from banso.apps.directory.expert_forms import AbsenceForm, ConditionsForm, ConflictForm
from banso.apps.directory.models import ConflictOfInterest, Expert, ExpertAbsence, Firm
from banso.apps.directory.selectors import firm_meant
from banso.apps.journal.actor import Actor
from banso.web import formats, forms
from banso.web.acts import Act, Confirm


class _ExpertAct(Act):
    """Something done to one expert."""

    action = Action.EXPERT_KEEP
    expert: Expert

    def find(self, **kwargs: Any) -> None:
        """The expert, within reach."""
        rows = self.access.rows(self.action, Expert.objects.select_related("office"))
        self.expert = get_object_or_404(rows, code=kwargs["code"])

    def back(self) -> str:
        """The page of the expert."""
        return lists.expert_address(self.expert)

    def crumbs(self) -> list[tuple[str, Any]]:
        """The expert."""
        return [(self.back(), self.expert.name)]

    def subtitle(self) -> str:
        """Who, and of which office."""
        return formats.joined(self.expert.name, self.expert.office.name)


class NoteAbsence(_ExpertAct):
    """Days without new work."""

    title, verb, done = _("Note an absence"), _("Note the absence"), _("The absence is noted.")
    intro = _("On these days nothing new is proposed to the expert. What is in hand stays as it is.")

    def form(self, data: Any) -> forms.Form:
        """From today on."""
        return AbsenceForm(data, initial={"first_day": self.today, "reason": "leave"})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Note it."""
        services.note_absence(actor, self.expert, **data)


class TakeBackAbsence(_ExpertAct):
    """The expert is there after all."""

    title, verb, done = _("Take back an absence"), _("Take the absence back"), _("The absence is taken back.")
    absence: ExpertAbsence

    def find(self, **kwargs: Any) -> None:
        """The absence, within reach, unless it was taken back."""
        rows = ExpertAbsence.objects.filter(taken_back_at__isnull=True).select_related("expert__office")
        within = self.access.rows(self.action, rows)
        self.absence = get_object_or_404(within, expert__code=kwargs["code"], pk=kwargs["pk"])
        self.expert = self.absence.expert

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def known(self) -> list[tuple[Any, Any]]:
        """Which days."""
        days = f"{formats.day(self.absence.first_day)} – {formats.day(self.absence.last_day)}"
        return [(_("Days"), days)]

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it back."""
        services.take_back_absence(actor, self.absence)


class DeclareConflict(_ExpertAct):
    """A firm that the expert may not work for."""

    title, verb, done = _("Declare a conflict of interest"), _("Declare it"), _("The conflict is declared.")
    intro = _("From today on nothing of this firm is given to the expert.")

    def form(self, data: Any) -> forms.Form:
        """Firm and kind."""
        return ConflictForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Declare it, of a firm within reach."""
        firms = self.access.rows(Action.FIRM_VIEW, Firm.objects.standing())
        services.declare_conflict(actor, self.expert, firm_meant(firms, data["firm"]), data["kind"])


class EndConflict(_ExpertAct):
    """The conflict is over."""

    title, verb, done = _("End a conflict of interest"), _("End the conflict"), _("The conflict is ended.")
    conflict: ConflictOfInterest

    def find(self, **kwargs: Any) -> None:
        """The conflict, within reach, unless it has ended."""
        rows = ConflictOfInterest.objects.filter(ended_on__isnull=True).select_related(
            "expert__office", "firm"
        )
        within = self.access.rows(self.action, rows)
        self.conflict = get_object_or_404(within, expert__code=kwargs["code"], pk=kwargs["pk"])
        self.expert = self.conflict.expert

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def known(self) -> list[tuple[Any, Any]]:
        """With whom, and of which kind."""
        return [(_("Firm"), self.conflict.firm.name), (_("Conflict"), self.conflict.get_kind_display())]

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """End it."""
        services.end_conflict(actor, self.conflict)


class SetConditions(_ExpertAct):
    """Which firms the expert takes on."""

    action = Action.EXPERT_CONDITIONS
    title, verb, done = _("Firms taken on"), _("Store"), _("The conditions are stored.")
    intro = _(
        "Empty means: no limit. A firm whose number is not known does not pass a limit; "
        "the page of experts says so."
    )

    def form(self, data: Any) -> forms.Form:
        """What holds now."""
        return ConditionsForm(data, initial=vars(self.expert))

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store them."""
        services.set_conditions(actor, self.expert, services.Conditions(**data))
