"""What people are reminded of about fees: quotes to answer, parts of invoices not paid, early warnings."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.roles import Role
from banso.apps.accounts.selectors import members_of
from banso.apps.fees.accounts import overdue_invoices, to_invoice
from banso.apps.fees.effect.warnings import KIND, turned
from banso.apps.fees.models import Invoice, Quote, QuoteState
from banso.apps.fees.success import RUNNING, with_share
from banso.apps.journal.actor import ZONE
from banso.apps.notices import sources
from banso.apps.notices.sources import Due, Source

#: A service is invoiced within so many days of its start.
DAYS_TO_INVOICE = 14


def quotes_waiting(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Quotes that hold and wait for the answer of the firm."""
    today = now.astimezone(ZONE).date()
    rows = Quote.objects.filter(state=QuoteState.OFFERED, valid_until__gte=today)
    rows = (rows if refs is None else rows.filter(ref__in=refs)).select_related("firm").order_by("pk")
    members = members_of([quote.firm_id for quote in rows], today)
    for quote in rows:
        address = reverse("fees:quote", args=[quote.ref])
        who = members.get(quote.firm_id, ())
        yield Due("quote", quote.ref, quote.valid_until, address, who, quote.firm.office_id, quote.firm_id)


def overdue(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Invoices of which a part should have been paid: whoever acts for the firm, else its office."""
    today = now.astimezone(ZONE).date()
    rows = Invoice.objects.all() if refs is None else Invoice.objects.filter(ref__in=refs)
    late = overdue_invoices(rows, today)
    members = members_of([invoice.firm_id for invoice, _standing in late], today)
    for invoice, standing in late:
        firm, address = invoice.firm, reverse("fees:invoice", args=[invoice.ref])
        who = members.get(firm.pk, ())
        yield Due("invoice", invoice.ref, standing.due_on or today, address, who, firm.office_id, firm.pk)


def not_invoiced(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Services that have started and are not invoiced: the accountants."""
    today = now.astimezone(ZONE).date()
    rows = to_invoice(Quote.objects.all() if refs is None else Quote.objects.filter(ref__in=refs))
    who = _accountants(today)
    for quote in rows.select_related("firm"):
        address = reverse("fees:quote", args=[quote.ref])
        due_on = (quote.started_on or today) + timedelta(days=DAYS_TO_INVOICE)
        yield Due("quote", quote.ref, due_on, address, who, quote.firm.office_id, quote.firm_id)


def shares_due(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Shares of exports of a year that is over, and those billed too much: the accountants."""
    today = now.astimezone(ZONE).date()
    rows = Quote.objects.filter(success_until__isnull=False, state__in=RUNNING)
    rows = (rows if refs is None else rows.filter(ref__in=refs)).select_related("firm").order_by("pk")
    who = _accountants(today)
    for share in with_share(rows, today).values():
        quote, since = share.quote, None
        if share.to_bill is not None:
            since = share.to_bill[0].last
        elif share.too_much:
            since = share.invoices[-1].issued_on
        if since is not None:
            address = f"{reverse('fees:quote', args=[quote.ref])}#share"
            due_on = since + timedelta(days=DAYS_TO_INVOICE)
            yield Due("quote", quote.ref, due_on, address, who, quote.firm.office_id, quote.firm_id)


def _accountants(today: date) -> tuple[int, ...]:
    held = RoleAssignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today), role=Role.ACCOUNTANT, valid_from__lte=today
    )
    return tuple(held.order_by("pk").values_list("user_id", flat=True))


def register() -> None:
    """Tell the room for notices."""
    for source in (
        Source("fee_quote", _("Quote to answer"), due=quotes_waiting),
        Source("fee_overdue", _("Payment overdue"), due=overdue),
        Source("fee_not_invoiced", _("Service to invoice"), due=not_invoiced),
        Source("fee_share", _("Share of exports to invoice or to credit"), due=shares_due),
        Source(KIND, _("Firms may be dropping out under a charge"), due=turned),
    ):
        sources.register(source)
