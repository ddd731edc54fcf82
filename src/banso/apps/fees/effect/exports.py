"""The tables of what fees do as a workbook: numbers stay numbers, days stay days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banso.apps.fees.effect.figures import Money, Reason, Table, Use
from banso.apps.fees.effect.measures import MEASURES, USE, By
from banso.apps.fees.effect.warnings import VERDICTS, Watched
from banso.apps.fees.effect.willingness import Willing
from banso.engines.fees.windows import Windows
from banso.engines.reporting.workbook import Sheet, write_workbook
from banso.engines.statistics.shares import Share
from banso.web import formats

workbook = write_workbook


def sheets(
    by: By,
    money: Table[Money],
    declined: Iterable[Reason],
    waived: Iterable[Reason],
    windows: Windows | None,
    use: Table[Use] | None,
    programmes: Iterable[Willing],
    watched: Iterable[Watched],
) -> list[Sheet]:
    """One sheet a table."""
    found = [_money(by, money), _reasons(_("Why firms declined"), declined), _waived(waived)]
    if use is not None and windows is not None:
        found.append(_use(by, windows, use))
    return [*found, _willing(programmes), _watched(watched)]


def _share(share: Share) -> list[Any]:
    return [share.numerator, share.denominator, share.percent, *(share.interval or (None, None))]


def _share_heads() -> list[str]:
    return [pgettext("fees", "Count"), _("Base"), _("Share (%)"), _("95 % from"), _("95 % to")]


def _money(by: By, table: Table[Money]) -> Sheet:
    labels = [
        by.label, _("Firms"), _("Invoices"), _("Invoiced before tax (yen)"), _("Credited (yen)"),
        _("Waived (yen)"), _("Fee income (yen)"), _("Full cost (yen)"), _("Coverage (%)"),
        _("Discounts and caps (yen)"), _("Quotes sent"), pgettext("quote", "Accepted"),
        pgettext("quote", "Declined"), _("of these for the price"), _("Past their day"),
        pgettext("quote", "Waiting"), _("Withdrawn"),
    ]  # fmt: skip

    def figures(found: Money | None) -> list[Any]:
        if found is None:
            return [None] * (len(labels) - 1)
        quotes = found.quotes
        return [
            len(found.firms), found.invoices, found.invoiced, found.credited, found.waived, found.income,
            found.cost, found.coverage, found.discounts, quotes["quotes"], quotes["accepted"],
            quotes["declined"], found.price, quotes["expired"], quotes["waiting"], quotes["withdrawn"],
        ]  # fmt: skip

    rows = [[row.label, *figures(row.found)] for row in table.rows]
    return Sheet(_("Income and quotes"), labels, [*rows, [_("In all"), *figures(table.total)]])


def _reasons(title: str, found: Iterable[Reason]) -> Sheet:
    return Sheet(title, [_("Reason"), *_share_heads()], [[one.label, *_share(one.share)] for one in found])


def _waived(found: Iterable[Reason]) -> Sheet:
    labels = [_("Reason"), *_share_heads(), _("Waived (yen)")]
    return Sheet(_("Waivers"), labels, [[one.label, *_share(one.share), one.yen] for one in found])


def _use(by: By, windows: Windows, table: Table[Use]) -> Sheet:
    labels: list[Any] = [by.label]
    for code in USE:
        name = MEASURES[code].label
        labels += [_("%(what)s before") % {"what": name}, _("%(what)s after") % {"what": name},
                   _("%(what)s: change (%%)") % {"what": name}]  # fmt: skip
    labels += [_("Before from"), _("Before to"), _("After from"), _("After to")]
    spans = [windows.before.first, windows.before.last, windows.after.first, windows.after.last]

    def figures(found: Use | None, parts: By | None) -> list[Any]:
        cells: list[Any] = []
        for code in USE:
            told = found is not None and (parts is None or parts.key(MEASURES[code]))
            cells += (
                [found.before.amounts[code], found.after.amounts[code], found.change(code)]
                if told and found is not None
                else [None] * 3
            )
        return [*cells, *spans]

    rows = [[row.label, *figures(row.found, by)] for row in table.rows]
    return Sheet(_("Use before and after"), labels, [*rows, [_("In all"), *figures(table.total, None)]])


def _willing(programmes: Iterable[Willing]) -> Sheet:
    labels = [
        _("Programme"), _("Figure of the survey"), _("Would pay up to"), *_share_heads(),
        _("Quotes in this band"), _("Quotes"), pgettext("quote", "Accepted"),
        pgettext("quote", "Answered"), _("Services priced here"),
    ]  # fmt: skip
    rows: list[Sequence[Any]] = []
    for one in programmes:
        head = [one.programme, one.figure_words]
        rows.append([*head, _("Would pay at all"), *_share(one.accept), *[None] * 5])
        for band in one.bands:
            counts = [band.quoted.numerator, band.quoted.denominator]
            counts += [band.accepted.numerator, band.accepted.denominator]
            here = formats.joined(*(service.name for service in band.services))
            rows.append([*head, band.words, *_share(band.stated), *counts, here or None])
    return Sheet(_("Willingness and prices"), labels, rows)


def _watched(found: Iterable[Watched]) -> Sheet:
    labels = [
        _("Region"), _("Group"), _("Share"), _("Before: count"), _("Before: base"), _("After: count"),
        _("After: base"), _("Difference (points)"), _("95 % from"), _("95 % to"), _("Verdict"),
        _("Stands since"),
    ]  # fmt: skip
    rows = [
        [
            one.place, one.label, one.of, *(one.change.before.known or ()), *(one.change.after.known or ()),
            one.change.difference, *(one.change.interval or (None, None)),
            VERDICTS[one.change.verdict][1], one.since,
        ]
        for one in found
    ]  # fmt: skip
    return Sheet(_("Early warning"), labels, rows)
