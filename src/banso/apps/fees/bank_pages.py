"""The page on which a bank file is sent, looked at and stored; its unknown payments are matched here too."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.fees import services
from banso.apps.fees.bank import Preview, invoices_of, preview
from banso.apps.fees.bank_layouts import FIELDS
from banso.apps.fees.models import BankLayout, BankLine
from banso.apps.journal.actor import Actor
from banso.apps.mapping import ColumnsForm, guess
from banso.web import formats, forms
from banso.web.acts import Act, Text

_SALT = "fees.bank"
#: So many rows and faults are shown, and so many rows of a file whose columns are chosen.
_SHOWN, _FIRST = 200, 5
#: So many invoices are named that a payment might be for.
_FITTING = 5


class FileForm(forms.Form):
    """A file of the bank."""

    file = forms.UploadField(
        label=gettext_lazy("File"),
        accept=".csv",
        help_text=gettext_lazy("CSV of the bank (UTF-8 or Shift JIS); at most 2,000 rows."),
    )


class LayoutForm(ColumnsForm):
    """Which columns hold what, and of which bank the file is."""

    name = forms.CharField(
        label=gettext_lazy("Name of the bank"),
        max_length=60,
        help_text=gettext_lazy(
            "The columns are remembered by this name; those of the same name are replaced."
        ),
    )


@dataclass(frozen=True)
class Sent:
    """A file on its way through the pages: it comes back signed, for one person, and is stored nowhere."""

    name: str
    content: bytes
    #: The key of the layout by which it was read.
    layout: int | None = None

    def signed(self, access: Access) -> str:
        """As it goes into a page."""
        told = [self.name, b64encode(self.content).decode(), self.layout]
        return signing.dumps(told, salt=f"{_SALT}:{access.user.pk}", compress=True)

    @classmethod
    def back(cls, access: Access, text: str) -> Sent:
        """As it comes back.

        Raises:
            signing.BadSignature: it is not what this person was shown within a day.
        """
        name, data, layout = signing.loads(text, salt=f"{_SALT}:{access.user.pk}", max_age=24 * 3600)
        return cls(name, b64decode(data), layout)

    def preview(self, today: date) -> Preview:
        """What it comes to."""
        return preview(self.name, self.content, today, self.kept_layout())

    def kept_layout(self) -> BankLayout | None:
        """The layout by which it was read, if it is still there."""
        return BankLayout.objects.filter(pk=self.layout).first() if self.layout else None


@requires(Action.PAYMENT_RECORD)
@require_http_methods(["GET", "POST"])
def bank_file(request: HttpRequest) -> HttpResponse:
    """Send a file, choose its columns where they are new, see whose each payment would be, and store it."""
    access: Access = request.access  # type: ignore[attr-defined]
    step = next((name for name in ("map", "columns", "shown") if name in request.POST), "")
    if step:
        try:
            sent = Sent.back(access, request.POST[step])
        except signing.BadSignature:
            messages.error(request, _("The file did not come back as it was shown. Nothing was stored."))
            return redirect("fees:bank_file")
        if step == "shown":
            return _store(request, access, sent)
        return _map(request, access, sent, keep=step == "columns")
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        sent = Sent(file.name, file.read())
        try:
            found = sent.preview(access.today)
        except Refused as refused:
            form.refuse(refused)
        else:
            return _show(request, access, sent, found, form)
    return render(request, "fees/bank.html", {"form": form})


def _show(
    request: HttpRequest,
    access: Access,
    sent: Sent,
    found: Preview,
    form: FileForm,
    columns: LayoutForm | None = None,
) -> HttpResponse:
    """What the file comes to; where its columns are new, or are to be chosen anew, the form for them."""
    if found.layout is not None:
        sent = replace(sent, layout=found.layout.pk)
    if columns is None and found.layout is None and found.mappable:
        columns = LayoutForm(FIELDS, found.table.header, initial=guess(found.table.header, FIELDS))
    header = found.table.header
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "lines": found.proposals[:_SHOWN],
        "faults": found.faults[:_SHOWN],
        "payload": sent.signed(access),
        "columns": columns,
        "header": header,
        "first": [[row.cells.get(name, "") for name in header] for row in found.table.rows[:_FIRST]],
    }
    return render(request, "fees/bank.html", context)


def _map(request: HttpRequest, access: Access, sent: Sent, *, keep: bool) -> HttpResponse:
    """Ask for the columns of a file, or keep what was chosen and read the file by it."""
    try:
        found = sent.preview(access.today)
        header = found.table.header
        held = found.layout
        known = {**held.columns, "name": held.name} if held else guess(header, FIELDS)
        columns = LayoutForm(FIELDS, header, request.POST if keep else None, initial=known)
        if keep and columns.is_valid():
            values = dict(columns.cleaned_data)
            name, actor = values.pop("name"), access.actor(Action.PAYMENT_RECORD)
            try:
                layout = services.keep_layout(actor, name, header, values)
            except Refused as refused:
                columns.refuse(refused)
            else:
                sent = replace(sent, layout=layout.pk)
                return _show(request, access, sent, sent.preview(access.today), FileForm())
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("fees:bank_file")
    return _show(request, access, sent, found, FileForm(), columns)


def _store(request: HttpRequest, access: Access, sent: Sent) -> HttpResponse:
    try:
        file = services.store_bank_file(
            access.actor(Action.PAYMENT_RECORD), sent.name, sent.content, sent.kept_layout()
        )
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("fees:bank_file")
    messages.success(request, _("The file is stored as %(ref)s.") % {"ref": file.ref})
    return redirect("fees:accounts")


class MatchForm(forms.Form):
    """Which invoice a payment is for."""

    number = forms.CharField(label=gettext_lazy("Number of the invoice"), max_length=20)


class MatchLine(Act):
    """Say which invoice a payment is for of which the bank tells too little."""

    action = Action.PAYMENT_RECORD
    title, verb = gettext_lazy("Match the payment"), gettext_lazy("Store")
    done = gettext_lazy("The payment is matched.")
    line: BankLine

    def find(self, *, pk: int) -> None:
        """The line of the bank."""
        self.line = get_object_or_404(BankLine.objects.select_related("file"), pk=pk, payment__isnull=True)

    def form(self, data: Any) -> forms.Form:
        """The number."""
        return MatchForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Match it."""
        services.match_line(actor, self.line, data["number"])

    def back(self) -> str:
        """The accounts."""
        return reverse("fees:accounts")

    def crumbs(self) -> list[tuple[str, Text]]:
        """The accounts."""
        return [(self.back(), gettext_lazy("Accounts"))]

    def known(self) -> list[tuple[Text, Any]]:
        """What the bank says, and which invoices the very amount would pay."""
        fitting = invoices_of(self.line.yen, self.today)[:_FITTING]
        said = [formats.joined(one.ref, one.firm.name) for one in fitting] or [_("none")]
        return [
            (gettext_lazy("Paid in on"), formats.day(self.line.booked_on)),
            (gettext_lazy("Payer"), self.line.payer),
            (gettext_lazy("Amount"), formats.yen(self.line.yen)),
            (gettext_lazy("Text of the bank"), self.line.text or "–"),
            (gettext_lazy("Open invoices of this amount"), " / ".join(said)),
        ]
