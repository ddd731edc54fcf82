"""The fields of an export goal: in applications, where a goal may still be missing, and in revisions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.base import Refused, in_use
from banso.apps.casework.models import BaselineSource, ExportGoal, GoalMetric
from banso.apps.casework.services.goal_data import MILESTONES, GoalData, MilestoneData
from banso.apps.directory.models import Market
from banso.engines.kernel import hs
from banso.web import forms

_NEEDED = _("Please fill this in: a goal needs it.")
_SOURCES = [("", _("Choose the source")), *BaselineSource.choices]
_YEARS = [("", _("No code")), *((str(year), str(year)) for year in reversed(hs.YEARS))]


class GoalFields(forms.Form):
    """What a goal is made of. It is given whole or not at all; ``goal_wanted`` says that it must be there."""

    goal_wanted = False

    market = forms.ModelChoiceField(Market.objects.none(), label=_("Market"), required=False)
    product = forms.CharField(label=_("Product"), max_length=80, required=False)
    hs_code = forms.CharField(
        label=_("HS code"),
        max_length=14,
        required=False,
        help_text=_("4, 6 or 9 digits, if you know it. For example 0902.10 for green tea."),
    )
    hs_year = forms.ChoiceField(label=_("Year of the HS code"), choices=_YEARS, required=False)
    metric = forms.ChoiceField(
        label=_("The goal is measured by"),
        choices=GoalMetric.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=GoalMetric.AMOUNT,
    )
    unit = forms.CharField(
        label=_("Unit of the quantity"),
        max_length=20,
        required=False,
        help_text=_("Only when measured by quantity. For example kg or boxes."),
    )
    baseline = forms.IntegerField(
        label=_("Now, in 12 months"),
        min_value=0,
        required=False,
        help_text=_("0 if you do not export yet. Yen, or the unit above."),
    )
    baseline_source = forms.ChoiceField(
        label=_("Where this figure comes from"),
        choices=_SOURCES,
        required=False,
        help_text=_("May stay empty if it is 0."),
    )
    target = forms.IntegerField(
        label=_("Target, in 12 months"), min_value=1, required=False, help_text=_("Above what it is now.")
    )
    due_on = forms.DateField(label=_("To be reached by"), required=False)
    go_on_reason = forms.CharField(
        label=_("Why this target all the same"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Only needed where similar firms reached far less, or far more."),
    )

    needed = ("market", "product", "metric", "baseline", "target", "due_on")
    optional = ("hs_code", "hs_year", "unit", "baseline_source", "go_on_reason")
    goal_fields = (*needed, *optional)
    milestone_fields = tuple(f"m{n}_{what}" for n in range(1, MILESTONES + 1) for what in ("due_on", "value"))

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["market"].queryset = in_use(Market.objects.order_by("position", "code"), day)
        for number in range(1, MILESTONES + 1):
            due_on = forms.DateField(label=_("By"), required=False)
            value = forms.IntegerField(label=_("Value"), min_value=1, required=False)
            due_on.help_text = ""
            # A row may stay empty; begun, it must be whole. "Optional" beside both parts would mislead.
            due_on.mark = value.mark = " "
            self.fields[f"m{number}_due_on"], self.fields[f"m{number}_value"] = due_on, value

    @property
    def milestones(self) -> list[tuple[Any, Any]]:
        """The rows of intermediate values."""
        return [(self[f"m{n}_due_on"], self[f"m{n}_value"]) for n in range(1, MILESTONES + 1)]

    def clean(self) -> dict[str, Any]:
        """A goal that was begun must be whole, and so must each intermediate value."""
        data = super().clean() or self.cleaned_data
        # The metric is always chosen, and says nothing by itself. What is stored can be changed, not emptied.
        names = [name for name in (*self.goal_fields, *self.milestone_fields) if name != "metric"]
        begun = any(data.get(name) not in (None, "") or name in self.errors for name in names)
        if begun or self.goal_wanted or "target" in self.initial:
            unit = ("unit",) if data.get("metric") == GoalMetric.QUANTITY else ()
            source = ("baseline_source",) if data.get("baseline") else ()
            self._demand((*self.needed, *unit, *source), _NEEDED)
        for number in range(1, MILESTONES + 1):
            row = (f"m{number}_due_on", f"m{number}_value")
            if any(data.get(name) is not None for name in row):
                self._demand(row, _("Please fill this in, or empty the whole row."))
        return data

    def _demand(self, names: tuple[str, ...], message: Any) -> None:
        for name in names:
            if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, message)

    def goal(self, after_support: str = "") -> GoalData | None:
        """The goal as typed; None when none was begun. The form must be valid."""
        data = self.cleaned_data
        if data["market"] is None or data["target"] is None:
            return None
        values = {name: data[name] for name in self.goal_fields if name != "hs_year"}
        return GoalData(
            **values,
            hs_year=int(data["hs_year"]) if data["hs_year"] else None,
            milestones=[
                MilestoneData(data[f"m{n}_due_on"], data[f"m{n}_value"]) for n in self._rows_filled()
            ],
            after_support=after_support,
        )

    def _rows_filled(self) -> list[int]:
        rows = range(1, MILESTONES + 1)
        return [n for n in rows if self.cleaned_data[f"m{n}_due_on"] and self.cleaned_data[f"m{n}_value"]]

    def refuse(self, refused: Refused) -> None:
        """Say it beside its field: ``m1_value`` is the first intermediate value that was filled in."""
        field = refused.field or ""
        if field in self.milestone_fields:
            filled = self._rows_filled()[int(field[1]) - 1]
            refused = Refused(refused.rule, refused.message, f"m{filled}{field[2:]}")
        super().refuse(refused)


def initial_of(goal: ExportGoal | None, after: date | None = None) -> dict[str, Any]:
    """What the fields show of a stored goal; of none, that goals are mostly by amount.

    ``after`` leaves out intermediate values that were due by a day.
    """
    if goal is None:
        return {"metric": GoalMetric.AMOUNT}
    values = {name: getattr(goal, name) for name in GoalFields.goal_fields if name != "market"}
    values["market"] = goal.market_id
    if goal.metric != GoalMetric.QUANTITY:
        values["unit"] = ""
    ahead = [one for one in goal.milestones.all() if after is None or one.due_on > after]
    for number, milestone in enumerate(ahead[:MILESTONES], start=1):
        values[f"m{number}_due_on"], values[f"m{number}_value"] = milestone.due_on, milestone.value
    return values


class ReviseForm(GoalFields):
    """Another goal for a case, and why."""

    goal_wanted = True

    after_support = forms.CharField(
        label=_("What the firm will do after support has ended"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Who does it, with what money, by which sales channel."),
    )
    reason = forms.CharField(
        label=_("Why the goal is changed"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput())
    service = forms.IntegerField(widget=forms.HiddenInput())
    since = forms.DateField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needed:
            self.fields[name].required = True

    def refuse(self, refused: Refused) -> None:
        """Say it. Whoever has been told that the goal was revised may send the form again, knowingly."""
        super().refuse(refused)
        if refused.rule == "as_seen":
            self.data = self.data.copy()
            self.data["seen_version"] = self.initial["seen_version"]
