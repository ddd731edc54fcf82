from datetime import date

import pytest

from banso.web.normalise import code_text, number_text, plain, read_date


@pytest.mark.parametrize("typed", ["１，２００", "1,200", "¥1,200", "1 200", "１２００円", "1200"])
def test_a_number_is_read_however_it_is_written(typed):
    assert number_text(typed) == "1200"


@pytest.mark.parametrize("typed", ["-5", "－5", "−5", "ー5", "–5"])
def test_every_hyphen_is_a_minus(typed):
    assert number_text(typed) == "-5"


def test_a_code_loses_its_groups():
    assert code_text("７－０００－０１２０－５０００－２") == "7000012050002"


def test_a_telephone_number_keeps_its_hyphens():
    assert plain(" ０５４−０００−００００ ") == "054-000-0000"


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-10",
        "2026/3/10",
        "2026.3.10",
        "２０２６／３／１０",
        "2026年3月10日",
        "令和8年3月10日",
        "令和８年３月１０日",
        "R8.3.10",
        " 令和 8年 3月 10日 ",
    ],
)
def test_a_date_is_read_in_every_accepted_form(typed):
    assert read_date(typed) == date(2026, 3, 10)


def test_the_first_year_of_an_era_has_its_own_sign():
    assert read_date("令和元年5月1日") == date(2019, 5, 1)


@pytest.mark.parametrize(
    "typed", ["2026-02-30", "平成32年1月1日", "令和0年1月1日", "昔", "10/3/2026", "令和元年4月30日"]
)
def test_a_date_that_never_was_is_none(typed):
    assert read_date(typed) is None
