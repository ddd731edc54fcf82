"""Forms of this room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from banso.web import forms


class SeveralFilesInput(django_forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.UploadField):
    """One or more files."""

    widget = SeveralFilesInput

    def clean(self, data: Sequence[UploadedFile], initial: Any = None) -> list[UploadedFile]:
        """Return all files, each checked as one is."""
        return [super(SeveralFilesField, self).clean(file, initial) for file in data or [None]]


class UploadForm(forms.Form):
    """Files of answers, and the wave they belong to."""

    wave = forms.CharField(
        label=_("Wave"),
        max_length=30,
        help_text=_("The name of a wave. One that does not exist yet is opened when the answers are stored."),
    )
    files = SeveralFilesField(
        label=_("Files of answers"),
        accept=".csv,.xlsx",
        help_text=_("CSV (UTF-8 or Shift JIS) or Excel workbook (.xlsx), one row an answer."),
    )
