"""Pages of standing indicators: all of them, one by any of its dimensions, and the records behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.evidence import standing, words
from banso.apps.evidence.exports import CHARTS, chart_file, share_chart
from banso.apps.evidence.records import PARTS
from banso.apps.snapshots.models import Snapshot
from banso.apps.snapshots.selectors import newest, store_of
from banso.apps.snapshots.words import BROKEN
from banso.engines.evaluation.standing.definition import Definition, shipped
from banso.engines.evaluation.standing.evaluate import YEAR, Measure, records
from banso.engines.evaluation.star.store import BrokenSnapshot
from banso.engines.reporting.workbook import write_csv, write_xlsx
from banso.web.downloads import download
from banso.web.navigation import address

_PAGE = 50
#: Which page a record of a table leads to, by the kind of record.
_LEADS = {
    "case": "casework:case",
    "consultation": "intake:consultation",
    "need": "intake:consultation",
    "proposal": "intake:consultation",
    "application": "selection:application",
    "quote": "fees:quote",
    "inquiry": "inquiries:inquiry",
}


def _snapshot(request: HttpRequest) -> tuple[Snapshot | None, HttpResponse | None]:
    """The newest snapshot; else the page that says why there are no figures."""
    found = newest()
    context: dict[str, Any] = {"snapshot": found}
    if found is not None:
        try:
            store_of(found)
            return found, None
        except BrokenSnapshot as broken:
            context["broken"] = str(BROKEN[broken.rule]) % {"file": broken.file}
    return None, render(request, "evidence/standing_none.html", context, status=200 if found is None else 503)


@requires(Action.FIGURE_VIEW)
@require_GET
def standing_list(request: HttpRequest) -> HttpResponse:
    """Every standing indicator with its figure for a part of the records."""
    snapshot, none = _snapshot(request)
    if snapshot is None:
        return none  # type: ignore[return-value]
    filters = standing.StandingFilter(request, standing.years_of(snapshot))
    asked = filters.asked()
    found = standing.themes(snapshot, asked)
    shown = sum(len(rows) for _theme, rows in found)
    context = {
        "snapshot": snapshot,
        "filters": filters,
        "query": _query(filters),
        "themes": [(title, [_row(one, measure) for one, measure in rows]) for title, rows in found],
        "left_out": len(shipped()) - shown,
    }
    return render(request, "evidence/standing_list.html", context)


def _query(filters: standing.StandingFilter) -> str:
    kept = filters.query()
    return f"?{kept}" if kept else ""


def _row(one: Definition, measure: Measure) -> dict[str, Any]:
    return {
        "definition": one,
        "measure": measure,
        "told": standing.told(measure),
        "interval": standing.interval(measure),
    }


@requires(Action.FIGURE_VIEW)
@require_GET
def standing_indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: its figure, by a dimension, its definition, and what stands beside it."""
    one = _definition(code)
    snapshot, none = _snapshot(request)
    if snapshot is None:
        return none  # type: ignore[return-value]
    filters = standing.StandingFilter(request, standing.years_of(snapshot))
    measure = standing.whole(snapshot, one, filters.asked())
    by = _by(request, one)
    beside = [shipped()[name] for name in one.beside]
    context = {
        "snapshot": snapshot,
        "filters": filters,
        "query": _query(filters),
        "one": one,
        "row": _row(one, measure) if measure else None,
        "reached": measure.reached if measure else (),
        "compared": measure.comparison if measure else None,
        "by": by,
        "dimensions": [(name, standing.DIMENSIONS[name]) for name in (YEAR, *one.by)],
        "lines": standing.lines(snapshot, one, filters, by) if measure else [],
        "beside": [
            _row(each, found)
            for each in beside
            if (found := standing.whole(snapshot, each, filters.asked())) is not None
        ],
        "expressions": [(key, each.text) for key, each in one.expressions.items()],
        "missing_rule": words.MISSING_RULE,
        "may_list": request.access.can(Action.RECORD_LIST),  # type: ignore[attr-defined]
    }
    return render(request, "evidence/standing_indicator.html", context)


def _definition(code: str) -> Definition:
    one = standing.definition(code)
    if one is None:
        raise Http404
    return one


def _by(request: HttpRequest, one: Definition) -> str:
    asked = request.GET.get("by", YEAR)
    return asked if asked in one.by else YEAR


@requires(Action.FIGURE_VIEW)
@require_GET
def standing_file(request: HttpRequest, code: str, extension: str) -> HttpResponse:
    """What is on the screen, to take away."""
    one = _definition(code)
    snapshot, none = _snapshot(request)
    if snapshot is None:
        return none  # type: ignore[return-value]
    if extension in CHARTS and one.kind != "share":
        raise Http404
    filters = standing.StandingFilter(request, standing.years_of(snapshot))
    by = _by(request, one)
    lines = standing.lines(snapshot, one, filters, by)
    if extension in CHARTS:
        shares = [(line.label, line.measure.share) for line in lines if line.measure.share]
        return chart_file(share_chart(words.label(one.name), shares), f"{code}-{by}.{extension}")
    labels = [
        standing.DIMENSIONS[by],
        words.label(one.name),
        _("Count"),
        _("Base"),
        _("Missing"),
        _("95 % from"),
        _("95 % to"),
        _("Unit"),
        _("Why there is none"),
        _("Snapshot"),
    ]
    rows, made_of = [], f"{snapshot.name} {snapshot.digest[:12]}"
    for line in lines:
        measure = line.measure
        low, high = measure.interval or (None, None)
        share = measure.share
        value = share.percent if share else measure.value
        unit = "%" if share else words.label(one.unit)
        why = str(standing.WHY[measure.why]) if measure.why else None
        rows.append(
            [line.label, value, measure.counted, measure.base, measure.missing, low, high, unit, why, made_of]
        )
    data = write_csv(labels, rows) if extension == "csv" else write_xlsx(labels, rows, title=code)
    return download(data, f"{code}-{by}.{extension}")


@requires(Action.RECORD_LIST)
@require_GET
def standing_records(request: HttpRequest, code: str) -> HttpResponse:
    """The records that a figure counts, of its base, or missing, as they stood in the snapshot."""
    one = _definition(code)
    part = request.GET.get("part", "base" if one.kind != "share" else PARTS[0])
    if part not in PARTS:
        raise Http404
    snapshot, none = _snapshot(request)
    if snapshot is None:
        return none  # type: ignore[return-value]
    filters = standing.StandingFilter(request, standing.years_of(snapshot))
    asked = filters.asked()
    cell = {name: request.GET[name] for name in one.by if request.GET.get(name)}
    asked = replace(asked, where={**asked.where, **cell})
    if not asked.fits(one):
        raise Http404
    store = store_of(snapshot)
    keys = list(records(store, one, part, asked))  # type: ignore[arg-type]
    page = Paginator(keys, _PAGE).get_page(request.GET.get("page"))
    shown = _shown(one)
    table = store.table(one.table.name)
    key = one.table.columns[0].name
    found = store.ask(table.filter(table[key].isin(list(page.object_list))).select(key, *shown).order_by(key))
    lead, names = _LEADS.get(one.table.record), {name: standing.names_of(name) for name in shown}
    context = {
        "snapshot": snapshot,
        "one": one,
        "part": part,
        "count": len(keys),
        "pager": page,
        "columns": [
            (standing.column_words(name) or name, bool(standing.column_words(name))) for name in shown
        ],
        "rows": [
            (
                address(lead, row["ref"]) if lead and row.get("ref") else "",
                standing.cells(one, shown, row, names),
            )
            for row in found
        ],
        "query": _query(filters),
        "parts": [("base", _("Base")), ("counted", _("Counted")), ("missing", _("Missing"))],
        "cell": [
            (standing.DIMENSIONS[name], standing.label_of(name, code, standing.names_of(name)))
            for name, code in asked.where.items()
        ],
    }
    return render(request, "evidence/standing_records.html", context)


def _shown(one: Definition) -> list[str]:
    """The columns that tell a record: its reference, place and day, and what the expressions look at."""
    looked_at = [name for each in one.expressions.values() for name in each.columns]
    wanted = dict.fromkeys(("ref", "office", "service", one.dated_by, *looked_at))
    return [name for name in wanted if name in one.table.names]
