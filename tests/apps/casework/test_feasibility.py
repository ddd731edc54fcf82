"""Goals held against what similar firms reached, read from records."""

from datetime import date

import pytest

from banso.apps.casework import services
from banso.apps.casework.feasibility import feasibility_of, kept
from banso.apps.casework.models import Case, ExportResult
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

ON = date(2026, 4, 1)
DUE = date(2026, 9, 30)


@pytest.fixture
def past():
    """Twelve firms that began a year before, with 0 to 11 times 100,000 yen confirmed within six months."""
    for number in range(12):
        case = making.opened(making.START, firm=people.make_firm(), efforts=[])
        if number:
            making.stored(
                case, exported_on=date(2025, 7, 1), amount_yen=number * 100_000, confirmed_at=making.at(ON)
            )


def asked(target=1_000_000, **values):
    draft = making.application(firm=people.make_firm())
    data = making.goal(target=target, due_on=DUE, **values)
    return services.propose_goal(making.by("firm_member", ON), draft, data)


@pytest.mark.usefixtures("past")
@pytest.mark.parametrize(
    ("target", "verdict"), [(1_200_000, "not_feasible"), (1_000_000, "feasible"), (300_000, "not_ambitious")]
)
def test_a_goal_is_judged_by_what_similar_firms_reached_in_as_many_months(target, verdict):
    found = feasibility_of(asked(target), ON)
    assert (found.verdict, found.n, found.months, found.exporting) == (verdict, 12, 6, 11)


@pytest.mark.usefixtures("past")
def test_samples_claims_and_later_exports_do_not_count():
    for case in Case.objects.order_by("pk"):
        making.stored(case, exported_on=date(2025, 7, 2), amount_yen=10**9, sample=True)
        making.stored(case, exported_on=date(2025, 7, 3), amount_yen=10**9)
        making.stored(case, exported_on=date(2025, 12, 1), amount_yen=10**9, confirmed_at=making.at(ON))
    assert feasibility_of(asked(1_200_000), ON).reached_it == 0


@pytest.mark.usefixtures("past")
def test_cases_that_did_not_run_for_as_long_are_left_out():
    assert feasibility_of(asked(), date(2025, 9, 1)).n == 0


@pytest.mark.usefixtures("past")
def test_the_firms_own_past_is_left_out():
    own = Case.objects.order_by("pk").last()
    assert feasibility_of(own.goals.get(), date(2027, 12, 1)).n == 11


@pytest.mark.usefixtures("past")
def test_an_export_of_unknown_size_takes_its_case_out():
    ExportResult.objects.filter(amount_yen=500_000).update(amount_yen=None, quantity=3, unit="箱")
    assert feasibility_of(asked(), ON).n == 11


@pytest.mark.usefixtures("past")
def test_a_goal_by_quantity_is_compared_only_with_goals_in_its_unit():
    assert feasibility_of(asked(500, metric="quantity", unit="kg"), ON).verdict == "unknown"


@pytest.mark.usefixtures("past")
def test_what_is_kept_with_a_goal_reads_back_as_it_was():
    found = feasibility_of(asked(), ON)
    assert kept(found.stored()) == found


@pytest.mark.usefixtures("past")
def test_it_is_read_in_three_queries(queries):
    goal = asked()
    feasibility_of(goal, ON)
    with queries(3):
        feasibility_of(goal, ON)
