"""The list of a wave's answers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.programmes.models import Programme
from banso.apps.surveys.models import Answer
from banso.engines.questionnaire.form import Form
from banso.web import forms
from banso.web.lists import Column, RecordList

_YES_NO = [*BLANK_CHOICE_DASH, ("yes", _("Yes")), ("no", _("No"))]


class AnswerFilter(forms.FilterForm):
    """What the answers of a wave are narrowed by."""

    programme = forms.ModelChoiceField(Programme.objects.order_by("position", "code"), label=_("Programme"))
    exported = forms.ChoiceField(label=_("Exported by own answer"), choices=_YES_NO)
    linked = forms.ChoiceField(label=_("Firm is known"), choices=_YES_NO)
    cleaned = forms.ChoiceField(label=_("Changed by cleaning"), choices=_YES_NO)
    ref = forms.CharField(label=_("Firm reference"), max_length=40)

    lookups = {"exported": "values__F7", "ref": "firm_ref__icontains"}

    def filter_linked(self, queryset: QuerySet[Answer], value: str) -> QuerySet[Answer]:
        """Narrow to answers whose firm is known, or is not."""
        return queryset.filter(firm__isnull=value == "no")

    def filter_cleaned(self, queryset: QuerySet[Answer], value: str) -> QuerySet[Answer]:
        """Narrow to answers that cleaning changed, or did not."""
        return queryset.exclude(log=[]) if value == "yes" else queryset.filter(log=[])


def answer_list(request: HttpRequest, answers: QuerySet[Answer], name: str, form: Form) -> RecordList:
    """Return the list of answers to a form as a page shows it; `name` names its download."""
    may_see_firms = request.access.can(Action.FIRM_VIEW)

    def firm(answer: Answer) -> Any:
        return answer.firm.name if may_see_firms and answer.firm else None

    def exported(answer: Answer) -> str | None:
        code = answer.values.get("F7")
        return form.question("F7").choice_label(code, _language()) if code else None

    return RecordList(
        request,
        answers,
        columns=[
            Column("ref", _("Firm reference"), value="firm_ref", sort="firm_ref", link=_address),
            Column("firm", _("Firm"), value=firm, sort="firm__name_kana"),
            Column("programme", _("Programme"), value="programme.short", sort="programme__position"),
            Column("cohort", _("Cohort"), value="cohort_fy", sort="cohort_fy"),
            Column("exported", _("Exported by own answer"), value=exported),
            Column("notes", _("Notes of cleaning"), value=_notes, kind="number"),
            Column("stored", _("Stored at"), value="stored_at", sort="stored_at", kind="moment"),
        ],
        filters=AnswerFilter,
        default_sort="ref",
        name=name,
        empty=_("No answer has been stored in this wave yet."),
    )


def _address(answer: Answer) -> str:
    return reverse("surveys:answer", args=[answer.pk])


def _language() -> str:
    return "en" if get_language() == "en" else "ja"


def _notes(answer: Answer) -> int:
    return len(answer.log)
