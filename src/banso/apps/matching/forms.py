"""Forms of choosing experts and deciding on plans."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.directory.models import Expert
from banso.apps.matching.models import UNDECIDED, PairState
from banso.web import forms


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea({"rows": 3}))


class ChooseForm(forms.Form):
    """A reason, where somebody is chosen who fails a test."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed where a test is not passed."),
    )


class _ExpertChoice(forms.ModelChoiceField):
    """Experts in the order of the shortlist."""

    said: dict[int, str] = {}

    def label_from_instance(self, obj: Expert) -> str:
        """Name, office and points."""
        return self.said[obj.pk]


class ChangeForm(ReasonForm):
    """Another expert, and why."""

    expert = _ExpertChoice(
        Expert.objects.none(), label=_("Expert"), widget=forms.RadioSelect, empty_label=None
    )
    field_order = ("expert", "reason")

    def __init__(self, *args: Any, said: dict[int, str], **kwargs: Any) -> None:
        """``said`` holds the words of each expert that may be chosen, by key."""
        super().__init__(*args, **kwargs)
        self.fields["expert"].said = said
        self.fields["expert"].queryset = Expert.objects.filter(pk__in=said).order_by("code")


class PairFilter(forms.FilterForm):
    """Which rows of a plan are shown."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), ("open", _("To decide")), *PairState.choices]
    )
    kind = forms.ChoiceField(
        label=_("What"), choices=[("", _("All")), ("need", _("Needs")), ("case", _("Cases"))]
    )

    def filter_state(self, rows: Any, value: str) -> Any:
        """Rows of one state, or all that an office has still to decide."""
        return rows.filter(state__in=UNDECIDED if value == "open" else [value])

    def filter_kind(self, rows: Any, value: str) -> Any:
        """Rows of needs, or of cases."""
        return rows.filter(**{f"{value}__isnull": False})
