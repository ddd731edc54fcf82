"""Facts of applications: as of the day of submission, from records, in a constant number of queries."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from banso.apps.casework import services as casework
from banso.apps.casework.facts import NAMES
from banso.apps.casework.models import Case, ExportResult, FollowUp
from banso.apps.directory.models import Firm, Industry, Market
from banso.apps.policies.models import PolicyVersion
from banso.apps.policies.selectors import policy_of
from banso.apps.policies.subjects import subject_of
from banso.apps.selection.facts import facts_of_applications
from banso.apps.selection.models import Application
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

TODAY = making.NOW.date()


def facts(application, on=TODAY):
    return facts_of_applications([application.ref], on)[0]


def earlier_case(firm, service="mall", *, days=400, until=None):
    """A case of the firm that began so many days ago."""
    moment = making.NOW - timedelta(days=days)
    found = making.screened(
        firm, at=moment, service=making.offered(service), efforts=(), goal=early_goal(moment)
    )
    making.determine(found, at=moment)
    case = Case.objects.get(application=found)
    if until is not None:
        actor = making.by("office_staff", making.NOW - timedelta(days=until))
        casework.end_support(actor, case, outcome="exported", note="終了", ended_on=actor.today)
    return case


def early_goal(moment):
    return making.goal(due_on=moment.date() + timedelta(days=700))


def sale(case, day, *, confirmed=True, **values):
    moment = making.NOW.replace(year=day.year, month=day.month, day=day.day)
    defaults = {
        "case": case, "exported_on": day, "market": Market.objects.get(code="US"), "product": "緑茶",
        "amount_yen": 50_000, "channel": "street", "source": "staff", "recorded_at": making.NOW,
        "confirmed_at": moment if confirmed else None,
    }  # fmt: skip
    return ExportResult.objects.create(**defaults | values)


def test_the_facts_are_those_of_every_shipped_version_in_their_order(configuration):
    for code in ("as_surveyed", "reformed", "potential_priority"):
        policy = policy_of(PolicyVersion.objects.get(code=code))
        assert tuple(fact.name for fact in policy.facts) == NAMES


def test_an_application_tells_of_its_firm():
    firm = people.make_firm(employees=12, export_experience="indirect", ec_record="dom")
    found = facts(making.submitted(firm))
    assert (found["employees"], found["export_record"], found["ec_record"]) == (12, "indirect", "dom")
    assert (found["region"], found["industry"]) == (firm.prefecture.region.code, firm.industry.code)


def test_employees_that_nobody_recorded_are_unknown():
    assert facts(making.submitted(people.make_firm(employees=None)))["employees"] is None


def test_goal_efforts_and_plan_are_those_of_the_application():
    found = facts(making.submitted(goal=making.goal(due_on=date(2027, 3, 31))))
    assert (found["has_goal"], found["goal_has_baseline"], found["goal_market"]) == (True, True, "US")
    assert (found["goal_due_months"], found["efforts_promised"], found["plan_past_end"]) == (12, 1, True)


def test_a_draft_without_goal_and_plan_says_so():
    found = facts(making.started(goal=None, efforts=(), plan_after_support=" "))
    assert (found["has_goal"], found["efforts_promised"], found["plan_past_end"]) == (False, 0, False)
    assert (found["goal_market"], found["goal_has_baseline"], found["goal_due_months"]) == (None, None, None)


def test_a_draft_is_known_as_it_stands_now():
    draft = making.started(goal=None, at=making.NOW - timedelta(days=30))
    casework.propose_goal(making.by("firm_member"), draft, making.goal())
    assert facts(draft)["has_goal"] is True


@pytest.mark.parametrize(
    ("views", "expected"),
    [((), None), (("yes",), True), (("yes", "yes"), True), (("yes", "no"), False), (("no", "unknown"), False),
     (("yes", "unknown"), None), (("unknown",), None)],
)  # fmt: skip
def test_the_goal_is_judged_feasible_when_every_reviewer_says_so(views, expected):
    found = making.submitted()
    for view in views:
        making.screen(found, goal_feasible=view, reviewer=making.another("reviewer"))
    assert facts(found)["goal_judged_feasible"] is expected


def test_a_screening_counts_from_its_day_on():
    found = making.submitted()
    making.screen(found, at=making.NOW + timedelta(days=3))
    assert facts(found, TODAY + timedelta(days=2))["goal_judged_feasible"] is None
    assert facts(found, TODAY + timedelta(days=3))["goal_judged_feasible"] is True


def test_what_is_not_recorded_yet_is_unknown():
    found = facts(making.submitted())
    names = ("places_left", "supply_capacity", "private_provider", "cause_months", "stage", "goal_pct")
    assert {found[name] for name in names} == {None}


def test_an_open_case_of_the_same_service_is_counted_and_one_of_another_is_not():
    firm = people.make_firm()
    earlier_case(firm, "mall")
    assert facts(making.submitted(firm, service=making.offered("mall")))["open_cases_same_service"] == 1
    assert facts(making.submitted(firm))["open_cases_same_service"] == 0


def test_the_case_that_came_of_an_application_is_not_held_against_it():
    found = making.screened()
    before = facts(found)
    making.determine(found)
    assert Case.objects.get().application == found
    assert facts(found) == before


def test_months_of_earlier_support_are_added_up():
    firm = people.make_firm()
    earlier_case(firm, "mall", days=800, until=300)
    assert facts(making.submitted(firm))["past_support_months"] == 16


def test_a_confirmed_sale_through_ec_under_earlier_support_is_one():
    firm = people.make_firm()
    case = earlier_case(firm, "mall")
    sale(case, date(2025, 6, 1), confirmed=False)
    sale(case, date(2025, 6, 1), sample=True, quantity=1, unit="個")
    sale(case, date(2025, 6, 1), channel="direct")
    assert facts(making.submitted(firm))["ec_sale_before"] is False
    sale(case, date(2025, 6, 1))
    assert facts(making.submitted(firm))["ec_sale_before"] is True


def test_a_sale_counts_from_the_day_on_which_it_was_confirmed():
    firm = people.make_firm()
    sale(earlier_case(firm, "mall"), date(2025, 6, 1), confirmed_at=making.NOW + timedelta(days=1))
    assert facts(making.submitted(firm))["ec_sale_before"] is False


@pytest.mark.parametrize(("reached", "owed"), [((False,), 1), ((False, False), 2), ((False, True), 0)])
def test_follow_ups_at_which_the_firm_was_not_reached_are_owed_until_one_reaches_it(reached, owed):
    firm = people.make_firm()
    case = earlier_case(firm, "mall", days=900, until=500)
    for follow_up, found in zip(FollowUp.objects.filter(case=case).order_by("months"), reached, strict=False):
        follow_up.done_on, follow_up.reached = TODAY - timedelta(days=1), found
        follow_up.save()
    assert facts(making.submitted(firm))["questionnaires_owed"] == owed


def test_places_are_compared_with_the_share_of_firms():
    one, other = people.make_firm(), people.make_firm()
    other.industry = Industry.objects.exclude(pk=one.industry_id).first()
    other.save()
    people.make_firm()
    earlier_case(one, "mall", days=100)
    earlier_case(other, "street", days=100)
    # One of two places for one of four firms, the other for three of four.
    assert Firm.objects.count() == 4
    assert facts(making.submitted(other))["group_places_pct"] == Decimal("200.0")
    assert facts(making.submitted(one))["group_places_pct"] == Decimal("66.7")


def test_places_given_over_two_years_ago_are_left_out():
    firm = people.make_firm()
    earlier_case(firm, "mall", days=800)
    assert facts(making.submitted(firm))["region_places_pct"] is None


def test_facts_hold_no_names():
    found = facts(making.submitted(people.make_firm(name="秘密商事")))
    assert all(not isinstance(value, str) or value.isascii() for value in found.values())


def test_many_applications_cost_as_many_queries_as_one(queries):
    making.screened()
    rows = Application.objects.order_by("pk")
    with queries() as before:
        facts_of_applications(rows, TODAY)
    for _ in range(4):
        firm = people.make_firm()
        earlier_case(firm, "mall")
        making.screened(firm)
    with queries(len(before)):
        assert len(facts_of_applications(rows, TODAY)) == 9


def test_one_application_is_told_as_among_many():
    rows = [making.screened() for _ in range(3)]
    many = facts_of_applications(Application.objects.order_by("pk"), TODAY)
    assert many[1] == facts(rows[1])


def test_policies_may_ask_about_applications_under_way():
    making.determine(making.screened())
    open_one = making.submitted()
    subject = subject_of("application")
    assert [case.ref for case in subject.open_cases()] == [open_one.ref]
    case = subject.case_of(open_one.ref)
    assert (case.applied_on, case.facts["service"]) == (TODAY, "hands_on")
    assert subject.case_of("A-0000-0000") is None
