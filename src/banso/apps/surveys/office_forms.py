"""The form in which the head of an office confirms its year."""

from __future__ import annotations

from typing import Any

from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from banso.apps.base import Faulty, Refused
from banso.apps.surveys.office_lines import Line, Part
from banso.apps.surveys.office_reports import MOST_REASON
from banso.engines.questionnaire.form import Question
from banso.web import forms


class ReportForm(forms.Form):
    """The questions that are typed, as they stand in the form of the wave, and a reason for each figure."""

    def __init__(self, data: Any, parts: list[Part], language: str, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self._parts = parts
        for part in parts:
            for line in part.lines:
                self.fields[line.question.code] = _field(line.question, line.label, language)
                if line.how:
                    reason = forms.CharField(label=_("Reason"), max_length=MOST_REASON, required=False)
                    reason.mark = _("(where it is another number)")  # type: ignore[attr-defined]
                    self.fields[f"{line.question.code}_reason"] = reason

    def refuse(self, refused: Refused) -> None:
        """Show every fault beside its field."""
        for one in refused.faults if isinstance(refused, Faulty) else [refused]:
            super().refuse(one)

    def rows(self) -> list[tuple[str, list[tuple[Line, BoundField, BoundField | None]]]]:
        """Part by part the lines, each with the field of its answer and that of its reason."""
        return [
            (
                part.title,
                [
                    (
                        line,
                        self[line.question.code],
                        self[f"{line.question.code}_reason"] if line.how else None,
                    )
                    for line in part.lines
                ],
            )
            for part in self._parts
        ]


def _field(question: Question, label: str, language: str) -> Any:
    """The form judges what is typed; here nothing is refused."""
    choices = [(choice.code, choice.labels.get(language, choice.code)) for choice in question.choices]
    field: Any
    if question.kind == "several":
        widget = forms.CheckboxSelectMultiple
        field = forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=widget)
    elif question.kind == "one":
        field = forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)
    else:
        field = forms.CharField(label=label, required=False, max_length=200)
        field.widget.attrs["inputmode"] = "decimal"
    if question.required:
        # It is no optional one: the form itself asks for what is missing.
        field.mark = " "
    return field
