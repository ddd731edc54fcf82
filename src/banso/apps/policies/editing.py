"""A draft's table as a form: rows added and moved without being stored, checked while typed, and saved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.journal.selectors import timeline
from banso.apps.policies import services
from banso.apps.policies.checking import Panel, gaps, panel
from banso.apps.policies.differences import changes
from banso.apps.policies.grids import Cells, Sheet, grid, sheets, stored_columns
from banso.apps.policies.heads import Head
from banso.apps.policies.models import PolicyVersion, State
from banso.apps.policies.reach import find
from banso.engines.policy.folder import csv_of, rows_of

#: A larger table is read here and edited in its workbook: a browser's form would not carry it.
MOST_CELLS = 15_000
_EVENTS_SHOWN = 10
#: Rows as typed: the key of each, and its cells as they would be stored.
Typed = list[tuple[str, Cells]]

_KEY = re.compile(r"[a-z0-9]{1,24}")


def fits(sheet: Sheet) -> bool:
    """Whether a table is small enough to be edited on a page."""
    return len(sheet.rows) * (len(sheet.columns) + 4) <= MOST_CELLS


def page(
    request: HttpRequest,
    head: Head,
    typed: Typed | None = None,
    notes: dict[str, str] | None = None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a draft's table, with what was typed and is not saved yet."""
    return render(
        request, "policies/version.html", context(head, typed, notes, refused=refused), status=status
    )


def context(
    head: Head,
    typed: Typed | None = None,
    notes: dict[str, str] | None = None,
    *,
    refused: str = "",
) -> dict[str, Any]:
    """What the page of a table shows, to read or to edit."""
    if not head.table:
        return {"head": head, "grid": None}
    sheet = head.sheets[head.table]
    others = sheets(head.other.files) if head.other else {}
    shown = grid(sheet, others.get(head.table), typed)
    stored = {key: note for key, note in head.version.change_notes.items()}
    if notes is not None:
        stored |= {f"{head.table}/{key}": note for key, note in notes.items()}
    found = _panel(head.version, shown.name, _rows(sheet) if typed is None else typed)
    return {
        "head": head,
        "grid": shown,
        "panel": found,
        "marked": found.by_cell(),
        "changes": changes(others, head.sheets, stored, only=head.table, typed=shown) if others else [],
        "refused": refused,
        "editing": head.editing and fits(sheet),
        "too_large": head.editing and not fits(sheet),
        "log": timeline([("policy", head.version.code)], limit=_EVENTS_SHOWN),
        "blank": grid(sheet, None, [("__key__", {})]).lines[0],
    }


@requires(Action.POLICY_EDIT)
@require_http_methods(["GET", "POST"])
def save(request: HttpRequest, code: str, table: str) -> HttpResponse:
    """Store what was typed; or add, remove and move rows without storing anything."""
    version = find(request, code, Action.POLICY_EDIT)
    address = reverse("policies:table", args=[code, table])
    if request.method != "POST":
        return redirect(address)
    head = Head(version, request.access, table)  # type: ignore[attr-defined]
    if table not in head.sheets:
        raise Http404
    sheet = head.sheets[table]
    typed, notes = typed_rows(request.POST, sheet), typed_notes(request.POST)
    do = request.POST.get("do", "")
    if do:
        rows = _done(typed, do, request.POST.get("at", ""), version, sheet)
        return page(request, head, rows, notes)
    kept = [(key, row) for key, row in typed if any(row.values())]
    by_row = {place: notes.get(key, "") for place, (key, _row) in enumerate(kept, start=1)}
    try:
        services.save_table(
            request.access.actor(Action.POLICY_EDIT),  # type: ignore[attr-defined]
            version,
            table,
            [dict(row) for _key, row in kept],
            _edition(request.POST),
            by_row,
        )
    except Refused as refused:
        # The edition of now goes out with the page: sent again, what was typed counts.
        head = Head(find(request, code, Action.POLICY_EDIT), request.access, table)  # type: ignore[attr-defined]
        return page(request, head, typed, notes, refused=refused.message, status=409)
    messages.success(request, _("The table is saved."))
    return redirect(address)


@requires(Action.POLICY_EDIT)
@require_POST
def check(request: HttpRequest, code: str, table: str) -> HttpResponse:
    """The check of what is typed, stored or not: the panel alone."""
    version = find(request, code, Action.POLICY_EDIT)
    sheet = sheets(version.files).get(table)
    if sheet is None or version.state != State.DRAFT:
        raise Http404
    found = _panel(version, table, typed_rows(request.POST, sheet))
    context = {"panel": found, "editing": True, "at": request.access.at, "version": version}  # type: ignore[attr-defined]
    return render(request, "policies/parts/check.html", context)


def typed_rows(data: QueryDict, sheet: Sheet) -> Typed:
    """The rows of the form in their order, cells as they would be stored."""
    rows: Typed = []
    columns = stored_columns(sheet)
    for key in dict.fromkeys(data.getlist("row")):
        if _KEY.fullmatch(key):
            rows.append((key, {c.name: c.stored(data.get(f"{key}.{c.name}", "")) for c in columns}))
    return rows


def typed_notes(data: QueryDict) -> dict[str, str]:
    """Why rows were changed, by the key of the row."""
    return {
        name.removeprefix("note."): " ".join(str(value).split())
        for name, value in data.items()
        if name.startswith("note.")
    }


def _edition(data: QueryDict) -> int:
    text = data.get("edition", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _rows(sheet: Sheet) -> Typed:
    return [(str(number), row) for number, row in enumerate(sheet.rows, start=1)]


def _panel(version: PolicyVersion, table: str, rows: Typed) -> Panel:
    """The check of a version with these rows in one of its tables. Rows in which nothing stands are none."""
    name = f"{table}.csv"
    header, _stored = rows_of(version.files[name])
    filled = [(key, number, row) for number, (key, row) in enumerate(rows, start=1) if any(row.values())]
    text = csv_of(header, [[row.get(column, "") for column in header] for _key, _number, row in filled])
    return panel({**version.files, name: text}, table, [(key, number) for key, number, _row in filled])


def _done(typed: Typed, do: str, at: str, version: PolicyVersion, sheet: Sheet) -> Typed:
    """The rows after one is added, copied, moved or removed. Without a row chosen the last one is meant."""
    rows = list(typed)
    place = next((n for n, (key, _row) in enumerate(rows) if key == at), len(rows) - 1)
    blank: Cells = {}
    if do == "add" or (do == "duplicate" and not rows):
        rows.insert(place + 1, (_new_key(rows), blank))
    elif do == "duplicate":
        rows.insert(place + 1, (_new_key(rows), dict(rows[place][1])))
    elif do == "remove" and rows:
        del rows[place]
    elif do == "up" and place > 0:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    elif do == "down" and place < len(rows) - 1:
        rows[place + 1], rows[place] = rows[place], rows[place + 1]
    elif do.startswith("gap."):
        rows.append((_new_key(rows), _of_gap(do, version, sheet, typed)))
    return rows


def _of_gap(do: str, version: PolicyVersion, sheet: Sheet, typed: Typed) -> Cells:
    """A row for cases that no row covers: their conditions, results still open."""
    name = f"{sheet.table.name}.csv"
    header, _stored = rows_of(version.files[name])
    text = csv_of(header, [[row.get(c, "") for c in header] for _key, row in typed if any(row.values())])
    found = gaps({**version.files, name: text}, sheet.table.name)
    number = do.removeprefix("gap.")
    tests = found[int(number)] if number.isdecimal() and int(number) < len(found) else {}
    return {column.name: tests.get(column.name, "-") for column in sheet.columns if not column.is_result}


def _new_key(rows: Sequence[tuple[str, Cells]]) -> str:
    taken = {key for key, _row in rows}
    return next(f"n{n}" for n in range(1, len(rows) + 2) if f"n{n}" not in taken)
