"""What scores come to: as a table. No mean hides that reviewers differ or left something out."""

from fractions import Fraction

import pytest

from banso.apps.selection.scoring import Candidate, Viewed, edge, summary

WEIGHTS = {"people": 3, "money": 1}
N = None


def views(*given):
    """Each reviewer as (view, points for people, points for money)."""
    return [Viewed(view, {"people": people, "money": money}) for view, people, money in given]


@pytest.mark.parametrize(
    ("given", "mean", "discuss", "disputed"),
    [
        ([("adopt", 3, 3)], Fraction(3), False, ()),
        ([("adopt", 3, 1), ("adopt", 3, 2)], Fraction(21, 8), False, ()),
        ([("adopt", 3, 1), ("adopt", 4, 2)], Fraction(3), False, ()),
        ([("adopt", 4, 2), ("adopt", 2, 2)], N, True, ("people",)),
        ([("adopt", 0, 0), ("adopt", 2, 3)], N, True, ("people", "money")),
        ([("adopt", 3, 3), ("decline", 3, 3)], N, True, ()),
        ([("adopt", 3, N), ("adopt", 3, 3)], N, False, ()),
        ([("adopt", N, N), ("adopt", N, N)], N, False, ()),
        ([("adopt", 0, 0), ("adopt", 0, 0)], Fraction(0), False, ()),
        ([("adopt", 1, 1), ("adopt", 2, 1), ("adopt", 3, 1)], N, True, ("people",)),
    ],
)
def test_a_mean_is_shown_only_where_all_scored_and_nobody_differs(given, mean, discuss, disputed):
    found = summary(WEIGHTS, views(*given))
    assert (found.mean, found.discuss, found.disputed) == (mean, discuss, disputed)


def test_not_scored_is_not_zero():
    found = summary(WEIGHTS, views(("adopt", N, 2), ("adopt", 4, 2)))
    people = found.parts[0]
    assert (people.mean, people.scored, people.points) == (None, 1, (None, 4))


def test_what_a_discussion_agreed_takes_the_place_of_the_scores():
    found = summary(WEIGHTS, views(("adopt", 4, 0), ("decline", 0, 4)), {"people": 2, "money": 2})
    assert (found.mean, found.discuss, found.agreed) == (Fraction(2), False, True)


def test_a_part_without_agreed_points_leaves_no_mean():
    found = summary(WEIGHTS, views(("adopt", 4, 0), ("adopt", 0, 0)), {"people": N, "money": 2})
    assert found.mean is None
    assert not found.discuss


def candidates(*means):
    return [
        Candidate(f"A{number}", None if mean is None else Fraction(mean)) for number, mean in enumerate(means)
    ]


@pytest.mark.parametrize(
    ("means", "places", "above", "equal", "left"),
    [
        ((3, 2, 1), 2, ("A0", "A1"), (), 0),
        ((3, 2, 2), 2, ("A0",), ("A1", "A2"), 1),
        ((2, 2, 2), 2, (), ("A0", "A1", "A2"), 2),
        ((2, 2), 2, ("A0", "A1"), (), 0),
        ((2, 2), 0, (), (), 0),
        ((3, N, 3), 1, (), ("A0", "A2"), 1),
        ((4, 3, 3, 3, 1), 2, ("A0",), ("A1", "A2", "A3"), 1),
        ((), 3, (), (), 0),
    ],
)
def test_equals_are_at_the_edge_only_where_the_last_place_divides_them(means, places, above, equal, left):
    found = edge(candidates(*means), places)
    assert (found.above, found.equal, found.places) == (above, equal, left)
