"""Kaplan-Meier with those to whom it has not happened yet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from banso.engines.evaluation.standing.survival import reached

TIMES = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=80)


def counted(times):
    return {time: times.count(time) for time in set(times)}


@given(TIMES)
def test_it_agrees_with_statsmodels(times):
    months = [6, 12, 24, 36]
    curve, _median = reached(counted(times), months)
    peer = SurvfuncRight([time for time, _event in times], [int(event) for _time, event in times])
    for one in curve:
        before = [
            share for time, share in zip(peer.surv_times, peer.surv_prob, strict=True) if time <= one.months
        ]
        assert one.share == pytest.approx(1 - (before[-1] if before else 1.0))


@given(TIMES)
def test_the_share_never_falls_and_lies_in_its_interval(times):
    curve, _median = reached(counted(times), range(41))
    shares = [one.share for one in curve]
    assert shares == sorted(shares)
    for one in curve:
        if one.interval:
            assert 0 <= one.interval[0] <= one.share <= one.interval[1] <= 1


def test_without_anybody_left_out_it_is_the_plain_share():
    curve, median = reached({(3, True): 6, (20, True): 4}, [6, 24])
    assert [(one.months, one.share) for one in curve] == [(6, pytest.approx(0.6))]
    assert median == 3


def test_whoever_is_watched_briefly_counts_only_so_long():
    (one,), _median = reached({(2, False): 5, (4, True): 1, (12, False): 4}, [12])
    assert one.share == pytest.approx(0.2)


def test_fewer_than_half_have_no_median():
    assert reached({(3, True): 1, (9, False): 9}, [6])[1] is None


def test_a_negative_time_is_refused():
    with pytest.raises(ValueError, match="negative"):
        reached({(-1, True): 1}, [6])
