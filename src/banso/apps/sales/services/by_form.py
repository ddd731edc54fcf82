"""The month of a site told by form: what was sold and came back of each listing, or that nothing was."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.channels.models import Channel, Mall
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import next_reference, record, service
from banso.apps.journal.years import refuse_closed
from banso.apps.sales.models import LineKind, Listing, ReportedMonth, SalesReport
from banso.apps.sales.reading import LIMITS, RULES, last_of, read
from banso.apps.sales.services.reports import Stored, store_report, subject
from banso.apps.sales.sites import Site
from banso.engines.kernel.tables import read_table
from banso.web.faults import sentence

_HEADER = ("product", "month", "quantity", "amount", "currency", "kind")
_COLUMNS = {name: name for name in _HEADER}


@dataclass(frozen=True)
class FormRow:
    """What a form says of one listing: pieces sold and their amount, pieces that came back and theirs."""

    listing: Listing
    sold: int = 0
    amount: Decimal = Decimal(0)
    returned: int = 0
    back: Decimal = Decimal(0)


def key_of(listing: Listing) -> str:
    """What a report calls a listing: its identifier on the site, else the reference of its product."""
    return listing.identifier or listing.product.ref


@service
def report_by_form(
    actor: Actor, site: Site, month: date, rows: Sequence[FormRow], currency: str, fee: Decimal = Decimal(0)
) -> Stored:
    """Store the report of a month as a form tells it; ``fee`` is what the site keeps for the month.

    Raises:
        Refused: ``nothing_told``, where no row says anything; the rule (``reading.RULES``) of the first line
            that cannot be stored, beside its field ``<what>_<key of the listing>``.
    """
    month = month.replace(day=1)
    lines: list[tuple[str, str, str, str, str, str]] = []
    fields: list[tuple[str, str]] = []
    told = month.strftime("%Y-%m")
    for row in rows:
        for kind, pieces, amount, names in (
            (LineKind.SALE, row.sold, row.amount, ("sold", "amount")),
            (LineKind.RETURN, row.returned, row.back, ("returned", "back")),
        ):
            if pieces or amount:
                lines.append((key_of(row.listing), told, str(pieces), str(amount), currency, kind.value))
                fields.append((f"{names[0]}_{row.listing.pk}", f"{names[1]}_{row.listing.pk}"))
    if fee:
        lines.append(("", told, "0", str(fee), currency, LineKind.FEE.value))
        fields.append(("fee", "fee"))
    if not lines:
        raise Refused("nothing_told", _("Enter what was sold, or say that nothing was."))
    name, content = f"{site.code}-{told}.csv", _csv(lines)
    found = read(site, read_table(name, content, LIMITS), content, actor.today, _COLUMNS)
    for fault in found.faults:
        # The first line of the file is its header.
        pieces, amount = fields[(fault.row or 2) - 2]
        field = {"quantity": pieces, "amount": amount, "currency": "currency"}.get(fault.column or "")
        raise Refused(fault.rule, sentence(RULES, fault), field)
    return store_report(actor, site, name, content, _COLUMNS)


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADER)
    writer.writerows(lines)
    return text.getvalue().encode()


@service
def report_nothing(actor: Actor, site: Site, month: date) -> SalesReport:
    """Store that a site sold nothing in a month: an answer like any other.

    Raises:
        Refused: ``month_not_over``, ``month_reported``, ``after_closing``, ``year_closed``.
    """
    month = month.replace(day=1)
    # Reports of one site come one after the other.
    hold(Mall.objects if site.mall else Channel.objects).get(pk=(site.mall or site.channel).pk)
    if last_of(month) > actor.today:
        raise Refused("month_not_over", _("This month is not over."), "month")
    if site.mall is not None and site.mall.closed_on is not None and month > site.mall.closed_on:
        raise Refused("after_closing", str(RULES["after_closing"]), "month")
    refuse_closed(actor, month, "month")
    before = (
        ReportedMonth.objects.filter(**site.rows, adds=False, month=month).select_related("report").first()
    )
    if before is not None:
        message = _("This month is reported already, by %(report)s.") % {"report": before.report.ref}
        raise Refused("month_reported", message, "month")
    told = month.strftime("%Y-%m")
    report = SalesReport.objects.create(
        ref=next_reference("SR", actor),
        name="",
        digest=hashlib.sha256(f"{site.code}/{told}/nothing".encode()).hexdigest(),
        first_month=month,
        last_month=month,
        lines_count=0,
        stored_by_id=actor.user_id,
        stored_at=actor.at,
        **site.columns,
    )
    ReportedMonth.objects.create(report=report, month=month, **site.columns)
    payload = {
        "site": site.code, "lines": 0, "known": 0, "waiting": 0, "months": [told], "adds": False,
        "file": report.digest,
    }  # fmt: skip
    record(actor, "sales_report.stored", subject(report), payload)
    return report
