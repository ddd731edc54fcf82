"""Why an application got its place or not, and what a firm owes in return."""

from datetime import date

import pytest

from banso.apps.casework.models import FollowUp
from banso.apps.selection.duties import duties_of, owed_of
from banso.apps.selection.firm_page import for_firm
from banso.apps.selection.models import Application
from banso.apps.selection.places import RELATED, because, cut_of, decisions_about, decisions_in
from support import people, policies
from tests.apps.casework import making as cases

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


@pytest.fixture
def round_of_malls():
    policies.put_in_force("reformed", date(2025, 4, 1))
    return making.limited(1, "mall")


def firm(word="none"):
    found = people.make_firm()
    found.ec_record = word
    found.save()
    return found


def screened(word):
    return making.screened(firm=firm(word), service=making.offered("mall"))


def why(application):
    application = Application.objects.select_related(*RELATED).get(pk=application.pk)
    return because(application, decisions_about([application.ref]).get(application.ref))


def test_points_come_row_by_row_from_the_decision_as_it_was_stored(round_of_malls):
    found = screened("none")
    making.determine(found)
    said = why(found)
    assert said.points == sum(row.points for row in said.rows)
    assert {row.reason: row.points for row in said.rows}["ECで売った実績がまだないため、優先します。"] == 45
    # What the firm says later changes nothing of why it has its place.
    found.firm.ec_record = "both"
    found.firm.save()
    assert why(found) == said


def test_who_has_a_place_and_who_waits_is_said(round_of_malls):
    first, second, third = screened("none"), screened("cb"), screened("dom")
    making.determine(first, reason="優先の順位が高い。")
    making.wait(second)
    making.determine(third, "declined", reason="点数が届かない。")
    assert why(first).standing == "1枠のうち1番の枠を得ました。"
    assert why(second).standing == "枠は埋まっていました。待機順位は1番です。"
    assert why(third).standing == "不採択です。"
    cut = cut_of(decisions_in(round_of_malls))
    assert cut.least_in == why(first).points > cut.most_out == why(third).points


def test_a_firm_reads_its_own_points_in_words(round_of_malls):
    found = screened("dom")
    making.determine(found)
    said = for_firm(Application.objects.get(pk=found.pk))
    assert said.sum == why(found).points
    assert "国内ECの実績があります。越境ECは初めてです。" in [row.reason for row in said.points]


def test_the_list_of_a_round_says_why_and_costs_a_fixed_number_of_queries(
    round_of_malls, client_as, queries, clock
):
    found = screened("none")
    making.determine(found, reason="優先の順位が高い。")
    client = client_as("programme_manager")
    address = f"/applications/rounds/{round_of_malls.code}/places/"
    page = client.get(address).content.decode()
    assert "優先の順位が高い。" in page and "ECで売った実績がまだないため、優先します。" in page
    making.determine(screened("cb"), "declined", reason="点数が届かない。")
    with queries(at_most=9):
        assert "点数が届かない。" in client.get(address).content.decode()


def test_questions_after_support_are_a_duty_of_the_firm():
    case = cases.opened()
    for months, reached in ((6, True), (12, False)):
        FollowUp.objects.create(
            case=case, months=months, due_on=date(2025, 9, 1), done_on=date(2025, 9, 10), reached=reached
        )
    (duty,) = duties_of(case.firm_id, date(2025, 9, 10))
    assert (duty.done, duty.due, duty.owed) == (1, 2, 1)
    assert owed_of([case.firm_id], date(2025, 9, 10)) == {case.firm_id: 1}
    assert duties_of(case.firm_id, date(2025, 9, 9)) == []
