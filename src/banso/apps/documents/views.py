"""Pages to look at, and the download."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.directory.models import Firm
from banso.apps.documents import selectors
from banso.apps.documents.models import Document, DocumentKind, ScanState, SubjectKind
from banso.apps.documents.sending import send_document
from banso.web import forms
from banso.web.acts import frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status


class DocumentFilter(forms.FilterForm):
    """Documents of one kind, or of one kind of record."""

    kind = forms.ChoiceField(label=_("Kind"))
    of = forms.ChoiceField(label=_("Belongs to"))

    lookups = {"of": "subject_kind"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", self.nothing_chosen), *DocumentKind.choices]
        self.fields["of"].choices = [("", self.nothing_chosen), *SubjectKind.choices]


def _scan(row: Document) -> SafeString:
    return status(selectors.SCAN_MARKS[ScanState(row.scan_state)], row.get_scan_state_display())


def _link(row: Document) -> str:
    return "" if selectors.locked(row) else reverse("documents:download", args=[row.ref])


COLUMNS = [
    Column(
        "title",
        _("Document"),
        sort="title",
        link=_link,
        second=lambda row: row.original_name if row.original_name != row.title else "",
    ),
    Column("kind", _("Kind"), value=lambda row: row.get_kind_display(), sort="kind"),
    Column(
        "of",
        _("Belongs to"),
        value=lambda row: f"{row.get_subject_kind_display()} {row.subject_ref}",
        sort="subject_ref",
        link=selectors.address_of,
    ),
    Column("size", _("Size"), value=lambda row: filesizeformat(row.size), sort="size"),
    Column("uploaded_at", _("Uploaded"), kind="day", sort="uploaded_at"),
    Column("by", _("Uploaded by"), value=lambda row: row.uploaded_by.name if row.uploaded_by else ""),
    Column("scan", _("Scan"), value=lambda row: row.get_scan_state_display(), html=_scan, sort="scan_state"),
]


@requires(Action.DOCUMENT_VIEW)
@require_GET
def firm_documents(request: HttpRequest, ref: str) -> HttpResponseBase:
    """All documents about a firm that are within reach, whatever record they belong to."""
    access: Access = request.access  # type: ignore[attr-defined]
    firm = get_object_or_404(access.rows(Action.DOCUMENT_VIEW, Firm.objects.all()), ref=ref)
    rows = selectors.reachable(access, Action.DOCUMENT_VIEW).filter(firm=firm, superseded_by__isnull=True)
    records = RecordList(
        request,
        rows.select_related("uploaded_by"),
        columns=COLUMNS,
        filters=DocumentFilter,
        default_sort="-uploaded_at",
        name=f"documents-{firm.ref}",
    )
    context = {
        "firm": firm,
        "may_upload": access.can(Action.DOCUMENT_UPLOAD),
        "frame": frame_of(access),
    }
    return records.response("documents/firm_documents.html", context)


@requires(Action.DOCUMENT_VIEW)
@require_GET
def download(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The file itself."""
    access: Access = request.access  # type: ignore[attr-defined]
    document = get_object_or_404(selectors.reachable(access, Action.DOCUMENT_VIEW), ref=ref)
    try:
        return send_document(access.actor(Action.DOCUMENT_VIEW), document)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect(selectors.address_of(document))
