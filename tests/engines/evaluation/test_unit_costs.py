"""What one unit of effect cost."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banso.engines.evaluation.unit_costs import (
    CaseRecord,
    LeftOut,
    Measure,
    Reason,
    difference,
    unit_cost,
    unit_costs,
    unsuccessful,
)

TRUTH = st.none() | st.booleans()
CASES = st.lists(
    st.builds(
        CaseRecord,
        case=st.just("C"),
        firm=st.sampled_from("ABCDEFG"),
        yen=st.none() | st.integers(0, 10**6),
        consultation=st.none() | st.sampled_from(["1", "2", "3"]),
        first_export=TRUTH,
        goal_attained=TRUTH,
        still_exporting=TRUTH,
        mature=st.booleans(),
        exported_yen=st.none() | st.integers(0, 10**7),
    ),
    max_size=25,
)


def case(firm: str, yen: int | None, export: bool | None = True, **facts: object) -> CaseRecord:
    return replace(CaseRecord(f"C-{firm}", firm, yen, first_export=export), **facts)  # type: ignore[arg-type]


@settings(max_examples=40)
@given(CASES)
def test_the_interval_contains_the_figure(records: list[CaseRecord]) -> None:
    for row in unit_costs(records, draws=60):
        if row.value is not None and row.low is not None:
            assert row.low <= row.value
            assert row.high is None or row.value <= row.high


@settings(max_examples=40)
@given(CASES, st.integers(2, 9))
def test_costs_times_a_number_give_figures_times_that_number(records: list[CaseRecord], times: int) -> None:
    more = [replace(row, yen=None if row.yen is None else row.yen * times) for row in records]
    for one, many in zip(unit_costs(records, draws=60), unit_costs(more, draws=60), strict=True):
        for before, after in ((one.value, many.value), (one.low, many.low), (one.high, many.high)):
            assert after == (None if before is None else pytest.approx(before * times))


@settings(max_examples=40)
@given(CASES)
def test_every_case_counts_or_is_left_out_for_a_reason(records: list[CaseRecord]) -> None:
    for row in unit_costs(records, draws=5):
        if row.measure is not Measure.CONSULTATION:
            assert row.cases + row.left_out.all == len(records)


def test_the_figure_is_a_ratio_of_sums_with_those_without_the_effect() -> None:
    row = unit_cost([case("A", 100), case("B", 50, False)], Measure.FIRST_EXPORT)
    assert (row.yen, row.units, row.value) == (150, 1, 150.0)


def test_an_unknown_cost_is_left_out_and_not_zero() -> None:
    row = unit_cost([case("A", 100), case("B", None), case("C", 100)], Measure.FIRST_EXPORT)
    assert (row.value, row.left_out) == (100.0, LeftOut(cost=1))


def test_what_is_too_early_to_tell_is_left_out() -> None:
    early = case("B", 90, still_exporting=None, mature=False)
    row = unit_cost([case("A", 100, still_exporting=True), early], Measure.STILL_EXPORTING)
    assert (row.yen, row.left_out) == (100, LeftOut(early=1))


def test_one_case_has_no_interval_and_says_so() -> None:
    row = unit_cost([case("A", 100)], Measure.FIRST_EXPORT)
    assert (row.value, row.low, row.why_open) == (100.0, None, Reason.ONE_CASE)


def test_cases_of_one_firm_have_no_interval() -> None:
    row = unit_cost([case("A", 100), case("A", 50)], Measure.FIRST_EXPORT)
    assert (row.low, row.why_open) == (None, Reason.ONE_FIRM)


def test_no_effect_gives_no_figure_with_its_reason() -> None:
    row = unit_cost([case("A", 100, False), case("B", 9, False)], Measure.FIRST_EXPORT)
    assert (row.value, row.why) == (None, Reason.ZERO_DENOMINATOR)


@pytest.mark.parametrize(
    ("records", "why"),
    [
        ([], Reason.NO_CASES),
        ([case("A", None)], Reason.COSTS_UNKNOWN),
        ([case("A", 5, None)], Reason.OUTCOMES_UNKNOWN),
    ],
)
def test_nothing_to_count_is_named(records: list[CaseRecord], why: Reason) -> None:
    assert unit_cost(records, Measure.FIRST_EXPORT).why is why


def test_a_firm_with_two_cases_is_one_firm() -> None:
    row = unit_cost([case("A", 100), case("A", 60), case("B", 40)], Measure.FIRM)
    assert (row.units, row.value) == (2, 100.0)


def test_a_consultation_with_two_needs_is_one_consultation() -> None:
    records = [case("A", 30, consultation="1"), case("A", 50, consultation="1"), case("B", 999)]
    assert unit_cost(records, Measure.CONSULTATION).value == 80.0


def test_where_draws_may_bring_nothing_there_is_no_upper_bound() -> None:
    row = unit_cost([case("A", 10), case("B", 10, False), case("C", 10, False)], Measure.FIRST_EXPORT)
    assert row.low is not None
    assert (row.high, row.why_open) == (None, Reason.UNBOUNDED)


def test_the_same_seed_gives_the_same_interval() -> None:
    records = [case(firm, 10 * number, number % 2 == 0) for number, firm in enumerate("ABCDEFGHIJKL", 1)]
    assert unit_cost(records, Measure.FIRST_EXPORT) == unit_cost(records, Measure.FIRST_EXPORT)


def test_a_difference_of_a_group_from_itself_is_nothing() -> None:
    records = [case(firm, 10 * number) for number, firm in enumerate("ABCDEF", 1)]
    found = difference(records, records, Measure.FIRST_EXPORT)
    assert (found.value, found.low, found.high) == (0.0, 0.0, 0.0)


def test_a_difference_without_one_of_its_figures_is_none() -> None:
    found = difference([case("A", 10)], [], Measure.FIRST_EXPORT)
    assert (found.value, found.second.why) == (None, Reason.NO_CASES)


def test_what_was_spent_without_an_export_is_told_with_what_is_unknown() -> None:
    found = unsuccessful([case("A", 10), case("B", 7, False), case("C", None), case("D", 3, None)])
    assert (found.cases, found.yen, found.all_cases, found.all_yen) == (1, 7, 2, 17)
    assert found.left_out == LeftOut(cost=1, outcome=1)
