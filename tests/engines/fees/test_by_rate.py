"""A discount is spread over the rates of tax in whole yen, and each rate is rounded by itself."""

import pytest

from banso.engines.fees.by_rate import discounted, spread, together
from banso.engines.fees.price import price


@pytest.mark.parametrize(
    ("yen", "parts", "found"),
    [
        (100, [300, 100], [75, 25]),
        (10, [100, 100, 100], [4, 3, 3]),
        (1, [1, 999], [0, 1]),
        (400, [300, 100], [300, 100]),
        (399, [300, 100, 0], [299, 100, 0]),
        (0, [0, 0], [0, 0]),
        (0, [], []),
    ],
)
def test_a_discount_is_spread_in_proportion_and_no_yen_is_lost(yen, parts, found):
    assert spread(yen, parts) == found
    assert sum(found) == yen and all(part >= off for part, off in zip(parts, found, strict=True))


@pytest.mark.parametrize(("yen", "parts"), [(401, [300, 100]), (-1, [5]), (1, [])])
def test_more_than_there_is_cannot_be_spread(yen, parts):
    with pytest.raises(ValueError, match="spread"):
        spread(yen, parts)


def test_each_rate_is_rounded_once_by_itself():
    def at(rate, yen):
        return {"lines": [{"quantity": 1, "unit_price": yen}], "discount": 0, "tax_rate": rate,
                "rounding": {"net": "half_up", "tax": "down"}}  # fmt: skip

    asked = [at("0.1", 1_010), at("0.08", 1_014), at("0", 500)]
    prices = [price(request) for request in discounted(asked, 0)]
    assert [found.tax for found in prices] == [101, 81, 0]
    # 10 % of 1,005 is 100.5, 8 % of 1,009 is 80.72: 100 and 80, not 181 of both together.
    cut = [price(request) for request in discounted([at("0.1", 1_010), at("0.08", 1_014)], 10)]
    assert [found.subtotal for found in cut] == [1_005, 1_009]
    assert [found.tax for found in cut] == [100, 80]
    assert together(cut).as_json() == {"net": 2_024, "subtotal": 2_014, "tax": 180, "total": 2_194}
    beyond = together(price(request) for request in discounted([at("0.1", 10)], 99))
    assert (beyond.subtotal, beyond.total) == (0, 0)
