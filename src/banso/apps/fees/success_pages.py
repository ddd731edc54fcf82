"""The shares of later exports: all of them, and billing that of a fiscal year after a look at what counts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.fees import services
from banso.apps.fees.models import Quote
from banso.apps.fees.models.quotes import AGREED
from banso.apps.fees.reductions import left_at_rates
from banso.apps.fees.success import Share, Year, share_of, with_share
from banso.apps.fees.success_billing import taxed
from banso.apps.fees.success_terms import percent
from banso.apps.journal.actor import Actor
from banso.engines.kernel.fiscal import fiscal_year_label
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text, frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

#: Mark and words of each state of a share.
STATES = {
    "agreed": ("unk", pgettext_lazy("share of exports", "Not begun")),
    "running": ("now", pgettext_lazy("share of exports", "Runs")),
    "capped": ("ok", pgettext_lazy("share of exports", "Cap reached")),
    "ended": ("dash", pgettext_lazy("share of exports", "Term over")),
}


class ShareFilter(forms.FilterForm):
    """Narrows the list of shares. What waits depends on the day; the page sets it."""

    waits = forms.ChoiceField(
        label=pgettext_lazy("filter", "What waits"),
        choices=[
            ("", _("All")),
            ("bill", pgettext_lazy("share of exports", "To be invoiced")),
            ("back", pgettext_lazy("share of exports", "Too much invoiced")),
        ],
    )
    today: date

    def filter_waits(self, rows: QuerySet[Quote], waits: str) -> QuerySet[Quote]:
        """By what is to be billed or credited today."""
        shares = with_share(rows, self.today).values()
        wanted = [one.quote.pk for one in shares if (one.to_bill if waits == "bill" else one.too_much)]
        return rows.filter(pk__in=wanted)


@requires(Action.FEE_VIEW)
def share_list(request: HttpRequest) -> HttpResponse:
    """Every share of later exports that was agreed, the latest first, with what has come of it."""
    access: Access = request.access  # type: ignore[attr-defined]
    own, found = access.roles == {Role.FIRM_MEMBER}, {}

    def beside(rows: list[Quote]) -> None:
        found.update(with_share(rows, access.today))

    def shown(row: Quote) -> tuple[str, Text]:
        return STATES[found[row.pk].state]

    firm = Column("firm", _("Firm"), value="firm.name", sort="firm__name")
    columns = [
        Column("ref", _("Quote"), sort="ref", link=lambda row: reverse("fees:quote", args=[row.ref])),
        *([] if own else [firm]),
        Column("state", _("State"), value=lambda row: str(shown(row)[1]),
               html=lambda row: status(*shown(row))),
        Column("share", _("Share of exports"), value=lambda row: percent(row.success_share),
               sort="success_share"),
        Column("sales", _("Exports that count"), kind="yen",
               value=lambda row: sum(one.amount_yen for one in found[row.pk].exports)),
        Column("due", _("Share in all"), kind="yen", value=lambda row: found[row.pk].due_now),
        Column("billed", _("Invoiced before tax"), kind="yen", value=lambda row: found[row.pk].billed),
        Column("left", _("Left of the cap"), kind="yen", value=lambda row: found[row.pk].cap_left),
        Column("until", _("Exports until"), kind="day", value="success_until", sort="success_until"),
    ]  # fmt: skip
    rows = access.rows(Action.FEE_VIEW, Quote.objects.filter(success_until__isnull=False, state__in=AGREED))
    records = RecordList(
        request, rows.select_related("firm"), columns=columns, default_sort="-until", name="export-shares",
        filters=type("ShareFilter", (ShareFilter,), {"today": access.today}),
        empty=_("No share of later exports is agreed."), beside=beside,
    )  # fmt: skip
    return records.response("fees/shares.html", {"frame": frame_of(access), "own": own})


def shown_share(quote: Quote, access: Access) -> dict[str, Any] | None:
    """What the page of a quote says of its share; None if it asks for none."""
    share = share_of(quote, access.today)
    if share is None:
        return None
    language = formats.language()
    bills = access.can(Action.INVOICE_ISSUE) and access.allows(Action.INVOICE_ISSUE, quote)
    mark, words = STATES[share.state]
    return {
        "share": share,
        "mark": mark,
        "state": words,
        "words": quote.frozen["success"][f"words_{language}"],
        "sales": sum(row.amount_yen or 0 for row in share.exports),
        "years": [(year, label(year)) for year in share.years],
        "next": share.to_bill[0].year if bills and share.to_bill else None,
        "credit": to_credit(share) if bills and share.too_much else "",
    }


def to_credit(share: Share) -> str:
    """The invoice of which too much is taken back: the last one of which something is left."""
    left = (one for one in reversed(share.invoices) if any(rate.net for rate in left_at_rates(one)))
    return next((one.ref for one in left), "")


def label(year: Year) -> str:
    """A fiscal year in the language of the page."""
    return fiscal_year_label(year.year, "en" if formats.language() == "en" else "ja")


class BillShare(Act):
    """Invoice the share of the exports of a fiscal year."""

    action = Action.INVOICE_ISSUE
    title, verb = _("Invoice a share of exports"), _("Issue")
    done = _("The invoice is issued.")
    template = "fees/bill_share.html"

    def find(self, *, ref: str, year: int) -> None:
        """The quote, and the year of its share."""
        rows = self.access.rows(self.action, Quote.objects.select_related("firm", "service"))
        self.quote = get_object_or_404(rows, ref=ref)
        share = share_of(self.quote, self.today)
        found = next((one for one in share.years if one.year == year), None) if share else None
        if share is None or found is None:
            raise Http404
        self.share: Share = share
        self.year: Year = found

    def form(self, data: Any) -> forms.Form:
        """The button alone."""
        return Confirm(data)

    def known(self) -> list[tuple[Text, Any]]:
        """What it comes to: the exports, the share of them, what was billed before, tax."""
        found: list[tuple[Text, Any]] = [
            (_("Share of exports"), percent(self.share.agreed.share)),
            (_("Share in all until the end of the year"), formats.yen(self.share.due_until(self.year.last))),
            (_("Billed before"), formats.yen(self.share.billed)),
        ]
        if self.share.to_bill and self.share.to_bill[0].year == self.year.year:
            yen = self.share.to_bill[1]
            found.append((_("Price before tax"), formats.yen(yen)))
            sums = taxed(self.share, self.year, yen)
            if sums is not None:
                found.append((_("Price with tax"), formats.yen(sums.net + sums.tax)))
        return found

    def more(self) -> dict[str, Any]:
        """The exports that count until the end of the year."""
        return {"exports": [row for row in self.share.exports if row.exported_on <= self.year.last]}

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Issue it."""
        self.invoice = services.bill_share(actor, self.quote, self.year.year)

    def back(self) -> str:
        """The invoice; without one the quote."""
        if hasattr(self, "invoice"):
            return reverse("fees:invoice", args=[self.invoice.ref])
        return reverse("fees:quote", args=[self.quote.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """The shares, and this quote."""
        return [
            (reverse("fees:share_list"), _("Shares of exports")),
            (reverse("fees:quote", args=[self.quote.ref]), self.quote.ref),
        ]

    def subtitle(self) -> Text:
        """For whom, and which year."""
        return formats.joined(self.quote.firm.name, label(self.year))
