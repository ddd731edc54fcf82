"""How many hours are left: the contract's, less those logged, less those expected of what is in hand."""

from datetime import date

import pytest

from banso.apps.casework.models import Case, CaseState
from banso.apps.directory.models import Expert
from banso.apps.intake import services as intake
from banso.apps.matching.selectors import loads
from tests.apps.matching import making

pytestmark = pytest.mark.usefixtures("configuration")


def load_of(expert):
    return loads(Expert.objects.all(), making.DAY)[expert.pk]


def hours(load):
    return tuple(quarters / 4 for quarters in (load.contract, load.logged, load.expected, load.left))


def test_nothing_in_hand_leaves_the_hours_of_the_contract():
    assert hours(load_of(making.expert(monthly_hours=10))) == (10, 0, 0, 10)


@pytest.mark.parametrize(
    ("logged", "expected"), [("0.00", (0, 2, 8)), ("1.25", (1.25, 0.75, 8)), ("5.00", (5, 0, 5))]
)
def test_hours_logged_on_a_case_count_against_what_it_is_expected_to_take(logged, expected):
    expert = making.expert(monthly_hours=10)
    making.log(making.case(expert=expert), expert, logged)
    assert hours(load_of(expert))[1:] == expected


def test_hours_of_last_month_do_not_count():
    expert = making.expert(monthly_hours=10)
    making.log(making.case(expert=expert), expert, "9.00", date(2026, 2, 28))
    assert hours(load_of(expert)) == (10, 0, 2, 8)


def test_a_proposal_that_waits_counts_as_if_it_were_taken_and_no_longer_once_handed_back():
    expert = making.expert(monthly_hours=10)
    proposal = intake.propose(making.staff(), making.need(), expert)
    assert (hours(load_of(expert))[3], load_of(expert).waiting) == (8, 1)
    intake.refuse(making.of(expert), proposal, making.intake.reason())
    assert hours(load_of(expert))[3] == 10


def test_a_paused_case_expects_nothing():
    expert = making.expert(monthly_hours=10)
    case = making.case(expert=expert)
    Case.objects.filter(pk=case.pk).update(state=CaseState.PAUSED)
    assert (hours(load_of(expert))[3], load_of(expert).cases) == (10, 1)


def test_more_in_hand_than_the_contract_gives_is_below_zero():
    expert = making.expert(monthly_hours=1)
    making.case(expert=expert)
    assert hours(load_of(expert))[3] == -1
