from datetime import date
from decimal import Decimal

from banso.apps.casework.results import Attainment, Goal
from banso.apps.casework.selectors import CaseFacts
from banso.apps.evidence.overview import beside
from banso.apps.evidence.selectors import Evidence, Slice, adoption, case_record
from banso.apps.surveys.selectors import latest_wave
from banso.engines.evaluation.catalogue import casework_indicators, survey_indicators
from banso.engines.evaluation.figures import figure

START = date(2023, 4, 1)


def facts(**known):
    return CaseFacts(1, START, None, "", **known)


def goal():
    return Goal("amount", 1_000_000, "円", date(2025, 3, 31))


def case_figures(*records):
    return {key: figure(one, records).share.known for key, one in casework_indicators().items()}


def test_a_sample_is_no_success_and_is_shown_beside_it():
    record = case_record(facts(first_success_with_samples=START), "consortium", applied=True)

    found = case_figures(record)
    assert found["cw-c-success"] == (0, 1)
    assert found["cw-c-success-samples"] == (1, 1)


def test_a_success_without_a_goal_stands_in_no_base_of_attainment():
    record = case_record(facts(first_success=START), "ec", applied=True)

    assert case_figures(record)["cw-e-met"] == (0, 0)


def test_a_goal_that_cannot_be_judged_is_missing_and_not_missed():
    unknown = Attainment(attained=10, counted=1, unknown=1, unconfirmed=0, target=1_000_000)
    record = case_record(facts(first_success=START, goal=goal(), attainment=unknown), "ec", applied=True)

    met = figure(casework_indicators()["cw-e-met"], [record])
    assert (met.share.known, met.missing) == ((0, 1), 1)


def test_own_effort_is_asked_of_cases_that_came_from_an_application():
    done = case_record(facts(first_success=START, efforts_done=1), "consortium", applied=True)
    spot = case_record(facts(first_success=START), "consortium", applied=False)

    assert case_figures(done, spot)["cw-c-own"] == (1, 1)


def test_a_case_no_follow_up_has_reached_stands_in_no_base_of_the_trend():
    waiting = case_record(facts(first_success=START), "ec", applied=True)
    asked = case_record(facts(first_success=START, follow_up_months=12, trend="flat"), "ec", applied=True)

    assert case_figures(waiting, asked)["cw-e-trend"] == (1, 1)


def test_adoption_is_told_apart_by_year():
    indicator = survey_indicators()["x1-c-adoption"]
    rows = [
        {"programme": "consortium", "service": "hands_on", "outcome": outcome, "year": year}
        for outcome, year in [("adopted", 2023), ("declined", 2023), ("adopted", 2024)]
    ]
    rows.append({"programme": "ec", "service": "mall", "outcome": "adopted", "year": 2025})

    found = adoption(rows, indicator, "year")

    assert {year: one.share.known for year, one in found.items()} == {2023: (1, 2), 2024: (1, 1)}


def test_figures_of_a_wave_are_those_of_its_answers(portfolio):
    wave = latest_wave()
    exported = wave.answers.filter(programme__code="consortium", values__F7="yes").count()
    asked = wave.answers.filter(programme__code="consortium").count()

    found = {one.id: one.share.known for one in Evidence(wave).figures()}

    assert found["t1-success"] == (exported, asked)
    assert exported


def test_figures_of_one_programme_are_those_asked_for(portfolio):
    assert {one.indicator.programme for one in Evidence(latest_wave()).figures("ec")} == {"ec"}


def test_an_answer_of_an_unknown_firm_belongs_to_no_office(portfolio):
    from banso.apps.directory.models import Office

    wave = latest_wave()
    office = Office.objects.filter(firms__answers__wave=wave).order_by("code").first()
    before = len(Evidence(wave, Slice(office=office)).answers)
    answer = wave.answers.filter(firm__office=office).order_by("pk").first()
    answer.firm = None
    answer.save()

    assert len(Evidence(wave, Slice(office=office)).answers) == before - 1


def test_casework_figures_agree_with_the_facts_of_the_cases(portfolio):
    from banso.apps.casework.models import Case
    from banso.apps.casework.selectors import casework_facts

    cases = Case.objects.filter(service__programme__code="ec")
    succeeded = sum(fact.first_success is not None for fact in casework_facts(cases).values())

    found = Evidence(latest_wave()).casework()["cw-e-success"]
    assert found.share.known == (succeeded, cases.count())
    assert succeeded


def test_years_part_the_records(portfolio):
    whole = Evidence(latest_wave())
    parts = [Evidence(latest_wave(), Slice(year=year)) for year in range(2015, 2027)]

    for source in ("answers", "cases", "determinations"):
        assert sum(len(getattr(part, source)) for part in parts) == len(getattr(whole, source)) > 0


def test_the_difference_is_casework_minus_answers_in_points(portfolio):
    [success, *_rest] = beside(Evidence(latest_wave()))["ec"]

    ours, theirs = success.recorded.share.percent, success.answered.share.percent
    assert abs(success.difference - (ours - theirs)) <= Decimal("0.1")
