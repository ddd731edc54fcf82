"""The pages on which root causes are noted, solved and opened again."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.casework import services
from banso.apps.casework.gate_forms import CauseForm, ReopenForm, SolveForm
from banso.apps.casework.models import CauseKind, RootCause
from banso.apps.casework.on_case import Known, OnCase
from banso.apps.journal.actor import Actor
from banso.web import formats, forms
from banso.web.normalise import read_date


class NoteCause(OnCase):
    """Note a root cause."""

    action = Action.CAUSE_NOTE
    title, verb, done = _("Note a root cause"), _("Note it"), _("The root cause is noted.")
    intro = _(
        "What keeps the firm from exporting. It stays open until it is solved, and its age counts at "
        "the gate."
    )

    def form(self, data: Any) -> forms.Form:
        """Kinds that are in use."""
        # A hint at the gate fills in what it knows; it is written into the form and changed there.
        said = self.request.GET
        kind = CauseKind.objects.filter(code=said.get("kind", "")).first()
        initial = {
            "kind": kind.pk if kind else None,
            "description": said.get("description", "")[:200],
            "since": read_date(said.get("since", "")),
        }
        return CauseForm(data, day=self.today, initial=initial)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Note it."""
        services.note_cause(actor, self.case, services.CauseData(**data))


class _OnCause(OnCase):
    """Something done to one root cause of the case."""

    action = Action.CAUSE_NOTE

    def find(self, ref: str, pk: int) -> None:
        """The case and the root cause."""
        super().find(ref)
        rows = self.access.rows(self.action, RootCause.objects.filter(case=self.case))
        self.cause: RootCause = get_object_or_404(rows.select_related("kind", "case"), pk=pk)

    def known(self) -> Known:
        """What it is, since when, and what was agreed."""
        cause = self.cause
        lines: Known = [
            (_("Root cause"), cause.description),
            (_("Kind"), cause.kind.name),
            (_("Since when"), formats.day(cause.since)),
        ]
        if cause.remedy:
            lines.append((_("Agreed to solve it"), cause.remedy))
        if cause.solved_on:
            lines += [(_("Solved on"), formats.day(cause.solved_on)), (_("How"), cause.how)]
        return lines


class SolveCause(_OnCause):
    """Record that a root cause is solved."""

    title, verb, done = (
        _("A root cause is solved"),
        _("Record it"),
        _("The root cause is recorded as solved."),
    )

    def form(self, data: Any) -> forms.Form:
        """Today is the likely day."""
        return SolveForm(data, initial={"solved_on": self.today})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Record it."""
        services.solve_cause(actor, self.cause, **data)


class ReopenCause(_OnCause):
    """Open a root cause again."""

    title, verb, done = _("Open a root cause again"), _("Open it again"), _("The root cause is open again.")
    intro = _("It counts from its first day on, as if it had never been solved.")

    def form(self, data: Any) -> forms.Form:
        """Why."""
        return ReopenForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Open it."""
        services.reopen_cause(actor, self.cause, **data)
