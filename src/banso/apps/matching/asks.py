"""Needs and cases as the engine takes them, and those that look for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from banso.apps.casework.models import Case, CaseState, ExportGoal
from banso.apps.directory.models import Firm, Office
from banso.apps.intake.models import Need, Proposal
from banso.apps.intake.selectors import with_status
from banso.apps.intake.status import NeedStatus
from banso.apps.matching.loads import quarters
from banso.apps.matching.rules import rules
from banso.engines.kernel.fiscal import months_between
from banso.engines.matching.model import Ask
from banso.web.formats import local_date

#: A need of one of these statuses has nobody who could still help.
WITHOUT_ANYBODY = (NeedStatus.NOT_COMPLETE, NeedStatus.REFUSED_BY_ALL)
#: Either of what looks for an expert.
Asking = Need | Case


def with_needs(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Needs with all that the engine asks of them."""
    return needs.select_related(
        "subject",
        "market",
        "language",
        "consultation__market",
        "consultation__firm__industry",
        "consultation__office__prefecture__region",
    )


def with_cases(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with all that the engine asks of them, the market of the latest goal as ``goal_market``."""
    goals = ExportGoal.objects.filter(case=OuterRef("pk")).order_by("-version")
    return cases.select_related(
        "service", "firm__industry", "office__prefecture__region", "expert", "need__subject", "need__market"
    ).annotate(goal_market=Subquery(goals.values("market__code")[:1]))


def needs_without_anybody(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Needs that nobody works on or was offered to, unless they are abandoned or paused."""
    open_ones = with_status(needs).filter(status__in=WITHOUT_ANYBODY, abandoned_on__isnull=True)
    return open_ones.exclude(pauses__resumed_on__isnull=True, pauses__isnull=False)


def cases_without_expert(cases: QuerySet[Case], day: date) -> QuerySet[Case]:
    """Cases under support that have no expert, or whose expert's contract has ended."""
    return cases.filter(Q(expert__isnull=True) | Q(expert__contract_to__lt=day), state=CaseState.ACTIVE)


def asks_of(needs: Iterable[Need], cases: Iterable[Case], day: date) -> list[tuple[Ask, Asking]]:
    """Needs and then cases, each with its ask. Two queries besides those of the rows.

    The key of an ask is that of its row; needs and cases may share one.
    """
    needs, cases = list(needs), list(cases)
    asked, last = _asked(needs), _last_experts(needs)
    found: list[tuple[Ask, Asking]] = [
        (replace(_of_need(need, day), asked=asked.get(need.pk, frozenset()),
                 expert=last.get(need.consultation.firm_id)), need)
        for need in needs
    ]  # fmt: skip
    return [*found, *((_of_case(case, day), case) for case in cases)]


def office_of(asking: Asking) -> Office:
    """The office that asks."""
    return asking.office if isinstance(asking, Case) else asking.consultation.office


def firm_of(asking: Asking) -> Firm:
    """The firm that is to be helped."""
    return asking.firm if isinstance(asking, Case) else asking.consultation.firm


def _of_need(need: Need, day: date) -> Ask:
    market = need.market or need.consultation.market
    return Ask(
        key=need.pk,
        quarters=quarters(need.hours_wanted) or rules().need_quarters,
        subject=need.subject.code,
        market=market.code if market else None,
        language=need.language.code if need.language else None,
        waiting_days=(day - local_date(need.consultation.asked_at)).days,
        **_of_firm(need.consultation.firm, day),
        office=need.consultation.office.code,
    )


def _of_case(case: Case, day: date) -> Ask:
    since = case.started_on
    if case.expert is not None and case.expert.contract_to is not None:
        since = max(since, min(day, case.expert.contract_to))
    market = case.need.market.code if case.need and case.need.market else case.goal_market
    return Ask(
        key=case.pk,
        quarters=rules().case_quarters,
        subject=case.need.subject.code if case.need else None,
        market=market,
        waiting_days=(day - since).days,
        expert=case.expert_id,
        **_of_firm(case.firm, day),
        office=case.office.code,
    )


def _of_firm(firm: Firm, day: date) -> dict[str, object]:
    founded = firm.founded_on
    age = months_between(founded, day) // 12 if founded is not None and founded <= day else None
    return {
        "firm": firm.pk,
        "industry": firm.industry.code,
        "employees": firm.employees,
        "firm_age": age,
    }


def _asked(needs: list[Need]) -> dict[int, frozenset[int]]:
    """By need, the experts to whom it was proposed."""
    found: dict[int, set[int]] = {}
    rows = Proposal.objects.filter(need__in=[need.pk for need in needs], expert__isnull=False)
    for need, expert in rows.order_by("pk").values_list("need", "expert"):
        found.setdefault(need, set()).add(expert)
    return {need: frozenset(experts) for need, experts in found.items()}


def _last_experts(needs: list[Need]) -> dict[int, int]:
    """By firm, the expert of its newest case that had one."""
    firms = {need.consultation.firm_id for need in needs}
    rows = Case.objects.filter(firm__in=firms, expert__isnull=False).order_by(F("started_on"), "pk")
    return dict(rows.values_list("firm", "expert"))
