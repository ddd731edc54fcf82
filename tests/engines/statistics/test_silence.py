from decimal import Decimal

import pytest

from banso.engines.statistics.silence import Silence


def test_the_silent_bound_a_share_from_both_sides():
    found = Silence(195, 395, 1000)
    assert (found.answered, found.if_all_failed, found.if_all_succeeded) == (
        Decimal("39.5"),
        Decimal("19.5"),
        Decimal("80.0"),
    )


def test_where_everybody_answered_nothing_is_left_open():
    found = Silence(1, 4, 4)
    assert found.if_all_failed == found.if_all_succeeded == Decimal("25.0")


def test_where_nobody_was_asked_there_is_no_share():
    assert Silence(0, 0, 0).if_all_failed is None


@pytest.mark.parametrize("numbers", [(5, 4, 9), (1, 9, 4), (-1, 4, 9)])
def test_numbers_that_cannot_be_are_refused(numbers):
    with pytest.raises(ValueError, match="cannot be"):
        Silence(*numbers)
