"""A price is exact until it is rounded once, and nothing in it is guessed."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.engines.fees.exact import read_json
from banso.engines.fees.price import MOST_LINES, Price, PriceFaults, price, written


def hours(*pairs):
    return [{"minutes": minutes, "hourly_rate": rate} for minutes, rate in pairs]


def asked(**changes):
    return {
        "lines": hours((130, 1000)),
        "discount": 100,
        "tax_rate": "0.195",
        "rounding": {"net": "half_up", "tax": "down"},
        **changes,
    }


def units(*pairs):
    return [{"quantity": quantity, "unit_price": each} for quantity, each in pairs]


def rounded(net, tax):
    return {"net": net, "tax": tax}


# Worked by hand.
@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        # 130 minutes at 1000 an hour are 2166.67; 2067 x 0.195 = 403.065.
        (asked(), Price(2167, 2067, 403, 2470)),
        (asked(rounding=rounded("down", "half_up")), Price(2166, 2066, 403, 2469)),
        # Two thirds twice: rounded once it is 1.33, not twice 1.
        (asked(lines=hours((40, 1), (40, 1)), discount=0, tax_rate=0), Price(1, 1, 0, 1)),
        # 2.5 yen: up, to the even digit, down.
        (asked(lines=units((1, "2.5")), discount=0, tax_rate=0), Price(3, 3, 0, 3)),
        (
            asked(lines=units((1, "2.5")), discount=0, tax_rate=0, rounding=rounded("half_even", "down")),
            Price(2, 2, 0, 2),
        ),
        (
            asked(lines=units((1, "3.5")), discount=0, tax_rate=0, rounding=rounded("half_even", "down")),
            Price(4, 4, 0, 4),
        ),
        # 10 % of 25 yen is 2.5 yen of tax.
        (asked(lines=units((1, 25)), discount=0, tax_rate="0.1"), Price(25, 25, 2, 27)),
        (
            asked(lines=units((1, 25)), discount=0, tax_rate="0.1", rounding=rounded("down", "half_up")),
            Price(25, 25, 3, 28),
        ),
        # Nothing was worked; a discount is cut at the price.
        (asked(lines=hours((0, 12000)), discount=0), Price(0, 0, 0, 0)),
        (asked(lines=hours((0, 12000)), discount=100), Price(0, 0, 0, 0)),
        (asked(discount=5000), Price(2167, 0, 0, 0)),
        (asked(lines=[], discount=0), Price(0, 0, 0, 0)),
        # Decimals as text, as JSON numbers read by their digits, and time and units together.
        (
            asked(
                lines=[{"minutes": "7.5", "hourly_rate": "1800.00"}, *units((Decimal("1.5"), 3))],
                discount="29",
                tax_rate=Decimal("0.10"),
            ),
            Price(230, 201, 20, 221),
        ),
    ],
)
def test_prices_worked_by_hand(request_, expected):
    assert price(request_) == expected


_RULES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}


def by_decimal(value: Fraction, rule: str) -> int:
    """An oracle: the exact number on a common denominator, rounded by the decimal module."""
    whole, rest = divmod(value.numerator, value.denominator)
    half = Fraction(rest, value.denominator) - Fraction(1, 2)
    last = Decimal("0.5") if half == 0 else Decimal("0.25") if half < 0 else Decimal("0.75")
    last = Decimal(0) if rest == 0 else last
    return int((Decimal(whole) + last).quantize(Decimal(1), rounding=_RULES[rule]))


_numbers = st.one_of(
    st.integers(0, 10**9),
    st.decimals(0, 10**6, places=4, allow_nan=False).map(lambda number: f"{number:f}"),
)
_lines = st.one_of(
    st.fixed_dictionaries({"minutes": _numbers, "hourly_rate": _numbers}),
    st.fixed_dictionaries({"quantity": _numbers, "unit_price": _numbers}),
)


@given(
    st.lists(_lines, max_size=8),
    st.integers(0, 10**10),
    st.decimals(0, 1, places=4, allow_nan=False),
    st.sampled_from(sorted(_RULES)),
    st.sampled_from(sorted(_RULES)),
)
def test_the_price_agrees_with_fractions_for_any_request(lines, discount, rate, net_rule, tax_rule):
    found = price(
        {
            "lines": lines,
            "discount": discount,
            "tax_rate": f"{rate:f}",
            "rounding": {"net": net_rule, "tax": tax_rule},
        }
    )
    exact = Fraction(0)
    for line in lines:
        much, each = (Fraction(str(value)) for value in line.values())
        exact += much * each / (60 if "minutes" in line else 1)
    net = by_decimal(exact, net_rule)
    subtotal = net - min(discount, net)
    tax = by_decimal(subtotal * Fraction(rate), tax_rule)
    assert found == Price(net, subtotal, tax, subtotal + tax)


def places(wrong):
    return {(fault.column, fault.rule) for fault in wrong.value.faults}


@pytest.mark.parametrize(
    ("changes", "place", "rule"),
    [
        ({"discount": None}, "discount", "number_kind"),
        ({"discount": True}, "discount", "number_kind"),
        ({"discount": 0.5}, "discount", "number_kind"),
        ({"discount": "0.5"}, "discount", "yen_not_whole"),
        ({"discount": -1}, "discount", "number_negative"),
        ({"discount": "1,000"}, "discount", "number_written"),
        ({"discount": "１００"}, "discount", "number_written"),
        ({"discount": " 100"}, "discount", "number_written"),
        ({"discount": ""}, "discount", "number_written"),
        ({"discount": 10**5000}, "discount", "number_too_long"),
        ({"discount": "9" * 5000}, "discount", "number_too_long"),
        ({"tax_rate": "0.195e0"}, "tax_rate", "number_written"),
        ({"tax_rate": "1e999999999"}, "tax_rate", "number_written"),
        ({"tax_rate": Decimal("1e999999")}, "tax_rate", "number_too_long"),
        ({"tax_rate": Decimal("1e-999999")}, "tax_rate", "number_too_long"),
        ({"tax_rate": Decimal("NaN")}, "tax_rate", "number_endless"),
        ({"tax_rate": Decimal("sNaN")}, "tax_rate", "number_endless"),
        ({"tax_rate": Decimal("-Infinity")}, "tax_rate", "number_endless"),
        ({"tax_rate": 10}, "tax_rate", "rate_above_one"),
        ({"rounding": {"net": "up", "tax": "down"}}, "rounding.net", "rounding_unknown"),
        ({"rounding": {"net": ["down"], "tax": "down"}}, "rounding.net", "rounding_unknown"),
        ({"rounding": {"net": "down"}}, "rounding.tax", "field_missing"),
        ({"rounding": "down"}, "rounding", "not_an_object"),
        ({"lines": {}}, "lines", "not_a_list"),
        ({"lines": [{"minutes": 1, "hourly_rate": 1}] * (MOST_LINES + 1)}, "lines", "lines_too_many"),
        ({"lines": [5]}, "lines[0]", "not_an_object"),
        ({"lines": [{}]}, "lines[0]", "line_of_no_kind"),
        ({"lines": [{"minutes": 1}]}, "lines[0].hourly_rate", "field_missing"),
        ({"lines": [{"minutes": 1, "hourly_rate": 1, "note": ""}]}, "lines[0].note", "field_unknown"),
        ({"lines": [{"minutes": 1, "unit_price": 1}]}, "lines[0].unit_price", "field_unknown"),
        ({"currency": "JPY"}, "currency", "field_unknown"),
    ],
)
def test_what_would_have_to_be_guessed_is_refused_by_place(changes, place, rule):
    with pytest.raises(PriceFaults) as wrong:
        price(asked(**changes))
    assert (place, rule) in places(wrong)


@pytest.mark.parametrize("name", ["lines", "discount", "tax_rate", "rounding"])
def test_a_missing_field_is_an_error(name):
    request = asked()
    del request[name]
    with pytest.raises(PriceFaults) as wrong:
        price(request)
    assert places(wrong) == {(name, "field_missing")}


def test_all_faults_are_named_at_once():
    with pytest.raises(PriceFaults) as wrong:
        price(asked(lines=hours((-1, 5), (1, "x")), discount="-3", tax_rate=""))
    assert places(wrong) == {
        ("lines[0].minutes", "number_negative"),
        ("lines[1].hourly_rate", "number_written"),
        ("discount", "number_negative"),
        ("tax_rate", "number_written"),
    }


def test_a_name_that_stands_twice_in_json_is_refused():
    with pytest.raises(PriceFaults) as wrong:
        price(read_json('{"lines": [], "discount": 0, "discount": 9, "tax_rate": 0.1, "rounding": {}}'))
    assert ("discount", "field_twice") in places(wrong)


def test_numbers_of_json_are_read_by_their_digits():
    text = '{"lines": [{"quantity": 3, "unit_price": 0.1}], "discount": 0, "tax_rate": 0.195, "rounding": '
    read = read_json(text + '{"net": "half_up", "tax": "down"}}')
    assert read["tax_rate"] == Decimal("0.195")
    assert price(read).net == 0
    assert read_json("1e99999999999999999999") == "1e99999999999999999999"
    with pytest.raises(ValueError, match="deep"):
        read_json("[" * 100_000)


@given(st.decimals(0, 10**9, places=10, allow_nan=False))
def test_a_written_number_is_read_back_as_itself(number):
    assert Fraction(written(number)) == Fraction(number)


def test_what_has_no_end_as_a_decimal_is_not_written():
    with pytest.raises(ValueError, match="decimals"):
        written(Fraction(1, 3))
