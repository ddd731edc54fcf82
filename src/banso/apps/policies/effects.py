"""Pages that hold a version against another: their tables, and what changes for everything that is open."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.policies.differences import changes, side_by_side
from banso.apps.policies.grids import sheets
from banso.apps.policies.heads import Head
from banso.apps.policies.impacts import Impact, impacts
from banso.apps.policies.models import PolicyVersion, State
from banso.apps.policies.notation import say
from banso.apps.policies.reach import find
from banso.web import formats
from banso.web.downloads import download

_A_PAGE = 50


@requires(Action.POLICY_VIEW)
@require_GET
def difference(request: HttpRequest, code: str) -> HttpResponse:
    """Every difference from another version, with the reason written down for it."""
    head, other = _pair(request, code)
    found = changes(sheets(other.files), head.sheets, head.version.change_notes) if other else []
    open_ = sum(change.note == "" for change in found)
    context = {
        "head": head,
        "other": other,
        "changes": found,
        "without_reason": open_,
        "choices": _choices(head),
    }
    return render(request, "policies/difference.html", context)


@requires(Action.POLICY_VIEW)
@require_GET
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Two versions side by side, row by row in sentences."""
    head, other = _pair(request, code)
    before = sheets(other.files) if other else {}
    names = [*head.sheets, *(name for name in before if name not in head.sheets)]
    tables = []
    for name in names if other else ():
        earlier, later = before.get(name), head.sheets.get(name)
        pairs = side_by_side(earlier, later)
        known = later or earlier
        assert known is not None
        tables.append(
            {"name": name, "title": say(known.table.title), "pairs": pairs,
             "same": all(pair.same for pair in pairs)}
        )  # fmt: skip
    same = [table["title"] for table in tables if table["same"]]
    context = {"head": head, "other": other, "tables": tables, "same": same, "choices": _choices(head)}
    return render(request, "policies/compare.html", context)


@requires(Action.RECORD_LIST)
@require_GET
def impact(request: HttpRequest, code: str) -> HttpResponse:
    """What the version would change for everything that is open; a part of it for the page of a table."""
    head, other = _pair(request, code)
    part = bool(request.headers.get("HX-Request"))
    found = impacts(other, head.version) if other else []
    context = {
        "head": head,
        "other": other,
        "readable": found is not None,
        "impacts": _of_table(found or [], head, request.GET.get("table", "")) if part else found,
        "choices": _choices(head),
        "part": part,
    }
    return render(request, "policies/parts/impact.html" if part else "policies/impact.html", context)


@requires(Action.RECORD_LIST)
@require_GET
def moved(request: HttpRequest, code: str) -> HttpResponse:
    """The cases that change: all of a kind, of one result, or of one cell of its matrix."""
    head, other = _pair(request, code)
    kind, result = request.GET.get("kind", ""), request.GET.get("result", "")
    found = impacts(other, head.version, kind) if other and kind else None
    if not found:
        raise Http404
    one = found[0]
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    rows = [_moved_row(one, case, change) for case, change in one.moved(result, before, after)]
    wanted = request.GET.get("format", "")
    if wanted in ("csv", "xlsx"):
        return _download(rows, wanted)
    page = Paginator(rows, _A_PAGE).get_page(request.GET.get("page"))
    column = one.columns.get(result)
    words = {code: column.word(None if code == "-" else code) for code in (before, after) if column and code}
    context = {
        "head": head,
        "other": other,
        "page_of": page,
        "count": len(rows),
        "kind": one.subject.words,
        "result": column.title if column else "",
        "before": words.get(before, ""),
        "after": words.get(after, ""),
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
    }
    return render(request, "policies/moved.html", context)


def _pair(request: HttpRequest, code: str) -> tuple[Head, PolicyVersion | None]:
    """The version, and the one to hold it against: that asked for by ``with``, else that in force."""
    access: Access = request.access  # type: ignore[attr-defined]
    head = Head(find(request, code), access)
    wanted = request.GET.get("with", "")
    return head, find(request, wanted) if wanted else head.other


def _choices(head: Head) -> list[PolicyVersion]:
    """The versions that may be held against this one."""
    versions = PolicyVersion.objects.filter(family=head.version.family).exclude(pk=head.version.pk)
    kept = versions.exclude(state=State.DISCARDED).defer("files").order_by("-in_force_from", "-id")
    return list(head.access.rows(Action.POLICY_VIEW, kept))


def _of_table(found: list[Impact], head: Head, table: str) -> list[Impact]:
    """The kinds of subjects for which a table matters; all if it answers nothing itself."""
    sheet = head.sheets.get(table)
    outputs = {output.name for output in sheet.table.outputs} if sheet else set()
    mine = [one for one in found if outputs & set(one.subject.decisions)]
    return (mine or found)[:1]


def _moved_row(one: Impact, case: Any, change: Any) -> dict[str, Any]:
    column = one.columns[change.result]
    return {
        "ref": case.ref,
        "address": one.subject.address(case.ref),
        "result": column.title,
        "before": _said(column, change.before),
        "after": _said(column, change.after),
        "rows_before": _rows(change.rows_before),
        "rows_after": _rows(change.rows_after),
    }


def _said(column: Any, value: Any) -> str:
    return _("not decided") if value is None else column.value(value)


def _rows(rows: Any) -> str:
    return "; ".join(f"{table} {', '.join(map(str, found))}" for table, found in rows.items() if found)


def _download(rows: list[dict[str, Any]], wanted: str) -> HttpResponse:
    # Late, so that a page does not load what only downloads need.
    from banso.engines.reporting import workbook

    labels = [
        _("Reference"),
        _("Result"),
        pgettext("policy", "Before"),
        pgettext("policy", "After"),
        _("Rows before"),
        _("Rows after"),
    ]
    names = ("ref", "result", "before", "after", "rows_before", "rows_after")
    write = workbook.write_csv if wanted == "csv" else workbook.write_xlsx
    name = f"changed-{formats.local_date(timezone.now())}.{wanted}"
    return download(write(labels, [[row[key] for key in names] for row in rows]), name)
