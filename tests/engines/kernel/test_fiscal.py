from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.engines.kernel import fiscal


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2021, 4, 1), 2021), (date(2022, 3, 31), 2021), (date(2022, 1, 1), 2021), (date(2022, 4, 1), 2022)],
)
def test_a_fiscal_year_runs_from_april_to_march(day, year):
    assert fiscal.fiscal_year(day) == year


def test_a_fiscal_year_knows_its_first_and_last_day():
    assert fiscal.fiscal_year_days(2023) == (date(2023, 4, 1), date(2024, 3, 31))


@pytest.mark.parametrize(
    ("year", "label"),
    [
        (2021, "令和3年度"),
        (2019, "令和元年度"),
        (2018, "平成30年度"),
        (1989, "平成元年度"),
        (1988, "昭和63年度"),
        (1926, "昭和元年度"),
        (1911, "明治44年度"),
    ],
)
def test_a_fiscal_year_bears_the_era_of_its_december(year, label):
    assert fiscal.fiscal_year_label(year, "ja") == label


def test_a_fiscal_year_is_named_by_its_number_in_english():
    assert fiscal.fiscal_year_label(2021, "en") == "FY2021"


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1912, 7, 29), "明治45年7月29日"),
    ],
)
def test_a_date_changes_era_on_the_day_it_began(day, label):
    assert fiscal.date_label(day, "ja") == label


def test_a_date_before_meiji_is_refused():
    with pytest.raises(ValueError, match="Meiji"):
        fiscal.era_of(date(1868, 10, 22))


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2023, 11, 30), 6, date(2024, 5, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 3, 31), 36, date(2027, 3, 31)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
    ],
)
def test_months_are_calendar_months_kept_within_the_month(day, months, result):
    assert fiscal.add_months(day, months) == result


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2023, 4, 1), date(2024, 3, 31), 11),
        (date(2023, 4, 1), date(2024, 4, 1), 12),
        (date(2024, 4, 1), date(2024, 3, 31), -1),
    ],
)
def test_only_whole_months_are_counted(start, end, months):
    assert fiscal.months_between(start, end) == months


days = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@given(days, days)
def test_months_between_is_the_most_months_that_fit(start, end):
    months = fiscal.months_between(start, end)
    assert fiscal.add_months(start, months) <= end < fiscal.add_months(start, months + 1)


def test_a_month_knows_its_first_and_last_day():
    assert fiscal.month_days(date(2024, 2, 10)) == (date(2024, 2, 1), date(2024, 2, 29))


def test_every_month_touched_is_listed():
    months = list(fiscal.months_of(date(2023, 11, 30), date(2024, 1, 1)))
    assert months == [date(2023, 11, 1), date(2023, 12, 1), date(2024, 1, 1)]
