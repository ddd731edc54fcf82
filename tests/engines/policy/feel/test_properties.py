from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from banso.engines.policy.expressions import Months
from banso.engines.policy.feel import temporal
from banso.engines.policy.feel.parser import FeelFault, parse_expression, parse_unary_tests
from banso.engines.policy.feel.runtime import evaluate, satisfies

NUMBERS = st.decimals(-(10**9), 10**9, places=3)
FIRST, LAST = datetime.fromisoformat("1000-01-01"), datetime.fromisoformat("8000-01-01")
SMALL = settings(max_examples=60, deadline=None)


def number(text):
    return evaluate(parse_expression(text, ()), {})


@SMALL
@given(NUMBERS, NUMBERS, NUMBERS)
def test_sums_and_products_are_exact(a, b, c):
    assert number(f"({a}) + ({b}) * ({c}) - ({a})") == Fraction(a) + Fraction(b) * Fraction(c) - Fraction(a)


@SMALL
@given(NUMBERS, NUMBERS.filter(bool))
def test_a_quotient_is_off_by_less_than_the_34th_digit(a, b):
    exact = Fraction(a) / Fraction(b)
    assert abs(Fraction(number(f"({a}) / ({b})")) - exact) <= abs(exact) / 10**33


@SMALL
@given(st.text())
def test_any_text_written_as_a_literal_comes_back(text):
    if any("\ud800" <= character <= "\udfff" for character in text):
        return
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    assert number(f'"{escaped}"') == text


@SMALL
@given(st.one_of(st.dates(), st.datetimes(), st.times(), st.integers(-99_999, 99_999).map(Months)))
def test_dates_times_and_months_written_as_text_come_back(value):
    assert temporal.read_any(temporal.written(value)) == value


@SMALL
@given(st.timedeltas(timedelta(-400_000), timedelta(400_000)))
def test_lengths_of_time_written_as_text_come_back(value):
    assert temporal.read_duration(temporal.written(value)) == value


@SMALL
@given(st.dates(date(1000, 1, 1), date(8000, 1, 1)), st.integers(-9_000, 9_000))
def test_moving_a_date_by_months_keeps_its_day_or_takes_the_last_of_the_month(day, months):
    moved = temporal.later(day, Months(months))
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(1)).day == 1)


@SMALL
@given(st.dates(date(1000, 1, 1), date(8000, 1, 1)), st.integers(0, 9_000))
def test_the_months_between_a_date_and_itself_moved_are_those_it_was_moved_by(day, months):
    first = day.replace(day=1)
    assert temporal.months_between(first, temporal.later(first, Months(months))) == Months(months)


@SMALL
@given(st.datetimes(FIRST, LAST), st.timedeltas(timedelta(-999), timedelta(999)))
def test_moving_a_moment_there_and_back_changes_nothing(moment, length):
    assert temporal.later(temporal.later(moment, length), -length) == moment


@SMALL
@given(NUMBERS, NUMBERS, st.sampled_from("[]("), st.sampled_from("[])"), NUMBERS)
def test_an_interval_holds_what_lies_between_its_ends(low, high, opening, closing, value):
    inside = satisfies(parse_unary_tests(f"{opening}{low}..{high}{closing}", ()), value, {})
    above = value >= low if opening == "[" else value > low
    below = value <= high if closing == "]" else value < high
    assert inside is (above and below)


PIECES = st.sampled_from(
    ["(", ")", "[", "]", ",", "..", "-", "+", "**", "<", "=", "not", "and", "or", "in", "if", "then", "else",
     "between", "a", "a b", "1", '"t"', "null", "?", ".", "@", "{", "for", "date(", "max(", ":"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_whatever_is_written_is_read_or_refused_and_what_is_read_can_be_worked_out(text):
    facts = {"a": Decimal(1), "a b": [Decimal(2)]}
    try:
        expression = parse_expression(text, facts)
    except FeelFault:
        pass
    else:
        evaluate(expression, facts)
    try:
        test = parse_unary_tests(text, facts)
    except FeelFault:
        pass
    else:
        assert satisfies(test, Decimal(1), facts) in (True, False, None)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_at_all_is_read_or_refused(text):
    for parse in (parse_expression, parse_unary_tests):
        try:
            parse(text, ())
        except FeelFault as fault:
            assert fault.rule.startswith("feel_")
