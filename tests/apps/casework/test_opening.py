import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from banso.apps.casework import services
from banso.apps.casework.models import Case, CaseState
from banso.apps.directory.models import ConflictOfInterest, ExpertAbsence
from banso.apps.journal.models import Event
from banso.apps.programmes.models import ServiceVersion
from banso.apps.selection.models import ApplicationState
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


def test_a_case_takes_over_goal_and_efforts():
    case = making.opened()
    assert case.goals.get().target == 5_000_000
    assert case.own_efforts.get().description == "英語の商品資料"


def test_support_lasts_as_many_whole_months_as_the_version_says():
    case = making.opened(date(2024, 1, 31))
    assert (case.started_on, case.planned_end_on) == (date(2024, 1, 31), date(2027, 1, 30))


def test_stages_follow_each_other_without_a_gap():
    stages = list(making.opened().stages.all())
    assert [(stage.planned_from, stage.planned_to) for stage in stages] == [
        (date(2025, 4, 1), date(2025, 9, 30)),
        (date(2025, 10, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2027, 3, 31)),
        (date(2027, 4, 1), date(2028, 3, 31)),
    ]


def test_only_the_first_stage_begins():
    assert [stage.started_on for stage in making.opened().stages.all()] == [making.START, None, None, None]


def test_the_version_in_force_on_the_day_is_kept():
    hands_on = ServiceVersion.objects.get(service__code="hands_on").service
    ServiceVersion.objects.create(service=hands_on, in_force_from=date(2025, 4, 1), planned_months=24)
    ServiceVersion.objects.create(service=hands_on, in_force_from=date(2025, 4, 2), planned_months=12)
    assert making.opened().version.in_force_from == date(2025, 4, 1)


def test_opening_is_one_event_that_names_service_application_and_version(events):
    case = making.opened()
    assert events(case) == ["case.opened"]
    event = Event.objects.get(action="case.opened")
    payload = json.loads(event.payload)
    assert (payload["service"], payload["application"]) == ("hands_on", case.application.ref)
    assert payload["guards"] == {"adopted": True}
    assert event.policy_version == "hands_on@2016-03-01"


@pytest.mark.parametrize("state", [ApplicationState.SUBMITTED, ApplicationState.DECLINED])
def test_a_case_opens_only_for_an_adopted_application(refused, state):
    with refused("adopted"):
        services.open_case(making.by("decider"), making.application(state))


def test_only_a_decider_opens_a_case(refused):
    with refused("role"):
        services.open_case(making.by("office_staff"), making.application(ApplicationState.ADOPTED))


def test_an_application_opens_one_case(refused):
    case = making.opened()
    with refused("case_exists"):
        services.open_case(making.by("decider"), case.application)


def test_no_case_opens_before_the_first_version(refused):
    adopted = making.application(ApplicationState.ADOPTED)
    with refused("no_version"):
        services.open_case(making.by("decider", date(2016, 2, 29)), adopted)


def test_who_recorded_the_question_is_in_charge():
    clerk = people.make("office_staff")
    people.make("office_staff")
    need = making.need(recorded_by=clerk)
    case = services.open_spot_case(making.by("expert"), need, making.expert())
    assert case.staff == clerk


def test_else_the_one_at_the_office_with_the_fewest_open_cases_is_in_charge():
    busy, free = people.make("office_staff"), people.make("office_staff")
    assert making.opened().staff == busy
    assert making.opened().staff == free


def test_a_spot_case_has_its_expert_and_no_stages(events):
    expert, need = making.expert(), making.need()
    case = services.open_spot_case(making.by("expert", user=expert.user), need, expert)
    assert (case.service.code, case.expert, case.stages.count()) == ("spot", expert, 0)
    assert events(case) == ["case.opened"]


def test_taking_a_need_twice_changes_nothing(events):
    expert, need = making.expert(), making.need()
    actor = making.by("expert", user=expert.user)
    case = services.open_spot_case(actor, need, expert)
    assert services.open_spot_case(actor, need, expert) == case
    assert events(case) == ["case.opened"]


def test_another_expert_does_not_take_a_need_in_hand(refused):
    need, first, second = making.need(), making.expert(), making.expert()
    services.open_spot_case(making.by("expert", user=first.user), need, first)
    with refused("need_taken"):
        services.open_spot_case(making.by("expert", user=second.user), need, second)


@pytest.mark.parametrize(("answered", "outcome"), [(True, "answered"), (False, "not_answered")])
def test_settling_a_need_ends_its_case(answered, outcome):
    need, expert = making.need(), making.expert()
    actor = making.by("expert", user=expert.user)
    services.open_spot_case(actor, need, expert)
    case = services.close_spot_case(actor, need, answered)
    assert (case.state, case.outcome, case.ended_on) == (CaseState.ENDED, outcome, making.START)


def test_settling_a_need_that_no_expert_took_ends_no_case():
    assert services.close_spot_case(making.by("office_staff"), making.need(), True) is None


def test_a_need_is_settled_once(refused):
    need, expert = making.need(), making.expert()
    actor = making.by("expert", user=expert.user)
    services.open_spot_case(actor, need, expert)
    services.close_spot_case(actor, need, True)
    with refused("case_state"):
        services.close_spot_case(actor, need, False)


def test_a_settled_need_is_taken_up_again_by_another_expert(events):
    need, first, second = making.need(), making.expert(), making.expert()
    services.open_spot_case(making.by("expert", user=first.user), need, first)
    services.close_spot_case(making.by("expert", user=first.user), need, False)
    case = services.open_spot_case(making.by("expert", user=second.user), need, second)
    assert (case.state, case.expert, case.outcome, case.ended_on) == (CaseState.ACTIVE, second, "", None)
    assert events(case) == ["case.opened", "case.ended", "case.opened"]


def test_an_expert_is_assigned(events):
    case, expert = making.opened(), making.expert()
    assert services.assign_expert(making.by("office_staff"), case, expert).expert == expert
    assert events(case)[-1] == "expert.assigned"


def test_the_same_expert_is_not_assigned_twice(refused):
    expert = making.expert()
    case = making.opened(expert=expert)
    with refused("same_expert", "expert"):
        services.assign_expert(making.by("office_staff"), case, expert)


def test_an_expert_without_contract_is_not_assigned(refused):
    expert = making.expert()
    expert.contract_to = date(2025, 3, 31)
    expert.save()
    with refused("no_contract", "expert"):
        services.assign_expert(making.by("office_staff"), making.opened(), expert)


def test_an_expert_who_is_absent_that_day_is_not_assigned(refused):
    expert = making.expert()
    ExpertAbsence.objects.create(
        expert=expert,
        first_day=making.START,
        last_day=making.START,
        reason="leave",
        noted_at=making.at(making.START),
    )
    with refused("expert_absent", "expert"):
        services.assign_expert(making.by("office_staff"), making.opened(), expert)


def test_an_expert_with_a_conflict_of_interest_is_not_assigned(refused):
    expert, case = making.expert(), making.opened()
    ConflictOfInterest.objects.create(expert=expert, firm=case.firm, kind="shares", declared_on=making.START)
    with refused("expert_conflict", "expert"):
        services.assign_expert(making.by("office_staff"), case, expert)


def test_the_database_refuses_a_case_that_ended_without_outcome():
    case = making.opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=CaseState.ENDED, ended_on=making.START)
