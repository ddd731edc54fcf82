"""The forms of applications. What is allowed is checked by the services; a form only reads what was typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from banso.apps.base import Refused, in_use
from banso.apps.casework.services import EffortData, EffortKind, GoalData, GoalMetric
from banso.apps.directory.models import Firm, Market, Office
from banso.apps.directory.selectors import firm_meant
from banso.apps.programmes.models import Service
from banso.apps.programmes.selectors import services_in_force
from banso.apps.selection.models import Application, ApplicationState, Feasible, Outcome, View
from banso.apps.selection.services import Draft
from banso.web import forms

#: Rows for own efforts on an empty form, and empty ones below those that were promised.
EFFORT_ROWS, SPARE_ROWS = 3, 2

_GOAL_NEEDED = _("Please fill this in: a goal needs it.")


class _OnEdition(forms.Form):
    """A form about one edition of an application, which ``initial`` names as it is now."""

    edition = forms.IntegerField(widget=forms.HiddenInput())

    def refuse(self, refused: Refused) -> None:
        """Say it. Whoever has been told that the application changed may send the form again, knowingly."""
        super().refuse(refused)
        if refused.rule == "stale":
            self.data = self.data.copy()
            self.data["edition"] = self.initial["edition"]


class ApplicationForm(_OnEdition):
    """What a firm writes. A draft may be stored with gaps; a goal is given whole or not at all."""

    service = forms.ModelChoiceField(
        Service.objects.none(), label=_("Service"), widget=forms.RadioSelect, empty_label=None
    )
    reason = forms.CharField(
        label=_("Why do you want to export?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    market = forms.ModelChoiceField(Market.objects.none(), label=_("Market"), required=False)
    product = forms.CharField(label=_("Product"), max_length=80, required=False)
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
    target = forms.IntegerField(
        label=_("Target, in 12 months"), min_value=1, required=False, help_text=_("Above what it is now.")
    )
    due_on = forms.DateField(label=_("To be reached by"), required=False)
    plan_after_support = forms.CharField(
        label=_("What will you do after support has ended?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Who does it, with what money, by which sales channel."),
    )
    goal_fields = ("market", "product", "metric", "unit", "baseline", "target", "due_on")

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [service.pk for service in services_in_force(day, screened=True)]
        services = Service.objects.filter(pk__in=offered).order_by("programme__position", "position", "code")
        self.fields["service"].queryset = services
        self.fields["market"].queryset = in_use(Market.objects.order_by("position", "code"), day)
        for name in (*self.goal_fields, "plan_after_support"):
            if name != "unit":
                self.fields[name].mark = _("(needed to submit)")

    def clean(self) -> dict[str, Any]:
        """A goal that was begun must be whole."""
        data = super().clean()
        # The metric is always chosen, and says nothing by itself. What is stored can be changed, not emptied.
        begun = any(
            data.get(name) not in (None, "") or name in self.errors
            for name in self.goal_fields
            if name != "metric"
        )
        if begun or "target" in self.initial:
            quantity = ("unit",) if data.get("metric") == GoalMetric.QUANTITY else ()
            for name in ("market", "product", "metric", *quantity, "baseline", "target", "due_on"):
                if data.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, _GOAL_NEEDED)
        return data

    def goal(self) -> GoalData | None:
        """The goal as typed; None when none was begun."""
        data = self.cleaned_data
        if data["market"] is None or data["target"] is None:
            return None
        return GoalData(**{name: data[name] for name in self.goal_fields})


class EffortForm(forms.Form):
    """One own effort; an empty row promises nothing."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", "---------"), *EffortKind.choices], required=False
    )
    description = forms.CharField(label=_("What you will do"), max_length=200, required=False)
    promised_by = forms.DateField(label=_("By when"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["promised_by"].help_text = ""
        for field in self.fields.values():
            # Each row may stay empty; begun, it must be whole. "Optional" beside every part would mislead.
            field.mark = " "

    def clean(self) -> dict[str, Any]:
        """A row that was begun must be whole."""
        data = super().clean()
        if any(data.get(name) for name in self.fields):
            for name in self.fields:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Please fill this in, or empty the whole row."))
        return data


EffortRows = forms.formset_factory(EffortForm, extra=0)


def effort_rows(data: Any, application: Application | None) -> Any:
    """The rows of own efforts: those promised, and empty ones below them."""
    promised = [] if application is None else list(application.own_efforts.order_by("promised_by", "pk"))
    initial: list[dict[str, Any]] = [
        {"kind": e.kind, "description": e.description, "promised_by": e.promised_by} for e in promised
    ]
    initial += [{}] * max(EFFORT_ROWS - len(initial), SPARE_ROWS)
    return EffortRows(data, initial=initial, prefix="effort")


def draft_of(form: ApplicationForm, rows: Any) -> Draft:
    """What was typed, as the service takes it. Both must be valid."""
    data = form.cleaned_data
    efforts = [EffortData(**row.cleaned_data) for row in rows if row.cleaned_data.get("kind")]
    return Draft(data["service"], data["reason"], data["plan_after_support"], form.goal(), efforts)


class FirmChoiceForm(forms.Form):
    """For which firm staff apply."""

    firm = forms.CharField(
        label=_("Firm"), max_length=120, help_text=_("Its name, its reference or its corporate number.")
    )

    def __init__(self, *args: Any, firms: QuerySet[Firm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._firms = firms

    def clean_firm(self) -> Firm:
        """The firm within reach that is meant."""
        try:
            return firm_meant(self._firms, self.cleaned_data["firm"])
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused


class EditionForm(_OnEdition):
    """A button pressed on one edition of an application."""


class ScreeningForm(EditionForm):
    """What a reviewer thinks."""

    goal_feasible = forms.ChoiceField(
        label=_("Can the goal be reached by its date?"), choices=Feasible.choices, widget=forms.RadioSelect
    )
    view = forms.ChoiceField(label=_("View"), choices=View.choices, widget=forms.RadioSelect)
    opinion = forms.CharField(label=_("Opinion"), max_length=2000, widget=forms.Textarea({"rows": 6}))


class DeterminationForm(EditionForm):
    """What a decider determines."""

    outcome = forms.ChoiceField(
        label=_("Determination"),
        choices=[(Outcome.ADOPTED.value, _("Adopt")), (Outcome.DECLINED.value, _("Decline"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("The firm reads this as it stands."),
    )


class ApplicationFilter(forms.FilterForm):
    """Filters over applications."""

    q = forms.CharField(label=_("Firm or reference"), max_length=60)
    service = forms.ModelChoiceField(
        Service.objects.filter(screened=True).order_by("programme__position", "position"), label=_("Service")
    )
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *ApplicationState.choices])

    def filter_q(self, rows: QuerySet[Application], value: str) -> QuerySet[Application]:
        """By the firm's name or kana, or the reference."""
        return rows.filter(
            Q(firm__name__icontains=value) | Q(firm__name_kana__icontains=value) | Q(ref__iexact=value)
        )


class ApplicationFilterWithOffice(ApplicationFilter):
    """The same, for those who see several offices."""

    office = forms.ModelChoiceField(Office.objects.order_by("position", "code"), label=_("Office"))
