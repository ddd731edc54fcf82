"""Fiscal years of the demonstration: earlier ones closed, the last one to be closed, the present one open.

The next year is not prepared: whoever tries the demonstration can open it.
"""

from __future__ import annotations

from datetime import date, datetime

from banso.apps.accounts.roles import Role
from banso.apps.casework.models import Case
from banso.apps.directory.models import Office
from banso.apps.journal.models import FiscalYear, YearState
from banso.apps.years.models import OfficeYear
from banso.demo.people import People
from banso.demo.plan import BEGIN, Plan, in_office, working
from banso.engines.kernel.fiscal import fiscal_year

#: So many years before the present one a year is closed; the one between takes entries still.
CLOSED_AFTER = 2
#: For so many years, the present one included, offices have a plan.
PLANNED_YEARS = 3
#: What an office plans for each case that it opened in the year, and what it has in any case.
_YEN_A_CASE, _YEN_ANYWAY, _HOURS_A_CASE = 120_000, 1_500_000, 6


def write_years(plan: Plan, people: People) -> None:
    """Write the fiscal years with their events, and the plans of offices."""
    chance = plan.random("years")
    present = fiscal_year(plan.as_of)
    for year in range(fiscal_year(BEGIN), present + 1):
        opened = in_office(chance, working(max(BEGIN, date(year, 3, 12))))
        closed = None
        if year <= present - CLOSED_AFTER:
            closed = in_office(chance, working(date(year + 1, 6, chance.randint(16, 26))))
        _write_year(plan, people, year, opened, closed)
        if year > present - PLANNED_YEARS:
            _write_plans(plan, people, year, opened)


def _write_year(plan: Plan, people: People, year: int, opened: datetime, closed: datetime | None) -> None:
    head = people.programme_manager
    plan[FiscalYear].add(
        year=year,
        state=YearState.CLOSED if closed else YearState.OPEN,
        opened_at=opened,
        opened_by_id=head,
        closed_at=closed,
        closed_by_id=head if closed else None,
    )
    subject = ("fiscal_year", str(year))
    role = Role.PROGRAMME_MANAGER.value
    plan.event(opened, head, role, "year.prepared", subject, {"guards": {"its_turn": True}})
    as_they_were = {"change": 0, "leave": 0, "there": 0}
    rows = {"expert": {"copy": len(people.experts), **as_they_were}}
    plan.event(opened, head, role, "year.opened", subject, {"rows": rows, "guards": {}})
    if closed:
        guards = {"over": True, "next_open": True, "earlier_closed": True}
        said = {"unfinished": {"follow_ups": plan.firms // 40}, "guards": guards}
        plan.event(closed, head, role, "year.closed", subject, said)


def _write_plans(plan: Plan, people: People, year: int, opened: datetime) -> None:
    """A plan for each office, near what it opened in the year; a few offices have none."""
    chance = plan.random(f"years/{year}")
    columns = plan[Case].columns
    office, began = columns.index("office_id"), columns.index("started_on")
    begun: dict[int, int] = {}
    for row in plan[Case].rows:
        if fiscal_year(row[began]) == year:
            begun[row[office]] = begun.get(row[office], 0) + 1
    names = plan[Office].columns
    key, code = names.index("id"), names.index("code")
    for row in plan[Office].rows:
        if chance.random() < 0.06:
            continue
        cases = round(begun.get(row[key], 0) * chance.uniform(0.85, 1.3)) + 1
        values = {
            "firms": cases * 2,
            "cases": cases,
            "follow_ups": round(cases * chance.uniform(0.4, 0.9)),
            "staff_hours": cases * _HOURS_A_CASE,
            "budget_yen": _YEN_ANYWAY + cases * _YEN_A_CASE,
        }
        plan[OfficeYear].add(office_id=row[key], fiscal_year=year, **values)
        plan.event(
            opened,
            people.programme_manager,
            Role.PROGRAMME_MANAGER.value,
            "office_year.set",
            ("office", row[code]),
            {"year": year, **values},
        )
