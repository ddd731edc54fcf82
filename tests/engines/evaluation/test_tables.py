from decimal import Decimal

import pytest

from banso.engines.evaluation.catalogue import survey_indicators
from banso.engines.evaluation.checks import checks
from banso.engines.evaluation.figures import figure
from banso.engines.evaluation.tables import row_indicators, table, table_definitions

from .answers import calibrated


def compute(definition, answers):
    return table(definition, lambda indicator: figure(indicator, answers))


@pytest.fixture(scope="module")
def tables():
    answers = calibrated()
    return {code: compute(definition, answers) for code, definition in table_definitions().items()}


def counts(found):
    return [(row.definition.label.en, row.figure.share.numerator) for row in found.rows]


def test_table_1_has_the_printed_rows(tables):
    shares = [(row.figure.share.numerator, row.figure.share.denominator) for row in tables["t1"].rows]

    assert shares == [(195, 395), (97, 195), (98, 195), (200, 395)]


def test_bases_are_those_of_the_survey(tables):
    assert {code: found.base for code, found in tables.items()} == {
        "t1": 395, "t2": 488, "f1": 195, "f2": 184, "f3": 179, "f4": 127, "f5": 180, "f6": 117
    }  # fmt: skip


def test_a_trend_shows_its_split_and_the_printed_sum(tables):
    assert counts(tables["f1"]) == [
        ("Up", 82),
        ("Flat", 68),
        ("Down", 40),
        ("Stopped", 5),
        ("All but up", 113),
    ]


def test_rows_that_print_no_figure_have_no_published_record(tables):
    unprinted = [row.figure.id for row in tables["f1"].rows if row.figure.published is None]

    assert unprinted == ["f1-flat", "f1-down", "f1-stopped"]


def test_own_efforts_come_commonest_first_and_other_last(tables):
    labels = [label for label, _ in counts(tables["f3"])]

    assert labels[:3] == ["Better products", "PR", "Staffing"]
    assert labels[-1] == "Other"


def test_several_answers_show_shares_of_firms_and_of_mentions():
    answers = [
        {"programme": "consortium", "F7": "yes", "F11": "yes", "F12": ("pr", "hr")},
        {"programme": "consortium", "F7": "yes", "F11": "yes", "F12": ("pr",)},
    ]

    found = compute(table_definitions()["f3"], answers)

    assert found.mentions == 3
    first = found.rows[0]
    assert (first.figure.share.percent, first.mentions.percent) == (Decimal("100.0"), Decimal("66.7"))


def test_parts_that_do_not_add_to_100_carry_their_sum(tables):
    assert tables["f1"].sums == ("100.1",)
    assert tables["f5"].sums == ()


def test_bands_of_fees_follow_each_programme(tables):
    assert [count for _, count in counts(tables["f5"])] == [108, 26, 46]
    assert [count for _, count in counts(tables["f6"])] == [93, 10, 14]


def test_rows_the_survey_does_not_print_are_indicators_of_their_own():
    assert "f3-product" in row_indicators()
    assert not row_indicators().keys() & survey_indicators().keys()


def test_bases_and_sums_are_checked():
    held = {check.published.id: check.holds for check in checks(calibrated())}

    assert held == {
        "sv-firms-c": True, "sv-firms-e": True, "sv-total": True,
        "f1-n": True, "f2-n": True, "f3-n": True, "f4-n": True, "f5-n": True, "f6-n": True,
        "t1-sum-counts": True, "t2-sum-counts": True, "t1-sum-pct": False, "t2-sum-pct": True,
        "bud-change": None,
    }  # fmt: skip


def test_a_base_that_differs_does_not_hold():
    held = {check.published.id: (check.expected, check.found, check.holds) for check in checks([])}

    assert held["sv-firms-c"] == ("395", "0", False)
