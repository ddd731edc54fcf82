"""Forms of this room."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.documents.models import DocumentKind
from banso.engines.kernel.filetypes import ENDINGS
from banso.web import forms

ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)
_TAKEN = _("PDF, PNG, JPEG, Excel, Word, PowerPoint (without macros or password), CSV, text.")


class _Marks(forms.Form):
    """What a document is, and who sees it besides the office."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", ""), *DocumentKind.choices])
    title = forms.CharField(label=pgettext_lazy("document", "Title"), max_length=120)
    visible_to_firm = forms.BooleanField(label=_("The firm sees it"), required=False)
    visible_to_expert = forms.BooleanField(label=_("The expert in charge sees it"), required=False)

    def __init__(self, *args: Any, staff: bool = True, own: bool = False, **kwargs: Any) -> None:
        """``staff`` settle who sees it; somebody of the firm (``own``) only whether the expert does."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Please choose")), *DocumentKind.choices]
        if not staff:
            del self.fields["visible_to_firm"]
            if not own:
                del self.fields["visible_to_expert"]


class UploadForm(_Marks):
    """One or more files for one record."""

    field_order = ("files", "kind", "title")
    files = forms.SeveralFilesField(label=_("Files"), accept=ACCEPT, help_text=_TAKEN)
    title = forms.CharField(
        label=pgettext_lazy("document", "Title"),
        max_length=120,
        required=False,
        help_text=_("Left empty, or with several files, the name of the file."),
    )


class ReplaceForm(forms.Form):
    """A newer file in the place of a document."""

    files = forms.UploadField(label=_("File"), accept=ACCEPT, help_text=_TAKEN)


class ChangeForm(_Marks):
    """What a document is called and who sees it."""


class RemoveForm(forms.Form):
    """Why a document is taken away."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea({"rows": 3}))
