"""Forms of this room."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.policies.models import Right
from banso.web import forms


class EditionForm(forms.Form):
    """The edition that the page was opened on: what somebody else changed meanwhile is not written over."""

    edition = forms.IntegerField(widget=forms.HiddenInput())


class CopyForm(forms.Form):
    """A new draft: what it is called."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_(
            "Small letters, digits and underscores, a letter first. It stands in addresses and files."
        ),
    )
    title_ja = forms.CharField(label=_("Japanese title"), max_length=120)
    title_en = forms.CharField(label=_("English title"), max_length=120)


class HeadForm(EditionForm):
    """Titles and legal basis."""

    title_ja = forms.CharField(label=_("Japanese title"), max_length=120)
    title_en = forms.CharField(label=_("English title"), max_length=120)
    legal_basis_ja = forms.CharField(
        label=_("Basis in Japanese"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    legal_basis_en = forms.CharField(
        label=_("Basis in English"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )


class ReasonForm(EditionForm):
    """Why a version is returned."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 4}))


class MoveForm(forms.Form):
    """Why a record is moved to another version."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 4}))


class PublishForm(EditionForm):
    """From when, and until when if that is known."""

    in_force_from = forms.DateField(label=_("First day in force"))
    last_day = forms.DateField(label=_("Last day in force"), required=False)


class EndForm(EditionForm):
    """The last day."""

    last_day = forms.DateField(label=_("Last day in force"))


class UploadForm(EditionForm):
    """A workbook."""

    file = forms.UploadField(
        label=_("Excel workbook"),
        accept=".xlsx",
        help_text=_(
            "The workbook that was saved here and edited. It takes the place of all tables of the draft."
        ),
    )


class StewardForm(forms.Form):
    """Who gets which right."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Person"))
    right = forms.ChoiceField(label=_("Right"), choices=Right.choices, widget=forms.RadioSelect())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managers = User.objects.filter(is_active=True, assignments__role=Role.PROGRAMME_MANAGER)
        self.fields["user"].queryset = managers.distinct().order_by("name", "pk")  # type: ignore[attr-defined]
