"""Exports that look like one, found before another is stored."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.casework.duplicates import DAYS_APART, Export, look_alike
from banso.apps.casework.models import ExportResult


class LooksLike(Refused):
    """An export looks like others that are recorded: ``results``."""

    def __init__(self, results: list[ExportResult]) -> None:
        super().__init__(
            "looks_like",
            _("This looks like an export that is recorded already. Compare, then say below which it is."),
            "alike",
        )
        self.results = results


def plain(result: ExportResult, firm: int) -> Export:
    """An export as the rule of duplicates reads it."""
    return Export(
        result.pk or 0,
        firm,
        result.market_id,
        result.exported_on,
        result.sample,
        result.amount_yen,
        result.currency,
        result.amount,
        result.quantity,
        result.unit,
        result.by_line,
    )


def lookalikes(result: ExportResult) -> list[ExportResult]:
    """The exports of the same firm that look like this one, in all its cases; duplicates left out."""
    firm, apart = result.case.firm_id, timedelta(days=DAYS_APART)
    near = (
        ExportResult.objects.filter(
            case__firm=firm,
            market=result.market_id,
            sample=result.sample,
            duplicate_of__isnull=True,
            exported_on__range=(result.exported_on - apart, result.exported_on + apart),
        )
        .exclude(pk=result.pk)
        .select_related("case", "market")
        .order_by("exported_on", "pk")
    )
    this = plain(result, firm)
    return [other for other in near if look_alike(this, plain(other, firm))]
