"""The plan of a week: who is in it, and what staff do with its rows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from banso.apps.casework.models import Case
from banso.apps.directory.models import Expert
from banso.apps.intake import services as intake
from banso.apps.intake.models import Proposal
from banso.apps.journal.actor import system
from banso.apps.journal.models import Event
from banso.apps.matching import services, tasks
from banso.apps.matching.models import PairState, Plan, PlannedPair
from support.races import at_once
from tests.apps.matching import making

pytestmark = pytest.mark.usefixtures("configuration")


def made(day=making.NOW):
    return services.make_plan(system(day))


def pair_of(asking):
    kind = "case" if isinstance(asking, Case) else "need"
    return PlannedPair.objects.order_by("-pk").filter(**{kind: asking}).first()


def test_what_has_nobody_is_planned_under_the_hours_of_experts():
    needs = [making.need(), making.need()]
    case = making.case()
    expert = making.expert(monthly_hours=4)
    plan = made()
    assert (plan.week, plan.asks, plan.assigned) == (date(2026, 3, 9), 3, 2)
    pairs = [pair_of(asking) for asking in (*needs, case)]
    assert sorted(pair.state for pair in pairs) == ["nobody", "proposed", "proposed"]
    found = next(pair.found for pair in pairs if pair.found)
    assert (found.expert, set(found.tests.values()), found.chosen_at) == (
        expert, {"pass", "does_not_apply"}, None,
    )  # fmt: skip


def test_who_has_somebody_is_not_planned():
    making.expert()
    intake.propose(making.staff(), making.need(), making.expert())
    making.case(expert=making.expert())
    ended = making.need()
    ended.proposals.create(
        receiver="staff", staff_id=making.staff().user_id, state="helped", answer="回答", sent_at=making.NOW,
        taken_at=making.NOW, closed_at=making.NOW,
    )  # fmt: skip
    assert made().asks == 0


def test_a_case_whose_experts_contract_has_ended_is_planned():
    gone, expert = making.expert(), making.expert()
    case = making.case(expert=gone)
    Expert.objects.filter(pk=gone.pk).update(contract_to=making.DAY - timedelta(days=1))
    made()
    assert (pair_of(case).before, pair_of(case).found.expert) == (gone, expert)


def test_a_week_has_one_plan_however_often_it_is_made():
    making.need()
    assert tasks.plan_week(making.NOW) == {"asks": 1, "assigned": 0}
    assert made(making.NOW + timedelta(days=5)) == Plan.objects.get()
    assert Event.objects.filter(action="plan.made").count() == 1
    assert made(making.NOW + timedelta(days=6)) != Plan.objects.order_by("week").first()


def test_a_row_is_confirmed_and_the_need_is_proposed():
    need, expert = making.need(), making.expert()
    made()
    pair = services.confirm_pair(making.staff(), pair_of(need))
    assert (pair.state, pair.decided_at) == (PairState.CONFIRMED, making.NOW)
    assert Proposal.objects.get(need=need).expert == expert
    pair.found.refresh_from_db()
    assert pair.found.chosen_by_id == making.staff().user_id


def test_a_confirmed_case_has_its_expert():
    case, expert = making.case(), making.expert()
    made()
    services.confirm_pair(making.staff(), pair_of(case))
    assert Case.objects.get(pk=case.pk).expert == expert


def test_a_row_is_decided_once(refused):
    need = making.need()
    making.expert()
    made()
    services.confirm_pair(making.staff(), pair_of(need))
    with refused("planned_pair_state"):
        services.drop_pair(making.staff(), pair_of(need), "理由")


def test_a_need_that_was_proposed_elsewhere_meanwhile_is_refused(refused):
    need = making.need()
    making.expert()
    made()
    intake.propose(making.staff(), need, making.expert())
    with refused("fresh"):
        services.confirm_pair(making.staff(), pair_of(need))
    assert pair_of(need).state == PairState.PROPOSED
    assert services.drop_pair(making.staff(), pair_of(need), "別に打診済み").state == PairState.DROPPED


def test_a_row_of_an_older_plan_is_refused(refused):
    need = making.need()
    making.expert()
    old = made()
    made(making.NOW + timedelta(days=7))
    with refused("fresh"):
        services.confirm_pair(making.staff(), old.pairs.get(need=need))


def test_an_expert_who_went_on_leave_since_is_refused(refused):
    need, expert = making.need(), making.expert()
    made()
    making.absent(expert)
    with refused("absence", "expert"):
        services.confirm_pair(making.staff(), pair_of(need))
    assert pair_of(need).state == PairState.PROPOSED


def test_another_expert_is_chosen_with_a_reason(refused):
    need = making.need()
    experts = {making.expert(), making.expert()}
    made()
    planned = pair_of(need).found.expert
    (other,) = experts - {planned}
    with refused("has_reason", "reason"):
        services.change_pair(making.staff(), pair_of(need), other, " ")
    with refused("same_expert", "expert"):
        services.change_pair(making.staff(), pair_of(need), planned, "理由")
    pair = services.change_pair(making.staff(), pair_of(need), other, "現地に詳しい。")
    assert (pair.state, pair.chosen.expert, pair.reason) == (PairState.CHANGED, other, "現地に詳しい。")
    assert Proposal.objects.get(need=need).expert == other


def test_where_nobody_was_found_somebody_can_be_chosen():
    need, expert = making.need(), making.expert(subjects=[])
    made()
    assert pair_of(need).state == PairState.NOBODY
    assert (
        services.change_pair(making.staff(), pair_of(need), expert, "近い分野です。").chosen.expert == expert
    )


def test_a_row_is_dropped_with_a_reason_only(refused):
    need = making.need()
    made()
    with refused("has_reason", "reason"):
        services.drop_pair(making.staff(), pair_of(need), "")
    assert services.drop_pair(making.staff(), pair_of(need), "事業者が急がない").reason == "事業者が急がない"


def test_an_expert_decides_no_row(refused):
    need, expert = making.need(), making.expert()
    made()
    with refused("role"):
        services.confirm_pair(making.of(expert), pair_of(need))


def test_of_many_rows_those_out_of_date_are_told_and_the_others_confirmed():
    needs = [making.need(), making.need(), making.need()]
    making.expert()
    plan = made()
    intake.propose(making.staff(), needs[1], making.expert())
    refused = services.confirm_pairs(making.staff(), plan, list(plan.pairs.order_by("pk")))
    assert [pair.need for pair, _why in refused] == [needs[1]]
    assert [pair_of(need).state for need in needs] == ["confirmed", "proposed", "confirmed"]


def test_the_database_refuses_a_departure_without_reason():
    need = making.need()
    made()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedPair.objects.filter(need=need).update(state="dropped", decided_at=making.NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_a_row_at_once_one_is_refused():
    need = making.need()
    making.expert()
    made()
    pair, first, second = pair_of(need), making.staff(), making.staff("office_manager")
    outcomes = at_once(
        lambda: services.confirm_pair(first, pair), lambda: services.drop_pair(second, pair, "理由")
    )
    assert outcomes == ["planned_pair_state", "stored"]
    assert Proposal.objects.count() == (PlannedPair.objects.get().state == PairState.CONFIRMED)


@pytest.mark.django_db(transaction=True)
def test_of_two_plans_made_at_once_there_is_one():
    making.need()
    actor = replace(system(making.NOW))
    assert set(at_once(lambda: services.make_plan(actor), lambda: services.make_plan(actor))) == {"stored"}
    assert Plan.objects.count() == 1
