"""The list of exchange rates, and the page that takes a file of them."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.programmes.exchange import LIMITS, plan_rates, store_rates
from banso.apps.programmes.messages import message
from banso.apps.programmes.models import ExchangeRate
from banso.engines.kernel.tables import Table, read_table
from banso.web import forms
from banso.web.lists import Column, RecordList

_SALT = "exchange rates"
#: A page shows so many faults and new rates; the command line gives all of them.
_SHOWN = 200


class RateFilter(forms.FilterForm):
    """The filters over rates."""

    currency = forms.CharField(label=gettext_lazy("Currency"), max_length=3)

    lookups = {"currency": "currency__iexact"}


class FileForm(forms.Form):
    """A file of rates."""

    file = forms.UploadField(
        label=gettext_lazy("File of rates"),
        accept=".csv,.xlsx",
        help_text=gettext_lazy(
            "CSV (UTF-8 or Shift JIS) or Excel workbook. Columns: currency (USD), day (2026-03-10), yen "
            "(149.53), source (who published it) and, if the rate is meant for several units, per (100)."
        ),
    )


@requires(Action.EXCHANGE_RATE_VIEW)
@require_GET
def rate_list(request: HttpRequest) -> HttpResponse:
    """The stored rates, latest first."""
    records = RecordList(
        request,
        ExchangeRate.objects.all(),
        columns=[
            Column("day", gettext_lazy("Day"), kind="day", sort="day"),
            Column("currency", gettext_lazy("Currency"), sort="currency"),
            Column("yen", gettext_lazy("Yen for one unit"), value=_yen, kind="number", sort="yen"),
            Column("source", pgettext_lazy("exchange rate", "Source"), sort="source"),
        ],
        filters=RateFilter,
        default_sort="-day",
        name="exchange-rates",
        empty=gettext_lazy("No exchange rate is stored yet. Exports in foreign currency wait for one."),
    )
    may_import = request.access.can(Action.EXCHANGE_RATE_IMPORT)  # type: ignore[attr-defined]
    return records.response("programmes/exchange_rates.html", {"may_import": may_import})


def _yen(rate: ExchangeRate) -> Any:
    return rate.yen.normalize() if rate.yen != rate.yen.to_integral_value() else rate.yen.quantize(1)


@requires(Action.EXCHANGE_RATE_IMPORT)
@require_http_methods(["GET", "POST"])
def rate_import(request: HttpRequest) -> HttpResponse:
    """Send a file, see what is new, and store it. What was shown comes back signed: just that is stored."""
    if request.method == "POST" and "shown" in request.POST:
        return _store(request, request.POST["shown"])
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "programmes/exchange_import.html", {"form": form})
    file = form.cleaned_data["file"]
    data = file.read()
    plan = plan_rates(read_table(file.name, data, LIMITS))
    shown = ""
    if plan.new and not plan.errors:
        shown = signing.dumps([file.name, b64encode(data).decode()], salt=_SALT, compress=True)
    context = {
        "form": form,
        "plan": plan,
        "shown": shown,
        "faults": [(fault, message(fault)) for fault in plan.faults[:_SHOWN]],
        "faults_left": max(len(plan.faults) - _SHOWN, 0),
        "rows": plan.new[:_SHOWN],
        "rows_left": max(len(plan.new) - _SHOWN, 0),
    }
    return render(request, "programmes/exchange_import.html", context)


def _store(request: HttpRequest, shown: str) -> HttpResponse:
    try:
        plan = store_rates(request.access.actor(Action.EXCHANGE_RATE_IMPORT), _table(shown))  # type: ignore[attr-defined]
    except signing.BadSignature:
        messages.error(request, _("The file did not come back as it was shown. Nothing was stored."))
        return redirect("programmes:exchange_import")
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("programmes:exchange_import")
    count = len(plan.new)
    said = ngettext("%(n)s rate was stored.", "%(n)s rates were stored.", count) % {"n": f"{count:,}"}
    messages.success(request, said)
    return redirect("programmes:exchange_rates")


def _table(shown: str) -> Table:
    name, data = signing.loads(shown, salt=_SALT, max_age=24 * 3600)
    return read_table(name, b64decode(data), LIMITS)
