"""Two people act on the same need at the same moment: one of them is refused."""

import pytest

from banso.apps.casework.models import Case
from banso.apps.intake import services
from banso.apps.intake.models import Proposal
from support.races import at_once

from . import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("configuration")]


def test_one_of_two_experts_takes_a_need():
    need = making.need()
    first, second = making.proposed(need), making.proposed(need)

    def take(proposal):
        return lambda: services.take(making.of(proposal.expert), proposal)

    assert at_once(take(first), take(second)) == ["need_taken", "stored"]
    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["taken", "waiting"]
    assert Case.objects.count() == 1


def test_an_expert_is_asked_once_when_two_people_propose():
    need, expert, actor = making.need(), making.expert(), making.staff()

    def propose():
        services.propose(actor, need, expert)

    assert at_once(propose, propose) == ["proposed_already", "stored"]


def test_the_window_answers_once_when_two_people_answer():
    need, actor = making.need(), making.staff()

    def answer():
        services.answer_need(actor, need, "登録は不要です。")

    assert at_once(answer, answer) == ["need_settled", "stored"]


def test_a_proposal_is_taken_or_handed_back_but_not_both():
    proposal = making.proposed()
    actor, reason = making.of(proposal.expert), making.reason()
    outcomes = at_once(
        lambda: services.take(actor, proposal), lambda: services.refuse(actor, proposal, reason)
    )
    assert outcomes == ["proposal_state", "stored"]
