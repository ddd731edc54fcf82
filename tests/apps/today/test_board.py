from datetime import date

import pytest

from banso.apps.today.board import ago, waited
from banso.apps.today.selectors import last_working_day

TODAY = date(2026, 3, 10)


def test_waiting_within_the_limit_is_not_marked():
    assert waited(date(2026, 3, 1), TODAY, (9, 21)) == '<span class="num">9日</span>'


@pytest.mark.parametrize(
    ("since", "note"), [(date(2026, 2, 27), "9日を2日超過"), (date(2026, 2, 15), "21日を2日超過")]
)
def test_waiting_past_a_limit_names_the_largest_one_passed(since, note):
    assert "st late" in waited(since, TODAY, (9, 21))
    assert note in waited(since, TODAY, (9, 21))


def test_what_came_today_says_so():
    assert "今日" in waited(TODAY, TODAY)


def test_the_last_contact_is_told_in_days_and_by_its_date():
    assert "74日前" in ago(date(2025, 12, 26), TODAY)
    assert "2025/12/26" in ago(date(2025, 12, 26), TODAY)


@pytest.mark.parametrize(
    ("today", "since"),
    [
        (date(2026, 3, 10), date(2026, 3, 9)),
        (date(2026, 3, 9), date(2026, 3, 6)),
        (date(2026, 3, 8), date(2026, 3, 6)),
        (date(2026, 3, 7), date(2026, 3, 6)),
    ],
)
def test_news_goes_back_to_the_last_working_day(today, since):
    assert last_working_day(today) == since
