from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.apps.casework.results import (
    Goal,
    Result,
    Standing,
    Word,
    attainment,
    confirmed_success,
    standing,
    verdict,
)

START = date(2025, 4, 1)
YEN = Goal("amount", 1000, "JPY", date(2026, 3, 31))
KILOS = Goal("quantity", 100, "kg", date(2026, 3, 31))

results = st.builds(
    Result,
    exported_on=st.dates(date(2025, 1, 1), date(2026, 3, 10)),
    amount_yen=st.none() | st.integers(0, 10**9),
    quantity=st.none() | st.integers(0, 10**5),
    unit=st.sampled_from(["", "kg", "箱"]),
    sample=st.booleans(),
    confirmed=st.booleans(),
)


def test_success_is_the_first_confirmed_export_that_is_no_sample():
    assert confirmed_success(
        [Result(date(2025, 9, 1)), Result(date(2025, 7, 1), sample=True), Result(date(2025, 8, 1))], START
    ) == date(2025, 8, 1)


def test_samples_are_let_in_beside_it():
    rows = [Result(date(2025, 9, 1)), Result(date(2025, 7, 1), sample=True)]
    assert confirmed_success(rows, START, with_samples=True) == date(2025, 7, 1)


def test_an_unconfirmed_export_is_no_success():
    assert confirmed_success([Result(date(2025, 9, 1), confirmed=False)], START) is None


def test_an_export_before_support_is_no_success():
    assert confirmed_success([Result(date(2025, 3, 31))], START) is None


def test_an_export_on_the_first_day_of_support_is():
    assert confirmed_success([Result(START)], START) == START


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (Result(date(2025, 5, 1), 10), Standing.COUNTED),
        (Result(date(2025, 5, 1), 10, sample=True), Standing.SAMPLE),
        (Result(date(2025, 3, 1), 10), Standing.BEFORE_SUPPORT),
        (Result(date(2025, 5, 1), 10, confirmed=False), Standing.UNCONFIRMED),
        (Result(date(2025, 5, 1), None, 5, "kg"), Standing.UNKNOWN),
    ],
)
def test_each_export_has_one_standing(result, expected):
    assert standing(result, START, YEN) == expected


def test_amounts_are_summed_since_support_began():
    rows = [Result(date(2025, 5, 1), 300), Result(date(2025, 6, 1), 400), Result(date(2025, 1, 1), 5000)]
    reached = attainment(YEN, rows, START)
    assert (reached.attained, reached.counted, reached.reached) == (700, 2, False)


def test_only_quantities_of_the_unit_of_the_goal_are_summed():
    rows = [Result(date(2025, 5, 1), None, 60, "kg"), Result(date(2025, 5, 1), None, 60, "箱")]
    reached = attainment(KILOS, rows, START)
    assert (reached.attained, reached.unknown) == (60, 1)


def test_a_target_missed_by_the_known_sum_is_unknown_while_an_amount_is():
    assert attainment(YEN, [Result(date(2025, 5, 1), None, 5, "kg")], START).reached is None


def test_a_target_reached_by_the_known_sum_is_reached_all_the_same():
    rows = [Result(date(2025, 5, 1), 1000), Result(date(2025, 5, 2), None, 5, "kg")]
    assert attainment(YEN, rows, START).reached is True


def test_what_waits_for_the_firm_stands_beside_the_sum():
    rows = [Result(date(2025, 5, 1), 300), Result(date(2025, 5, 2), 500, confirmed=False)]
    reached = attainment(YEN, rows, START)
    assert (reached.attained, reached.unconfirmed) == (300, 500)


@given(st.lists(results))
def test_no_success_without_a_success_with_samples(rows):
    strict, wide = confirmed_success(rows, START), confirmed_success(rows, START, with_samples=True)
    assert strict is None or (wide is not None and wide <= strict)


@given(st.lists(results))
def test_confirming_never_lowers_what_is_attained(rows):
    from dataclasses import replace

    before = attainment(YEN, rows, START)
    after = attainment(YEN, [replace(row, confirmed=True) for row in rows], START)
    assert after.attained == before.attained + before.unconfirmed


def word(person, answer, day):
    return Word(person, answer, datetime(2025, 9, day, tzinfo=UTC))


@pytest.mark.parametrize(
    ("source", "words", "state", "since"),
    [
        ("staff", [], "waiting", None),
        ("expert", [], "waiting", None),
        ("firm", [], "confirmed", 1),
        ("document", [], "confirmed", 1),
        ("site", [], "confirmed", 1),
        ("buyer", [], "confirmed", 1),
        ("staff", [("a", "as_written", 5)], "confirmed", 5),
        ("staff", [("a", "as_written", 5), ("b", "as_written", 7)], "confirmed", 5),
        ("staff", [("a", "unknown", 5)], "waiting", None),
        ("staff", [("a", "no", 5)], "denied", None),
        ("staff", [("a", "different", 5)], "different", None),
        ("staff", [("a", "as_written", 5), ("b", "no", 7)], "contradictory", None),
        ("staff", [("a", "no", 5), ("b", "different", 7)], "contradictory", None),
        ("document", [("a", "no", 5)], "contradictory", None),
        ("staff", [("a", "no", 5), ("a", "as_written", 7)], "confirmed", 7),
        ("staff", [("a", "as_written", 5), ("a", "no", 7)], "denied", None),
        ("staff", [("a", "no", 5), ("a", "unknown", 7)], "denied", None),
        ("firm", [("b", "no", 5)], "contradictory", None),
        ("firm", [("recorder", "no", 5)], "denied", None),
    ],
)
def test_whether_an_export_is_confirmed(source, words, state, since):
    recorded = datetime(2025, 9, 1, tzinfo=UTC)
    found = verdict(source, "recorder", recorded, [word(*each) for each in words])
    assert (found.state, found.since and found.since.day) == (state, since)


def test_what_is_left_out_neither_counts_nor_waits():
    rows = [Result(date(2025, 5, 1), 300), Result(date(2025, 5, 2), 500, confirmed=False, left_out=True)]
    reached = attainment(YEN, rows, START)
    assert (reached.attained, reached.unconfirmed) == (300, 0)
