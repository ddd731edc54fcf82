"""A firm writes, changes, submits and withdraws its application."""

import json
from datetime import date, datetime

import pytest

from banso.apps.casework.models import ExportGoal, OwnEffort
from banso.apps.intake.models import Consultation
from banso.apps.journal.actor import ZONE
from banso.apps.journal.models import Event
from banso.apps.selection import services
from banso.apps.selection.models import Application
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


def change(application, *, edition=None, role="firm_member", **values):
    edition = application.edition if edition is None else edition
    return services.change(making.by(role), application, making.draft(**values), edition)


def submit(application, *, at=making.NOW):
    application.refresh_from_db()
    return services.submit(making.by("firm_member", at), application, application.edition)


def withdraw(application):
    application.refresh_from_db()
    return services.withdraw(making.by("firm_member"), application, application.edition)


def payload(action):
    return json.loads(Event.objects.get(action=action).payload)


def test_a_draft_needs_nothing_but_the_service():
    found = making.started(reason="", plan_after_support="", goal=None, efforts=())
    assert (found.state, found.goals.count(), found.own_efforts.count()) == ("draft", 0, 0)


def test_a_draft_keeps_goal_and_efforts():
    found = making.started(efforts=(making.effort(), making.effort(kind="hr", description="採用")))
    assert found.goals.get().target == 12_000_000
    assert [e.kind for e in found.own_efforts.order_by("pk")] == ["pr", "hr"]


def test_staff_write_on_the_firms_behalf():
    firm = people.make_firm()
    found = services.start(making.by("office_staff"), firm, firm.office, making.draft())
    assert (found.firm, found.office) == (firm, firm.office)


def test_an_application_remembers_the_consultation_it_comes_out_of():
    firm = people.make_firm()
    asked = Consultation.objects.create(
        ref="Q-1",
        firm=firm,
        office=firm.office,
        channel="web",
        title="通関",
        body="手順",
        asked_at=making.NOW,
    )
    found = services.start(making.by("firm_member"), firm, firm.office, making.draft(), asked)
    assert found.consultation == asked


@pytest.mark.parametrize("code", ["hands_on", "street", "mall", "store"])
def test_every_screened_service_takes_applications(code):
    assert making.started(service=making.offered(code)).service.code == code


def test_it_rejects_a_service_that_needs_no_application(refused):
    with refused("not_screened", "service"):
        making.started(service=making.offered("spot"))
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"baseline": 100, "target": 100}, "target_above_baseline", "target"),
        ({"baseline": 100, "target": 99}, "target_above_baseline", "target"),
        ({"due_on": date(2026, 3, 10)}, "due_in_future", "due_on"),
        ({"due_on": date(2025, 3, 31)}, "due_in_future", "due_on"),
        ({"metric": "quantity", "unit": ""}, "required", "unit"),
        ({"product": " "}, "required", "product"),
    ],
)
def test_it_rejects_a_goal_that_cannot_be_measured(refused, values, rule, field):
    with refused(rule, field):
        making.started(goal=making.goal(**values))
    assert not Application.objects.exists()
    assert not Event.objects.filter(subject_kind="application").exists()


def test_a_goal_by_amount_is_in_yen_whatever_the_unit_says():
    assert making.started(goal=making.goal(unit="箱")).goals.get().unit == "JPY"


def test_it_rejects_an_effort_promised_for_a_day_gone_by(refused):
    with refused("promised_in_past", "1.promised_by"):
        making.started(efforts=(making.effort(), making.effort(promised_by=date(2026, 3, 9))))


def test_a_refused_change_leaves_everything_as_it_was(refused):
    found = making.started()
    with refused("promised_in_past", "0.promised_by"):
        change(found, reason="変えた", efforts=(making.effort(promised_by=date(2026, 1, 1)),))
    found.refresh_from_db()
    assert (found.reason, found.edition) == ("国内の需要が減っている。", 1)
    assert found.own_efforts.get().promised_by == date(2026, 9, 30)


def test_a_change_puts_new_efforts_in_the_place_of_the_old():
    found = making.started()
    change(found, efforts=(making.effort(kind="hr", description="採用"),))
    assert OwnEffort.objects.get().kind == "hr"


def test_a_change_rewrites_the_goal_in_place():
    found = making.started()
    change(found, goal=making.goal(target=9_000_000))
    assert (ExportGoal.objects.get().target, ExportGoal.objects.get().version) == (9_000_000, 1)


def test_the_event_of_a_change_holds_no_words():
    change(making.started(), reason="秘密の事情", plan_after_support="秘密の計画")
    assert "秘密" not in Event.objects.get(action="application.changed").payload


def test_it_rejects_a_change_on_a_page_that_is_out_of_date(refused):
    found = making.started()
    change(found, reason="先に変えた")
    with refused("stale"):
        change(found, edition=1, reason="後から変えた")
    found.refresh_from_db()
    assert (found.reason, found.edition) == ("先に変えた", 2)


def test_submitting_notes_the_moment_and_the_revision():
    found = submit(making.started())
    assert (found.state, found.submitted_at, found.revision) == ("submitted", making.NOW, 1)
    told = payload("application.submitted")
    assert told["guards"] == {"all_stored": True, "has_goal": True, "goal_ahead": True, "has_plan": True}
    assert (told["revision"], told["round"], len(told["content"])) == (1, "hands_on-2025", 32)


@pytest.mark.parametrize(
    ("values", "rule"), [({"goal": None}, "has_goal"), ({"plan_after_support": " "}, "has_plan")]
)
def test_it_rejects_submitting_an_incomplete_application(refused, values, rule):
    found = making.started(**values)
    with refused(rule):
        submit(found)
    found.refresh_from_db()
    assert (found.state, found.submitted_at) == ("draft", None)


def test_it_rejects_submitting_once_the_day_of_the_goal_has_come(refused):
    found = making.started()
    with refused("goal_ahead"):
        submit(found, at=datetime(2027, 3, 31, 9, tzinfo=ZONE))


def test_nothing_but_completeness_keeps_a_firm_from_applying():
    """No own effort, no experience, a small goal: people judge that, not the machine."""
    found = making.started(efforts=(), reason="", goal=making.goal(target=1))
    assert submit(found).state == "submitted"


def test_it_rejects_a_change_after_submission(refused):
    found = making.submitted()
    with refused("application_state"):
        change(found)


def test_it_rejects_submitting_twice(refused):
    with refused("application_state"):
        submit(making.submitted())


@pytest.mark.parametrize("make", [making.started, making.submitted, making.screened])
def test_an_application_is_withdrawn_until_it_is_determined(make):
    assert withdraw(make()).state == "withdrawn"


def test_it_rejects_withdrawing_what_is_determined(refused):
    found = making.screened()
    making.determine(found, "declined")
    with refused("application_state"):
        withdraw(found)


def test_it_rejects_withdrawing_on_a_page_that_is_out_of_date(refused):
    found = making.submitted()
    with refused("stale"):
        services.withdraw(making.by("firm_member"), found, 1)


@pytest.mark.parametrize("role", ["reviewer", "decider", "expert", "partner_member", "evaluator"])
def test_only_firms_and_their_offices_write(refused, role):
    firm = people.make_firm()
    with refused("role"):
        services.start(making.by(role), firm, firm.office, making.draft())


def test_one_chain_tells_the_way(events):
    found = making.started()
    change(found)
    submit(found)
    withdraw(found)
    assert events(found, "application") == [
        "application.started", "goal.set", "effort.promised",
        "application.changed", "goal.set", "effort.promised",
        "goal.weighed", "application.submitted", "application.withdrawn",
    ]  # fmt: skip
