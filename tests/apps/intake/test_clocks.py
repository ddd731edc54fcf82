"""What each clock counts: calendar days, without those of a pause."""

from datetime import date, timedelta

import pytest

from banso.apps.intake.clocks import Limits, days, moved_on, step_due


def d(day):
    """A day counted from 1 March 2026."""
    return date(2026, 3, 1) + timedelta(days=day)


#: since, until, pauses (first day, first day after), days that count
COUNTED = [
    (0, 0, [], 0),
    (0, 9, [], 9),
    (0, 9, [(2, 5)], 6),
    (0, 9, [(2, 2)], 9),
    (0, 9, [(0, 9)], 0),
    (0, 9, [(-5, 3)], 6),
    (0, 9, [(7, 30)], 7),
    (0, 9, [(10, 30)], 9),
    (0, 9, [(-5, 0)], 9),
    (0, 9, [(1, 3), (5, 6)], 6),
    (0, 9, [(1, 4), (2, 6)], 4),
    (5, 0, [], 0),
]


@pytest.mark.parametrize(("since", "until", "pauses", "counted"), COUNTED)
def test_days_of_a_pause_do_not_count(since, until, pauses, counted):
    assert days(d(since), d(until), [(d(first), d(end)) for first, end in pauses]) == counted


#: Silent since, pause, from when silence counts then.
MOVED = [(0, (2, 5), 3), (0, (0, 5), 5), (4, (2, 5), 5), (4, (2, 4), 4), (4, (1, 3), 4), (0, (2, 2), 0)]


@pytest.mark.parametrize(("since", "pause", "found"), MOVED)
def test_a_pause_moves_on_the_day_from_which_silence_counts(since, pause, found):
    assert moved_on(d(since), (d(pause[0]), d(pause[1]))) == d(found)


#: As pauses of a proposal are: after it was sent, one after the other, ended.
ENDED = [row for row in COUNTED if row[2] and all(first >= 0 and end <= 9 for first, end in row[2])][:-1]


@pytest.mark.parametrize(("since", "until", "pauses", "counted"), ENDED)
def test_the_stored_day_says_the_same_as_the_clock(since, until, pauses, counted):
    silent_from = d(since)
    for first, end in pauses:
        silent_from = moved_on(silent_from, (d(first), d(end)))
    assert (d(until) - silent_from).days == counted


LIMITS = Limits(((d(0), (9, 21, 45)), (d(100), (5, 10)), (d(200), ())))


@pytest.mark.parametrize(
    ("sent", "limits"),
    [(-1, ()), (0, (9, 21, 45)), (99, (9, 21, 45)), (100, (5, 10)), (200, ())],
)
def test_the_version_in_force_on_the_day_of_sending_counts(sent, limits):
    assert LIMITS.on(d(sent)) == limits


def test_there_are_never_more_than_three_steps():
    assert Limits(((d(0), (1, 2, 3, 4)),)).on(d(1)) == (1, 2, 3)


STEPS = [(0, 0), (8, 0), (9, 1), (20, 1), (21, 2), (44, 2), (45, 3), (400, 3)]


@pytest.mark.parametrize(("silent", "step"), STEPS)
def test_a_step_is_due_on_its_day(silent, step):
    assert step_due(silent, (9, 21, 45)) == step


def test_what_is_not_configured_is_never_due():
    assert step_due(400, ()) == 0
