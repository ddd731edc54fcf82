from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from banso.web import formats

DAY = date(2026, 3, 10)


def in_english(function, *values):
    with translation.override("en"):
        return function(*values)


def test_yen_follow_the_number_in_japanese_and_precede_it_in_english():
    assert formats.yen(1230000) == "1,230,000円"
    assert in_english(formats.yen, 1230000) == "¥1,230,000"


def test_nothing_is_written_as_unknown_and_never_as_zero():
    assert formats.yen(None) == formats.number(None) == formats.day(None) == formats.unknown("") == "不明"
    assert formats.unknown(0) == 0


def test_a_day_is_written_in_the_language_of_the_page():
    assert formats.day(DAY) == "2026年3月10日"
    assert in_english(formats.day, DAY) == "10 Mar 2026"


def test_a_moment_is_told_in_tokyo():
    assert formats.moment(datetime(2026, 3, 9, 16, 5, tzinfo=UTC)) == "2026年3月10日 1:05"


def test_a_day_of_another_year_shows_its_year():
    assert formats.short_day(DAY, date(2026, 1, 1)) == "3月10日"
    assert formats.short_day(DAY, date(2027, 1, 1)) == "2026/3/10"
    assert in_english(formats.short_day, DAY, date(2027, 1, 1)) == "10 Mar 2026"


def test_a_fiscal_year_is_told_of_a_day_or_of_its_number():
    assert formats.fiscal(DAY) == "令和7年度"
    assert formats.fiscal(2019) == "令和元年度"
    assert in_english(formats.fiscal, DAY) == "FY2025"


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [(195, 395, "49.4 %"), (1, 8, "12.5 %"), (1, 2000, "0.1 %"), (0, 5, "0.0 %"), (5, 0, "不明")],
)
def test_a_share_is_rounded_half_up_and_unknown_without_a_base(numerator, denominator, text):
    assert formats.percent(numerator, denominator) == text


def test_a_change_always_has_a_sign():
    assert [formats.signed(n) for n in (2, -1, 0)] == ["+2", "−1", "±0"]


@pytest.mark.parametrize(
    ("language", "text", "marked"),
    [
        ("en", "月澄森機械 合同会社", True),
        ("en", "せんべい 300 g", True),
        ("en", "Rice crackers", False),
        ("ja", "月澄森機械 合同会社", False),
        ("zh-hans", "鲣节、昆布", False),
        ("zh-hans", "せんべい", True),
    ],
)
def test_japanese_on_a_page_in_another_language_says_so(language, text, marked):
    with translation.override(language):
        assert (formats.as_written(text) != text) == marked
