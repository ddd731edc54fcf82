"""Forms of this room."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from banso.apps.surveys.models import FormEdition
from banso.engines.questionnaire.workbook import LIMITS
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


class FormUploadForm(forms.Form):
    """The workbook of a form."""

    file = forms.UploadField(
        label=_("Workbook of the form (XLSForm)"),
        accept=".xlsx",
        limit=LIMITS.file_bytes,
        help_text=_("An Excel workbook (.xlsx) with the sheets survey, choices and settings."),
    )


class FormFilter(forms.FilterForm):
    """Which editions of forms are shown."""

    title = forms.CharField(label=_("Title"), max_length=100)
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), ("in_use", _("In use")), ("retired", _("Retired"))]
    )

    lookups = {"title": "title__icontains"}

    def filter_state(self, queryset: QuerySet[FormEdition], value: str) -> QuerySet[FormEdition]:
        """Narrow to editions in use, or to retired ones."""
        return queryset.filter(retired_at__isnull=value == "in_use")
