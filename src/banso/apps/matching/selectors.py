"""What other rooms and pages read of this room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from banso.apps.casework.models import Case
from banso.apps.directory.models import Expert, ExpertAbsence
from banso.apps.intake.models import Need
from banso.apps.matching.asks import (
    Asking,
    asks_of,
    cases_without_expert,
    needs_without_anybody,
    office_of,
    with_cases,
    with_needs,
)
from banso.apps.matching.experts import candidates
from banso.apps.matching.loads import Load, loads
from banso.apps.matching.models import Plan, PlannedPair
from banso.apps.matching.rules import rules
from banso.engines.matching.filters import BINDING, Check, checks_of, failed, passes
from banso.engines.matching.model import Ask, Candidate, Filter, Part
from banso.engines.matching.scores import parts_of

__all__ = ["Fit", "Load", "Shortlist", "judge", "loads", "newest_plan", "pairs_with_all", "shortlist"]

#: How many experts are offered.
BEST = 5


@dataclass(frozen=True)
class Fit:
    """One expert held against a need or case."""

    expert: Expert
    checks: tuple[Check, ...]
    parts: dict[Part, int]

    @property
    def score(self) -> int:
        """The sum of the parts."""
        return sum(self.parts.values())

    @property
    def fits(self) -> bool:
        """Whether every test that applies is passed."""
        return passes(self.checks)

    @property
    def failed(self) -> frozenset[Filter]:
        """The tests that are failed, unknown ones among them."""
        return failed(self.checks)

    @property
    def barred(self) -> frozenset[Filter]:
        """The failed tests that no reason overrides."""
        return self.failed & BINDING


@dataclass(frozen=True)
class Shortlist:
    """Everybody held against a need or case: the best five of those who pass, the others who do, the rest.

    The rest begins with those who fail the fewest tests.
    """

    ask: Ask
    best: list[Fit] = field(default_factory=list)
    fitting: list[Fit] = field(default_factory=list)
    others: list[Fit] = field(default_factory=list)


def shortlist(asking: Asking, on: date) -> Shortlist:
    """The experts for a need or case on a day. The number of queries does not grow with experts."""
    ask, row = _ask(asking, on)
    judged = _judged(ask, row, candidates(Expert.objects.all(), on).values(), on)
    ranked = sorted(judged, key=lambda fit: (-fit.score, fit.expert.code))
    fitting = [fit for fit in ranked if fit.fits]
    others = sorted((fit for fit in ranked if not fit.fits), key=lambda fit: len(fit.failed))
    return Shortlist(ask, fitting[:BEST], fitting[BEST:], others)


def judge(asking: Asking, expert: Expert, on: date) -> Fit:
    """One expert held against a need or case on a day."""
    found = candidates(Expert.objects.filter(pk=expert.pk), on)
    return _judged(*_ask(asking, on), found.values(), on)[0]


def _ask(asking: Asking, on: date) -> tuple[Ask, Asking]:
    """The ask of a row, and the row read anew with all that is asked of it."""
    if isinstance(asking, Need):
        return asks_of(with_needs(Need.objects.filter(pk=asking.pk)), (), on)[0]
    return asks_of((), with_cases(Case.objects.filter(pk=asking.pk)), on)[0]


def _judged(ask: Ask, asking: Asking, found: Iterable[tuple[Expert, Candidate]], on: date) -> list[Fit]:
    pairs = list(found)
    region = office_of(asking).prefecture.region.code
    regions = {expert.office.code: expert.office.prefecture.region.code for expert, _ in pairs}
    regions[ask.office] = region
    return [
        Fit(expert, checks_of(ask, candidate, on), parts_of(ask, candidate, rules().weights, regions))
        for expert, candidate in pairs
    ]


def open_asks(on: date) -> list[tuple[Ask, Asking]]:
    """All needs and cases of firms going on that look for somebody, with their asks."""
    needs = Need.objects.filter(consultation__firm__closed_on__isnull=True).order_by("pk")
    cases = Case.objects.filter(firm__closed_on__isnull=True).order_by("pk")
    needs, cases = with_needs(needs_without_anybody(needs)), with_cases(cases_without_expert(cases, on))
    return asks_of(needs, cases, on)


def waits(pair: PlannedPair, on: date) -> bool:
    """Whether the need or case of a row still looks for somebody, as it did when the plan was made."""
    if pair.need_id:
        return needs_without_anybody(Need.objects.filter(pk=pair.need_id)).exists()
    still = cases_without_expert(Case.objects.filter(pk=pair.case_id), on)
    return still.filter(expert=pair.before_id).exists()


def pairs_with_all(pairs: QuerySet[PlannedPair]) -> QuerySet[PlannedPair]:
    """Rows with all that is shown of them."""
    return pairs.select_related(
        "plan",
        "office",
        "found__expert__office",
        "chosen__expert",
        "decided_by",
        "need__subject",
        "need__consultation__firm",
        "case__service",
        "case__firm",
    )


def newest_plan() -> Plan | None:
    """The plan of the latest week that has one."""
    return Plan.objects.order_by("-week").first()


def with_absence(experts: QuerySet[Expert], day: date) -> QuerySet[Expert]:
    """Adds ``absent`` and ``absent_until`` of a day, and ``absent_from``, the beginning of the next one."""
    rows = ExpertAbsence.objects.filter(expert=OuterRef("pk"), taken_back_at__isnull=True)
    now = rows.filter(first_day__lte=day, last_day__gte=day)
    ahead = rows.filter(first_day__gt=day).order_by("first_day")
    return experts.annotate(
        absent=Exists(now),
        absent_until=Subquery(now.order_by("-last_day").values("last_day")[:1]),
        absent_from=Subquery(ahead.values("first_day")[:1]),
    )
