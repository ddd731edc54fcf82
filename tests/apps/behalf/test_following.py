"""Entries follow the journal: every way in which an office writes for a firm, and what ends it."""

from datetime import date

import pytest

from banso.apps.behalf.models import Entry
from banso.apps.behalf.services import Answer, confirm_entries, rebuild
from banso.apps.casework import services as casework
from banso.apps.casework.models import FollowUp
from banso.apps.corrections import services as corrections
from banso.apps.corrections.kinds import KINDS
from tests.apps.casework import making as cases

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

TODAY = date(2026, 3, 10)


@pytest.fixture
def case():
    return cases.opened()


def staff(**more):
    return making.by("office_staff", **more)


def member(of):
    return making.by("firm_member", firm=of)


def added_effort(actor, case):
    return casework.add_effort(
        actor, case, casework.NewEffortData("pr", "展示会に出る", promised_by=date(2026, 6, 1))
    )


@pytest.mark.parametrize(
    ("role", "states"), [("office_staff", ["waiting"]), ("office_manager", ["waiting"]), ("firm_member", [])]
)
def test_a_consultation_is_an_entry_if_the_office_wrote_it_down(role, states):
    firm = making.firm()
    ties = {"firm": firm} if role == "firm_member" else {}
    making.consultation(making.by(role, **ties), firm)
    assert list(Entry.objects.filter(firm=firm).values_list("state", flat=True)) == states


def test_an_own_effort_that_staff_report_is_an_entry_and_the_firms_own_report_is_none(case):
    ours, theirs = added_effort(staff(), case), added_effort(member(case.firm), case)
    assert making.entry(ours, "effort").state == "waiting"
    assert not Entry.objects.filter(kind="effort", row=theirs.pk).exists()
    casework.record_effort_done(staff(), theirs, done_on=TODAY)
    assert making.entry(theirs, "effort").state == "waiting"


def test_what_the_firm_reports_itself_afterwards_asks_for_nothing(case):
    effort = added_effort(staff(), case)
    casework.record_effort_done(member(case.firm), effort, done_on=TODAY)
    assert not Entry.objects.filter(kind="effort", row=effort.pk).exists()


def test_a_correction_by_the_office_of_what_the_firm_wrote_is_marked_as_such(case):
    effort = added_effort(member(case.firm), case)
    making.correct(staff(), "effort", effort, description="展示会に二度出る")
    entry = making.entry(effort, "effort")
    assert (entry.state, entry.only_corrected, entry.subject_ref) == ("waiting", True, case.ref)


def test_a_correction_of_what_is_not_the_firms_word_opens_nothing():
    firm = making.firm()
    row = making.consultation(making.by("firm_member", firm=firm), firm, "web")
    making.correct(staff(), "consultation", row, channel="phone")
    assert not Entry.objects.exists()


def ended(case):
    return casework.end_support(staff(), case, outcome="exported", note="支援を終えた", ended_on=TODAY)


def followed_up(case):
    row = ended(case).follow_ups.order_by("months").first()
    data = casework.FollowUpData(row.due_on, "call", trend="up", comment="順調です。")
    return casework.record_follow_up(making.later(staff(), (row.due_on - TODAY).days), row, data)


def test_a_follow_up_by_telephone_is_an_entry(case):
    row = followed_up(case)
    assert making.entry(row, "follow_up").state == "waiting"
    number = making.entry(row, "follow_up").number
    making.correct(making.later(staff(), 400), "follow_up", row, note="事務所の覚え")
    assert making.entry(row, "follow_up").number == number
    making.correct(making.later(staff(), 401), "follow_up", row, trend="flat")
    assert making.entry(row, "follow_up").number > number


def test_an_effort_told_late_through_a_correction_is_an_entry(case):
    case = ended(case)
    said = {"kind": "pr", "description": "資料", "promised_by": None, "done_on": case.ended_on}
    row = corrections.enter(
        making.later(staff(), 30), KINDS["effort"], case, said | {"cost_yen": None}, reason="後から聞いた"
    )
    assert making.entry(row, "effort").state == "waiting"


def test_entries_made_anew_from_the_journal_are_the_same(case):
    firm = making.firm()
    asked = making.consultation(staff(), firm)
    making.consultation(making.by("firm_member", firm=firm), firm)
    effort = added_effort(staff(), case)
    casework.record_effort_done(member(case.firm), effort, done_on=TODAY)
    making.correct(staff(), "consultation", asked, title="台湾への醤油の輸出")
    followed_up(case)
    columns = [field.attname for field in Entry._meta.concrete_fields if field.name != "id"]
    followed = list(Entry.objects.order_by("kind", "row").values_list(*columns))
    assert len(followed) == 2
    assert rebuild() == 2
    assert list(Entry.objects.order_by("kind", "row").values_list(*columns)) == followed
    Entry.objects.all().delete()
    assert rebuild() == 2
    assert list(Entry.objects.order_by("kind", "row").values_list(*columns)) == followed


def test_a_consultation_that_is_moved_asks_the_other_firm_whatever_the_first_one_said(case):
    firm, right = making.firm(), making.firm()
    asked = making.consultation(staff(), firm)
    entry = making.entry(asked)
    confirm_entries(member(firm), firm, {entry.pk: Answer(entry.number, "as_written")})
    corrections.move(staff(days=1), KINDS["consultation"], asked, right, reason="別の事業者だった")
    entry = making.entry(asked)
    assert (entry.firm, entry.state) == (right, "waiting")


def test_a_follow_up_that_is_moved_is_an_entry_of_the_other_case_alone(case):
    other = cases.opened()
    rows = [FollowUp.objects.create(case=of, months=6, due_on=date(2026, 3, 1)) for of in (case, other)]
    casework.record_follow_up(staff(), rows[0], casework.FollowUpData(TODAY, "call", trend="up"))
    corrections.move(staff(days=1), KINDS["follow_up"], rows[0], other, reason="別の事業者だった")
    assert [(one.row, one.firm, one.state) for one in Entry.objects.filter(kind="follow_up")] == [
        (rows[1].pk, other.firm, "waiting")
    ]
    before = list(Entry.objects.order_by("pk").values())
    rebuild()
    assert list(Entry.objects.order_by("pk").values()) == before
