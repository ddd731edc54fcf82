from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from banso.engines.policy.cells import read_test, write_test
from banso.engines.policy.expressions import AnyOf, Anything, Compared, Constant, Not, Within
from banso.engines.policy.model import Domain, Kind
from banso.engines.policy.regions import LAST, Labels, Spans, as_test, region_of

NUMBERS = st.integers(-4, 4) | st.sampled_from([Decimal("0.5"), Decimal("-1.5"), Decimal("2.25")])
#: Every place that the tests above can tell apart, and the places between.
POINTS = [Decimal(n) / 8 for n in range(-48, 49)]


def simple(values):
    constants = values.map(Constant)
    compared = st.builds(Compared, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), constants)
    within = st.builds(Within, constants, constants, st.booleans(), st.booleans())
    null = st.sampled_from([Compared("=", Constant(None)), Compared("!=", Constant(None))])
    return compared | within | null | st.just(Anything())


def conditions_on(values):
    several = st.lists(simple(values), min_size=1, max_size=3).map(lambda found: AnyOf(tuple(found)))
    return simple(values) | several | st.builds(Not, simple(values) | several)


def holds(test, value):
    """The meaning of a test by its definition: true, false or unknown."""
    match test:
        case Anything():
            return True
        case Not(inner):
            said = holds(inner, value)
            return None if said is None else not said
        case AnyOf(tests):
            said = [holds(part, value) for part in tests]
            return True if True in said else None if None in said else False
        case Compared(sign, Constant(other)):
            if other is None:
                return {"=": value is None, "!=": value is not None}.get(sign)
            if value is None:
                return None
            return {
                "=": value == other, "!=": value != other, "<": value < other, "<=": value <= other,
                ">": value > other, ">=": value >= other,
            }[sign]  # fmt: skip
        case Within(Constant(low), Constant(high), low_closed, high_closed):
            if value is None:
                return None
            above = value >= low if low_closed else value > low
            return above and (value <= high if high_closed else value < high)


def within(region, value):
    if value is None:
        return region.null
    return any(low <= (0, value, 0.5) < high for low, high in region.known.spans)


@given(conditions_on(NUMBERS))
def test_the_region_of_a_test_holds_the_values_that_pass(test):
    region = region_of(test, Kind.NUMBER, Domain())
    for value in [*POINTS, None]:
        assert within(region, value) == (holds(test, value) is True)


@given(conditions_on(NUMBERS))
def test_among_whole_numbers_a_region_is_empty_when_none_passes(test):
    region = region_of(test, Kind.NUMBER, Domain(whole=True, least=Decimal(-6), most=Decimal(6)))
    passing = [value for value in range(-6, 7) if holds(test, value) is True]
    assert region.known.empty == (not passing)


@given(conditions_on(NUMBERS), st.booleans())
def test_a_region_is_written_as_a_test_that_says_the_same(test, whole):
    domain = Domain(whole=whole)
    region = region_of(test, Kind.NUMBER, domain)
    if not region.empty:
        written = write_test(as_test(region, Kind.NUMBER, domain))
        assert region_of(read_test(written, Kind.NUMBER), Kind.NUMBER, domain) == region


@given(conditions_on(st.sampled_from(["a", "b", "c"])))
def test_labels_pass_by_the_same_meaning(test):
    region = region_of(test, Kind.TEXT, Domain(values=("a", "b", "c", "d")))
    if region is not None:
        for value in ["a", "b", "c", "d"]:
            assert (value in region.known.labels) == (holds(test, value) is True)


def test_days_leave_no_room_between_them():
    day = date(2026, 4, 1)
    between = Within(Constant(day), Constant(day + timedelta(days=1)), False, False)
    assert region_of(between, Kind.DATE, Domain()).known == Spans(())


def test_the_last_day_of_the_calendar_is_the_end_of_the_line():
    after = region_of(Compared("<=", Constant(date.max)), Kind.DATE, Domain())
    assert after.known.spans[-1][1] == LAST


def test_unknown_passes_only_where_it_is_asked_for():
    asked = {
        text: region_of(read_test(text, Kind.TEXT), Kind.TEXT, Domain()).null
        for text in ["-", "null", "a", "not(a)", "not(null)", "null, a", "not(null, a)"]
    }
    assert asked == {
        "-": True, "null": True, "a": False, "not(a)": False, "not(null)": False, "null, a": True,
        "not(null, a)": False,
    }  # fmt: skip


def test_other_labels_are_all_but_those_named():
    assert Labels(frozenset({"a"}), others=True) & Labels(frozenset({"a", "b"})) == Labels(frozenset({"b"}))
