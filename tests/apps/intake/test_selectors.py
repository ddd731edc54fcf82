"""What is read of consultations: who waits, who is answered, which experts come in question."""

from datetime import date
from itertools import combinations

import pytest

from banso.apps.directory.models import Expert
from banso.apps.intake import selectors
from banso.apps.intake.models import Consultation, Need, Proposal, ProposalState
from banso.apps.intake.status import SETTLED_STATUS, need_status
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

DAY = making.NOW.date()
EVERY_COMBINATION = [
    states for size in range(len(ProposalState) + 1) for states in combinations(ProposalState.values, size)
]


def experts(count):
    return Expert.objects.bulk_create(
        Expert(
            code=f"X-{number}",
            name=f"専門家{number}",
            name_kana="センモンカ",
            office=people.make_firm().office,
            monthly_hours=10,
            contract_from=date(2021, 4, 1),
        )
        for number in range(count)
    )


def with_every_combination():
    """One consultation with one need for every combination of states of proposals; the states by need."""
    found, receivers, reason = {}, experts(len(ProposalState)), making.reason()
    for states in EVERY_COMBINATION:
        need = making.need()
        Proposal.objects.bulk_create(
            Proposal(
                need=need, receiver="expert", expert=expert, state=state, sent_at=making.NOW, silent_from=DAY,
                refusal_reason=reason if state == "not_my_field" else None,
            )
            for expert, state in zip(receivers, states, strict=False)
        )  # fmt: skip
        found[need.pk] = states
    return found


def test_the_database_finds_the_same_status_as_the_function():
    made = with_every_combination()
    rows = selectors.with_status(Need.objects.all()).values_list("pk", "status")
    assert dict(rows.order_by("pk")) == {pk: need_status(states) for pk, states in made.items()}


def test_a_consultation_waits_or_is_answered_by_the_status_of_its_need():
    made = with_every_combination()
    settled = {pk for pk, states in made.items() if need_status(states) in SETTLED_STATUS}
    answered = selectors.consultations_answered(Consultation.objects.all())
    waiting = selectors.consultations_waiting(Consultation.objects.all())
    assert set(answered.order_by("pk").values_list("needs", flat=True)) == settled
    assert set(waiting.values_list("needs", flat=True)) == made.keys() - settled


def test_a_consultation_without_needs_waits():
    found = making.asked()
    assert list(selectors.consultations_waiting(Consultation.objects.all())) == [found]
    assert not selectors.consultations_answered(Consultation.objects.order_by("pk")).exists()


def test_one_open_need_keeps_a_consultation_waiting():
    found = making.asked()
    making.need(found)
    done = making.need(found, code="logistics")
    proposal = making.taken(done)
    Proposal.objects.filter(pk=proposal.pk).update(state="helped")
    assert list(selectors.consultations_waiting(Consultation.objects.all())) == [found]


def test_those_who_wait_longest_come_first():
    later = making.asked()
    earlier = making.asked(at=making.NOW.replace(day=1))
    assert list(selectors.consultations_waiting(Consultation.objects.all())) == [earlier, later]


def ranked(need):
    return list(selectors.experts_for(need, DAY))


def test_experts_of_subject_and_market_come_first():
    need = making.need()
    neither, market, subject, both = (making.expert() for _ in range(4))
    for expert in (subject, both):
        expert.subjects.add(need.subject)
    for expert in (market, both):
        expert.markets.add(need.market)
    assert ranked(need) == [both, subject, market, neither]


def test_experts_without_a_contract_on_the_day_are_left_out():
    making.expert(contract_to=date(2026, 3, 9))
    making.expert(contract_from=date(2026, 3, 11))
    last_day = making.expert(contract_to=DAY)
    assert ranked(making.need()) == [last_day]


def test_an_expert_who_was_asked_is_left_out():
    need = making.need()
    making.proposed(need)
    assert ranked(need) == []
