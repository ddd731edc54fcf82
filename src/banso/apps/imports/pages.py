"""The pages of bulk imports: the list, sending a file, its columns, the try, and the reconciliation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banso.apps import progress
from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.imports import report
from banso.apps.imports.kinds import KINDS
from banso.apps.imports.models import ImportRun, RunState
from banso.apps.imports.services import begin, map_columns, table_of
from banso.apps.imports.tasks import run_import
from banso.apps.mapping import ColumnsForm
from banso.web import forms
from banso.web.downloads import download
from banso.web.lists import Column, RecordList

#: A page shows so many rows of a file and so many errors; the workbook has all that were kept.
_PREVIEW, _SHOWN = 5, 100
_BUSY = (RunState.CHECKING, RunState.STORING)


class FileForm(forms.Form):
    """A file and what it holds."""

    kind = forms.ChoiceField(label=gettext_lazy("What the file holds"), widget=forms.RadioSelect)
    file = forms.UploadField(
        label=gettext_lazy("File"),
        accept=".csv,.xlsx",
        help_text=gettext_lazy("CSV (UTF-8 or Shift JIS) or Excel workbook; of a workbook the first sheet."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in KINDS.values()]


@requires(Action.BULK_IMPORT)
@require_GET
def run_list(request: HttpRequest) -> HttpResponse:
    """The files sent so far, latest first, and the templates."""
    records = RecordList(
        request,
        ImportRun.objects.select_related("sent_by"),
        columns=[
            Column("ref", gettext_lazy("Reference"), link=lambda run: reverse("imports:run", args=[run.ref])),
            Column("kind", gettext_lazy("What it holds"), value=lambda run: KINDS[run.kind].label),
            Column("name", gettext_lazy("File")),
            Column("state", gettext_lazy("State"), value="get_state_display", sort="state"),
            Column("sent_at", gettext_lazy("Sent at"), kind="moment", sort="sent_at"),
            Column("sent_by", gettext_lazy("Sent by")),
        ],
        default_sort="-sent_at",
        name="imports",
        empty=gettext_lazy("No file was sent yet."),
    )
    return records.response("imports/run_list.html", {"kinds": KINDS.values()})


@requires(Action.BULK_IMPORT)
@require_GET
def template(request: HttpRequest, kind: str, extension: str) -> HttpResponse:
    """A template to fill in."""
    if kind not in KINDS or extension not in ("csv", "xlsx"):
        raise Http404
    return download(report.template(KINDS[kind], extension), f"banso-{kind}.{extension}")


@requires(Action.BULK_IMPORT)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Send a file."""
    form = FileForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind")})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = begin(_actor(request), KINDS[form.cleaned_data["kind"]], file.name, file.read())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("imports:columns", run.ref)
    return render(request, "imports/send.html", {"form": form})


@requires(Action.BULK_IMPORT)
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, ref: str) -> HttpResponse:
    """Say which column holds what; the first rows stand beside. Then the file is tried."""
    run = get_object_or_404(ImportRun, ref=ref)
    if run.state in (*_BUSY, RunState.STORED):
        return redirect("imports:run", run.ref)
    table = table_of(run)
    form = ColumnsForm(KINDS[run.kind].fields, table.header, request.POST or None, initial=run.columns)
    if request.method == "POST" and form.is_valid():
        try:
            map_columns(_actor(request), run, form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            _queue(request, run, store=False)
            return redirect("imports:run", run.ref)
    rows = [[row.cells.get(name, "") for name in table.header] for row in table.rows[:_PREVIEW]]
    context = {"run": run, "kind": KINDS[run.kind], "form": form, "header": table.header, "rows": rows}
    return render(request, "imports/columns.html", {**context, "count": len(table.rows)})


@requires(Action.BULK_IMPORT)
@require_GET
def run_page(request: HttpRequest, ref: str) -> HttpResponse:
    """What became of a file: its progress, its errors, and the reconciliation."""
    run = get_object_or_404(ImportRun, ref=ref)
    errors = (run.outcome or {}).get("errors", [])
    context = {
        "run": run,
        "kind": KINDS[run.kind],
        "busy": run.state in _BUSY,
        "percent": progress.percent(f"imports/{run.ref}") if run.state in _BUSY else 0,
        "figures": report.figures(run),
        "errors": errors[:_SHOWN],
        "errors_left": max((run.outcome or {}).get("error_count", 0) - _SHOWN, 0),
        "may_store": run.state == RunState.CHECKED,
        "may_change": run.state not in (*_BUSY, RunState.STORED),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "imports/parts/run.html" if part else "imports/run.html", context)


@requires(Action.BULK_IMPORT)
@require_POST
def store(request: HttpRequest, ref: str) -> HttpResponse:
    """Let a file be stored that was tried without an error."""
    run = get_object_or_404(ImportRun, ref=ref)
    if run.state == RunState.CHECKED:
        _queue(request, run, store=True)
        messages.success(request, _("The file is being stored."))
    else:
        messages.error(request, _("Try the file first: it is stored once a try finds no error."))
    return redirect("imports:run", run.ref)


@requires(Action.BULK_IMPORT)
@require_GET
def reconciliation(request: HttpRequest, ref: str) -> HttpResponse:
    """The reconciliation as a workbook."""
    run = get_object_or_404(ImportRun, ref=ref)
    return download(report.reconciliation(run), f"banso-import-{run.ref}.xlsx")


def _actor(request: HttpRequest) -> Any:
    return request.access.actor(Action.BULK_IMPORT)  # type: ignore[attr-defined]


def _queue(request: HttpRequest, run: ImportRun, *, store: bool) -> None:
    """Hand the file to the worker, in one transaction with the state that says so."""
    actor = _actor(request)
    with transaction.atomic():
        ImportRun.objects.filter(pk=run.pk).update(state=RunState.STORING if store else RunState.CHECKING)
        run_import.enqueue(run.pk, actor.user_id, actor.role, translation.get_language() or "ja", store=store)
