"""Reviewers screen, deciders determine, adoption opens a case."""

import json

import pytest

from banso.apps.casework.models import Case
from banso.apps.journal.models import Event
from banso.apps.selection import selectors, services
from banso.apps.selection.models import Determination, Outcome, Screening
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


@pytest.mark.parametrize("view", ["adopt", "decline", "discuss"])
def test_a_screening_is_a_view_on_one_revision(view):
    found = making.submitted()
    screening = making.screen(found, view=view)
    found.refresh_from_db()
    assert (screening.view, screening.revision, found.state) == (view, 1, "screened")


def test_a_second_reviewer_adds_a_view():
    found = making.screened(reviewers=1)
    making.screen(found, view="decline", reviewer=making.another("reviewer"))
    assert sorted(found.screenings.values_list("view", flat=True)) == ["adopt", "decline"]


def test_it_rejects_a_second_view_of_the_same_reviewer(refused):
    found = making.screened()
    with refused("first_view"):
        making.screen(found, view="decline")
    assert found.screenings.count() == 2


def test_it_rejects_a_screening_of_a_draft(refused):
    with refused("application_state"):
        making.screen(making.started())


def test_it_rejects_a_view_without_an_opinion(refused):
    with refused("required", "opinion"):
        making.screen(making.submitted(), opinion=" ")


def test_it_rejects_an_unknown_view(refused):
    with refused("unknown_code", "view"):
        making.screen(making.submitted(), view="maybe")


def test_it_rejects_a_screening_that_leaves_open_whether_the_goal_was_judged(refused):
    with refused("unknown_code", "goal_feasible"):
        making.screen(making.submitted(), goal_feasible="")


@pytest.mark.parametrize("role", ["decider", "office_staff", "firm_member"])
def test_only_reviewers_screen(refused, role):
    with refused("role"):
        making.screen(making.submitted(), reviewer=making.by(role))


def test_the_event_of_screening_holds_the_view_but_not_the_opinion():
    making.screen(making.submitted(), opinion="秘密の意見")
    payload = Event.objects.get(action="application.screened").payload
    assert json.loads(payload)["view"] == "adopt"
    assert "秘密" not in payload


def test_it_rejects_a_screening_of_another_revision_than_the_present_one(refused):
    found = making.submitted()
    with refused("stale"):
        making.screen(found, revision=2)
    assert not Screening.objects.exists()


def test_reviewers_do_not_get_in_each_others_way():
    found = making.submitted()
    first, second = making.another("reviewer"), making.another("reviewer")
    services.declare(second, found, "none")
    making.screen(found, reviewer=first)
    making.screen(found, reviewer=second)
    assert Screening.objects.count() == 2


def test_adoption_opens_a_case_with_goal_and_efforts():
    found = making.screened()
    making.determine(found)
    case = Case.objects.get(application=found)
    found.refresh_from_db()
    assert (found.state, found.determination.outcome) == ("adopted", Outcome.ADOPTED)
    assert (case.firm, case.goals.get().target, case.own_efforts.count()) == (found.firm, 12_000_000, 1)
    assert case.stages.filter(started_on=making.NOW.date()).count() == 1


def test_declining_opens_no_case():
    found = making.screened()
    making.determine(found, "declined", "目標の根拠がない。")
    found.refresh_from_db()
    assert (found.state, found.determination.reason) == ("declined", "目標の根拠がない。")
    assert not Case.objects.exists()


def test_a_determination_notes_who_and_when_and_what_was_recommended():
    found, decider = making.screened(), making.by("decider")
    stored = making.determine(found, decider=decider)
    assert (stored.decider_id, stored.determined_on, stored.recommendation) == (
        decider.user_id, making.NOW.date(), "adopt",
    )  # fmt: skip


def test_the_event_of_determination_holds_no_words():
    making.determine(making.screened(), "declined", "秘密の理由")
    payload = Event.objects.get(action="application.determined").payload
    assert (json.loads(payload)["outcome"], json.loads(payload)["recommendation"]) == ("declined", "adopt")
    assert "秘密" not in payload


@pytest.mark.parametrize("outcome", ["adopted", "declined"])
def test_it_rejects_a_determination_without_a_reason(refused, outcome):
    found = making.screened()
    with refused("required", "reason"):
        making.determine(found, outcome, " ")
    found.refresh_from_db()
    assert found.state == "screened"
    assert not Case.objects.exists()


def test_it_rejects_determining_what_nobody_screened(refused):
    with refused("application_state"):
        making.determine(making.submitted())


def test_it_rejects_determining_twice(refused):
    found = making.screened()
    making.determine(found)
    with refused("application_state"):
        making.determine(found, "declined", decider=making.another("decider"))
    assert Determination.objects.get().outcome == "adopted"


def test_nobody_determines_what_they_screened(refused):
    user = people.make("reviewer")
    found = making.screened(reviewer=making.by("reviewer", user=user))
    with refused("screened_by_others"):
        making.determine(found, decider=making.by("decider", user=user))


def test_it_rejects_an_unknown_outcome(refused):
    with refused("unknown_code", "outcome"):
        making.determine(making.screened(), "perhaps")


@pytest.mark.parametrize("role", ["reviewer", "office_manager", "programme_manager"])
def test_only_deciders_determine(refused, role):
    with refused("role"):
        making.determine(making.screened(), decider=making.another(role))


def test_a_refusal_of_the_case_undoes_the_determination(refused):
    found = making.screened()
    found.service.versions.update(in_force_from="2030-04-01")
    with refused("no_version"):
        making.determine(found)
    found.refresh_from_db()
    assert found.state == "screened"
    assert not Determination.objects.exists()


def test_adoption_is_adopted_among_determined():
    for outcome in ("adopted", "adopted", "declined"):
        making.determine(making.screened(), outcome)
    making.screened()
    assert selectors.adoption(Determination.objects.order_by("pk")) == selectors.Adoption(2, 3)


def test_adoption_of_the_year_counts_the_service_and_the_fiscal_year():
    found = making.screened()
    making.determine(found)
    making.determine(making.screened(service=making.offered("mall")), "declined")
    last_year = making.NOW.replace(month=3, day=31, year=2025)
    making.determine(making.screened(at=last_year), "declined", at=last_year)
    assert selectors.adoption_this_year(found, making.NOW.date()) == selectors.Adoption(1, 1)


def test_those_under_way_come_in_order_of_waiting():
    draft = making.started(at=making.NOW.replace(day=2))
    early = making.submitted(at=making.NOW.replace(day=1))
    late = making.submitted()
    making.determine(making.screened())
    services.withdraw(making.by("firm_member"), making.submitted(), 2)
    rows = selectors.applications_under_way(early.__class__.objects.all())
    assert list(rows) == [early, draft, late]


def test_one_chain_tells_of_screening_and_determination(events):
    found = making.screened()
    making.determine(found)
    assert events(found, "application")[-5:] == [
        "application.declared", "application.screened", "application.determined", "policy.decided",
        "policy.departed",
    ]  # fmt: skip
    assert events(found.case) == ["case.opened"]
