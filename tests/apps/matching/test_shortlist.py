"""Who is offered for a need or case, and why not the others."""

from datetime import date

import pytest

from banso.apps.directory.models import Industry, Language, Market
from banso.apps.intake import services as intake
from banso.apps.matching.selectors import shortlist
from banso.engines.matching.filters import Result
from banso.engines.matching.model import Filter, Part
from support import people
from tests.apps.matching import making

pytestmark = pytest.mark.usefixtures("configuration")
DAY = making.DAY


def result_of(found, expert, name):
    fits = (*found.best, *found.fitting, *found.others)
    fit = next(fit for fit in fits if fit.expert == expert)
    return next(check.result for check in fit.checks if check.filter is Filter(name))


def names(fits):
    return [fit.expert for fit in fits]


def test_the_best_five_come_by_their_score_and_the_others_are_all_there():
    experts = [making.expert() for _ in range(7)]
    away = making.expert()
    making.absent(away)
    found = shortlist(making.need(), DAY)
    assert (len(found.best), len(found.fitting), names(found.others)) == (5, 2, [away])
    assert set(names((*found.best, *found.fitting))) == set(experts)
    scores = [fit.score for fit in (*found.best, *found.fitting)]
    assert scores == sorted(scores, reverse=True)


def test_every_expert_has_every_test():
    making.expert()
    making.expert(subjects=[], markets=[], contract_to=date(2026, 3, 9))
    found = shortlist(making.need(), DAY)
    assert all([check.filter for check in fit.checks] == list(Filter) for fit in (*found.best, *found.others))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("subject", {"subjects": []}),
        ("market", {"markets": []}),
        ("size", {"employees_to": 9}),
        ("age", {"firm_age_from": 6}),
        ("contract", {"contract_to": date(2026, 3, 9)}),
        ("capacity", {"monthly_hours": 1}),
    ],
)
def test_an_expert_who_does_not_pass_is_not_offered(name, change):
    firm = people.make_firm(employees=10, founded_on=date(2020, 3, 11))
    expert = making.expert(**change)
    found = shortlist(making.need(firm), DAY)
    assert (found.best, result_of(found, expert, name)) == ([], Result.FAIL)


def test_full_years_since_founding_count():
    firm = people.make_firm(founded_on=date(2020, 3, 10))
    expert = making.expert(firm_age_from=6)
    assert names(shortlist(making.need(firm), DAY).best) == [expert]


def test_a_firm_whose_size_is_not_known_fails_visibly_where_there_is_a_condition():
    firm = people.make_firm(employees=None)
    with_condition, without = making.expert(employees_to=300), making.expert()
    found = shortlist(making.need(firm), DAY)
    assert names(found.best) == [without]
    assert result_of(found, with_condition, "size") is Result.UNKNOWN


def test_an_expert_of_other_industries_is_not_offered():
    firm = people.make_firm()
    expert = making.expert(industries=Industry.objects.exclude(pk=firm.industry_id).order_by("pk")[:1])
    assert result_of(shortlist(making.need(firm), DAY), expert, "industry") is Result.FAIL


def test_an_absence_that_was_taken_back_does_not_count():
    expert = making.expert()
    making.absent(expert)
    expert.absences.update(taken_back_at=making.NOW)
    assert names(shortlist(making.need(), DAY).best) == [expert]


def test_a_conflict_counts_for_its_firm_alone_and_until_it_ends():
    firm, expert = people.make_firm(), making.expert()
    making.conflict(expert, firm)
    assert result_of(shortlist(making.need(firm), DAY), expert, "conflict") is Result.FAIL
    assert names(shortlist(making.need(), DAY).best) == [expert]
    expert.conflicts.update(ended_on=DAY)
    assert names(shortlist(making.need(firm), DAY).best) == [expert]


def test_who_handed_a_need_back_is_not_asked_again():
    need, expert = making.need(), making.expert()
    proposal = intake.propose(making.staff(), need, expert)
    intake.refuse(making.of(expert), proposal, making.intake.reason())
    assert result_of(shortlist(need, DAY), expert, "asked") is Result.FAIL


def test_the_expert_whom_the_firm_knows_is_worth_more():
    case = making.case(expert=(known := making.expert()))
    making.expert()
    best = shortlist(making.need(case.firm), DAY).best
    assert best[0].expert == known
    assert best[0].parts[Part.CONTINUITY] > best[1].parts[Part.CONTINUITY] == 0


def test_a_case_is_held_against_its_goals_market():
    case = making.case()
    us, others = Market.objects.get(code="US"), Market.objects.exclude(code="US").order_by("pk")
    fits, not_ = making.expert(markets=[us]), making.expert(markets=others)
    found = shortlist(case, DAY)
    assert names(found.best) == [fits]
    assert result_of(found, not_, "market") is Result.FAIL
    assert result_of(found, fits, "subject") is Result.DOES_NOT_APPLY


def test_the_language_that_a_need_asks_for_counts():
    need = making.need()
    need.language = Language.objects.get(code="zh")
    need.save()
    expert = making.expert()
    assert result_of(shortlist(need, DAY), expert, "language") is Result.FAIL
    expert.languages.add(need.language)
    assert result_of(shortlist(need, DAY), expert, "language") is Result.PASS


def test_the_hours_that_a_need_asks_for_count():
    need = making.need()
    need.hours_wanted = "3.10"
    need.save()
    expert = making.expert(monthly_hours=3)
    assert result_of(shortlist(need, DAY), expert, "capacity") is Result.FAIL


def test_the_number_of_queries_does_not_grow_with_experts(queries, portfolio):
    need = making.need()
    with queries(10):
        shortlist(need, DAY)
    for _ in range(3):
        making.expert()
    with queries(10):
        shortlist(need, DAY)
