from decimal import Decimal

import pytest

from banso.engines.kernel.bilingual import Text
from banso.engines.statistics.parts import sum_off_100
from banso.engines.statistics.shares import Comparison, GroupShare, Share


def compared(first, second):
    return Comparison(
        GroupShare("a", Text("甲", "A"), Share(*first)), GroupShare("b", Text("乙", "B"), Share(*second))
    )


def test_a_share_knows_its_percentage_interval_and_words():
    share = Share(113, 195)

    assert share.percent == Decimal("57.9")
    assert share.interval == (Decimal("50.9"), Decimal("64.7"))
    assert (share.words_ja, share.words_en) == ("約6割", "about 6 tenths")


def test_a_share_that_fits_no_words_has_none():
    assert (Share(180, 395).words_ja, Share(180, 395).words_en) == (None, None)


@pytest.mark.parametrize("share", [Share(None, None), Share(0, 0)])
def test_a_share_without_records_or_base_says_nothing(share):
    assert (share.percent, share.interval, share.words_ja) == (None, None, None)


def test_a_difference_is_taken_from_the_exact_shares_and_not_from_rounded_ones():
    groups = compared((195, 395), (184, 488))

    assert groups.difference == Decimal("11.7")
    assert groups.difference_interval == (Decimal("5.1"), Decimal("18.1"))


def test_a_difference_may_be_negative():
    assert compared((1, 4), (1, 2)).difference == Decimal("-25.0")


def test_a_ratio_has_two_decimals():
    assert compared((115, 210), (69, 278)).ratio == Decimal("2.21")


def test_an_empty_group_can_be_compared_with_nothing():
    groups = compared((1, 2), (0, 0))

    assert (groups.difference, groups.difference_interval, groups.ratio, groups.ratio_interval) == (None,) * 4


def test_parts_that_add_to_100_need_no_note():
    assert sum_off_100([Share(1, 4), Share(3, 4)]) is None


def test_parts_that_do_not_add_to_100_give_their_sum():
    assert sum_off_100([Share(1, 3), Share(1, 3), Share(1, 3)]) == Decimal("99.9")


def test_parts_without_a_base_have_no_sum():
    assert sum_off_100([Share(0, 0), Share(0, 0)]) is None
