"""What the policy recommends for an application, and what is written down when people decide."""

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from banso.apps.journal.models import Event
from banso.apps.policies.models import Followed, PolicyDecision
from banso.apps.policies.selectors import replay
from banso.apps.policies.services import migrate
from banso.apps.selection.models import Determination
from banso.apps.selection.recommendation import recommend
from support import people, policies

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

TODAY = making.NOW.date()


@pytest.fixture
def reform():
    return policies.put_in_force("reformed", date(2025, 4, 1))


def weak(**values):
    """An application that the reform would decline: nothing is promised."""
    return making.screened(efforts=(), **values)


def test_nothing_is_recommended_while_no_policy_is_in_force():
    policies.end_all(TODAY - timedelta(days=1))
    found = recommend(making.screened(), TODAY)
    assert (found.code, found.outcome, found.said) == ("", "", None)
    assert str(found.reason)


def test_as_surveyed_nearly_everything_is_adopted():
    found = recommend(weak(), TODAY)
    assert (found.code, found.said.version.code) == ("adopt", "as_surveyed")


def test_the_reform_declines_what_promises_no_own_effort_and_says_why(reform):
    found = recommend(weak(), TODAY)
    assert (found.code, found.outcome) == ("decline", "declined")
    assert any("自社の取組の約束がありません" in line.reason for line in found.said.decisive)


def test_reasons_are_in_the_language_of_the_page(reform):
    with translation.override("en"):
        found = recommend(weak(), TODAY)
    assert any("No effort of your own" in line.reason for line in found.said.decisive)


def test_what_is_not_known_yet_is_named(reform):
    found = recommend(making.submitted(), TODAY)
    assert found.code == "discuss"
    assert "審査者が目標を実現可能と判断" in found.said.missing


def test_an_application_is_judged_by_the_version_of_the_day_it_was_submitted():
    policies.put_in_force("reformed", TODAY + timedelta(days=1))
    early = weak()
    late = weak(at=making.NOW + timedelta(days=1))
    assert recommend(early, TODAY + timedelta(days=9)).said.version.code == "as_surveyed"
    assert recommend(late, TODAY + timedelta(days=9)).said.version.code == "reformed"


def test_an_application_that_was_moved_is_judged_by_the_version_it_was_moved_to(actor):
    found = weak()
    reform = policies.put_in_force("reformed", TODAY + timedelta(days=1))
    migrate(actor("programme_manager"), "application", found.ref, reform, "施行前の申請だが希望があった。")
    assert recommend(found, TODAY).code == "decline"


def test_submission_stores_no_decision(reform):
    making.submitted()
    assert not PolicyDecision.objects.exists()


def test_a_determination_stores_the_decision_that_was_followed(reform):
    stored = making.determine(making.screened())
    decision = PolicyDecision.objects.get()
    assert (stored.recommendation, decision.outputs["screening_advice"]) == ("adopt", "adopt")
    assert (decision.version, decision.followed) == (reform, Followed.FOLLOWED)
    assert decision.facts["goal_judged_feasible"] is True


def test_a_determination_against_the_recommendation_is_a_departure_with_its_reason(reform):
    decider = making.by("decider")
    making.determine(weak(), "adopted", "代表者が取組を約束した。", decider=decider)
    decision = PolicyDecision.objects.get()
    assert (decision.followed, decision.departed_by_id) == (Followed.DEPARTED, decider.user_id)
    assert decision.departure_reason == "代表者が取組を約束した。"


@pytest.mark.parametrize("outcome", ["adopted", "declined"])
def test_where_it_is_to_be_discussed_no_determination_departs(reform, outcome):
    making.determine(making.screened(goal=making.goal(due_on=date(2026, 6, 1))), outcome)
    decision = PolicyDecision.objects.get()
    assert (decision.outputs["screening_advice"], decision.followed) == ("discuss", "")


def test_without_a_policy_nothing_is_stored_beside_the_determination():
    policies.end_all(TODAY - timedelta(days=1))
    assert making.determine(making.screened()).recommendation == ""
    assert not PolicyDecision.objects.exists()


def test_a_refused_determination_leaves_no_decision(refused, reform):
    with refused("required", "reason"):
        making.determine(making.screened(), reason=" ")
    assert not PolicyDecision.objects.exists()
    assert not Determination.objects.exists()


def test_the_decision_stands_in_the_chain_of_the_application_without_words(reform, events):
    found = weak()
    making.determine(found, reason="秘密の理由")
    assert events(found, "application")[-3:] == [
        "application.determined",
        "policy.decided",
        "policy.departed",
    ]
    payloads = Event.objects.filter(action__startswith="policy.", subject_ref=found.ref).values_list(
        "payload"
    )
    assert "秘密" not in str(list(payloads))
    determined = Event.objects.get(action="application.determined")
    assert json.loads(determined.payload)["recommendation"] == "decline"


def test_what_is_stored_is_decided_the_same_again(reform):
    for application in (making.screened(), weak(), making.screened(service=making.offered("mall"))):
        making.determine(application)
    report = replay()
    assert (report.total, report.different) == (3, ())


def test_a_fact_that_the_version_does_not_take_stops_the_recommendation_but_nobody():
    policies.put_in_force("potential_priority", date(2025, 4, 1))
    found = making.screened()
    found.firm.industry.code = "space"
    found.firm.industry.save()
    recommended = recommend(found, TODAY)
    assert (recommended.code, bool(recommended.said.stopped)) == ("", True)
    making.determine(found)
    assert not PolicyDecision.objects.exists()


def page(name, application):
    return reverse(f"selection:{name}", args=[application.ref])


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_of_determination_shows_the_advice_apart_and_says_what_a_departure_takes(client_as, reform):
    found = weak()
    shown = text(client_as("decider", user=people.make("decider")).get(page("application_determine", found)))
    advice = shown.split('class="advice"')[1]
    assert "規則による推奨: 不採択" in advice
    assert "自社の取組の約束がありません" in advice
    assert reverse("policies:table", args=["reformed", "entry"]) in advice
    assert "採択にすると、推奨と異なる決定になります" in advice


def test_the_page_of_a_determined_application_shows_what_was_departed_from(client_as, reform):
    found = weak()
    making.determine(found, reason="代表者が取組を約束した。")
    found.own_efforts.create(kind="pr", description="後の約束", promised_by=date(2026, 12, 1))
    advice = text(client_as("evaluator").get(page("application", found))).split('class="advice"')[1]
    for part in ("推奨と異なる決定", "代表者が取組を約束した。", "自社の取組の約束がありません"):
        assert part in advice


@pytest.mark.parametrize("state", ["draft", "screened", "determined"])
def test_the_firm_sees_nothing_of_the_recommendation(client_as, reform, state):
    found = making.started(efforts=()) if state == "draft" else weak()
    if state == "determined":
        making.determine(found, "declined")
    shown = text(client_as("firm_member", firm=found.firm).get(page("application", found)))
    assert 'class="advice"' not in shown
    assert "推奨" not in shown


def test_staff_see_what_a_draft_lacks(client_as, reform):
    draft = making.started(efforts=())
    shown = text(client_as("office_staff", office=draft.office).get(page("application", draft)))
    assert "自社の取組の約束がありません" in shown
