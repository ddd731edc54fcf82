"""The pages about own efforts: add one, report one as done."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.accounts.permissions import Action
from banso.apps.casework import services
from banso.apps.casework.models import EffortKind, OwnEffort
from banso.apps.casework.on_case import Known, OnCase
from banso.apps.journal.actor import Actor
from banso.engines.kernel.filetypes import ENDINGS
from banso.web import formats, forms

_ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)


class EffortForm(forms.Form):
    """An own effort that was done."""

    done_on = forms.DateField(label=_("Done on"))
    cost_yen = forms.MoneyField(
        label=_("Own cost"),
        required=False,
        help_text=_("What the firm paid itself. Leave empty when it is not known."),
    )
    evidence = forms.CharField(
        label=_("Where it can be seen"),
        max_length=300,
        required=False,
        help_text=_("For example the address of a page, or the name of a fair."),
    )
    files = forms.UploadField(label=_("A document that shows it"), required=False, accept=_ACCEPT)


class NewEffortForm(EffortForm):
    """An own effort that is taken up during support."""

    field_order = (
        "kind",
        "description",
        "since_on",
        "promised_by",
        "done_on",
        "cost_yen",
        "evidence",
        "files",
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=EffortKind.choices, widget=forms.RadioSelect)
    description = forms.CharField(label=_("What the firm does"), max_length=200)
    since_on = forms.DateField(label=pgettext_lazy("own effort", "Begun on"), required=False)
    promised_by = forms.DateField(label=_("To be done by"), required=False)
    done_on = forms.DateField(label=_("Done on"), required=False)


class EffortDone(OnCase):
    """Record that an own effort was done."""

    action = Action.EFFORT_RECORD
    title, verb, done = _("Record an own effort"), _("Record it"), _("The own effort is recorded.")

    def find(self, ref: str, pk: int) -> None:
        """The case and the effort."""
        super().find(ref)
        self.effort: OwnEffort = get_object_or_404(self.case.own_efforts.all(), pk=pk)

    def form(self, data: Any) -> forms.Form:
        """Day, cost and what shows it."""
        return EffortForm(data, self.request.FILES if data is not None else None)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Record it."""
        services.record_effort_done(
            actor,
            self.effort,
            done_on=data["done_on"],
            cost_yen=data["cost_yen"],
            evidence=data["evidence"],
            file=data["files"],
        )

    def known(self) -> Known:
        """What was promised."""
        return [
            (_("Promised"), self.effort.description),
            (_("Kind"), self.effort.get_kind_display()),
            (_("Promised by"), formats.day(self.effort.promised_by)),
        ]


class AddEffort(OnCase):
    """Add an own effort during support."""

    action = Action.EFFORT_RECORD
    title, verb, done = _("Add an own effort"), _("Add it"), _("The own effort is added.")
    intro = _(
        "What the firm does itself, with its own people and money. Say by when it will be done, or when it "
        "was done."
    )

    def form(self, data: Any) -> forms.Form:
        """All of it is new."""
        return NewEffortForm(data, self.request.FILES if data is not None else None)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Add it."""
        file = data.pop("files")
        services.add_effort(actor, self.case, services.NewEffortData(**data, file=file))
