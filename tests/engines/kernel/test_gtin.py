"""Which article numbers are taken."""

import pytest

from banso.engines.kernel import gtin


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4901234567894", "4901234567894"),
        ("4９0-1234 567894", "4901234567894"),
        ("49123456", "49123456"),
        ("036000291452", "036000291452"),
        ("14901234567891", "14901234567891"),
        ("  ", ""),
    ],
)
def test_a_number_is_kept_as_its_digits(text, number):
    assert gtin.read(text) == number


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("4901234567895", "check_digit"),
        ("490123456789", "check_digit"),
        ("49012345678", "length"),
        ("49O1234567894", "digits"),
    ],
)
def test_what_is_no_number_is_refused_by_its_rule(text, rule):
    with pytest.raises(gtin.GTINError) as fault:
        gtin.read(text)
    assert fault.value.rule == rule
