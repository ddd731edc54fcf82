"""What sites owe: a firm its own, staff within their reach; one site's months, to tick those paid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import SafeString, format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.channels.models import Mall
from banso.apps.sales.dues import OPEN, Due, Standing, sums
from banso.apps.sales.models import Payout, Voided
from banso.apps.sales.owed import dues_of
from banso.apps.sales.sites import site_of
from banso.apps.sales.words import amount, money, written
from banso.engines.kernel.money import YEN, in_yen
from banso.web import formats, forms
from banso.web.acts import frame_of
from banso.web.lists import Column
from banso.web.row_lists import RowList
from banso.web.templatetags.banso import status

KINDS = {
    Standing.OVERDUE: "late", Standing.DUE: "now", Standing.SET_OFF: "part", Standing.NO_TERMS: "unk",
    Standing.PAID: "ok", Standing.NOTHING: "dash",
}  # fmt: skip
_PAGE = 50


class DueFilter(forms.FilterForm):
    """Which months."""

    mall = forms.ModelChoiceField(Mall.objects.all(), label=_("Mall"))
    standing = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *Standing.choices])

    def filter_mall(self, rows: list[Due], mall: Mall) -> list[Due]:
        """Those of a mall."""
        return [due for due in rows if due.site.mall == mall]

    def filter_standing(self, rows: list[Due], standing: str) -> list[Due]:
        """Those that stand so."""
        return [due for due in rows if due.standing == standing]


def _amount(name: str, label: Any, second: Callable[[Due], Any] | None = None) -> Column:
    def value(due: Due) -> Decimal | None:
        known: Decimal | None = getattr(due, name)
        return None if known is None else written(known, due.currency)

    def shown(due: Due) -> SafeString:
        known = value(due)
        return SafeString("–" if known is None else amount(known, due.currency))

    return Column(name, label, value=value, kind="number", sort=name, html=shown, second=second)


def _unbroken(words: str) -> SafeString:
    return format_html('<span class="nw">{}</span>', words)


def _yen(due: Due) -> Any:
    """What is due in yen, by the rate of the month's last day."""
    if due.net is None or due.currency == YEN:
        return ""
    if due.rate is None:
        return _("no rate yet")
    yen = in_yen(abs(due.net), due.rate)
    return formats.yen(yen if due.net >= 0 else -yen)


def shown_standing(due: Due) -> SafeString:
    """How a month stands, and below what the site says of its payments."""
    lines = [SafeString(status(KINDS[due.standing], due.standing.label))]
    lines += [format_html('<span class="l2">{}</span>', words) for words in _said(due)]
    return SafeString("".join(lines))


def _said(due: Due) -> list[str]:
    said = [_payment(row) for row in due.payouts if row.voided != Voided.MISTAKE]
    if due.stands and due.left:
        said.append(str(_("%(amount)s is left") % {"amount": money(due.left, due.currency)}))
    return said


def _payment(row: Payout) -> str:
    words = formats.joined(formats.day(row.paid_on), money(row.amount, row.currency), row.reference)
    return f"{words}: {row.get_voided_display()}" if row.voided else words


COLUMNS = [
    Column("firm", _("Firm"), value="firm.name", sort="firm.name_kana"),
    Column("site", _("Site"), value="site.name", sort="site.code"),
    Column(
        "month", _("Month"), value=lambda due: f"{due.month:%Y-%m}", sort="month",
        html=lambda due: _unbroken(f"{due.month:%Y-%m}"),
    ),
    Column("currency", _("Currency"), sort="currency"),
    _amount("sold", pgettext_lazy("due", "Sold")),
    _amount("back", pgettext_lazy("due", "Returned")),
    _amount("commission", _("Commission")),
    _amount("fees", pgettext_lazy("due", "Fees")),
    _amount("net", pgettext_lazy("due", "Due"), _yen),
    Column(
        "due_on", _("Due on"), value="due_on", sort="due_on",
        html=lambda due: _unbroken(formats.day(due.due_on) if due.due_on else "–"),
    ),
    _amount("paid", pgettext_lazy("due", "Paid")),
    Column(
        "standing", _("State"), value=lambda due: due.standing.label, html=shown_standing, sort="urgency"
    ),
]  # fmt: skip


@requires(Action.DUE_VIEW)
@require_GET
def due_list(request: HttpRequest) -> HttpResponse:
    """By firm, site and month what sold, what the site keeps, what is due and whether it was paid."""
    access: Access = request.access  # type: ignore[attr-defined]
    frame = frame_of(access)

    def verb(due: Due) -> Any:
        if access.can(Action.PAYOUT_MARK) and due.standing is Standing.SET_OFF:
            return reverse("sales:due_board", args=[due.site.code]), _("Set off")
        if access.can(Action.PAYOUT_MARK) and due.standing in OPEN:
            return f"{reverse('sales:pay')}?d={due.key}", _("Mark as paid")
        arrived = [row for row in due.stands if row.amount > 0]
        if access.can(Action.PAYOUT_MISSING) and arrived:
            return reverse("sales:payout_missing", args=[arrived[-1].pk]), _("It did not arrive")
        return None

    records = RowList(
        request,
        dues_of(access, Action.DUE_VIEW),  # type: ignore[arg-type]
        columns=[column for column in COLUMNS if column.key != "firm" or frame == "work.html"],
        filters=DueFilter,
        default_sort="standing",
        name="dues",
        empty=_("No site has reported a sale yet."),
        verb=verb,
    )
    mall = records.applied.get("mall")
    context = {
        "frame": frame,
        "sums": shown_sums(records.rows),
        "sum_labels": SUMS,
        "board": reverse("sales:due_board", args=[mall.code])
        if mall and access.can(Action.PAYOUT_MARK)
        else "",
    }
    return records.response("sales/due_list.html", context)


def shown_sums(dues: Sequence[Due]) -> list[tuple[str, list[tuple[Any, str]], str, int]]:
    """By currency: the amounts of ``SUMS``, what is overdue (empty: nothing), months that nobody can say."""
    return [
        (
            row.currency,
            [(label, amount(getattr(row, name), row.currency)) for name, label in SUMS],
            amount(row.overdue, row.currency) if row.overdue else "",
            row.unknown,
        )
        for row in sums(dues)
    ]


SUMS = (
    ("sold", pgettext_lazy("due", "Sold")),
    ("back", pgettext_lazy("due", "Returned")),
    ("commission", _("Commission")),
    ("fees", pgettext_lazy("due", "Fees")),
    ("net", pgettext_lazy("due", "Due")),
    ("paid", pgettext_lazy("due", "Paid")),
    ("left", pgettext_lazy("due", "Left")),
)


@requires(Action.PAYOUT_MARK)
@require_GET
def due_board(request: HttpRequest, code: str) -> HttpResponse:
    """The months of one site, for head office to tick those that it says it paid."""
    site = site_of(code)
    if site is None:
        raise Http404
    access: Access = request.access  # type: ignore[attr-defined]
    owed = dues_of(access, Action.PAYOUT_MARK, site)
    context = {"site": site, **board(request, owed, reverse("sales:pay"), "sales:payout_mistake")}
    return render(request, "sales/due_board.html", context)


def board(request: HttpRequest, owed: Sequence[Due], pay: str, mistake: str) -> dict[str, Any]:
    """What ``sales/parts/due_board.html`` shows: open months to tick, or those paid, fifty a page."""
    open_ones = [due for due in owed if due.standing in OPEN]
    others = [due for due in owed if due.standing not in OPEN]
    paid = request.GET.get("show") == "paid"
    rows = others if paid else open_ones
    sheet = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    return {
        "paid": paid,
        "tabs": [
            ("", pgettext_lazy("dues", "Open"), len(open_ones), not paid),
            ("paid", pgettext_lazy("dues", "Paid, or nothing to pay"), len(others), paid),
        ],
        "sheet": sheet,
        "rows": [_line(due, mistake) for due in sheet.object_list],
        "sums": shown_sums(rows),
        "sum_labels": SUMS,
        "pay": pay,
    }


def _line(due: Due, mistake: str) -> dict[str, Any]:
    names = ("sold", "back", "commission", "fees", "net")
    shown = {
        name: "–" if getattr(due, name) is None else amount(getattr(due, name), due.currency)
        for name in names
    }
    return {
        "due": due,
        "firm": due.firm.name if formats.language() == "ja" else due.firm.name_en or due.firm.name,
        "standing": shown_standing(due),
        "mistakes": [(reverse(mistake, args=[row.pk]), _payment(row)) for row in due.stands],
        **shown,
    }
