import pytest

from banso.engines.evaluation.catalogue import survey_indicators
from banso.engines.evaluation.figures import as_json, figure, figures
from banso.engines.evaluation.published import published_figures

from .answers import CONSORTIUM, calibrated, population


@pytest.fixture(scope="module")
def found():
    return {one.id: one for one in figures({"answers": calibrated()})}


def test_every_printed_or_derived_count_is_an_indicator_and_checks_are_none():
    counted = {
        record.id
        for record in published_figures().values()
        if record.kind in ("published", "derived") and record.numerator is not None
    }
    in_words = {"x2-c-pr", "x2-c-hr", "x2-e-hr", "x2-e-pr", "x2-e-prior", "x2-years", "x1-c-adoption"}
    without_published_record = {"x1-c-success-nosample", "x1-e-success-nosample"}

    assert set(survey_indicators()) == (counted - {"bud-change"}) | in_words | without_published_record


def test_calibrated_answers_match_every_published_count(found):
    matching = [one.id for one in found.values() if one.matches_ours]

    assert len(matching) == sum(
        one.published is not None and one.published.has_counts for one in found.values()
    )
    assert len(matching) == 36


def test_other_margins_give_other_figures():
    yes = CONSORTIUM["yes"] | {"goal": {"met": 20, "not_met": 100, "none": 75}}
    [met] = [one for one in figures({"answers": population(CONSORTIUM | {"yes": yes})}) if one.id == "t1-met"]

    assert (met.share.numerator, met.share.denominator) == (20, 195)
    assert met.matches_ours is False
    assert met.verdict == "agrees"


def test_a_goal_that_was_never_set_counts_as_not_met(found):
    assert found["t1-notmet"].share.numerator == 59 + 39


def test_stopped_exports_count_as_not_up(found):
    assert found["x1-c-trend"].share.numerator == 68 + 40 + 5


def test_one_answer_of_several_counts_for_each_choice():
    answer = {"programme": "consortium", "F7": "yes", "F11": "yes", "F12": ("pr", "hr")}
    counted = {one.id: one.share.numerator for one in figures({"answers": [answer]})}

    assert (counted["x2-c-pr"], counted["x2-c-hr"]) == (1, 1)


def test_the_other_programme_is_not_counted(found):
    assert found["t1-success"].share.denominator == 395
    assert found["t2-success"].share.denominator == 488


def test_a_missing_answer_stays_in_the_base_and_is_counted_as_missing():
    answers = [
        {"programme": "consortium", "F7": "yes", "F9": "up"},
        {"programme": "consortium", "F7": "yes", "F9": None},
    ]

    up = figure(survey_indicators()["x1-c-trend-up"], answers)

    assert (up.share.numerator, up.share.denominator, up.missing) == (1, 2, 1)


def test_an_unknown_base_is_in_no_base_and_is_counted_as_missing():
    up = figure(survey_indicators()["x1-c-trend-up"], [{"programme": "consortium", "F9": "up"}])

    assert (up.share.numerator, up.share.denominator, up.missing) == (0, 0, 1)


def test_a_question_that_was_not_asked_is_not_missing():
    answers = [{"programme": "consortium", "F7": "no", "F6": "none", "F11": "no", "F14": "no"}]

    assert [one.id for one in figures({"answers": answers}) if one.missing] == ["x2-years"]


def test_the_records_behind_a_count_are_those_of_the_same_definition():
    answers = calibrated()
    indicator = survey_indicators()["x3-c-accept"]

    selection = indicator.select(answers)

    assert len(selection.counted) == 180
    assert all(answer["F14"] == "yes" for answer in selection.counted)
    assert all(answer["programme"] == "consortium" for answer in selection.base)


def test_a_figure_prints_the_keys_of_the_json_and_no_more(found):
    assert as_json(found["t1-success"]) == {
        "id": "t1-success",
        "programme": "consortium",
        "label_ja": "輸出に成功",
        "label_en": "Succeeded in exporting",
        "numerator": 195,
        "denominator": 395,
        "percent": 49.4,
        "interval": [44.5, 54.3],
        "words_ja": "約半数",
        "published": {"numerator": 195, "denominator": 395, "percent": 49.3, "words": None},
        "verdict": "differs",
        "matches_ours": True,
    }


def test_no_answers_give_no_percentage_and_no_interval():
    record = as_json(figure(survey_indicators()["t1-met"], []))

    assert (record["numerator"], record["denominator"]) == (0, 0)
    assert (record["percent"], record["interval"], record["words_ja"]) == (None, None, None)


def test_answers_alone_tell_nothing_of_adoption(found):
    record = as_json(found["x1-c-adoption"])

    assert (record["numerator"], record["denominator"], record["matches_ours"]) == (None, None, None)


def test_adoption_is_counted_from_determinations():
    determinations = [
        {"programme": "consortium", "service": "hands_on", "outcome": "adopted"},
        {"programme": "consortium", "service": "hands_on", "outcome": "declined"},
        {"programme": "ec", "service": "mall", "outcome": "adopted"},
    ]

    adoption = figure(survey_indicators()["x1-c-adoption"], determinations)

    assert (adoption.share.numerator, adoption.share.denominator) == (1, 2)


def test_prior_ec_records_are_compared_in_points_and_as_a_ratio(found):
    record = as_json(found["x2-e-prior"])

    assert (record["numerator"], record["denominator"], record["percent"]) == (115, 210, 54.8)
    assert [(group["numerator"], group["denominator"]) for group in record["groups"]] == [
        (115, 210),
        (69, 278),
    ]
    assert record["difference_points"] == {"value": 29.9, "interval": [21.3, 38.0], "method": "newcombe"}
    assert record["ratio"]["value"] == 2.21
    assert record["matches_ours"] is None


def test_a_ratio_to_nothing_is_not_defined():
    answers = [
        {"programme": "ec", "F5": "cb", "F7": "yes"},
        {"programme": "ec", "F5": "none", "F7": "no"},
    ]

    record = as_json(figure(survey_indicators()["x2-e-prior"], answers))

    assert record["difference_points"]["value"] == 100.0
    assert record["ratio"] == {"value": None, "interval": None, "method": "katz_log"}


def test_long_support_without_success_is_told_apart_by_cause():
    answers = [
        {"programme": "ec", "F2": 24, "F7": "no", "F13": ("price", "org")},
        {"programme": "consortium", "F2": 36, "F7": "no", "F13": ("org",)},
        {"programme": "consortium", "F2": 23, "F7": "no", "F13": ("org",)},
        {"programme": "consortium", "F2": 30, "F7": "yes"},
    ]

    record = as_json(figure(survey_indicators()["x2-years"], answers))

    assert (record["numerator"], record["denominator"]) == (2, 3)
    causes = {cause["code"]: (cause["numerator"], cause["denominator"]) for cause in record["by"]}
    assert causes["org"] == (2, 2)
    assert causes["price"] == (1, 2)
    assert causes["logi"] == (0, 2)


def test_success_is_shown_again_without_samples_only():
    answers = [
        {"programme": "consortium", "F7": "yes", "F7s": "yes"},
        {"programme": "consortium", "F7": "yes", "F7s": "no"},
        {"programme": "consortium", "F7": "no"},
    ]
    counted = {one.id: as_json(one) for one in figures({"answers": answers})}

    assert counted["x1-c-success"]["numerator"] == 2
    assert counted["x1-c-success-nosample"]["numerator"] == 1
    assert counted["x1-c-success-nosample"]["published"] is None
    assert counted["x1-c-success-nosample"]["verdict"] == "not_checkable"
