"""The page on which the report of a site is sent, its columns chosen, looked at and stored."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused
from banso.apps.channels.models import Mall
from banso.apps.mapping import ColumnsForm
from banso.apps.sales import services
from banso.apps.sales.goods import Range
from banso.apps.sales.models import LineKind
from banso.apps.sales.reading import FIELDS, LIMITS, RULES, Reading, read
from banso.apps.sales.sites import Site, site_of, sites
from banso.engines.kernel.tables import Table, read_table
from banso.web import forms
from banso.web.faults import sentence

_SALT = "sales.report"
_SHOWN, _FIRST = 100, 5
#: What a page takes with it; a larger file goes in by the command line.
_MOST_BYTES = 1_800_000


class FileForm(forms.Form):
    """Whose report it is, and the file."""

    site = forms.ChoiceField(label=gettext_lazy("Site"))
    file = forms.UploadField(
        label=gettext_lazy("File"),
        accept=".csv,.xlsx",
        help_text=gettext_lazy("CSV (UTF-8 or Shift JIS) or Excel workbook; of a workbook the first sheet."),
    )
    adds = forms.BooleanField(
        label=gettext_lazy("It adds to months that were reported before"), required=False
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within = [("", "–"), *((site.code, site.name) for site in sites_of(access))]
        # Who has one site only need not choose.
        self.fields["site"].choices = within if len(within) > 2 else within[1:]


def sites_of(access: Access) -> list[Site]:
    """The sites whose reports somebody sends: head office all, those who run malls their own."""
    if access.roles & {Role.PROGRAMME_MANAGER.value}:
        return sites()
    own = access.rows(Action.SALE_SEND, Mall.objects.select_related("channel", "market"))
    return [Site(mall.channel, mall) for mall in own.order_by("position", "pk")]


@dataclass(frozen=True)
class Sent:
    """A file on its way through the page: it comes back signed, for one person, and is stored nowhere."""

    site: str
    name: str
    content: bytes
    adds: bool

    def signed(self, access: Access) -> str:
        """As it goes into a page.

        Raises:
            Refused: ``file_too_large``.
        """
        packed = b64encode(zlib.compress(self.content, 6)).decode()
        text = signing.dumps([self.site, self.name, packed, self.adds], salt=f"{_SALT}:{access.user.pk}")
        if len(text) > _MOST_BYTES:
            message = _("This file is too large for a page. Divide it, or take it in by the command line.")
            raise Refused("file_too_large", message, "file")
        return text

    @classmethod
    def back(cls, access: Access, text: str) -> Sent:
        """As it comes back.

        Raises:
            signing.BadSignature: it is not what this person was shown within a day.
        """
        site, name, packed, adds = signing.loads(text, salt=f"{_SALT}:{access.user.pk}", max_age=24 * 3600)
        return cls(site, name, zlib.decompress(b64decode(packed)), adds)

    @property
    def place(self) -> Site:
        """The site; it was chosen out of those that are there."""
        found = site_of(self.site)
        if found is None:
            raise Refused("site_unknown", _("Choose one of the options."), "site")
        return found

    @property
    def table(self) -> Table:
        """The file, read as a table."""
        return read_table(self.name, self.content, LIMITS)

    def reading(self, access: Access) -> Reading:
        """What it says."""
        return read(self.place, self.table, self.content, access.today, adds=self.adds)


@requires(Action.SALE_SEND)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Send a report, choose its columns where they are new, see what it comes to, and store it."""
    access: Access = request.access  # type: ignore[attr-defined]
    step = next((name for name in ("columns", "shown") if name in request.POST), "")
    if step:
        try:
            sent = Sent.back(access, request.POST[step])
            return _store(request, access, sent) if step == "shown" else _map(request, access, sent)
        except signing.BadSignature:
            messages.error(request, _("The file did not come back as it was shown. Nothing was stored."))
        except Refused as refused:
            messages.error(request, refused.message)
        return redirect("sales:send")
    asked = {"site": request.GET.get("site")}
    form = FileForm(request.POST or None, request.FILES or None, initial=asked, access=access)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        sent = Sent(data["site"], data["file"].name, data["file"].read(), data["adds"])
        try:
            return _show(request, access, sent, form)
        except Refused as refused:
            form.refuse(refused)
    return render(request, "sales/send.html", {"form": form, "back": _back(access)})


def _show(
    request: HttpRequest, access: Access, sent: Sent, form: FileForm, columns: ColumnsForm | None = None
) -> HttpResponse:
    found = sent.reading(access)
    asks = any(fault.rule in ("columns_unknown", "day_or_month") for fault in found.faults)
    if columns is None and found.mappable and found.stored is None:
        columns = ColumnsForm(FIELDS, found.table.header, initial=found.columns)
    goods = Range(sent.place)
    unknown = {
        line.product
        for line in found.new
        if line.kind != LineKind.FEE and goods.find(line.product) is None
    }  # fmt: skip
    context: dict[str, Any] = {
        "form": form,
        "back": _back(access),
        "found": found,
        "site": sent.place,
        "new": len(found.new),
        "months": [month.strftime("%Y-%m") for month in found.months],
        "waiting": sum(line.product in unknown and line.kind != LineKind.FEE for line in found.new),
        "unknown": sorted(unknown)[:_SHOWN],
        "returns": sum(line.kind == LineKind.RETURN for line in found.new),
        "faults": [(fault, sentence(RULES, fault)) for fault in found.faults[:_SHOWN]],
        "faults_left": max(len(found.faults) - _SHOWN, 0),
        "asks": asks,
        "columns": columns,
        "payload": sent.signed(access),
        "header": found.table.header,
        "first": [
            [row.cells.get(name, "") for name in found.table.header] for row in found.table.rows[:_FIRST]
        ],
    }
    return render(request, "sales/send.html", context)


def _map(request: HttpRequest, access: Access, sent: Sent) -> HttpResponse:
    """Keep what was chosen, and read the file by it."""
    header = sent.table.header
    columns = ColumnsForm(FIELDS, header, request.POST)
    if columns.is_valid():
        try:
            services.keep_layout(access.actor(Action.SALE_SEND), sent.place, header, columns.cleaned_data)
        except Refused as refused:
            columns.refuse(refused)
        else:
            return _show(request, access, sent, FileForm(access=access))
    return _show(request, access, sent, FileForm(access=access), columns)


def _store(request: HttpRequest, access: Access, sent: Sent) -> HttpResponse:
    stored = services.store_report(
        access.actor(Action.SALE_SEND), sent.place, sent.name, sent.content, adds=sent.adds
    )
    if stored.new == 0:
        messages.info(request, _("Every line of this file is stored already. Nothing changed."))
        return redirect(_back(access))
    assert stored.report is not None
    messages.success(request, _("The report is stored as %(ref)s.") % {"ref": stored.report.ref})
    if not access.can(Action.SALE_VIEW):
        return redirect(_back(access))
    return redirect("sales:report", stored.report.ref)


def _back(access: Access) -> str:
    """Where reports are listed: all of them, or those of the malls that somebody runs."""
    return reverse("sales:report_list" if access.can(Action.SALE_VIEW) else "malls:reports")
