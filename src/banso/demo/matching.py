"""Who is free for what: absences, conflicts, conditions of experts, founding days; the plan of the week."""

from __future__ import annotations

import random
from datetime import date, timedelta

from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused
from banso.apps.directory.models import ConflictOfInterest, Expert, ExpertAbsence, Firm
from banso.apps.journal.actor import Actor, system
from banso.apps.matching import services
from banso.apps.matching.models import PairState, PlannedPair
from banso.demo.firms import FirmRow
from banso.demo.people import ExpertRow, People
from banso.demo.plan import Plan, at, in_office, working

#: One in so many experts; one in so many firms whose founding is not known.
_ABSENT, _CONFLICT, _CONDITIONS, _CONTRACT_ENDS = 8, 14, 5, 6
_NOT_KNOWN = 12
_ABSENCES = {"leave": 5, "travel": 3, "illness": 2, "other": 1}
_CONFLICTS = {"client": 4, "competitor": 3, "shares": 2, "family": 1, "other": 1}
#: How old firms are, in years, and how often.
_AGES = {(1, 5): 14, (6, 15): 24, (16, 40): 32, (41, 80): 24, (81, 180): 6}
_EMPLOYEES = ((None, 50), (None, 300), (5, None), (10, 300))
_FIRM_AGES = ((None, 10), (3, None), (5, 60))
#: Of a hundred rows of the plan, so many were decided on its first day.
_CONFIRMED, _DROPPED = 5, 2


def write_availability(plan: Plan, people: People, firms: list[FirmRow]) -> None:
    """Founding days, and what limits experts."""
    chance = plan.random("matching")
    for firm in firms:
        if chance.randrange(_NOT_KNOWN):
            plan[Firm].change(firm.id, founded_on=_founded(chance, firm, plan))
    for expert in people.experts:
        if chance.randrange(_CONDITIONS) == 0:
            plan[Expert].change(expert.id, **_conditions(chance))
        if chance.randrange(_CONTRACT_ENDS) == 0:
            plan[Expert].change(expert.id, contract_to=_contract_end(plan))
        if chance.randrange(_ABSENT) == 0:
            _absence(plan, expert, chance, chance.randint(-12, 40))
        if chance.randrange(_CONFLICT) == 0:
            _conflict(plan, expert, chance.choice(firms), chance)
    # The example user has leave ahead.
    _absence(plan, people.home_expert, chance, 18)


def _founded(chance: random.Random, firm: FirmRow, plan: Plan) -> date:
    registered = firm.registered.date() if firm.registered else plan.as_of
    least, most = chance.choices(list(_AGES), list(_AGES.values()))[0]
    return date(registered.year - chance.randint(least, most), chance.randint(1, 12), chance.randint(1, 28))


def _conditions(chance: random.Random) -> dict[str, int | None]:
    least, most = chance.choice(_EMPLOYEES)
    young, old = chance.choice(_FIRM_AGES) if chance.random() < 0.5 else (None, None)
    return {"employees_from": least, "employees_to": most, "firm_age_from": young, "firm_age_to": old}


def _contract_end(plan: Plan) -> date:
    """The end of the fiscal year that the portfolio's day lies in."""
    year = plan.as_of.year if plan.as_of.month < 4 else plan.as_of.year + 1
    return date(year, 3, 31)


def _absence(plan: Plan, expert: ExpertRow, chance: random.Random, ahead: int) -> None:
    """Days from so many days after the portfolio's day on, noted some days before."""
    first = working(plan.as_of + timedelta(days=ahead))
    last = first + timedelta(days=chance.choice((1, 4, 4, 9, 13, 20)))
    noted = in_office(chance, working(min(first, plan.as_of) - timedelta(days=chance.randint(4, 20))))
    reason = chance.choices(list(_ABSENCES), list(_ABSENCES.values()))[0]
    key = plan[ExpertAbsence].add(
        expert_id=expert.id,
        first_day=first,
        last_day=last,
        reason=reason,
        noted_by_id=expert.user,
        noted_at=noted,
    )
    payload = {
        "absence": key,
        "reason": reason,
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
    }
    plan.event(noted, expert.user, Role.EXPERT, "expert.absent", ("expert", expert.code), payload)


def _conflict(plan: Plan, expert: ExpertRow, firm: FirmRow, chance: random.Random) -> None:
    declared = in_office(chance, working(plan.as_of - timedelta(days=chance.randint(30, 400))))
    kind = chance.choices(list(_CONFLICTS), list(_CONFLICTS.values()))[0]
    key = plan[ConflictOfInterest].add(
        expert_id=expert.id,
        firm_id=firm.id,
        kind=kind,
        declared_on=declared.date(),
        declared_by_id=expert.user,
    )
    payload = {"conflict": key, "firm": firm.ref, "kind": kind}
    plan.event(
        declared, expert.user, Role.EXPERT, "expert.conflict_declared", ("expert", expert.code), payload
    )


def plan_week(seed: int, as_of: date) -> None:
    """The plan of the week of the last day before the portfolio's, made that Monday; a part is decided."""
    before = as_of - timedelta(days=1)
    monday = before - timedelta(days=before.weekday())
    made = services.make_plan(system(at(monday, 5 * 60)))
    chance = random.Random(f"{seed}/plan")
    staff = _staff()
    for pair in PlannedPair.objects.filter(plan=made).order_by("pk"):
        fate = chance.randrange(100)
        actor = Actor(staff[pair.office_id], Role.OFFICE_STAFF, at(monday, chance.randint(9 * 60, 17 * 60)))
        if pair.state == PairState.PROPOSED and fate < _CONFIRMED:
            _confirm(actor, pair)
        elif fate >= 100 - _DROPPED:
            services.drop_pair(actor, pair, "事業者と相談し、今週は見送ることにしました。")


def _confirm(actor: Actor, pair: PlannedPair) -> None:
    try:
        services.confirm_pair(actor, pair)
    except Refused:
        # Other rows confirmed before have used up the expert's hours: the row stays open.
        return


def _staff() -> dict[int, int]:
    """By office, the first of its staff."""
    held = RoleAssignment.objects.filter(role=Role.OFFICE_STAFF, office__isnull=False).order_by("-pk")
    return dict(held.values_list("office", "user"))
