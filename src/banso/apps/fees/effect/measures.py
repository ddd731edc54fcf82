"""What is counted, and by what it is split. A figure and the rows behind it ask the same definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Activity, Case
from banso.apps.directory.models import ExportExperience, Office, Region
from banso.apps.fees.models import (
    CreditKind,
    CreditNote,
    Decided,
    DeclineReason,
    Invoice,
    InvoiceState,
    Quote,
    QuoteState,
)
from banso.apps.fees.models.quotes import AGREED
from banso.apps.intake.models import Consultation
from banso.apps.journal.actor import ZONE
from banso.apps.programmes.models import Service
from banso.apps.selection.models import Application
from banso.engines.fees.windows import Window

#: A firm says yes; what was cancelled after that was accepted too.
ACCEPTED = (*AGREED, QuoteState.CANCELLED)
#: Employees of a size class, first and last; None: no limit.
SIZES: dict[str, tuple[int, int | None]] = {
    "s5": (0, 5),
    "s20": (6, 20),
    "s100": (21, 100),
    "more": (101, None),
}
SIZE_LABELS: dict[str, Promise] = {
    "s5": _("Up to 5 employees"),
    "s20": _("6 to 20 employees"),
    "s100": _("21 to 100 employees"),
    "more": _("More than 100 employees"),
}
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Measure:
    """One thing that is counted, by the day on which it happened.

    ``of`` says which rows count on a day; ``firm`` and ``service`` are paths, "" where a row has none;
    ``moment``: the day is that of a moment.
    """

    code: str
    label: Promise
    model: type[Model]
    day: str
    of: Callable[[date], Q] = lambda today: Q()
    moment: bool = False
    firm: str = "firm"
    service: str = "service"

    def rows(self, access: Access, days: Window) -> QuerySet[Any]:
        """The rows of some days that a person reaches."""
        rows = access.rows(Action.FEE_EFFECT_VIEW, self.model._default_manager.order_by())
        first: date | datetime = days.first
        end: date | datetime = days.last + timedelta(days=1)
        if self.moment:
            first, end = (datetime.combine(day, time.min, ZONE) for day in (days.first, end))
        return rows.filter(self.of(access.today), **{f"{self.day}__gte": first, f"{self.day}__lt": end})


def _standing(path: str = "") -> Q:
    """Invoices that were not taken back."""
    return ~Q(**{f"{path}state": InvoiceState.CANCELLED})


def _credited(kind: CreditKind) -> Callable[[date], Q]:
    return lambda today: Q(state=Decided.APPROVED, kind=kind) & _standing("invoice__")


def _note(code: str, label: Promise, kind: CreditKind) -> Measure:
    """What was taken back of invoices of these days, whenever that was."""
    service = "invoice__quote__service"
    return Measure(
        code, label, CreditNote, "invoice__issued_on", _credited(kind), False, "invoice__firm", service
    )


def _quote(code: str, label: Promise, of: Callable[[date], Q]) -> Measure:
    """Quotes sent on these days. One that a later revision replaced is answered there."""
    return Measure(
        code, label, Quote, "offered_at", lambda today: of(today) & ~Q(state=QuoteState.REPLACED), True
    )


MEASURES: Mapping[str, Measure] = {
    one.code: one
    for one in (
        Measure("invoices", _("Invoices"), Invoice, "issued_on", lambda today: _standing(),
                service="quote__service"),
        Measure(
            "discounts", _("Invoices with a discount or a cap"), Invoice, "issued_on",
            lambda today: _standing() & Q(success_year__isnull=True, quote__subtotal__lt=F("quote__net")),
            service="quote__service",
        ),
        _note("waivers", _("Waivers"), CreditKind.WAIVER),
        _note("credits", _("Credit notes"), CreditKind.CREDIT),
        _quote("quotes", _("Quotes sent"), lambda today: Q()),
        _quote("accepted", _("Accepted quotes"), lambda today: Q(state__in=ACCEPTED)),
        _quote("declined", _("Declined quotes"), lambda today: Q(state=QuoteState.DECLINED)),
        _quote("expired", _("Quotes past their day without an answer"),
               lambda today: Q(state=QuoteState.OFFERED, valid_until__lt=today)),
        _quote("waiting", _("Quotes that wait for the firm"),
               lambda today: Q(state=QuoteState.OFFERED, valid_until__gte=today)),
        _quote("withdrawn", _("Withdrawn quotes"), lambda today: Q(state=QuoteState.WITHDRAWN)),
        Measure("consultations", _("Consultations"), Consultation, "asked_at", moment=True, service=""),
        Measure("applications", _("Applications"), Application, "submitted_at", moment=True),
        Measure("begun", _("Support begun"), Case, "started_on"),
        Measure("hours", _("Hours of experts"), Activity, "done_on", lambda today: Q(expert__isnull=False),
                firm="case__firm", service="case__service"),
    )
}  # fmt: skip
#: What is held before and after the charge.
USE = ("consultations", "applications", "begun", "hours")


@dataclass(frozen=True)
class By:
    """By what figures are split: the path from a firm (of services: none), and the labels of its parts."""

    code: str
    label: Promise
    path: str
    labels: Callable[[], Mapping[Any, Any]]

    def key(self, measure: Measure) -> str:
        """The path from a row to the part it belongs to; "" where it belongs to none."""
        return f"{measure.firm}__{self.path}" if self.path else measure.service

    def part(self, value: Any) -> Any:
        """The part that a value belongs to."""
        if self.code != "size":
            return value
        for code, (least, most) in SIZES.items():
            if value is not None and least <= value and (most is None or value <= most):
                return code
        return UNKNOWN

    def narrow(self, measure: Measure, part: str) -> Q:
        """What a row of a part fulfils.

        Raises:
            ValueError: there is no such part.
        """
        path = self.key(measure)
        if self.code != "size":
            known = {str(value): value for value in self.labels()}
            if part not in known or not path:
                raise ValueError(part)
            return Q(**{path: known[part]})
        if part == UNKNOWN:
            return Q(**{f"{path}__isnull": True})
        if part not in SIZES:
            raise ValueError(part)
        least, most = SIZES[part]
        upto = Q() if most is None else Q(**{f"{path}__lte": most})
        return Q(**{f"{path}__gte": least}) & upto


def _services() -> Mapping[Any, Any]:
    rows = Service.objects.select_related("programme").order_by("programme__position", "position", "code")
    return {row.pk: row.name for row in rows}


def _named(model: type[Model]) -> Callable[[], Mapping[Any, Any]]:
    return lambda: {row.pk: row.name for row in model._default_manager.order_by("position", "code")}


BYS: Mapping[str, By] = {
    one.code: one
    for one in (
        By("service", _("Service"), "", _services),
        By(
            "experience",
            _("Export experience"),
            "export_experience",
            lambda: {choice.value: choice.label for choice in ExportExperience},
        ),
        By(
            "size",
            pgettext_lazy("of a firm", "Size"),
            "employees",
            lambda: {**SIZE_LABELS, UNKNOWN: _("Number of employees unknown")},
        ),
        By("region", _("Region"), "prefecture__region", _named(Region)),
        By("office", _("Office"), "office", _named(Office)),
    )
}
REASONS = dict(DeclineReason.choices)
