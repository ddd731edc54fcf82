"""Whether a goal is feasible and ambitious, judged by what similar firms reached.

What is compared is what goals are measured by (``results``, rules 1 to 6): the confirmed exports since
support began, samples left out, here within as many months as the goal gives itself. Past cases are those of
the same service that began so many months ago or earlier, whatever became of them.

1. A goal above a known baseline is first compared by growth: the sum in multiples of the baseline, with
   cases that had a baseline in the same metric. Where they are too few, by the sum itself, as other goals.
2. A goal by quantity is compared only with cases whose goal was in the same unit: of others nobody counted.
3. An export without a figure in the metric makes the sum of its case unknown; such cases stand in no class.
4. Traits of firms are those of now; a case's market and product are those of its first goal, and where it had
   none its market is that of its first export.

Similarity and thresholds are configuration (``programmes/shipped/feasibility.toml``); the rest is
``engines.evaluation.reference_class``. Three queries, whatever the number of cases.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from banso.apps.casework.models import Case, ExportGoal, ExportResult, GoalState, Verdict
from banso.apps.casework.results import Goal, Result, figure
from banso.apps.directory.models import Firm, Market
from banso.apps.programmes.selectors import Similarity, similarity
from banso.engines.evaluation.reference_class import Comparison, Observation, compare
from banso.engines.kernel.fiscal import add_months, months_between
from banso.engines.kernel.rounding import half_up

ONE_DAY = timedelta(days=1)
AMOUNT = "amount"


@dataclass(frozen=True)
class Traits:
    """What makes firms similar: codes, None where unknown. ``size`` is the number of employees."""

    industry: str | None
    size: int | None
    experience: str | None
    distance: str | None
    hs_code: str = ""


@dataclass(frozen=True)
class Question:
    """A goal to be judged, drafted or stored. Exports count from ``since`` until ``due_on``.

    ``firm`` is left out of the class: its own past is not another firm's.
    """

    service: int
    firm: int
    traits: Traits
    goal: Goal
    since: date


@dataclass(frozen=True)
class Feasibility:
    """The answer, as it is shown and kept with the goal.

    ``measure`` is ``growth`` (figures in multiples of the baseline, one decimal) or ``amount`` (in the metric
    of the goal, whole). Figures are None where the class is too small to say (verdict ``unknown``).
    """

    verdict: str
    n: int
    months: int
    measure: str
    criteria: tuple[str, ...]
    dropped: tuple[str, ...]
    unknown: tuple[str, ...]
    reached_it: int | None = None
    exporting: int | None = None
    lower: Decimal | None = None
    median: Decimal | None = None
    upper: Decimal | None = None

    @property
    def needs_reason(self) -> bool:
        """Whether whoever goes on says why."""
        return self.verdict in (Verdict.NOT_AMBITIOUS, Verdict.NOT_FEASIBLE)

    def stored(self) -> dict[str, Any]:
        """As it is kept with a goal."""
        return {
            name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(self).items()
        }


def kept(stored: dict[str, Any] | None) -> Feasibility | None:
    """The answer that was kept with a goal; None where none was."""
    if stored is None:
        return None
    values = dict(stored)
    for name in ("lower", "median", "upper"):
        values[name] = None if values[name] is None else Decimal(values[name])
    for name in ("criteria", "dropped", "unknown"):
        values[name] = tuple(values[name])
    return Feasibility(**values)


def question(
    firm: Firm,
    service: int,
    market: Market,
    goal: Goal,
    *,
    since: date,
    hs_code: str = "",
) -> Question:
    """A goal that is being drafted for a firm under a service, as a question."""
    traits = Traits(firm.industry.code, firm.employees, firm.export_experience, market.distance, hs_code)
    return Question(service, firm.pk, traits, goal, since)


def feasibility_of(asked: ExportGoal | Question, on: date) -> Feasibility:
    """Judge a goal by what similar firms had reached by a day.

    A stored goal counts from the day on which its case began; that of an application from the day asked.
    """
    if isinstance(asked, ExportGoal):
        asked = _question_of(asked, on)
    return judge(asked, Past.of_service(asked.service, on), on)


def _question_of(goal: ExportGoal, on: date) -> Question:
    application = goal.application
    return question(
        application.firm,
        application.service_id,
        goal.market,
        Goal(goal.metric, goal.target, goal.unit, goal.due_on, goal.baseline),
        since=goal.case.started_on if goal.case else on,
        hs_code=goal.hs_code,
    )


def judge(asked: Question, past: Past, on: date) -> Feasibility:
    """The answer from past cases that are read already."""
    months = max(1, months_between(asked.since, asked.goal.due_on + ONE_DAY))
    rules = similarity()
    traits, goal = _codes(asked.traits, rules), asked.goal
    if not asked.traits.hs_code:
        rules = replace(rules, rules=replace(rules.rules, criteria=_without_chapter(rules)))
    if goal.baseline > 0:
        grown = past.observations(goal, months, on, rules, apart_from=asked.firm, growth=True)
        found = compare(Fraction(goal.target, goal.baseline), traits, grown, rules.rules)
        if found.verdict != Verdict.UNKNOWN:
            return _answer(found, months, "growth")
    seen = past.observations(goal, months, on, rules, apart_from=asked.firm)
    return _answer(compare(goal.target, traits, seen, rules.rules), months, AMOUNT)


def _without_chapter(rules: Similarity) -> tuple[str, ...]:
    return tuple(name for name in rules.rules.criteria if name != "chapter")


def _answer(found: Comparison, months: int, measure: str) -> Feasibility:
    places = 1 if measure == "growth" else 0
    figures = (
        None if value is None else half_up(value, places)
        for value in (found.lower, found.median, found.upper)
    )
    return Feasibility(
        found.verdict,
        found.firms,
        months,
        measure,
        found.criteria,
        found.dropped,
        found.unknown,
        found.reached_it,
        found.exporting,
        *figures,
    )


def _codes(traits: Traits, rules: Similarity) -> dict[str, str | None]:
    band = None if traits.size is None else str(bisect_left(rules.size_bands, traits.size))
    return {
        "industry": traits.industry,
        "size": band,
        "experience": traits.experience,
        "distance": traits.distance,
        "chapter": traits.hs_code[:2] or None,
    }


@dataclass(frozen=True, slots=True)
class PastCase:
    """One case as it is compared: whose, since when, its traits, its first goal, its confirmed exports."""

    firm: int
    started_on: date
    traits: Traits
    goal: Goal | None
    exports: tuple[Result, ...]


class Past:
    """The cases of one service that began up to a day."""

    def __init__(self, cases: Iterable[PastCase]) -> None:
        self._cases = list(cases)
        #: The codes of each case under some bands of size: many goals may be asked about.
        self._coded: dict[tuple[int, ...], list[dict[str, str | None]]] = {}

    @classmethod
    def of_service(cls, service: int, on: date) -> Past:
        """Read them, in three queries."""
        # Of several versions the last one read stays: the first one agreed.
        goals = {
            case: (hs_code, distance, Goal(metric, target, unit, due_on, baseline))
            for case, hs_code, distance, metric, target, unit, due_on, baseline in ExportGoal.objects.filter(
                case__service=service, state=GoalState.AGREED
            )
            .order_by("-version")
            .values_list(
                "case", "hs_code", "market__distance", "metric", "target", "unit", "due_on", "baseline"
            )
        }
        exports: dict[int, list[Result]] = defaultdict(list)
        went: dict[int, str] = {}
        for case, distance, *export in (
            ExportResult.objects.filter(
                case__service=service, sample=False, confirmed_at__isnull=False, exported_on__lte=on
            )
            .order_by("exported_on", "pk")
            .values_list("case", "market__distance", "exported_on", "amount_yen", "quantity", "unit")
        ):
            went.setdefault(case, distance)
            exports[case].append(Result(*export))
        found = []
        for pk, firm, started_on, industry, size, experience in (
            Case.objects.filter(service=service, started_on__lte=on)
            .order_by("pk")
            .values_list(
                "pk",
                "firm_id",
                "started_on",
                "firm__industry__code",
                "firm__employees",
                "firm__export_experience",
            )
        ):
            hs_code, distance, goal = goals.get(pk, ("", went.get(pk), None))
            traits = Traits(industry, size, experience, distance, hs_code)
            found.append(PastCase(firm, started_on, traits, goal, tuple(exports.get(pk, ()))))
        return cls(found)

    def observations(
        self,
        goal: Goal,
        months: int,
        on: date,
        rules: Similarity,
        *,
        apart_from: int,
        growth: bool = False,
    ) -> list[Observation]:
        """What the cases reached in the metric of a goal within so many months that were over by a day.

        ``growth`` gives it in multiples of the baseline, of the cases that had one.
        """
        latest_start, found = add_months(on, -months), []
        if (bands := tuple(rules.size_bands)) not in self._coded:
            self._coded[bands] = [_codes(case.traits, rules) for case in self._cases]
        for case, codes in zip(self._cases, self._coded[bands], strict=True):
            if case.firm == apart_from or case.started_on > latest_start:
                continue
            own = case.goal
            if goal.metric != AMOUNT and (own is None or own.unit != goal.unit):
                continue
            if growth and (own is None or not own.baseline or own.unit != goal.unit):
                continue
            reached: Fraction | int | None = _sum(case, goal, months)
            if growth and reached is not None and own is not None:
                reached = Fraction(reached, own.baseline)
            found.append(Observation(case.firm, case.started_on.toordinal(), codes, reached))
        return found


def _sum(case: PastCase, goal: Goal, months: int) -> int | None:
    """What a case reached within so many months of its beginning; None where a figure is missing."""
    if not case.exports:
        return 0
    until, total = add_months(case.started_on, months), 0
    for export in case.exports:
        if case.started_on <= export.exported_on < until:
            value = figure(export, goal)
            if value is None:
                return None
            total += value
    return total
