"""The page on which a partner body or office registers many new exporters out of one file."""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.directory.models import Firm
from banso.apps.imports import report
from banso.apps.imports.new_exporters import KIND, LIMITS, Sent, store_new_exporters, try_new_exporters
from banso.engines.kernel.tables import read_table
from banso.web import forms
from banso.web.acts import frame_of
from banso.web.downloads import download

_SALT = "imports.new_exporters"
#: So many rows and errors are shown.
_SHOWN = 100
_TEMPLATE = "imports/new_exporters.html"


class FileForm(forms.Form):
    """A file of firms."""

    file = forms.UploadField(
        label=gettext_lazy("File"),
        accept=".csv,.xlsx",
        help_text=gettext_lazy("CSV (UTF-8 or Shift JIS) or Excel workbook; at most 500 rows."),
    )


@requires(Action.REGISTRATION_WORK)
@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """Send a file, see what each row comes to, and store all of it. What was shown comes back signed."""
    access: Access = request.access  # type: ignore[attr-defined]
    if request.method == "POST" and "shown" in request.POST:
        return _store(request, access)
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "form": form,
        "frame": frame_of(access),
        "found": None,
        "lines": [],
        "errors": [],
        "shown": "",
    }
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        actor = access.actor(Action.REGISTRATION_WORK)
        found = try_new_exporters(actor, _sent(access, file.name, content))
        whole = bool(found.lines) and not found.errors
        context |= {
            "found": found,
            "lines": found.lines[:_SHOWN],
            "errors": found.errors[:_SHOWN],
            "shown": _signed(access, file.name, content) if whole else "",
        }
    return render(request, _TEMPLATE, context)


@requires(Action.REGISTRATION_WORK)
@require_GET
def bulk_template(request: HttpRequest) -> HttpResponse:
    """A template to fill in, as ``format`` says."""
    extension = request.GET.get("format", "xlsx")
    if extension not in ("csv", "xlsx"):
        raise Http404
    return download(report.template(KIND, extension), f"banso-new-exporters.{extension}")


def _store(request: HttpRequest, access: Access) -> HttpResponse:
    try:
        # Signed for one person: nobody stores what another was shown.
        name, data = signing.loads(request.POST["shown"], salt=f"{_SALT}:{access.user.pk}", max_age=24 * 3600)
        content = b64decode(data)
        actor = access.actor(Action.REGISTRATION_WORK)
        digest = hashlib.sha256(content).hexdigest()
        found = store_new_exporters(actor, _sent(access, name, content), digest)
    except signing.BadSignature:
        messages.error(request, _("The file did not come back as it was shown. Nothing was stored."))
        return redirect("imports:new_exporters")
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("imports:new_exporters")
    count = len(found.lines)
    said = ngettext("%(n)s firm was registered.", "%(n)s firms were registered.", count)
    messages.success(request, said % {"n": f"{count:,}"})
    return redirect("new_exporters:registration_list")


def _signed(access: Access, name: str, content: bytes) -> str:
    return signing.dumps([name, b64encode(content).decode()], salt=f"{_SALT}:{access.user.pk}", compress=True)


def _sent(access: Access, name: str, content: bytes) -> Sent:
    firms = access.rows(Action.FIRM_VIEW, Firm.objects.standing()).order_by("ref")
    body = next((held.partner_body for held in access.assignments if held.partner_body), None)
    return Sent(read_table(name, content, LIMITS), firms, body)
