"""A state changes only by a row of its table."""

import pytest

from banso.engines.kernel.transitions import Machine, Transition, TransitionRefused

DOOR = Machine(
    "door",
    [
        Transition("closed", "open", "opened", frozenset({"guest", "host"}), ("unlocked",)),
        Transition("opened", "close", "closed", frozenset({"host"})),
    ],
    {"unlocked": lambda facts: facts.get("unlocked")},
)


def test_it_moves_along_a_row_and_reports_every_guard() -> None:
    fired = DOOR.fire("closed", "open", "guest", {"unlocked": True})
    assert (fired.target, fired.guards) == ("opened", {"unlocked": True})


def test_it_refuses_an_event_that_the_state_does_not_know() -> None:
    with pytest.raises(TransitionRefused) as refused:
        DOOR.fire("closed", "close", "host")
    assert refused.value.why == "no_such_event"


def test_it_refuses_a_role_that_the_row_does_not_name() -> None:
    with pytest.raises(TransitionRefused) as refused:
        DOOR.fire("opened", "close", "guest")
    assert refused.value.why == "role"


@pytest.mark.parametrize("unlocked", [False, None])
def test_it_refuses_when_a_guard_is_false_or_unknown_and_names_it(unlocked: bool | None) -> None:
    with pytest.raises(TransitionRefused) as refused:
        DOOR.fire("closed", "open", "host", {"unlocked": unlocked})
    assert (refused.value.why, refused.value.guard) == ("guard", "unlocked")


def test_it_offers_only_the_events_of_the_state_and_role() -> None:
    assert DOOR.events("opened", "host") == ["close"]
    assert DOOR.events("opened", "guest") == []


def test_a_table_with_an_undefined_guard_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="locked"):
        Machine("door", [Transition("a", "b", "c", frozenset(), ("locked",))])
