"""The forms of applications. What is allowed is checked by the services; a form only reads what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from banso.apps.base import Refused
from banso.apps.casework.goal_forms import GoalFields
from banso.apps.casework.services import EffortData, EffortKind
from banso.apps.directory.models import Firm, Office
from banso.apps.directory.selectors import firm_meant
from banso.apps.programmes.models import Service
from banso.apps.programmes.selectors import services_in_force
from banso.apps.selection.models import Application, ApplicationState
from banso.apps.selection.services import Draft
from banso.web import forms

#: Rows for own efforts on an empty form, and empty ones below those that were promised.
EFFORT_ROWS, SPARE_ROWS = 3, 2
#: More rows than anybody needs are not shown again.
EFFORT_MOST = 50


class OnEdition(forms.Form):
    """A form about one edition of an application, which ``initial`` names as it is now."""

    edition = forms.IntegerField(widget=forms.HiddenInput())

    def refuse(self, refused: Refused) -> None:
        """Say it. Whoever has been told that the application changed may send the form again, knowingly."""
        super().refuse(refused)
        if refused.rule == "stale":
            self.data = self.data.copy()
            self.data["edition"] = self.initial["edition"]


class ApplicationForm(OnEdition, GoalFields):
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
    plan_after_support = forms.CharField(
        label=_("What will you do after support has ended?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Who does it, with what money, by which sales channel."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [service.pk for service in services_in_force(kwargs["day"], screened=True)]
        services = Service.objects.filter(pk__in=offered).order_by("programme__position", "position", "code")
        self.fields["service"].queryset = services
        for name in (*self.needed, "plan_after_support"):
            self.fields[name].mark = _("(needed to submit)")


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


def effort_rows(data: Any, application: Application | None, typed: Mapping[str, str] | None = None) -> Any:
    """The rows of own efforts: those promised, or as typed and not stored yet, and empty ones below them."""
    if typed:
        count = int(typed.get("effort-TOTAL_FORMS") or 0)
        initial = [
            {name: typed.get(f"effort-{row}-{name}", "") for name in EffortForm.base_fields}
            for row in range(min(count, EFFORT_MOST))
        ]
    else:
        promised = [] if application is None else list(application.own_efforts.order_by("promised_by", "pk"))
        initial = [
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


class EditionForm(OnEdition):
    """A button pressed on one edition of an application."""


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
