"""What a fiscal year left open, by kind and office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banso.apps.casework.models import Case, ExportResult, FollowUp
from banso.apps.casework.selectors import follow_ups_to_do, gates_due, results_to_confirm
from banso.apps.directory.models import Office
from banso.apps.intake.models import Consultation
from banso.apps.intake.selectors import consultations_waiting
from banso.apps.journal.actor import ZONE
from banso.apps.notices.models import Task, TaskState
from banso.apps.selection.models import Application
from banso.apps.selection.selectors import applications_under_way
from banso.apps.transfers.models import Transfer
from banso.engines.kernel.fiscal import fiscal_year_days


@dataclass(frozen=True)
class Kind:
    """One kind of what can be left open.

    ``rows`` gives them from the last day of the year and the day of today; ``office`` leads to the office,
    ``day`` to since when, ``name`` and ``firm`` say what it is, ``url`` where it is worked on (empty: nowhere
    of its own).
    """

    code: str
    words: Promise
    rows: Callable[[date, date], QuerySet[Any]]
    office: str
    since: Promise
    day: str
    name: Callable[[Any], str]
    firm: Callable[[Any], str]
    url: Callable[[Any], str]
    joins: tuple[str, ...] = ()


def _end(last: date) -> datetime:
    """The moment at which the day after the last one begins."""
    return datetime.combine(last + timedelta(days=1), datetime.min.time(), ZONE)


def _gates(last: date, _today: date) -> QuerySet[Any]:
    return gates_due(Case.objects.all(), last).filter(planned_to__lte=last)


def _without_yen(last: date, _today: date) -> QuerySet[Any]:
    rows = ExportResult.objects.filter(exported_on__lte=last, amount__isnull=False, amount_yen__isnull=True)
    return rows.filter(duplicate_of__isnull=True)


def _case_url(row: Any) -> str:
    return reverse("casework:case", args=[row.case.ref])


def _case_ref(row: Any) -> str:
    return row.case.ref


def _case_firm(row: Any) -> str:
    return row.case.firm.name


_OF_CASE = ("case__firm", "case__office")

KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "consultations",
            _("Consultations without an answer"),
            lambda last, _today: consultations_waiting(Consultation.objects.filter(asked_at__lt=_end(last))),
            "office",
            _("Question asked on"),
            "asked_at",
            lambda row: row.ref,
            lambda row: row.firm.name,
            lambda row: reverse("intake:consultation", args=[row.ref]),
            ("firm", "office"),
        ),
        Kind(
            "applications",
            _("Applications without a determination"),
            lambda last, _today: applications_under_way(
                Application.objects.filter(created_at__lt=_end(last))
            ),
            "office",
            _("Begun"),
            "created_at",
            lambda row: row.ref,
            lambda row: row.firm.name,
            lambda row: reverse("selection:application", args=[row.ref]),
            ("firm", "office"),
        ),
        Kind(
            "gates",
            _("Gate reviews overdue"),
            _gates,
            "case__office",
            _("Was due"),
            "planned_to",
            _case_ref,
            _case_firm,
            _case_url,
            _OF_CASE,
        ),
        Kind(
            "follow_ups",
            _("Follow-ups not recorded"),
            lambda last, today: follow_ups_to_do(FollowUp.objects.filter(due_on__lte=last), today),
            "case__office",
            _("Was due"),
            "due_on",
            _case_ref,
            _case_firm,
            lambda row: reverse("casework:follow_up", args=[row.pk]),
            _OF_CASE,
        ),
        Kind(
            "unconfirmed",
            _("Exports that nobody has confirmed"),
            lambda last, _today: results_to_confirm(ExportResult.objects.filter(exported_on__lte=last)),
            "case__office",
            _("Exported on"),
            "exported_on",
            _case_ref,
            _case_firm,
            _case_url,
            _OF_CASE,
        ),
        Kind(
            "without_yen",
            _("Exports without a value in yen"),
            _without_yen,
            "case__office",
            _("Exported on"),
            "exported_on",
            _case_ref,
            _case_firm,
            _case_url,
            _OF_CASE,
        ),
        Kind(
            "transfers",
            _("Work lent out that has not come back"),
            lambda last, _today: Transfer.objects.filter(Q(back_on__lte=last), went_back_at__isnull=True),
            "office",
            _("Back by"),
            "back_on",
            lambda row: f"{row.get_giver_kind_display()} {row.giver_ref}",
            lambda _row: "",
            lambda _row: "",
            ("office",),
        ),
        Kind(
            "tasks",
            _("Tasks not done"),
            lambda last, _today: Task.objects.filter(
                state=TaskState.OPEN, due_on__lte=last, office__isnull=False
            ),
            "office",
            _("Was due"),
            "due_on",
            lambda row: row.text or row.get_kind_display(),
            lambda row: row.firm.name if row.firm else "",
            lambda _row: "",
            ("firm", "office"),
        ),
    )
}


def rows_of(kind: Kind, year: int, today: date) -> QuerySet[Any]:
    """What a year left open of one kind, the oldest first."""
    rows = kind.rows(fiscal_year_days(year)[1], today)
    return rows.select_related(*kind.joins).order_by(kind.day, "pk")


def by_office(year: int, today: date, offices: QuerySet[Office]) -> dict[str, dict[int, int]]:
    """How many of each kind, by office. One query for all kinds."""
    last = fiscal_year_days(year)[1]
    these = offices.order_by().values("pk")
    counts = []
    for kind in KINDS.values():
        rows = kind.rows(last, today).select_related(None).filter(**{f"{kind.office}__in": these})
        named = rows.order_by().annotate(which=Value(kind.code, CharField()))
        counts.append(named.values_list("which", kind.office).annotate(total=Count("pk")))
    found: dict[str, dict[int, int]] = {code: {} for code in KINDS}
    for which, office, total in counts[0].union(*counts[1:], all=True):
        found[which][office] = total
    return found


def totals(year: int, today: date) -> dict[str, int]:
    """How many of each kind over all offices."""
    counts = by_office(year, today, Office.objects.all())
    return {code: sum(offices.values()) for code, offices in counts.items()}
