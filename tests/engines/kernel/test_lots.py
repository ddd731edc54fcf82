"""Lots: sealed, drawn, drawn again by anybody; and what a changed file is found out by."""

import json
from hashlib import sha256

import pytest

from banso.engines.kernel.lots import Draw, commitment, in_sample, order, replay

SEED = "5f" * 32
REFS = ("A-2025-0001", "A-2025-0002", "A-2025-0003", "A-2025-0004", "A-2025-0005")


def draw(**values):
    defaults = {
        "round": "mall-2025", "commitment": commitment(SEED), "seed": SEED, "places": 2,
        "order": order(SEED, REFS),
    }  # fmt: skip
    return Draw(**defaults | values)


def published(**changes):
    return json.dumps(json.loads(draw().written()) | changes)


def rules(text):
    return [(fault.rule, fault.column, fault.row) for fault in replay("lot.json", text).faults]


def test_the_commitment_is_the_sha_256_of_the_seed():
    assert commitment(SEED) == sha256(SEED.encode()).hexdigest()


def test_the_order_is_that_of_the_sha_256_of_seed_and_reference():
    expected = sorted(REFS, key=lambda ref: sha256(f"{SEED}|{ref}".encode()).hexdigest())
    assert list(order(SEED, REFS)) == expected


def test_the_order_does_not_hang_on_the_order_of_the_candidates():
    assert order(SEED, REFS) == order(SEED, reversed(REFS))


def test_another_seed_draws_another_order():
    assert len({order(f"{number:064x}", REFS) for number in range(50)}) > 30


def test_each_candidate_is_first_about_as_often():
    first = [order(f"{number:064x}", REFS)[0] for number in range(2000)]
    assert all(330 < first.count(ref) < 470 for ref in REFS)


@pytest.mark.parametrize(("percent", "least", "most"), [(0, 0, 0), (10, 150, 250), (100, 2000, 2000)])
def test_a_sample_holds_about_its_share(percent, least, most):
    drawn = sum(in_sample(SEED, f"A-2025-{number:04d}", percent) for number in range(2000))
    assert least <= drawn <= most


def test_what_is_in_a_small_sample_is_in_a_larger_one():
    small = {ref for ref in map(str, range(500)) if in_sample(SEED, ref, 10)}
    assert small <= {ref for ref in map(str, range(500)) if in_sample(SEED, ref, 20)}


def test_a_published_draw_is_drawn_again():
    again = replay("lot.json", draw().written())
    assert (again.draw, again.faults) == (draw(), ())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"seed": "6f" * 32}, "commitment_differs"),
        ({"commitment": "0" * 64}, "commitment_differs"),
        ({"order": list(reversed(order(SEED, REFS)))}, "order_differs"),
        ({"order": list(order(SEED, REFS))[:-1]}, "order_differs"),
        ({"candidates": [*REFS, "A-2025-0006"]}, "order_differs"),
        ({"candidates": [*REFS, REFS[0]]}, "candidate_twice"),
        ({"seed": None}, "draw_lacks"),
        ({"places": "2"}, "draw_lacks"),
        ({"places": True}, "draw_lacks"),
        ({"order": "A-2025-0001"}, "draw_lacks"),
    ],
)
def test_a_changed_file_is_found_out(changes, expected):
    assert expected in [rule for rule, _column, _row in rules(published(**changes))]


@pytest.mark.parametrize("text", ["", "[]", "no json", "7"])
def test_what_is_no_draw_is_refused(text):
    assert rules(text) == [("draw_unreadable", None, None)]


def test_the_first_wrong_position_is_named():
    right = list(order(SEED, REFS))
    wrong = [right[0], right[2], right[1], *right[3:]]
    assert rules(published(order=wrong)) == [("order_differs", "order", 2)]
