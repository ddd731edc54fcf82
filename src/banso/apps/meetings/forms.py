"""What is typed about online meetings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from banso.apps.base import in_use
from banso.apps.directory.models import Language
from banso.apps.meetings.models import Result
from banso.apps.meetings.services import LENGTHS, MOST_SLOTS, Times
from banso.web import forms

_FIELDS = [f"slot{number}" for number in range(1, MOST_SLOTS + 1)]


class ClockInput(forms.TextInput):
    """A day and a time, as the clock of the own zone shows them."""

    input_type = "datetime-local"


class SlotsForm(forms.Form):
    """Up to five times."""

    slot1 = forms.CharField(label=_("1st time"), max_length=20, widget=ClockInput())
    slot2 = forms.CharField(label=_("2nd time"), max_length=20, required=False, widget=ClockInput())
    slot3 = forms.CharField(label=_("3rd time"), max_length=20, required=False, widget=ClockInput())
    slot4 = forms.CharField(label=_("4th time"), max_length=20, required=False, widget=ClockInput())
    slot5 = forms.CharField(label=_("5th time"), max_length=20, required=False, widget=ClockInput())
    which = forms.ChoiceField(
        label=_("If a time comes twice because clocks are put back"),
        required=False,
        choices=[("", "–"), ("first", _("The first of the two")), ("second", _("The second of the two"))],
    )

    def times(self) -> Times:
        """What was typed."""
        return Times([self.cleaned_data[name] for name in _FIELDS], self.cleaned_data["which"])


class ProposeForm(SlotsForm):
    """A meeting to propose."""

    about = forms.CharField(label=_("What to talk about"), max_length=400, widget=forms.Textarea({"rows": 3}))
    length = forms.TypedChoiceField(label=_("How long"), coerce=int, initial=LENGTHS[0])
    interpreter = forms.ModelChoiceField(
        Language.objects.none(),
        label=_("Interpreter wanted for"),
        required=False,
        help_text=_("The office looks for one. Leave it empty if you need none."),
    )
    field_order = ("about", "length", *_FIELDS, "which", "interpreter")

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["length"].choices = [
            (length, ngettext("%(number)s minute", "%(number)s minutes", length) % {"number": length})
            for length in LENGTHS
        ]
        self.fields["interpreter"].queryset = in_use(Language.objects.order_by("position", "code"), day)


class AcceptForm(forms.Form):
    """One of the times, and where they meet."""

    slot = forms.ChoiceField(label=_("Time"), widget=forms.RadioSelect)
    link = forms.CharField(
        label=_("Address of the meeting"),
        max_length=200,
        required=False,
        help_text=_("Of the video call, if you have it already. It can be added later."),
    )

    def __init__(self, *args: Any, slots: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].choices = slots


class LinkForm(forms.Form):
    """Where they meet."""

    link = forms.CharField(label=_("Address of the meeting"), max_length=200)


class ReportForm(forms.Form):
    """What a meeting led to."""

    result = forms.ChoiceField(label=_("Result"), choices=Result.choices, widget=forms.RadioSelect)
    minutes = forms.CharField(label=_("Minutes"), max_length=2000, widget=forms.Textarea({"rows": 8}))
