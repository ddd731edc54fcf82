"""What people are reminded of about cases: gates, follow-ups, own efforts, exports to confirm."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.selectors import members_of
from banso.apps.casework.models import Case, CatchUp, ExportResult, FollowUp, OwnEffort, Stage
from banso.apps.casework.selectors import (
    catch_ups_to_do,
    efforts_due,
    follow_ups_to_do,
    gates_due,
    results_to_confirm,
)
from banso.apps.journal.actor import ZONE
from banso.apps.notices import sources
from banso.apps.notices.sources import Due, Found, Source, SubjectKind


def _only(rows: QuerySet[Any], refs: Collection[str] | None) -> QuerySet[Any]:
    return rows if refs is None else rows.filter(pk__in=[int(ref) for ref in refs])


def _gates(now: datetime, refs: Collection[str] | None, *, late: bool) -> Iterator[Due]:
    today = now.astimezone(ZONE).date()
    rows: QuerySet[Stage] = gates_due(Case.objects.all(), today)
    rows = rows.filter(planned_to__lt=today) if late else rows.filter(planned_to__gte=today)
    columns = ("pk", "planned_to", "case__ref", "case__staff_id", "case__office_id", "case__firm_id")
    for pk, due_on, ref, staff, office, firm in _only(rows, refs).values_list(*columns):
        persons = (staff,) if staff else ()
        yield Due(
            "stage", str(pk), due_on, reverse("casework:gate_decide", args=[ref]), persons, office, firm
        )


def gates_ahead(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Gate reviews that are due within a month: whoever is in charge, else the office."""
    return _gates(now, refs, late=False)


def gates_late(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Gate reviews whose day has passed: whoever is in charge, else the office."""
    return _gates(now, refs, late=True)


def follow_ups(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Follow-ups that may be recorded and are not: whoever was in charge, else the office."""
    rows = follow_ups_to_do(FollowUp.objects.all(), now.astimezone(ZONE).date())
    columns = ("pk", "due_on", "case__staff_id", "case__office_id", "case__firm_id")
    for pk, due_on, staff, office, firm in _only(rows, refs).values_list(*columns):
        persons = (staff,) if staff else ()
        yield Due(
            "follow_up", str(pk), due_on, reverse("casework:follow_up", args=[pk]), persons, office, firm
        )


def catch_ups(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Catch-up contacts planned for this week or before and not recorded: the office of the firm."""
    rows = catch_ups_to_do(CatchUp.objects.all(), now.astimezone(ZONE).date())
    for pk, due_on, office, firm in _only(rows, refs).values_list("pk", "due_on", "office_id", "firm_id"):
        address = reverse("casework:catch_up", args=[pk])
        yield Due("catch_up", str(pk), due_on, address, (), office, firm)


def efforts_late(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Own efforts promised by a day past and not reported: the firm; of a firm without people, its office."""
    efforts = efforts_due(OwnEffort.objects.all(), now.astimezone(ZONE).date())
    columns = ("pk", "promised_by", "case__ref", "case__staff_id", "case__office_id", "case__firm_id")
    rows = list(_only(efforts, refs).values_list(*columns))
    members = members_of(None if refs is None else {row[-1] for row in rows}, now.astimezone(ZONE).date())
    for pk, due_on, ref, staff, office, firm in rows:
        persons = members.get(firm) or ((staff,) if staff else ())
        address = reverse("casework:effort_done", args=[ref, pk])
        yield Due("own_effort", str(pk), due_on, address, persons, office, firm)


def results_unconfirmed(now: datetime, refs: Collection[str] | None) -> Iterator[Due]:
    """Exports that others recorded and that wait for the firm's word: the firm's people, nobody else."""
    results = results_to_confirm(ExportResult.objects.all())
    columns = ("pk", "recorded_at", "case__ref", "case__firm_id")
    rows = list(_only(results, refs).values_list(*columns))
    members = members_of(None if refs is None else {row[-1] for row in rows}, now.astimezone(ZONE).date())
    for pk, recorded_at, ref, firm in rows:
        due_on = recorded_at.astimezone(ZONE).date()
        address = reverse("casework:result_confirm", args=[ref, pk])
        yield Due("export_result", str(pk), due_on, address, members.get(firm, ()), None, firm)


def find_case(access: Access, action: Action, ref: str) -> Found | None:
    """The case that a task or a meeting is about, within reach."""
    rows = access.rows(action, Case.objects.filter(ref=ref)).select_related("firm", "expert")
    case = rows.first()
    if case is None:
        return None
    people = [case.staff_id, case.expert.user_id if case.expert else None]
    return Found(
        case.ref, case.firm.name, case_address(case.ref), case.firm_id, case.office_id,
        tuple(person for person in people if person),
    )  # fmt: skip


def case_address(ref: str) -> str:
    """The page of a case."""
    return reverse("casework:case", args=[ref])


def register() -> None:
    """Tell the room of notices about all of it."""
    for source in (
        Source("gate_ahead", _("Gate review due soon"), gates_ahead),
        Source("gate_late", _("Gate review overdue"), gates_late, mandatory=True),
        Source("follow_up", _("Follow-up to record"), follow_ups),
        Source("catch_up", _("Catch-up contact to make"), catch_ups),
        Source("effort_late", _("Own effort to report"), efforts_late),
        Source("result_to_confirm", _("Export to confirm"), results_unconfirmed),
    ):
        sources.register(source)
    sources.register_subject(SubjectKind("case", _("Case"), find_case, case_address))
