from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from banso.apps.casework import words
from banso.apps.casework.models import ExportGoal


@pytest.mark.parametrize(
    ("first", "last", "japanese", "english"),
    [
        (date(2024, 7, 1), date(2024, 11, 30), "2024年7月–11月", "Jul–Nov 2024"),
        (date(2024, 12, 1), date(2025, 6, 30), "2024年12月–2025年6月", "Dec 2024–Jun 2025"),
        (date(2024, 7, 1), date(2024, 7, 31), "2024年7月", "Jul 2024"),
        (date(2024, 7, 1), None, "2024年7月–", "Jul 2024–"),
    ],
)
def test_a_span_of_months_says_each_year_once(first, last, japanese, english):
    assert words.month_span(first, last) == japanese
    with translation.override("en"):
        assert words.month_span(first, last) == english


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2024, 7, 1), date(2027, 6, 30), 36),
        (date(2024, 1, 31), date(2024, 2, 28), 1),
        (date(2024, 7, 1), date(2024, 7, 14), 0),
        (date(2024, 7, 1), date(2024, 7, 15), 1),
        (date(2025, 4, 1), date(2025, 9, 20), 6),
    ],
)
def test_a_span_lasts_whole_months_a_half_one_counted(first, last, months):
    assert words.months_long(first, last) == months


def test_the_first_day_lies_in_the_first_month():
    assert words.month_number(date(2024, 7, 1), date(2024, 7, 1)) == 1
    assert words.month_number(date(2024, 7, 1), date(2026, 3, 10)) == 21


@pytest.mark.parametrize(
    ("metric", "value", "japanese", "english"),
    [
        ("amount", 3_080_000, "3,080,000円", "¥3,080,000"),
        ("quantity", 1200, "1,200kg", "1,200 kg"),
        ("amount", None, "不明", "Unknown"),
        ("quantity", None, "不明", "Unknown"),
    ],
)
def test_a_sum_is_said_in_the_metric_of_the_goal(metric, value, japanese, english):
    goal = ExportGoal(metric=metric, unit="kg")
    assert words.goal_value(goal, value) == japanese
    with translation.override("en"):
        assert words.goal_value(goal, value) == english


@pytest.mark.parametrize(
    ("largest", "japanese", "english"),
    [
        (99_999, ("円", 1), ("yen", 1)),
        (100_000, ("万円", 10_000), ("yen", 1)),
        (1_000_000, ("万円", 10_000), ("thousand yen", 1000)),
    ],
)
def test_the_axis_takes_a_unit_that_keeps_its_numbers_short(largest, japanese, english):
    goal = ExportGoal(metric="amount", unit="JPY")
    assert words.axis(goal, largest) == japanese
    with translation.override("en"):
        assert words.axis(goal, largest) == english


@pytest.mark.parametrize(
    ("value", "said"), [(3_080_000, "308"), (3_085_000, "309"), (85_000, "8.5"), (80_000, "8"), (0, "0")]
)
def test_a_value_on_the_axis_is_rounded_half_up(value, said):
    assert words.in_units(value, 10_000) == said


@pytest.mark.parametrize(("hours", "said"), [("9", "9.0"), ("1.5", "1.5"), ("1.25", "1.25"), ("0", "0.0")])
def test_hours_have_one_decimal_or_two(hours, said):
    assert words.hours(Decimal(hours)) == said
