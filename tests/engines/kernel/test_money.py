from datetime import date
from decimal import Decimal

import pytest

from banso.engines.kernel.money import currencies_on, decimals, fits, in_yen


@pytest.mark.parametrize(
    ("amount", "rate", "yen"),
    [("1", "149.5", 150), ("1", "149.4", 149), ("0.01", "50", 1), ("0.01", "49.99", 0), ("0", "150", 0)],
)
def test_yen_are_rounded_half_up(amount, rate, yen):
    assert in_yen(Decimal(amount), Decimal(rate)) == yen


@pytest.mark.parametrize(
    ("amount", "currency", "fine"),
    [
        ("1", "JPY", True),
        ("1.5", "JPY", False),
        ("1.55", "USD", True),
        ("1.555", "USD", False),
        ("1.555", "KWD", True),
    ],
)
def test_an_amount_has_no_more_decimals_than_its_currency(amount, currency, fine):
    assert fits(Decimal(amount), currency) is fine


def test_decimals_are_those_of_iso_4217():
    assert (decimals("JPY"), decimals("USD"), decimals("KWD")) == (0, 2, 3)


def test_a_currency_counts_only_while_it_is_legal_tender():
    assert "DEM" in currencies_on(date(1999, 1, 1))
    assert "DEM" not in currencies_on(date(2026, 3, 10))
    assert {"JPY", "USD", "EUR", "CNY"} <= currencies_on(date(2026, 3, 10))
