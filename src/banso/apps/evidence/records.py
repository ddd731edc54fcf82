"""The lists of records that a figure counts, each leading to its record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Case
from banso.apps.evidence import words
from banso.apps.evidence.selectors import Record
from banso.apps.selection.models import Determination
from banso.apps.surveys.models import Answer
from banso.engines.evaluation.indicators import Indicator
from banso.engines.questionnaire.form import SUPPORTED_FIRM, shipped
from banso.web.formats import language
from banso.web.lists import Column, RecordList
from banso.web.navigation import address

#: Parts of a figure: what is counted, its base, what is missing.
PARTS = ("counted", "base", "missing")
_EMPTY = _("No record belongs here.")


def record_list(
    request: HttpRequest, indicator: Indicator, records: Sequence[Record], name: str
) -> RecordList:
    """The list of some records of an indicator's source, as far as the person may see them."""
    keys = [record["pk"] for record in records]
    match indicator.source:
        case "answers":
            return _answers(request, indicator, keys, name)
        case "cases":
            return _cases(request, {record["pk"]: record for record in records}, name)
        case "determinations":
            return _determinations(request, keys, name)


def _answers(request: HttpRequest, indicator: Indicator, keys: Sequence[int], name: str) -> RecordList:
    access: Any = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.ANSWER_VIEW, Answer.objects.filter(pk__in=keys))
    may_see_firms = access.can(Action.FIRM_VIEW)
    codes = dict.fromkeys((*indicator.base.codes, *indicator.counts.codes, *_codes_below(indicator)))
    return RecordList(
        request,
        rows.select_related("programme", "firm__office"),
        columns=[
            Column(
                "ref",
                _("Firm reference"),
                value="firm_ref",
                sort="firm_ref",
                link=lambda answer: reverse("surveys:answer", args=[answer.pk]),
            ),
            Column(
                "firm",
                _("Firm"),
                value=lambda answer: answer.firm.name if may_see_firms and answer.firm else None,
                sort="firm__name_kana",
            ),
            Column("office", _("Office"), value="firm.office.name", sort="firm__office__position"),
            Column("programme", _("Programme"), value="programme.short", sort="programme__position"),
            Column("cohort", _("Cohort"), value="cohort_fy", sort="cohort_fy"),
            *(_question_column(code) for code in codes),
        ],
        default_sort="ref",
        name=name,
        empty=_EMPTY,
    )


def _codes_below(indicator: Indicator) -> tuple[str, ...]:
    groups = (*indicator.comparison, *indicator.by)
    return tuple(code for group in groups for code in (*group.base.codes, *group.counts.codes))


def _question_column(code: str) -> Column:
    """What was answered to one question, in the words of the form."""
    question = shipped(SUPPORTED_FIRM).question(code)

    def answered(answer: Answer) -> Any:
        value = answer.values.get(code)
        if value is None or isinstance(value, int):
            return value
        chosen = value if isinstance(value, list) else [value]
        return words.listed(question.choice_label(choice, language()) for choice in chosen)

    return Column(code, f"{code} {question.label(language())}", value=answered)


def _cases(request: HttpRequest, records: dict[int, Record], name: str) -> RecordList:
    rows = request.access.rows(Action.CASE_VIEW, Case.objects.filter(pk__in=list(records)))  # type: ignore[attr-defined]
    said_as = {
        "yes": _("Yes"),
        "no": _("No"),
        "set": pgettext_lazy("goal", "Set"),
        "none": pgettext_lazy("goal", "None"),
        "done": pgettext_lazy("own effort", "Done"),
    }

    def said(key: str) -> Any:
        return lambda case: said_as.get(records[case.pk].get(key, ""))

    return RecordList(
        request,
        rows.select_related("firm", "office", "service"),
        columns=[
            Column(
                "ref",
                _("Case"),
                sort="ref",
                link=lambda case: reverse("casework:case", args=[case.ref]),
            ),
            Column("firm", _("Firm"), value="firm.name", sort="firm__name_kana"),
            Column("office", _("Office"), value="office.name", sort="office__position"),
            Column("service", _("Service"), value="service.name", sort="service__position"),
            Column("started_on", _("Support began"), sort="started_on", kind="day"),
            Column("success", _("Export on record"), value=said("success")),
            Column("samples", _("With samples"), value=said("success_with_samples")),
            Column("goal", _("Goal"), value=said("goal")),
            Column("attained", _("Goal met"), value=said("attained")),
            Column("effort", _("Own effort"), value=said("effort")),
        ],
        default_sort="ref",
        name=name,
        empty=_EMPTY,
    )


def _determinations(request: HttpRequest, keys: Sequence[int], name: str) -> RecordList:
    access: Any = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.APPLICATION_VIEW, Determination.objects.filter(pk__in=keys))
    return RecordList(
        request,
        rows.select_related("application__firm", "application__office", "application__service"),
        columns=[
            Column(
                "ref",
                _("Application"),
                value="application.ref",
                sort="application__ref",
                link=lambda found: address("selection:application", found.application.ref),
            ),
            Column("firm", _("Firm"), value="application.firm.name", sort="application__firm__name_kana"),
            Column(
                "office", _("Office"), value="application.office.name", sort="application__office__position"
            ),
            Column("service", _("Service"), value="application.service.name"),
            Column("day", _("Determined on"), value="determined_on", sort="determined_on", kind="day"),
            Column("outcome", _("Outcome"), value=lambda found: found.get_outcome_display(), sort="outcome"),
        ],
        default_sort="ref",
        name=name,
        empty=_EMPTY,
    )
