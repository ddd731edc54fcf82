"""Forms of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banso.web import forms


class UploadForm(forms.Form):
    """Files of answers, and the wave they belong to."""

    wave = forms.CharField(
        label=_("Wave"),
        max_length=30,
        help_text=_("The name of a wave. One that does not exist yet is opened when the answers are stored."),
    )
    files = forms.SeveralFilesField(
        label=_("Files of answers"),
        accept=".csv,.xlsx",
        help_text=_("CSV (UTF-8 or Shift JIS) or Excel workbook (.xlsx), one row an answer."),
    )
