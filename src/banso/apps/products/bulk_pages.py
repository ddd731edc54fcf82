"""The page on which a firm enters many products by a file: first what it comes to, then all or nothing."""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused, in_use
from banso.apps.directory.models import Firm, Market
from banso.apps.products.bulk import (
    COLUMNS,
    LIMITS,
    Outcome,
    read_pictures,
    store_file,
    try_file,
)
from banso.apps.products.bulk_rows import NO_ALLERGENS, rows_of
from banso.apps.products.models import (
    Allergen,
    Category,
    CertificateKind,
    Closed,
    Maker,
    Stock,
    Temperature,
    Terms,
)
from banso.apps.products.storage import Stored
from banso.engines.kernel.tables import read_table
from banso.engines.reporting.workbook import Sheet, write_workbook
from banso.web import forms
from banso.web.acts import frame_of
from banso.web.downloads import download

_SALT = "products.bulk"
#: Pictures that were shown are kept for a day; what was shown is stored before.
_MOST_SECONDS = 20 * 3600
#: So many rows and faults are shown.
_SHOWN = 100
_EXAMPLE = {
    "article": "S-1", "name_ja": "丸大豆しょうゆ 500ml", "name_en": "Soy sauce of whole beans, 500 ml",
    "category": "soy_sauce", "hs_code": "2103.10", "hs_year": "2022", "price": "4.80", "currency": "USD",
    "price_unit": "bottle", "terms": "FOB", "terms_place": "Yokohama", "minimum_order": "120",
    "lead_days": "21", "shelf_days": "730", "temperature": "ambient",
    "ingredients_ja": "大豆、小麦、食塩", "ingredients_en": "Soybeans, wheat, salt",
    "allergens": "soybean wheat",
    "maker": "firm", "stock": "in_stock", "certificates": "organic_jas|A-1|2030-03-31",
    "closed_markets": "CA|exclusive|2030-03-31", "pictures_ja": "赤いラベルの瓶",
    "pictures_en": "Bottle with a red label",
}  # fmt: skip


class BulkForm(forms.Form):
    """The filled template, and the pictures."""

    table = forms.UploadField(
        label=gettext_lazy("Filled template"), accept=".xlsx,.csv",
        help_text=gettext_lazy("At most 300 products. A product is known by its article number."),
    )  # fmt: skip
    pictures = forms.UploadField(
        label=gettext_lazy("Pictures in a zip"), accept=".zip", required=False,
        help_text=gettext_lazy(
            "At most 200, named by the article number: S-1.jpg, for the second S-1_2.jpg."
        ),
    )  # fmt: skip


@requires(Action.PRODUCT_WRITE)
@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """Send a file, see what each row comes to, and store all of it. What was shown comes back signed."""
    access: Access = request.access  # type: ignore[attr-defined]
    firm = get_object_or_404(access.rows(Action.PRODUCT_WRITE, Firm.objects.order_by("pk"))[:1])
    if request.method == "POST" and "shown" in request.POST:
        return _store(request, access, firm)
    form = BulkForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "frame": frame_of(access), "found": None, "shown": ""}
    if request.method == "POST" and form.is_valid():
        file, zipped = form.cleaned_data["table"], form.cleaned_data["pictures"]
        content = file.read()
        pictures, faults = read_pictures(zipped, zipped.name) if zipped else ({}, [])
        table = read_table(file.name, content, LIMITS)
        found = try_file(access.actor(Action.PRODUCT_WRITE), firm, table, pictures)
        found.faults += faults
        kept = {name: [[row.name, row.width, row.height] for row in rows] for name, rows in pictures.items()}
        context |= {
            "found": found,
            "lines": [(row, article, _WHAT[what]) for row, article, what in found.lines[:_SHOWN]],
            "faults": found.faults[:_SHOWN],
            "counts": [(words, found.count(what)) for what, words in _WHAT.items()],
            "shown": "" if found.faults else _signed(access, file.name, content, kept),
        }
    return render(request, "products/bulk.html", context)


_WHAT = {
    "new": gettext_lazy("New products"),
    "changed": gettext_lazy("Changed products"),
    "same": gettext_lazy("Nothing to change"),
}


def _store(request: HttpRequest, access: Access, firm: Firm) -> HttpResponse:
    try:
        # Signed for one person: nobody stores what another was shown.
        salt = f"{_SALT}:{access.user.pk}"
        name, data, kept = signing.loads(request.POST["shown"], salt=salt, max_age=_MOST_SECONDS)
        content = b64decode(data)
        pictures = {article: [Stored(*row) for row in rows] for article, rows in kept.items()}
        digest = hashlib.sha256(content).hexdigest()
        actor = access.actor(Action.PRODUCT_WRITE)
        found: Outcome = store_file(actor, firm, read_table(name, content, LIMITS), pictures, digest)
    except signing.BadSignature:
        messages.error(request, _("The file did not come back as it was shown. Nothing was stored."))
        return redirect("products:bulk")
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("products:bulk")
    said = _("Stored: %(new)s new and %(changed)s changed products. Hand each of them in for its review.")
    messages.success(request, said % {"new": found.count("new"), "changed": found.count("changed")})
    return redirect("products:product_list")


def _signed(access: Access, name: str, content: bytes, pictures: dict[str, Any]) -> str:
    said = [name, b64encode(content).decode(), pictures]
    return signing.dumps(said, salt=f"{_SALT}:{access.user.pk}", compress=True)


@requires(Action.PRODUCT_WRITE)
@require_GET
def bulk_template(request: HttpRequest) -> HttpResponse:
    """A workbook to fill in with the lists of codes: with the firm's own products, else a row of examples."""
    access: Access = request.access  # type: ignore[attr-defined]
    firm = get_object_or_404(access.rows(Action.PRODUCT_WRITE, Firm.objects.order_by("pk"))[:1])
    rows = list(rows_of(firm)) if "own" in request.GET else [_EXAMPLE]
    sheets = [
        Sheet(_("Products"), COLUMNS, [[row.get(column, "") for column in COLUMNS] for row in rows]),
        Sheet(_("Codes"), [_("Column"), _("Code"), _("What it stands for")], list(_codes(access))),
    ]
    return download(write_workbook(sheets), "banso-products.xlsx")


def _codes(access: Access) -> Iterator[tuple[str, str, str]]:
    for column, rows in (
        ("category", Category.objects.order_by("group__position", "position")),
        ("allergens", Allergen.objects.all()),
        ("certificates", CertificateKind.objects.all()),
        ("closed_markets", Market.objects.all()),
    ):
        yield from ((column, row.code, row.name) for row in in_use(rows, access.today))
    yield "allergens", NO_ALLERGENS, _("looked for, and it has none")
    for column, choices in (
        ("terms", Terms), ("temperature", Temperature), ("maker", Maker), ("stock", Stock),
        ("closed_markets", Closed),
    ):  # fmt: skip
        yield from ((column, code, str(label)) for code, label in choices.choices)
