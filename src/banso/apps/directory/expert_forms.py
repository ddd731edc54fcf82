"""Forms about an expert's absences, conflicts of interest and conditions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banso.apps.directory.models import AbsenceReason, ConflictKind
from banso.web import forms


class AbsenceForm(forms.Form):
    """From when until when, and why."""

    first_day = forms.DateField(label=_("First day"))
    last_day = forms.DateField(label=_("Last day"))
    reason = forms.ChoiceField(label=_("Reason"), choices=AbsenceReason.choices, widget=forms.RadioSelect)


class ConflictForm(forms.Form):
    """With which firm, and of which kind."""

    firm = forms.CharField(
        label=_("Firm"), max_length=120, help_text=_("Its name, its reference or its corporate number.")
    )
    kind = forms.ChoiceField(label=_("Conflict"), choices=ConflictKind.choices, widget=forms.RadioSelect)


class ConditionsForm(forms.Form):
    """Which firms are taken on. Empty: no limit."""

    employees_from = forms.IntegerField(label=_("Employees from"), min_value=0, required=False)
    employees_to = forms.IntegerField(label=_("Employees up to"), min_value=0, required=False)
    firm_age_from = forms.IntegerField(
        label=_("Years since founding, from"), min_value=0, max_value=1000, required=False
    )
    firm_age_to = forms.IntegerField(
        label=_("Years since founding, up to"), min_value=0, max_value=1000, required=False
    )
