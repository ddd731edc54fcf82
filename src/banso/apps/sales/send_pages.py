"""The pages on which a file of a site is sent, its columns chosen, looked at, and stored."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banso.apps import progress
from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused
from banso.apps.channels.models import Mall
from banso.apps.jobs.selectors import worker_lives
from banso.apps.journal.actor import Actor
from banso.apps.mapping import ColumnsForm
from banso.apps.sales import services
from banso.apps.sales.file_tasks import work_on_file
from banso.apps.sales.models import FileKind, FileState, SentFile
from banso.apps.sales.reading import LIMITS
from banso.apps.sales.services.files import SMALL_BYTES, carry_out, site_of_file, work_of
from banso.apps.sales.sites import Site, site_of, sites
from banso.apps.sales.taking import fields_of
from banso.web import forms
from banso.web.uploads import takes_files

_BUSY = (FileState.CHECKING, FileState.STORING)


class FileForm(forms.Form):
    """Whose file it is, what it holds, and the file."""

    site = forms.ChoiceField(label=gettext_lazy("Site"))
    kind = forms.ChoiceField(
        label=gettext_lazy("What the file holds"),
        choices=FileKind.choices,
        initial=FileKind.SALES,
        widget=forms.RadioSelect,
    )
    file = forms.UploadField(label=gettext_lazy("File"), accept=".csv,.xlsx", limit=LIMITS.file_bytes)
    adds = forms.BooleanField(
        label=gettext_lazy("It adds to months that were reported before (sales only)"), required=False
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within = [("", "–"), *((site.code, site.name) for site in sites_of(access))]
        # Who has one site only need not choose.
        self.fields["site"].choices = within if len(within) > 2 else within[1:]
        self.fields["file"].help_text = _(
            "CSV (UTF-8 or Shift JIS) or Excel workbook, of which the first sheet is read; "
            "up to %(size)s and %(rows)s rows."
        ) % {"size": filesizeformat(LIMITS.file_bytes), "rows": f"{LIMITS.rows:,}"}


def sites_of(access: Access) -> list[Site]:
    """The sites whose files somebody sends: head office all, those who run malls their own."""
    if access.roles & {Role.PROGRAMME_MANAGER.value}:
        return sites()
    own = access.rows(Action.SALE_SEND, Mall.objects.select_related("channel", "market"))
    return [Site(mall.channel, mall) for mall in own.order_by("position", "pk")]


@requires(Action.SALE_SEND)
@require_http_methods(["GET", "POST"])
@takes_files(LIMITS.file_bytes)
def send(request: HttpRequest) -> HttpResponse:
    """Send a file; it is checked first."""
    access: Access = request.access  # type: ignore[attr-defined]
    asked = {"site": request.GET.get("site"), "kind": request.GET.get("kind", FileKind.SALES)}
    form = FileForm(request.POST or None, request.FILES or None, initial=asked, access=access)
    if request.method == "POST" and form.is_valid():
        data, actor = form.cleaned_data, access.actor(Action.SALE_SEND)
        site, file = site_of(data["site"]), data["file"]
        assert site is not None
        try:
            with transaction.atomic():
                sent = services.send_file(
                    actor, site, FileKind(data["kind"]), file.name, file, adds=data["adds"]
                )
                _queue(actor, sent)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _work(request, actor, sent)
    return render(request, "sales/send.html", {"form": form, "back": _back(access)})


@requires(Action.SALE_SEND)
@require_GET
def sent_page(request: HttpRequest, ref: str) -> HttpResponse:
    """What a file comes to, how far its work is, or what became of it."""
    access: Access = request.access  # type: ignore[attr-defined]
    return _page(request, access, _found(access, ref))


@requires(Action.SALE_SEND)
@require_POST
def columns(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep which columns hold what, and read the file by it."""
    access: Access = request.access  # type: ignore[attr-defined]
    sent, actor = _found(access, ref), access.actor(Action.SALE_SEND)
    form = _columns_form(sent, request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                sent = services.choose_columns(actor, sent, form.cleaned_data)
                _queue(actor, sent)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _work(request, actor, sent)
    return _page(request, access, sent, form)


@requires(Action.SALE_SEND)
@require_POST
def store(request: HttpRequest, ref: str) -> HttpResponse:
    """Let a file be stored that was checked without an error."""
    access: Access = request.access  # type: ignore[attr-defined]
    actor = access.actor(Action.SALE_SEND)
    try:
        with transaction.atomic():
            sent = services.order_storing(actor, _found(access, ref))
            _queue(actor, sent)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("sales:sent", ref)
    return _work(request, actor, sent)


@requires(Action.SALE_SEND)
@require_POST
def cancel(request: HttpRequest, ref: str) -> HttpResponse:
    """Give a file up; one that is being stored stops as soon as it can, and nothing of it is stored."""
    access: Access = request.access  # type: ignore[attr-defined]
    sent = _found(access, ref)
    if sent.state == FileState.STORING:
        # Nothing is written to the database, which the storing may hold.
        progress.ask_to_stop(work_of(sent))
        return redirect("sales:sent", ref)
    try:
        services.cancel_file(access.actor(Action.SALE_SEND), sent)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("sales:sent", ref)


def _found(access: Access, ref: str) -> SentFile:
    rows = SentFile.objects.select_related("channel", "mall__market", "sent_by")
    return get_object_or_404(access.rows(Action.SALE_SEND, rows), ref=ref)


def _page(
    request: HttpRequest, access: Access, sent: SentFile, form: ColumnsForm | None = None
) -> HttpResponse:
    busy = sent.state in _BUSY
    percent = progress.percent(work_of(sent)) if busy else 100
    may_change = sent.state in (FileState.FAULTY, FileState.CHECKED)
    if form is None and may_change and sent.outcome.get("header") and not sent.outcome.get("report"):
        form = _columns_form(sent)
    context = {
        "sent": sent,
        "site": site_of_file(sent),
        "outcome": sent.outcome,
        "busy": busy,
        "percent": percent,
        # Said aloud by tens, so that a listener is not told every second.
        "said": percent // 10 * 10,
        "stopping": busy and progress.stop_asked(work_of(sent)),
        "worker_lives": not busy or worker_lives(access.at),
        "may_store": sent.state == FileState.CHECKED and sent.outcome.get("new"),
        "may_change": may_change,
        "may_see_reports": access.can(Action.SALE_VIEW),
        "errors_left": max(sent.outcome.get("error_count", 0) - len(sent.outcome.get("errors", ())), 0),
        "columns": form,
        "back": _back(access),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "sales/parts/sent.html" if part else "sales/sent.html", context)


def _columns_form(sent: SentFile, data: Any = None) -> ColumnsForm:
    header = tuple(sent.outcome.get("header", ()))
    return ColumnsForm(fields_of(FileKind(sent.kind)), header, data, initial=sent.outcome.get("columns", {}))


def _queue(actor: Actor, sent: SentFile) -> None:
    """Hand a large file to the worker, in one transaction with the state that says so."""
    if sent.size > SMALL_BYTES:
        work_on_file.enqueue(sent.pk, actor.user_id, actor.role, translation.get_language() or "ja")


def _work(request: HttpRequest, actor: Actor, sent: SentFile) -> HttpResponse:
    """Do a small file at once, and show what became of it."""
    if sent.size <= SMALL_BYTES:
        done = carry_out(actor, sent.pk)
        if done.state == FileState.STORED:
            messages.success(request, _("The file is stored."))
    return redirect("sales:sent", sent.ref)


def _back(access: Access) -> str:
    """Where reports are listed: all of them, or those of the malls that somebody runs."""
    return reverse("sales:report_list" if access.can(Action.SALE_VIEW) else "malls:reports")
