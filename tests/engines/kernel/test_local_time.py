"""Times on a wall clock that do not exist, or come twice."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from banso.engines.kernel.local_time import NoSuchTime, TwiceThisTime, moment

TORONTO, TOKYO = ZoneInfo("America/Toronto"), ZoneInfo("Asia/Tokyo")
FORWARD, BACK = "2027-03-14T02:30", "2026-11-01T01:30"
at = datetime.fromisoformat


@pytest.mark.parametrize(
    ("local", "zone", "which", "utc"),
    [
        ("2026-12-01T10:00", TOKYO, None, datetime(2026, 12, 1, 1, tzinfo=UTC)),
        ("2027-03-14T01:59", TORONTO, None, datetime(2027, 3, 14, 6, 59, tzinfo=UTC)),
        ("2027-03-14T03:00", TORONTO, None, datetime(2027, 3, 14, 7, tzinfo=UTC)),
        (BACK, TORONTO, 0, datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (BACK, TORONTO, 1, datetime(2026, 11, 1, 6, 30, tzinfo=UTC)),
        (BACK, TOKYO, None, datetime(2026, 10, 31, 16, 30, tzinfo=UTC)),
    ],
)
def test_a_time_on_a_clock_is_a_moment(local, zone, which, utc):
    assert moment(at(local), zone, which) == utc


@pytest.mark.parametrize("which", [None, 0, 1])
def test_an_hour_that_clocks_skip_does_not_exist(which):
    with pytest.raises(NoSuchTime):
        moment(at(FORWARD), TORONTO, which)


def test_an_hour_that_comes_twice_needs_a_word_which():
    with pytest.raises(TwiceThisTime):
        moment(at(BACK), TORONTO)
