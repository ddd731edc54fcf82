"""The form of a round. What is allowed is checked by the services."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.programmes.models import Round, Service
from banso.apps.selection.services import RoundData
from banso.web import forms


class RoundForm(forms.Form):
    """What a programme manager says of a round."""

    service = forms.ModelChoiceField(
        Service.objects.filter(screened=True).order_by("programme__position", "position"), label=_("Service")
    )
    name_ja = forms.CharField(label=_("Name in Japanese"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    opens_on = forms.DateField(label=_("Opens on"))
    closes_on = forms.DateField(label=_("Closes on"))
    places = forms.IntegerField(
        label=_("Places"), required=False, help_text=_("Empty: as many as deserve it.")
    )
    budget_yen = forms.MoneyField(label=_("Budget"), required=False)
    reviewers_needed = forms.IntegerField(label=_("Reviewers for an application"), initial=2)
    second_look_percent = forms.IntegerField(
        label=_("Looked at again by another decider (%)"),
        initial=10,
        help_text=_("Which ones is drawn by a sealed seed."),
    )

    def __init__(self, *args: Any, found: Round | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._found = found
        if found is not None:
            # The service stands, so that it is not asked for.
            del self.fields["service"]

    @property
    def round_data(self) -> RoundData:
        """What was typed, as the services take it."""
        values = dict(self.cleaned_data)
        if self._found is not None:
            values["service"] = self._found.service
        return RoundData(**values)


def initial_of(found: Round) -> dict[str, Any]:
    """A round as the form shows it."""
    names = [name for name in RoundForm.base_fields if name != "service"]
    return {name: getattr(found, name) for name in names}
