"""Reports of offices: all of them, where they differ from the records, one, and confirming it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Office
from banso.apps.journal.actor import Actor
from banso.apps.journal.selectors import timeline
from banso.apps.surveys.forms_kept import form_of
from banso.apps.surveys.models import Answer, Asked, FrameUnit, OfficeCorrection, WaveState
from banso.apps.surveys.office_forms import ReportForm
from banso.apps.surveys.office_lines import number, parts_of, percentage, share
from banso.apps.surveys.office_reports import (
    ReportData,
    confirm_report,
    judged,
    known_of,
    reports,
    subject_of_report,
    warnings_of,
    year_of,
)
from banso.apps.surveys.questions import language_of
from banso.engines.questionnaire.form import Form
from banso.web import formats, forms
from banso.web.acts import Act, Text
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

_CONFIRMED = _("Confirmed by the office")
_WAITS = pgettext_lazy("office report", "Waits for the office")
_MISSING = _("Not confirmed in time")
_YES_NO = [("", _("All")), ("yes", _CONFIRMED), ("no", _("Not confirmed"))]


def _within(request: HttpRequest) -> QuerySet[FrameUnit]:
    access: Access = request.access  # type: ignore[attr-defined]
    return access.rows(Action.OFFICE_REPORT_VIEW, reports())


def answer_of(unit: FrameUnit) -> Answer | None:
    """The report as it was confirmed, if it was."""
    return getattr(unit, "answer", None)


def state_of(unit: FrameUnit) -> tuple[str, Text]:
    """How a report stands: the mark and the word."""
    if unit.answered_at is not None:
        return "ok", _CONFIRMED
    return ("now", _WAITS) if unit.wave.state == WaveState.OPEN else ("late", _MISSING)


class _Filter(forms.FilterForm):
    """Which reports."""

    office = forms.ModelChoiceField(Office.objects.order_by("position", "code"), label=_("Office"))
    confirmed = forms.ChoiceField(label=_("State"), choices=_YES_NO)

    def filter_confirmed(self, queryset: QuerySet[FrameUnit], value: str) -> QuerySet[FrameUnit]:
        """Narrow to reports that were confirmed, or were not."""
        return queryset.filter(answered_at__isnull=value == "no")


def _address(unit: FrameUnit) -> str:
    return reverse("surveys:office_report", args=[unit.pk])


def _value(code: str) -> Any:
    """A value of the confirmed report, if there is one."""

    def value(unit: FrameUnit) -> Any:
        answer = answer_of(unit)
        return answer.values.get(code) if answer else None

    return value


def _by(unit: FrameUnit) -> str:
    answer = answer_of(unit)
    return answer.stored_by.name if answer and answer.stored_by else "–"


@requires(Action.OFFICE_REPORT_VIEW)
@require_GET
def office_report_list(request: HttpRequest) -> HttpResponse:
    """All reports within reach, the latest year first."""
    records = RecordList(
        request,
        _within(request),
        columns=[
            Column("office", _("Office"), value="office.name", sort="office__position", link=_address),
            Column(
                "year",
                _("Fiscal year"),
                value=lambda unit: formats.fiscal(year_of(unit.wave)),
                sort="wave__asked_on",
            ),
            Column(
                "state", _("State"), value=lambda unit: state_of(unit)[1], html=_state, sort="answered_at"
            ),
            Column("confirmed_at", _("Confirmed at"), value="answered_at", kind="moment", html=_moment),
            Column("confirmed_by", _("Confirmed by"), value=_by),
            Column(
                "corrected", _("Differs from the records in"), sort="corrected", kind="number", html=_count
            ),
            Column(
                "utilisation",
                _("Hours worked of those available"),
                value=lambda unit: percentage(_value("J6u")(unit)),
                kind="number",
                html=lambda unit: conditional_escape(share(_value("J6u")(unit))),
            ),
            Column(
                "adopted",
                _("Hands-on support adopted"),
                value=lambda unit: percentage(_value("J11u")(unit)),
                kind="number",
                html=lambda unit: conditional_escape(share(_value("J11u")(unit))),
            ),
        ],
        filters=_Filter,
        default_sort="-year",
        name="office-reports",
        empty=_("No wave has asked offices for their year yet."),
    )
    return records.response(
        "surveys/office_report_list.html",
        {"may_type": request.access.can(Action.ANSWER_TYPE)},  # type: ignore[attr-defined]
    )


def _state(unit: FrameUnit) -> Any:
    return status(*state_of(unit))


def _moment(unit: FrameUnit) -> Any:
    return formats.moment(unit.answered_at) if unit.answered_at else "–"


def _count(unit: FrameUnit) -> Any:
    return formats.number(unit.corrected) if unit.answered_at else "–"  # type: ignore[attr-defined]


class _DifferenceFilter(forms.FilterForm):
    """Which differences."""

    office = forms.ModelChoiceField(Office.objects.order_by("position", "code"), label=_("Office"))
    lookups = {"office": "unit__office"}


@requires(Action.OFFICE_REPORT_VIEW)
@require_GET
def office_difference_list(request: HttpRequest) -> HttpResponse:
    """Where offices say something else than the records, question by question."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = OfficeCorrection.objects.filter(unit__wave__asked=Asked.OFFICES)
    rows = rows.select_related("unit__wave__edition", "unit__office").defer("unit__wave__edition__workbook")
    records = RecordList(
        request,
        access.rows(Action.OFFICE_REPORT_VIEW, rows),
        columns=[
            Column(
                "office",
                _("Office"),
                value="unit.office.name",
                sort="unit__office__position",
                link=lambda row: _address(row.unit),
            ),
            Column(
                "year",
                _("Fiscal year"),
                value=lambda row: formats.fiscal(year_of(row.unit.wave)),
                sort="unit__wave__asked_on",
            ),
            Column("question", _("Question"), value=_question, sort="question"),
            Column(
                "known",
                pgettext_lazy("office", "From records"),
                kind="number",
                html=lambda row: conditional_escape(number(row.known)),
            ),
            Column(
                "given",
                pgettext_lazy("office", "As confirmed"),
                kind="number",
                html=lambda row: conditional_escape(number(row.given)),
            ),
            Column("reason", _("Reason")),
        ],
        filters=_DifferenceFilter,
        default_sort="-year",
        name="office-differences",
        empty=_("No office has confirmed another number than the records."),
    )
    return records.response("surveys/office_difference_list.html", {})


def _question(row: OfficeCorrection) -> str:
    form = form_of(row.unit.wave.edition)
    return f"{row.question} {form.question(row.question).label(language_of(form))}"


@requires(Action.OFFICE_REPORT_VIEW)
@require_GET
def office_report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: what the records say, what the office confirmed, and why it differs."""
    access: Access = request.access  # type: ignore[attr-defined]
    unit = get_object_or_404(_within(request), pk=pk)
    answer, form = answer_of(unit), form_of(unit.wave.edition)
    known = unit.facts.get("records", {}) if answer else known_of(unit)
    given = answer.values if answer else {code: value for code, value in known.items() if value is not None}
    nodes = judged(form, unit, _typed(given), access.today)
    context = {
        "unit": unit,
        "answer": answer,
        "year": year_of(unit.wave),
        "state": state_of(unit),
        "parts": parts_of(form, unit, known, access, answer),
        "warnings": _words(form, nodes),
        "utilisation": share(nodes["J6u"].value),
        "adopted": share(nodes["J11u"].value),
        "may_confirm": unit.wave.state == WaveState.OPEN
        and access.allows(Action.OFFICE_REPORT_CONFIRM, unit),
        "timeline": timeline([subject_of_report(unit)], limit=20),
    }
    return render(request, "surveys/office_report.html", context)


def _typed(values: Any) -> dict[str, Any]:
    """Stored values as they would be typed."""
    return {
        code: value if isinstance(value, list) else str(value)
        for code, value in values.items()
        if value is not None
    }


def _words(form: Form, nodes: Any) -> list[str]:
    language = language_of(form)
    return [node.question.label(language) for node in warnings_of(nodes)]


class ConfirmReport(Act):
    """Confirm the report of the own office: figures of the records stand there, others need a reason."""

    action = Action.OFFICE_REPORT_CONFIRM
    title, verb = _("Confirm the year of the office"), _("Confirm the report")
    done = _("The report is confirmed.")
    template = "surveys/office_report_confirm.html"
    unit: FrameUnit

    def find(self, *, pk: int = 0) -> None:
        """The report within reach, with what the records say of it."""
        self.unit = get_object_or_404(self.access.rows(self.action, reports()), pk=pk)
        self.answer = answer_of(self.unit)
        self.asked = form_of(self.unit.wave.edition)
        self.known_figures = known_of(self.unit)

    def form(self, data: Any) -> ReportForm:
        """The questions, begun with what was confirmed, else with the records."""
        parts = parts_of(self.asked, self.unit, self.known_figures, self.access)
        known = {code: value for code, value in self.known_figures.items() if value is not None}
        initial: dict[str, Any] = dict(self.answer.values if self.answer else known)
        for row in self.unit.corrections.all():
            initial[f"{row.question}_reason"] = row.reason
        plain = {
            code: number(value).replace(",", "") if code in known else value
            for code, value in initial.items()
        }
        return ReportForm(data, parts, language_of(self.asked), plain)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Confirm it. Every fault is shown beside its field."""
        given = {code: " ".join(value) if isinstance(value, list) else value for code, value in data.items()}
        answers = {code: value for code, value in given.items() if not code.endswith("_reason")}
        reasons = {
            code.removesuffix("_reason"): value for code, value in given.items() if code not in answers
        }
        confirm_report(actor, self.unit, ReportData(answers, reasons))

    def back(self) -> str:
        """The report."""
        return _address(self.unit)

    def crumbs(self) -> list[tuple[str, Text]]:
        """The reports, and this one."""
        name = self.unit.office.name if self.unit.office else ""
        return [(reverse("surveys:office_report_list"), _("Reports of offices")), (self.back(), name)]

    def subtitle(self) -> Text:
        """The year."""
        return formats.fiscal(year_of(self.unit.wave))
