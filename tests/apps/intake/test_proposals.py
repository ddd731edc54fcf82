"""Needs proposed to experts, taken on, handed back, settled, taken up again; or answered at the window."""

import json
from datetime import date, timedelta

import pytest

from banso.apps.casework.models import Case, CaseState
from banso.apps.intake import services
from banso.apps.intake.models import Proposal
from banso.apps.intake.status import need_status
from banso.apps.journal.models import Event

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

LATER = making.NOW + timedelta(days=2)


def status(need):
    return need_status(need.proposals.values_list("state", flat=True))


def test_a_proposal_waits_for_the_expert():
    expert = making.expert()
    proposal = making.proposed(an_expert=expert)
    assert (proposal.state, proposal.expert, proposal.sent_at, proposal.taken_at) == (
        "waiting", expert, making.NOW, None,
    )  # fmt: skip


def test_the_event_of_sending_names_the_expert_by_code():
    proposal = making.proposed()
    payload = json.loads(Event.objects.get(action="proposal.sent").payload)
    assert (payload["proposal"], payload["receiver"], payload["expert"]) == (
        proposal.pk, "expert", proposal.expert.code,
    )  # fmt: skip


def test_it_rejects_the_same_expert_twice(refused):
    proposal = making.proposed()
    with refused("proposed_already", "expert"):
        making.proposed(proposal.need, proposal.expert)
    assert proposal.need.proposals.count() == 1


@pytest.mark.parametrize(
    "contract",
    [
        {"contract_to": date(2026, 3, 9)},
        {"contract_from": date(2026, 3, 11)},
    ],
)
def test_it_rejects_an_expert_without_a_contract_on_that_day(refused, contract):
    expert = making.expert(**contract)
    with refused("under_contract", "expert"):
        making.proposed(an_expert=expert)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    "contract",
    [
        {"contract_to": date(2026, 3, 10)},
        {"contract_from": date(2026, 3, 10)},
    ],
)
def test_first_and_last_day_of_a_contract_count(contract):
    assert making.proposed(an_expert=making.expert(**contract)).state == "waiting"


def test_it_rejects_a_proposal_of_a_need_that_is_answered(refused):
    need = making.need()
    services.answer_need(making.staff(), need, "登録は不要です。")
    with refused("need_settled"):
        making.proposed(need)


def test_taking_opens_a_spot_case_with_the_expert():
    proposal = making.taken(at=making.NOW)
    case = Case.objects.get(need=proposal.need)
    assert (case.expert, case.state, case.service.code) == (proposal.expert, CaseState.ACTIVE, "spot")
    assert (proposal.state, proposal.taken_at) == ("taken", making.NOW)


def test_it_rejects_taking_twice(refused):
    proposal = making.taken()
    with refused("proposal_state"):
        services.take(making.of(proposal.expert), proposal)


def test_a_need_in_hand_is_not_taken_by_another(refused):
    need = making.need()
    second = making.proposed(need)
    making.taken(need)
    with refused("need_taken"):
        services.take(making.of(second.expert), second)
    second.refresh_from_db()
    assert (second.state, second.taken_at) == ("waiting", None)


@pytest.mark.parametrize("role", ["office_staff", "firm_member", "decider"])
def test_only_an_expert_takes(refused, role):
    with refused("role"):
        services.take(making.by(role), making.proposed())


def test_handing_back_keeps_the_reason():
    proposal = making.proposed()
    found = services.refuse(making.of(proposal.expert), proposal, making.reason())
    assert (found.state, found.refusal_reason.code, found.closed_at) == (
        "not_my_field",
        "no_capacity",
        making.NOW,
    )
    assert json.loads(Event.objects.get(action="proposal.refused").payload)["reason"] == "no_capacity"


def test_it_rejects_handing_back_without_a_reason(refused):
    proposal = making.proposed()
    with refused("has_reason", "reason"):
        services.refuse(making.of(proposal.expert), proposal, None)
    proposal.refresh_from_db()
    assert proposal.state == "waiting"


@pytest.mark.parametrize("outcome", ["helped", "no_help", "not_reachable"])
def test_settling_closes_the_case_and_keeps_the_answer(outcome):
    proposal = making.taken()
    found = services.settle(making.of(proposal.expert, LATER), proposal, outcome, "登録の手順です。")
    case = Case.objects.get(need=proposal.need)
    assert (found.state, found.answer, found.closed_at) == (outcome, "登録の手順です。", LATER)
    assert (case.state, case.outcome) == (
        CaseState.ENDED, "answered" if outcome == "helped" else "not_answered",
    )  # fmt: skip


def test_the_event_of_settling_holds_no_words():
    proposal = making.taken()
    services.settle(making.of(proposal.expert), proposal, "helped", "秘密の答え")
    assert "秘密" not in Event.objects.get(action="proposal.helped").payload


def test_it_rejects_settling_without_an_answer(refused):
    proposal = making.taken()
    with refused("required", "answer"):
        services.settle(making.of(proposal.expert), proposal, "helped", " ")
    assert Case.objects.get(need=proposal.need).state == CaseState.ACTIVE


def test_it_rejects_settling_what_was_not_taken_on(refused):
    proposal = making.proposed()
    with refused("proposal_state"):
        services.settle(making.of(proposal.expert), proposal, "helped", "答え")


def test_a_settled_proposal_taken_up_again_opens_its_case_again():
    proposal = making.taken()
    services.settle(making.of(proposal.expert), proposal, "not_reachable", "電話がつながりません。")
    found = services.reopen(making.of(proposal.expert, LATER), proposal)
    assert (found.state, found.closed_at) == ("taken", None)
    assert Case.objects.get(need=proposal.need).state == CaseState.ACTIVE


def test_what_was_handed_back_waits_anew_without_its_reason():
    proposal = making.proposed()
    services.refuse(making.of(proposal.expert), proposal, making.reason())
    found = services.reopen(making.staff(), proposal)
    assert (found.state, found.refusal_reason, found.closed_at) == ("waiting", None, None)


def test_a_settled_proposal_does_not_come_back_while_another_expert_is_at_work(refused):
    need = making.need()
    first = making.taken(need)
    services.settle(making.of(first.expert), first, "no_help", "分かりません。")
    making.taken(need)
    with refused("need_taken"):
        services.reopen(making.of(first.expert), first)
    first.refresh_from_db()
    assert first.state == "no_help"


@pytest.mark.parametrize("take", [False, True])
def test_it_rejects_taking_up_again_what_is_open(refused, take):
    proposal = making.taken() if take else making.proposed()
    with refused("proposal_state"):
        services.reopen(making.staff(), proposal)


def test_an_answer_at_the_window_is_a_proposal_helped_in_one_step(events):
    need, actor = making.need(), making.staff()
    found = services.answer_need(actor, need, "登録は不要です。")
    assert (found.state, found.receiver, found.staff_id, found.answer) == (
        "helped", "staff", actor.user_id, "登録は不要です。",
    )  # fmt: skip
    assert found.sent_at == found.taken_at == found.closed_at == making.NOW
    assert events(need.consultation, "consultation")[-1] == "need.answered"


def test_an_answer_at_the_window_opens_no_case():
    services.answer_need(making.staff(), making.need(), "登録は不要です。")
    assert not Case.objects.exists()


def test_it_rejects_an_empty_answer(refused):
    need = making.need()
    with refused("required", "answer"):
        services.answer_need(making.staff(), need, "　")
    assert not need.proposals.exists()


def test_the_window_does_not_answer_over_an_expert_at_work(refused):
    proposal = making.taken()
    with refused("need_taken"):
        services.answer_need(making.staff(), proposal.need, "答え")


def test_a_need_is_answered_at_the_window_once(refused):
    need = making.need()
    services.answer_need(making.staff(), need, "登録は不要です。")
    with refused("need_settled"):
        services.answer_need(making.staff(), need, "登録は不要です。")
    assert need.proposals.count() == 1


def test_an_answer_of_the_window_is_taken_up_again_by_whom_gave_it():
    need = making.need()
    answer = services.answer_need(making.staff(), need, "登録は不要です。")
    services.reopen(making.staff(), answer)
    assert status(need) == "taken"
    services.settle(making.staff(LATER), answer, "helped", "登録は必要です。")
    answer.refresh_from_db()
    assert (answer.state, answer.answer) == ("helped", "登録は必要です。")


def test_each_step_shows_in_the_status_of_the_need():
    need = making.need()
    seen = [status(need)]
    proposal = making.proposed(need)
    seen.append(status(need))
    services.take(making.of(proposal.expert), proposal)
    seen.append(status(need))
    services.settle(making.of(proposal.expert), proposal, "helped", "答え")
    seen.append(status(need))
    assert seen == ["not_complete", "waiting", "taken", "helped"]


def test_one_chain_tells_the_whole_way(events):
    proposal = making.taken()
    services.settle(making.of(proposal.expert), proposal, "helped", "答え")
    services.reopen(making.staff(), proposal)
    assert events(proposal.need.consultation, "consultation") == [
        "consultation.asked",
        "need.taken_out",
        "proposal.sent",
        "proposal.taken",
        "proposal.helped",
        "proposal.reopened",
    ]
