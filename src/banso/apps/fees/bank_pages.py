"""The page on which a bank file is sent, looked at and stored; its unknown payments are matched here too."""

from __future__ import annotations

from base64 import b64decode, b64encode
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
from banso.apps.fees.bank import preview
from banso.apps.fees.models import BankLine
from banso.apps.journal.actor import Actor
from banso.web import formats, forms
from banso.web.acts import Act, Text

_SALT = "fees.bank"
#: So many rows and faults are shown.
_SHOWN = 200


class FileForm(forms.Form):
    """A file of the bank."""

    file = forms.UploadField(
        label=gettext_lazy("File"),
        accept=".csv",
        help_text=gettext_lazy("CSV of the bank (UTF-8 or Shift JIS); at most 2,000 rows."),
    )


@requires(Action.PAYMENT_RECORD)
@require_http_methods(["GET", "POST"])
def bank_file(request: HttpRequest) -> HttpResponse:
    """Send a file, see whose each payment would be, and store all of it. What was shown comes back signed."""
    access: Access = request.access  # type: ignore[attr-defined]
    if request.method == "POST" and "shown" in request.POST:
        return _store(request, access)
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "found": None, "lines": [], "faults": [], "shown": ""}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            found = preview(file.name, content, access.today)
        except Refused as refused:
            form.refuse(refused)
        else:
            shown = _signed(access, file.name, content) if found.proposals else ""
            context |= {
                "found": found,
                "lines": found.proposals[:_SHOWN],
                "faults": found.faults[:_SHOWN],
                "shown": shown,
            }
    return render(request, "fees/bank.html", context)


def _signed(access: Access, name: str, content: bytes) -> str:
    return signing.dumps([name, b64encode(content).decode()], salt=f"{_SALT}:{access.user.pk}", compress=True)


def _store(request: HttpRequest, access: Access) -> HttpResponse:
    try:
        # Signed for one person: nobody stores what another was shown.
        name, data = signing.loads(request.POST["shown"], salt=f"{_SALT}:{access.user.pk}", max_age=24 * 3600)
        file = services.store_bank_file(access.actor(Action.PAYMENT_RECORD), name, b64decode(data))
    except signing.BadSignature:
        messages.error(request, _("The file did not come back as it was shown. Nothing was stored."))
        return redirect("fees:bank_file")
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
        """What the bank says."""
        return [
            (gettext_lazy("Paid in on"), formats.day(self.line.booked_on)),
            (gettext_lazy("Payer"), self.line.payer),
            (gettext_lazy("Amount"), formats.yen(self.line.yen)),
        ]
