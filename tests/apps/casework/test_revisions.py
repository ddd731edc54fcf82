"""Revisions of a goal: proposed by one side, in force when both have agreed."""

from datetime import date

import pytest

from banso.apps.casework import services
from banso.apps.casework.feasibility import Feasibility
from banso.apps.casework.models import Case, ExportGoal
from banso.apps.casework.overview import Overview
from banso.apps.casework.selectors import casework_facts
from support import people, races

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

LATER = date(2026, 1, 15)
FAR = Feasibility("not_feasible", 20, 24, "amount", (), (), (), 0, 8)


def revise(case, role="firm_member", seen=1, day=LATER, **values):
    data = making.goal(**{"target": 2_000_000, "after_support": "自社で続ける", **values})
    return services.revise_goal(making.by(role, day), case, data, "認証の遅れ", seen_version=seen)


def agree(goal, role="office_staff", day=LATER):
    return services.agree_goal(making.by(role, day), goal)


def test_a_goal_is_agreed_by_adoption():
    case = making.opened()
    goal = case.goals.get()
    assert (goal.state, goal.in_force_on) == ("agreed", making.START)
    assert (goal.firm_agreed_on, goal.office_agreed_on) == (making.START, making.START)


def test_adoption_takes_over_what_the_firm_will_do_after_support():
    draft = making.application("adopted")
    draft.plan_after_support = "展示会に自社で出る"
    draft.save()
    services_goal = ExportGoal.objects.create(
        application=draft, market=making.market(), product="緑茶", metric="amount", baseline=0, target=1,
        unit="JPY", due_on=LATER, set_at=making.at(making.START),
    )  # fmt: skip
    services.open_case(making.by("decider"), draft)
    services_goal.refresh_from_db()
    assert services_goal.after_support == "展示会に自社で出る"


def test_a_revision_waits_while_the_goal_in_force_stays():
    case = making.opened()
    revise(case)
    view = Overview(case, LATER)
    assert (view.goal.target, view.waiting_goal.target) == (5_000_000, 2_000_000)


@pytest.mark.parametrize(
    ("proposes", "agrees"), [("firm_member", "office_staff"), ("office_staff", "firm_member")]
)
def test_a_revision_is_in_force_when_the_other_side_agrees(proposes, agrees, events):
    case = making.opened()
    goal = agree(revise(case, proposes), agrees)
    assert (goal.state, goal.in_force_on, goal.version) == ("agreed", LATER, 2)
    assert events(case)[-2:] == ["goal.revised", "goal.agreed"]


@pytest.mark.parametrize("role", ["firm_member", "office_staff"])
def test_nobody_agrees_for_the_other_side(refused, role):
    goal = revise(making.opened(), role)
    with refused("goal_state"):
        agree(goal, role)


def test_both_attainments_are_shown_in_words():
    case = making.opened()
    making.result(case, amount_yen=2_500_000)
    agree(revise(case))
    view = Overview(Case.objects.get(pk=case.pk), LATER)
    assert view.reached.reached is True
    assert view.first_reached.reached is False
    assert "5,000,000" in view.first_sentence


def test_evidence_counts_the_first_goal_whatever_became_of_it():
    case = making.opened()
    agree(revise(case))
    facts = casework_facts(Case.objects.filter(pk=case.pk))[case.pk]
    assert facts.goal.target == 5_000_000


def test_a_goal_that_was_revised_meanwhile_is_refused(refused):
    case = making.opened()
    agree(revise(case))
    with refused("as_seen"):
        revise(case, seen=1)


def test_a_second_revision_waits_for_the_first(refused):
    case = making.opened()
    revise(case)
    with refused("none_waits"):
        revise(case, "office_staff")


def test_a_revision_needs_a_reason(refused):
    case = making.opened()
    with refused("required", "reason"):
        services.revise_goal(
            making.by("firm_member", LATER), case, making.goal(after_support="続ける"), " ", seen_version=1
        )


def test_a_revision_says_what_comes_after_support(refused):
    with refused("required", "after_support"):
        revise(making.opened(), after_support=" ")


def test_an_ended_case_has_no_revision(refused):
    case = making.opened()
    services.end_support(
        making.by("office_staff", LATER), case, outcome="stopped", note="中止", ended_on=LATER
    )
    with refused("under_way"):
        revise(case)


def test_a_dropped_revision_leaves_the_goal_and_makes_room_for_another(events):
    case = making.opened()
    services.drop_goal(making.by("office_staff", LATER), revise(case), "今は変えない")
    assert revise(case).version == 3
    assert "goal.dropped" in events(case)


def test_a_dropped_revision_cannot_be_agreed_to(refused):
    goal = services.drop_goal(making.by("firm_member", LATER), revise(making.opened()), "取り下げ")
    with refused("goal_state"):
        agree(goal)


def test_a_revision_whose_day_has_come_cannot_be_agreed_to(refused):
    goal = revise(making.opened(), due_on=date(2026, 3, 1))
    with refused("due_in_future", "due_on"):
        agree(goal, day=date(2026, 3, 1))


@pytest.fixture
def far_above(monkeypatch):
    monkeypatch.setattr("banso.apps.casework.services.goals.feasibility_of", lambda *_: FAR)


@pytest.mark.usefixtures("far_above")
def test_a_goal_far_above_similar_firms_needs_a_reason_to_go_on(refused):
    case = making.opened()
    with refused("go_on_reason", "go_on_reason"):
        revise(case)


@pytest.mark.usefixtures("far_above")
def test_the_reason_to_go_on_is_kept_with_the_verdict():
    goal = revise(making.opened(), go_on_reason="内示がある")
    goal.refresh_from_db()
    assert (goal.verdict, goal.weighed["n"], goal.go_on_reason) == ("not_feasible", 20, "内示がある")


@pytest.mark.usefixtures("far_above")
def test_an_application_is_weighed_before_it_is_handed_in(refused, events):
    draft, actor = making.application(), making.by("firm_member")
    services.propose_goal(actor, draft, making.goal())
    with refused("go_on_reason", "go_on_reason"):
        services.weigh_goal(actor, draft)
    services.propose_goal(actor, draft, making.goal(go_on_reason="内示がある"))
    assert services.weigh_goal(actor, draft).verdict == "not_feasible"
    assert events(draft, "application") == ["goal.set", "goal.set", "goal.weighed"]


@pytest.mark.django_db(transaction=True)
def test_of_two_revisions_at_the_same_moment_one_is_stored():
    case = making.opened()
    firm, office = people.make("firm_member"), people.make("office_staff")
    data = making.goal(after_support="続ける", target=3_000_000)

    def propose(role, user):
        actor = making.by(role, LATER, user)
        return lambda: services.revise_goal(actor, case, data, "見直し", seen_version=1)

    outcomes = races.at_once(propose("firm_member", firm), propose("office_staff", office))
    assert outcomes == ["none_waits", "stored"]
    assert case.goals.count() == 2
