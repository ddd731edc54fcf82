"""The one rule of how many hours an expert has left in a month.

Left = the contract's hours, less what is logged this month, less what is still expected of what is in hand:
of each case in hand the expected hours of a month that are not logged yet, and of each proposal that waits
for the expert's reply the hours of its need. A case that is paused expects none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any

from django.db.models import QuerySet, Sum

from banso.apps.casework.models import Activity, Case, CaseState
from banso.apps.directory.models import Expert
from banso.apps.intake.models import Proposal, ProposalState
from banso.apps.matching.rules import QUARTERS, rules
from banso.apps.together import together
from banso.engines.kernel.fiscal import month_days


@dataclass(frozen=True)
class Load:
    """An expert's month, in quarter hours; cases in hand and proposals that wait for a reply, as counts."""

    contract: int
    logged: int = 0
    expected: int = 0
    cases: int = 0
    waiting: int = 0

    @property
    def left(self) -> int:
        """What may still be given; below zero when more is in hand than the contract gives."""
        return self.contract - self.logged - self.expected


def quarters(hours: Decimal | None) -> int | None:
    """Hours in quarters, a begun one as whole; None: not known."""
    return None if hours is None else ceil(hours * QUARTERS)


def loads(experts: QuerySet[Expert], day: date) -> dict[int, Load]:
    """The load of each expert in the month of a day, by key. One query, however many experts."""
    contracts = experts.order_by("pk").values_list("pk", "monthly_hours")
    these = {"expert__in": experts.order_by().values("pk")}
    activities, cases, proposals = _activities(these, day), _cases(these), _proposals(these)
    together(contracts, activities, cases, proposals)
    logged = {(expert, case): quarters(hours) or 0 for expert, case, hours in activities}
    in_hand, waiting = _expected(cases, logged), _waiting(proposals)
    total: dict[int, int] = defaultdict(int)
    for (expert, _case), spent in logged.items():
        total[expert] += spent
    return {
        pk: Load(
            hours * QUARTERS,
            total[pk],
            in_hand[pk][0] + waiting[pk][0],
            in_hand[pk][1],
            waiting[pk][1],
        )
        for pk, hours in contracts
    }


def _activities(these: dict[str, Any], day: date) -> QuerySet[Any]:
    """By expert and case, what was logged in the month."""
    rows = Activity.objects.filter(**these, done_on__range=month_days(day)).order_by()
    return rows.values_list("expert", "case").annotate(hours=Sum("hours"))


def _cases(these: dict[str, Any]) -> QuerySet[Any]:
    """The cases in hand, with the hours that their needs ask for."""
    rows = Case.objects.filter(**these).exclude(state=CaseState.ENDED).order_by()
    return rows.values_list("expert", "pk", "need", "state", "need__hours_wanted")


def _proposals(these: dict[str, Any]) -> QuerySet[Any]:
    """The proposals that wait for the expert's reply, with the hours that their needs ask for."""
    rows = Proposal.objects.filter(**these, state=ProposalState.WAITING).order_by()
    return rows.values_list("expert", "need__hours_wanted")


def _expected(cases: Iterable[Any], logged: dict[tuple[int, int], int]) -> dict[int, tuple[int, int]]:
    """By expert, what cases in hand still expect, and how many cases there are."""
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for expert, case, need, state, wanted in cases:
        month = (quarters(wanted) or rules().need_quarters) if need else rules().case_quarters
        still = max(0, month - logged.get((expert, case), 0)) if state == CaseState.ACTIVE else 0
        expected, count = found[expert]
        found[expert] = (expected + still, count + 1)
    return found


def _waiting(proposals: Iterable[Any]) -> dict[int, tuple[int, int]]:
    """By expert, the hours of proposals that wait for the reply, and how many there are."""
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for expert, wanted in proposals:
        expected, count = found[expert]
        found[expert] = (expected + (quarters(wanted) or rules().need_quarters), count + 1)
    return found
