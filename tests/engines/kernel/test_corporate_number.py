import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.engines.kernel.corporate_number import CorporateNumberError, check_digit, normalise, parse

VALID = "5835678256246"  # the example that python-stdnum documents


def test_it_accepts_thirteen_digits_with_a_right_check_digit():
    assert parse(VALID) == VALID


@pytest.mark.parametrize(
    "text",
    [
        "5-8356-7825-6246",
        "５８３５６７８２５６２４６",
        " 5－8356－7825－6246　",
        "5ー8356ー7825ー6246",
        "5 8356−7825–6246",
    ],
)
def test_it_accepts_full_width_digits_hyphens_and_spaces(text):
    assert parse(text) == VALID


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("2835678256246", "check_digit"),
        ("583567825624", "length"),
        ("58356782562460", "length"),
        ("", "length"),
        ("583567825624X", "digits"),
        ("5835678256٢46", "digits"),
    ],
)
def test_it_says_which_rule_a_wrong_number_breaks(text, rule):
    with pytest.raises(CorporateNumberError) as caught:
        parse(text)
    assert caught.value.rule == rule


def test_a_wrong_number_is_reported_as_it_was_understood():
    with pytest.raises(CorporateNumberError) as caught:
        parse("２-8356-7825-6246")
    assert caught.value.number == "2835678256246"


def test_normalising_leaves_what_is_no_separator():
    assert normalise("Ｔ1-2") == "T12"


def test_a_check_digit_needs_twelve_digits():
    with pytest.raises(CorporateNumberError):
        check_digit("12345678901")


@given(st.text(alphabet="0123456789", min_size=12, max_size=12))
def test_every_number_with_its_computed_check_digit_is_accepted(base):
    assert parse(check_digit(base) + base) == check_digit(base) + base


@given(st.text(alphabet="0123456789", min_size=12, max_size=12), st.sampled_from("0123456789"))
def test_every_other_first_digit_is_refused(base, first):
    if first == check_digit(base):
        return
    with pytest.raises(CorporateNumberError):
        parse(first + base)
