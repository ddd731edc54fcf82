"""A share of sales is rounded once over all of them, stops at the cap, and follows sales that change."""

from decimal import Decimal

import pytest

from banso.engines.fees.success import Agreed, due, to_bill

ONE_PERCENT = Agreed(Decimal("0.01"), 200_000, "down")


@pytest.mark.parametrize(
    ("agreed", "sales", "found"),
    [
        (ONE_PERCENT, [], 0),
        (ONE_PERCENT, [99], 0),
        # Three times 0.99 yen are 2.97: rounded once, not three times to nothing.
        (ONE_PERCENT, [99, 99, 99], 2),
        (Agreed(Decimal("0.01"), 200_000, "half_up"), [150], 2),
        (ONE_PERCENT, [20_000_000], 200_000),
        (ONE_PERCENT, [20_000_099], 200_000),
        (ONE_PERCENT, [19_999_999], 199_999),
        (Agreed(Decimal("0.00333"), 10**9, "down"), [10**12], 10**9),
        (Agreed(Decimal("0.00333"), 10**12, "down"), [10**12], 3_330_000_000),
    ],
)
def test_what_is_due_in_all(agreed, sales, found):
    assert due(agreed, sales) == found


def test_over_several_periods_no_yen_is_billed_twice_and_none_beyond_the_cap():
    billed, sales = 0, []
    for year in ([1_234_567, 89], [], [7_000_001], [30_000_000], [5_000]):
        sales += year
        part = to_bill(ONE_PERCENT, sales, billed)
        assert part >= 0
        billed += part
        assert billed == due(ONE_PERCENT, sales)
    assert billed == 200_000


def test_a_sale_that_is_taken_back_leaves_too_much_billed():
    assert to_bill(ONE_PERCENT, [1_000_000], 15_000) == -5_000
