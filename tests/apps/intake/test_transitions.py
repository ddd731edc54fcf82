"""Who may move a proposal to whom from where to where, and nothing else."""

import pytest

from banso.apps.accounts.roles import Role
from banso.apps.intake.models import ProposalState, Receiver
from banso.apps.intake.transitions import GUARDS, NEW, PROPOSALS, SENDING
from banso.engines.kernel.transitions import TransitionRefused

OFFICE, EXPERT, PARTNER = {"office_staff", "office_manager"}, {"expert"}, {"partner_member"}
#: Who replies to what they received. The office also does for a body of which nobody signs in.
REPLIES = {
    "expert": EXPERT,
    "staff": OFFICE,
    "office": OFFICE,
    "provider": OFFICE,
    "trading": OFFICE,
    "partner": PARTNER | OFFICE,
}
FACTS = {name: True for name in GUARDS} | {"withdrawn": None}


def allowed(receiver):
    """state, event -> new state, by whom."""
    replies = REPLIES[receiver]
    rows = {
        (NEW, "send"): ("waiting", OFFICE),
        ("waiting", "withdraw"): ("waiting", OFFICE),
        ("waiting", "take"): ("taken", replies),
        ("waiting", "refuse"): ("not_my_field", replies),
        ("taken", "helped"): ("helped", replies),
        ("taken", "no_help"): ("no_help", replies),
        ("taken", "not_reachable"): ("not_reachable", replies),
        ("not_my_field", "reopen"): ("waiting", replies | OFFICE),
        ("helped", "reopen"): ("taken", replies | OFFICE),
        ("no_help", "reopen"): ("taken", replies | OFFICE),
        ("not_reachable", "reopen"): ("taken", replies | OFFICE),
    }
    if receiver == "staff":
        rows[(NEW, "answer")] = ("helped", OFFICE)
    if receiver == "provider":
        rows[(NEW, "send")] = ("waiting", OFFICE | {"firm_member"})
    return rows


EVENTS = sorted({event for _state, event in allowed("staff")})


@pytest.mark.parametrize("receiver", Receiver.values)
@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", [NEW, *ProposalState.values])
def test_a_proposal_moves_only_as_allowed(receiver, state, event):
    machine = PROPOSALS[Receiver(receiver)]
    target, roles = allowed(receiver).get((state, event), (None, set()))
    for role in Role.values:
        if role in roles:
            assert machine.fire(state, event, role, FACTS).target == target
        else:
            with pytest.raises(TransitionRefused):
                machine.fire(state, event, role, FACTS)


@pytest.mark.parametrize("receiver", Receiver.values)
def test_only_what_was_withdrawn_is_sent_again(receiver):
    machine = PROPOSALS[Receiver(receiver)]
    assert machine.fire("waiting", "send_again", "office_staff", FACTS | {"live": False}).target == "waiting"
    with pytest.raises(TransitionRefused) as caught:
        machine.fire("waiting", "send_again", "office_staff", FACTS)
    assert caught.value.guard == "withdrawn"


STOPS = [
    *((receiver, "office_staff", NEW, "send", guard) for receiver in Receiver for guard in SENDING[receiver]),
    *(
        (receiver, "office_staff", "not_my_field", "reopen", guard)
        for receiver in Receiver
        for guard in SENDING[receiver]
    ),
    ("expert", "expert", "waiting", "refuse", "has_reason"),
    ("expert", "expert", "waiting", "take", "live"),
    ("office", "office_staff", "waiting", "withdraw", "live"),
    ("partner", "office_staff", "waiting", "take", "no_account"),
    ("partner", "office_staff", "taken", "helped", "no_account"),
]


@pytest.mark.parametrize(("receiver", "role", "state", "event", "fact"), STOPS)
@pytest.mark.parametrize("said", [False, None])
def test_a_guard_that_does_not_hold_stops_it(receiver, role, state, event, fact, said):
    with pytest.raises(TransitionRefused) as caught:
        PROPOSALS[Receiver(receiver)].fire(state, event, role, FACTS | {fact: said})
    assert caught.value.guard == fact
