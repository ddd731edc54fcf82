"""Which HS codes are taken."""

import pytest

from banso.engines.kernel import hs


@pytest.mark.parametrize(
    ("text", "year", "code"),
    [
        ("0902.10", 2022, "090210"),
        ("０９０２ １０ ０００", 2024, "090210000"),
        ("0902", 2017, "0902"),
        ("", None, ""),
    ],
)
def test_a_code_is_kept_as_its_digits_with_its_year(text, year, code):
    assert hs.read(text, year, hs.LENGTHS, 2026) == (code, year)


@pytest.mark.parametrize(
    ("text", "year", "rule"),
    [
        ("09021", 2022, "digits"),
        ("0902x0", 2022, "digits"),
        ("000210", 2022, "chapter"),
        ("770210", 2022, "chapter"),
        ("980210", 2022, "chapter"),
        ("090210", None, "year"),
        ("090210", 2023, "year"),
        ("090210000", 2027, "year"),
        ("", 2022, "code_missing"),
    ],
)
def test_what_is_no_code_of_that_year_is_refused_by_its_rule(text, year, rule):
    with pytest.raises(hs.HSCodeError) as fault:
        hs.read(text, year, hs.LENGTHS, 2026)
    assert fault.value.rule == rule


def test_a_heading_is_no_code_where_a_subheading_is_asked():
    with pytest.raises(hs.HSCodeError):
        hs.read_code("0902", (hs.INTERNATIONAL_DIGITS, hs.NATIONAL_DIGITS))
