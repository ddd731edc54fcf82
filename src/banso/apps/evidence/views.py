"""Pages of evidence: the overview, definitions, the records behind a figure, and what can be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.evidence import exports, overview, words
from banso.apps.evidence.exports import CHARTS, chart_file
from banso.apps.evidence.filters import EvidenceFilter
from banso.apps.evidence.records import PARTS, record_list
from banso.apps.evidence.selectors import EVERYTHING, Evidence, indicators
from banso.engines.evaluation.catalogue import casework_indicators, survey_indicators
from banso.engines.evaluation.checks import checks
from banso.engines.evaluation.figures import Figure
from banso.engines.evaluation.indicators import Indicator
from banso.engines.evaluation.tables import row_indicators, table_definitions
from banso.engines.reporting.workbook import Sheet, write_csv, write_workbook, write_xlsx
from banso.web.demonstration import is_demonstration
from banso.web.downloads import download


def _asked(request: HttpRequest) -> tuple[EvidenceFilter, Evidence]:
    """The filters of the address and the records that pass them."""
    filters = EvidenceFilter(request)
    return filters, Evidence(filters.chosen_wave(), filters.chosen_part())


def _context(request: HttpRequest, filters: EvidenceFilter, evidence: Evidence) -> dict[str, Any]:
    """What every page about figures needs."""
    return {
        "filters": filters,
        "evidence": evidence,
        "narrowed": evidence.part != EVERYTHING,
        "part_query": filters.query(),
        "may_list": request.access.can(Action.RECORD_LIST),  # type: ignore[attr-defined]
    }


@requires(Action.FIGURE_VIEW)
def show_overview(request: HttpRequest) -> HttpResponse:
    """Both programmes: did support make firms export, do exports last, do firms go on alone."""
    filters, evidence = _asked(request)
    answered = [record["programme"] for record in evidence.answers]
    headlines = overview.headlines(evidence)
    context = _context(request, filters, evidence) | {
        "answer_count": len(answered),
        "answer_counts": (answered.count("consortium"), answered.count("ec")),
        "headlines": headlines,
        "headline_notes": overview.headline_notes(headlines),
        "matches": overview.matches(evidence),
        "tables": overview.tables(evidence, invented=is_demonstration()),
        "beside": [
            (words.PROGRAMMES[programme], rows) for programme, rows in overview.beside(evidence).items()
        ],
        "adoption": evidence.figure(survey_indicators()["x1-c-adoption"]),
        "adoption_by_year": overview.adoption_by_year(evidence),
        "checks": overview.failed_checks(evidence),
    }
    return render(request, "evidence/overview.html", context)


@requires(Action.FIGURE_VIEW)
def indicator_list(request: HttpRequest) -> HttpResponse:
    """All definitions with their present figures."""
    filters, evidence = _asked(request)
    groups = [
        (_("Indicators of the survey"), survey_indicators()),
        (_("From casework"), casework_indicators()),
        (_("Rows that the survey does not print"), row_indicators()),
    ]
    context = _context(request, filters, evidence) | {
        "groups": [(title, [evidence.figure(one) for one in found.values()]) for title, found in groups],
    }
    return render(request, "evidence/indicator_list.html", context)


@requires(Action.FIGURE_VIEW)
def indicator(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """One definition, its figure and what was published."""
    definition = _indicator(indicator_id)
    filters, evidence = _asked(request)
    by_office = indicator_id == "x1-c-adoption"
    context = _context(request, filters, evidence) | {
        "indicator": definition,
        "figure": evidence.figure(definition),
        "source": words.SOURCES[definition.source],
        "dated_by": words.DATES[definition.dated_by],
        "missing_rule": words.MISSING_RULE,
        "programme": words.PROGRAMMES[definition.programme],
        "base_conditions": words.conditions(definition, definition.base),
        "count_conditions": words.conditions(definition, definition.counts),
        "adoption_by_year": overview.adoption_by_year(evidence) if by_office else [],
        "adoption_by_office": overview.adoption_by_office(evidence, filters.offices) if by_office else [],
    }
    return render(request, "evidence/indicator.html", context)


@requires(Action.RECORD_LIST)
def records(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """The records that a figure counts, or its base, or those missing: by the definition that made it."""
    definition = _indicator(indicator_id)
    part = request.GET.get("part", PARTS[0])
    if part not in PARTS:
        raise Http404
    filters, evidence = _asked(request)
    figure, selection = evidence.figure(definition), evidence.selection(definition)
    found = getattr(selection, part)
    context = _context(request, filters, evidence) | {
        "indicator": definition,
        "figure": figure,
        "programme": words.PROGRAMMES[definition.programme],
        "part": part,
        "parts": [
            ("counted", _("Counted"), len(selection.counted)),
            ("base", _("Base"), len(selection.base)),
            ("missing", _("Missing"), len(selection.missing)),
        ],
    }
    name = f"{indicator_id}-{part}"
    return record_list(request, definition, found, name).response("evidence/records.html", context)


@requires(Action.FIGURE_VIEW)
def check_list(request: HttpRequest) -> HttpResponse:
    """Bases and sums that must agree, in print and in all answers of a wave."""
    filters = EvidenceFilter(request)
    evidence = Evidence(filters.chosen_wave())
    context = _context(request, filters, evidence) | {"checks": checks(evidence.answers)}
    return render(request, "evidence/check_list.html", context)


@requires(Action.FIGURE_VIEW)
def figure_file(request: HttpRequest, indicator_id: str, extension: str) -> HttpResponse:
    """One figure to take away."""
    _filters, evidence = _asked(request)
    found = evidence.figure(_indicator(indicator_id))
    return _figures_file(indicator_id, extension, words.label(found.indicator.label), [found])


@requires(Action.FIGURE_VIEW)
def table_file(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """A table or figure of the survey to take away."""
    if code not in table_definitions():
        raise Http404
    _filters, evidence = _asked(request)
    table = evidence.tables()[code]
    if extension in CHARTS:
        return chart_file(exports.table_chart(table), f"{code}.{extension}")
    return _rows_file(code, extension, words.label(table.definition.number), exports.table_rows(table))


@requires(Action.FIGURE_VIEW)
def match_file(request: HttpRequest, extension: str) -> HttpResponse:
    """The check against print to take away."""
    _filters, evidence = _asked(request)
    found = [figure for match in overview.matches(evidence) for figure in match.figures]
    return _figures_file("check", extension, _("Check against the published values"), found)


@requires(Action.FIGURE_VIEW)
def comparison_file(request: HttpRequest, extension: str) -> HttpResponse:
    """Answers beside casework to take away."""
    _filters, evidence = _asked(request)
    found = overview.beside(evidence)
    title = _("Answers beside casework")
    if extension in CHARTS:
        pairs = [
            (words.joined(str(words.SHORT[programme]), str(row.question)), row.answered, row.recorded)
            for programme, rows in found.items()
            for row in rows
        ]
        return chart_file(exports.comparison_chart(title, pairs), f"comparison.{extension}")
    return _rows_file("comparison", extension, title, exports.comparison_rows(found))


@requires(Action.FIGURE_VIEW)
def adoption_file(request: HttpRequest, by: str, extension: str) -> HttpResponse:
    """The adoption rate by fiscal year or by office to take away."""
    filters, evidence = _asked(request)
    if by == "year":
        found = overview.adoption_by_year(evidence)
    else:
        offices = overview.adoption_by_office(evidence, filters.offices)
        found = [(office.name, figure) for office, figure in offices]
    title = _("Adoption rate of hands-on support")
    if extension in CHARTS:
        return chart_file(exports.named_chart(title, found), f"adoption-{by}.{extension}")
    return _rows_file(f"adoption-{by}", extension, title, exports.named_rows(found))


@requires(Action.FIGURE_VIEW)
def workbook(request: HttpRequest) -> HttpResponse:
    """Everything on the overview as one workbook."""
    filters, evidence = _asked(request)
    offices = overview.adoption_by_office(evidence, filters.offices)
    sheets = [
        Sheet(_("Figures"), *exports.figure_rows(evidence.figures())),
        *(
            Sheet(words.label(table.definition.number), *exports.table_rows(table))
            for table in evidence.tables().values()
        ),
        Sheet(_("Answers beside casework"), *exports.comparison_rows(overview.beside(evidence))),
        Sheet(_("Adoption by year"), *exports.named_rows(overview.adoption_by_year(evidence))),
        Sheet(_("Adoption by office"), *exports.named_rows([(office.name, one) for office, one in offices])),
    ]
    return download(write_workbook(sheets), "evidence.xlsx")


def _indicator(indicator_id: str) -> Indicator:
    try:
        return indicators()[indicator_id]
    except KeyError:
        raise Http404 from None


def _figures_file(name: str, extension: str, title: str, found: Sequence[Figure]) -> HttpResponse:
    if extension in CHARTS:
        return chart_file(exports.figures_chart(title, found), f"{name}.{extension}")
    return _rows_file(name, extension, title, exports.figure_rows(found))


def _rows_file(name: str, extension: str, title: str, rows: exports.Rows) -> HttpResponse:
    data = write_csv(*rows) if extension == "csv" else write_xlsx(*rows, title=title)
    return download(data, f"{name}.{extension}")
