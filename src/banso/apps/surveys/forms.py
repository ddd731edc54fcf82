"""Forms of this room."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from banso.apps.surveys.forms_kept import editions_in_use
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
    edition = forms.ModelChoiceField(
        FormEdition.objects.none(),
        label=_("Questionnaire of a new wave"),
        required=False,
        help_text=_("A wave that exists keeps the version it was asked with."),
    )
    files = forms.SeveralFilesField(
        label=_("Files of answers"),
        accept=".csv,.xlsx,.json",
        help_text=_(
            "CSV (UTF-8 or Shift JIS) or Excel workbook (.xlsx), one row an answer; or what KoBoToolbox or "
            "ODK Central export with XML values (CSV, XLSX, JSON), with the files of repeats."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["edition"]
        chosen.queryset = editions_in_use()
        chosen.label_from_instance = _edition_label


def _edition_label(edition: FormEdition) -> str:
    return f"{edition.title} ({edition.name} {edition.version})"


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
