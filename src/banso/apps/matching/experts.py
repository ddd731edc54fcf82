"""Experts as the engine takes them: what they know, when they are there, and what they have left."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Value

from banso.apps.casework.models import Case, ExportGoal
from banso.apps.directory.models import ConflictOfInterest, Expert, ExpertAbsence
from banso.apps.matching.loads import loads
from banso.engines.matching.model import Candidate, Days, Range

#: What an expert knows: the relation and the code at its end.
_KNOWS = {
    "subjects": "subject__code",
    "markets": "market__code",
    "languages": "language__code",
    "industries": "industry__code",
}
Codes = dict[int, dict[str, frozenset[str]]]
Counts = dict[int, dict[str, int]]


def with_offices(experts: QuerySet[Expert]) -> QuerySet[Expert]:
    """Experts with all that tells where they are."""
    return experts.select_related("office__prefecture__region", "user")


def candidates(experts: QuerySet[Expert], day: date) -> dict[int, tuple[Expert, Candidate]]:
    """Each expert, and the expert as the engine takes it, by key. Ten queries, however many there are."""
    known, load = _known(experts), loads(experts, day)
    absent, conflicts = _absent(experts, day), _conflicts(experts, day)
    markets, industries = _experience(experts)
    return {
        expert.pk: (
            expert,
            Candidate(
                key=expert.pk,
                office=expert.office.code,
                **known.get(expert.pk, {}),
                employees=Range(expert.employees_from, expert.employees_to),
                firm_age=Range(expert.firm_age_from, expert.firm_age_to),
                absent=tuple(absent[expert.pk]),
                conflicts=frozenset(conflicts[expert.pk]),
                left=load[expert.pk].left,
                contract_quarters=load[expert.pk].contract,
                contract_from=expert.contract_from,
                contract_to=expert.contract_to,
                market_cases=markets[expert.pk],
                industry_cases=industries[expert.pk],
            ),
        )
        for expert in with_offices(experts).order_by("pk")
    }


def _known(experts: QuerySet[Expert]) -> Codes:
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    these = experts.order_by().values("pk")
    parts = [
        getattr(Expert, name)
        .through.objects.filter(expert__in=these)
        .annotate(kind=Value(name), known=F(code))
        .order_by()
        .values_list("kind", "expert", "known")
        for name, code in _KNOWS.items()
    ]
    for kind, expert, code in parts[0].union(*parts[1:]).order_by("kind", "expert_id", "known"):
        found[expert][kind].add(code)
    return {
        expert: {kind: frozenset(codes) for kind, codes in kinds.items()} for expert, kinds in found.items()
    }


def _absent(experts: QuerySet[Expert], day: date) -> dict[int, list[Days]]:
    found: dict[int, list[Days]] = defaultdict(list)
    rows = ExpertAbsence.objects.filter(
        expert__in=experts.order_by().values("pk"), taken_back_at__isnull=True, last_day__gte=day
    )
    for expert, first, last in rows.order_by("first_day", "pk").values_list(
        "expert", "first_day", "last_day"
    ):
        found[expert].append(Days(first, last))
    return found


def _conflicts(experts: QuerySet[Expert], day: date) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = ConflictOfInterest.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=day),
        expert__in=experts.order_by().values("pk"),
        declared_on__lte=day,
    )
    for expert, firm in rows.order_by("pk").values_list("expert", "firm"):
        found[expert].append(firm)
    return found


def _experience(experts: QuerySet[Expert]) -> tuple[Counts, Counts]:
    """How many cases each expert has had, by market (of the goal, or of the need) and by industry."""
    markets: Counts = defaultdict(lambda: defaultdict(int))
    industries: Counts = defaultdict(lambda: defaultdict(int))
    these = experts.order_by().values("pk")
    cases = Case.objects.filter(expert__in=these).order_by()
    for expert, industry, market, count in cases.values_list(
        "expert", "firm__industry__code", "need__market__code"
    ).annotate(count=Count("pk")):
        industries[expert][industry] += count
        if market:
            markets[expert][market] += count
    goals = ExportGoal.objects.filter(case__expert__in=these).order_by()
    for expert, market, count in goals.values_list("case__expert", "market__code").annotate(
        count=Count("case", distinct=True)
    ):
        markets[expert][market] += count
    return markets, industries
