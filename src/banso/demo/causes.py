"""What keeps the firms of the demonstration from exporting: of every kind, young and years old."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from banso.apps.accounts.roles import Role
from banso.apps.casework.models import CauseKind, RootCause
from banso.apps.journal.services import digest
from banso.demo.casework import CaseRow
from banso.demo.plan import Plan, in_office, working
from banso.demo.texts import templates

#: Of the cases that came out of applications, those in which somebody noted a root cause.
SHARE = 0.46
#: Of these causes, those that are solved by now if the case still goes on.
SOLVED = 0.55
#: How often each kind stands in the way.
WEIGHTS = {
    "no_staff": 24, "price": 17, "product": 13, "buyers": 12, "rules": 9, "capacity": 7, "logistics": 6,
    "money": 5, "quality": 3, "language": 3, "management": 1,
}  # fmt: skip


def write_causes(plan: Plan, cases: Sequence[CaseRow]) -> None:
    """Note root causes in a part of the cases; some are solved, some have stood for years."""
    chance = plan.random("root causes")
    kinds = dict(CauseKind.objects.values_list("code", "pk"))
    for case in cases:
        if case.stages and (chance.random() < SHARE or case.firm.example):
            _causes(plan, chance, case, kinds)


def _causes(plan: Plan, chance: random.Random, case: CaseRow, kinds: dict[str, int]) -> None:
    codes: list[str] = []
    until = case.ended_on or plan.as_of
    for _number in range(2 if case.firm.example else chance.choice((1, 1, 1, 2, 2, 3))):
        code = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        length = max(1, (until - case.started_on).days)
        noted = working(case.started_on + timedelta(days=int(chance.random() * length * 0.8) + 7))
        since = noted - timedelta(days=chance.choice((0, 10, 30, 60, 150, 300)))
        if code in codes or noted >= until:
            continue
        codes.append(code)
        _cause(plan, chance, case, code, kinds[code], since, noted, until)


def _cause(
    plan: Plan,
    chance: random.Random,
    case: CaseRow,
    code: str,
    kind: int,
    since: date,
    noted: date,
    until: date,
) -> None:
    words = templates()["causes"][code]
    description = chance.choice(words["what"])
    remedy = chance.choice(words["remedy"]) if chance.random() < 0.6 else ""
    due = working(noted + timedelta(days=chance.choice((60, 90, 120)))) if remedy else None
    solved = working(noted + timedelta(days=chance.randint(30, 420)))
    fixed = solved < until and chance.random() < SOLVED
    by_expert = case.expert is not None and chance.random() < 0.6
    who = case.expert.user if by_expert and case.expert else case.staff
    role = Role.EXPERT if by_expert else Role.OFFICE_STAFF
    how = chance.choice(words["how"]) if fixed else ""
    key = plan[RootCause].add(
        case_id=case.id,
        kind_id=kind,
        description=description,
        since=since,
        noted_by_id=who,
        noted_on=noted,
        remedy=remedy,
        remedy_due_on=due,
        solved_on=solved if fixed else None,
        how=how,
    )
    payload = {
        "cause": key,
        "kind": code,
        "since": since.isoformat(),
        "description": digest(description),
        "remedy": digest(remedy) if remedy else None,
    }
    plan.event(in_office(chance, noted), who, role, "cause.noted", case.subject, payload)
    if fixed:
        payload = {"cause": key, "kind": code, "solved_on": solved.isoformat(), "how": digest(how)}
        plan.event(in_office(chance, solved), who, role, "cause.solved", case.subject, payload)
