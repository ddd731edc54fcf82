"""What was entered on the wrong firm or case goes to the right one, or says what is in the way."""

from datetime import date, datetime

import pytest

from apps.casework import making
from banso.apps.accounts.models import RoleAssignment
from banso.apps.base import Refused
from banso.apps.casework.models import Case, FollowUp, FollowUpAttempt, OwnEffort
from banso.apps.corrections import services
from banso.apps.corrections.kinds import KINDS
from banso.apps.corrections.models import Correction
from banso.apps.directory.models import ConflictOfInterest, Contact, Expert
from banso.apps.documents.models import Document
from banso.apps.intake import services as intake
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.journal.models import Event
from banso.apps.matching.models import Plan, PlannedPair
from banso.apps.notices.models import Meeting, Task
from support import people

pytestmark = pytest.mark.usefixtures("configuration")

NOW = datetime(2026, 3, 10, 9, 20, tzinfo=ZONE)


def staff():
    return making.by("office_staff", NOW.date())


def refused(kind, row, to):
    with pytest.raises(Refused) as fault:
        services.move(staff(), KINDS[kind], row, to, reason="別の事業者だった")
    assert fault.value.field == "to"
    return fault.value.rule


def told(*subjects):
    return [
        Event.objects.filter(subject_kind=kind, subject_ref=ref, action="record.moved").count()
        for kind, ref in subjects
    ]


def document(firm, kind, subject, uploaded_by=None, ref="", sha256="0" * 64):
    return Document.objects.create(
        ref=ref or f"D-{subject}"[:20],
        firm=firm,
        subject_kind=kind,
        subject_ref=subject,
        kind="other",
        title="資料",
        stored_name=ref or subject,
        size=1,
        sha256=sha256,
        content_type="application/pdf",
        uploaded_by=uploaded_by,
        uploaded_at=NOW,
    )


@pytest.fixture
def need():
    """A need of a consultation that the office wrote down, taken on by an expert."""
    found = making.need(recorded_by=people.example("office_staff") or people.make("office_staff"))
    expert = Expert.objects.get(user=people.make("expert"))
    proposal = intake.propose(staff(), found, expert)
    intake.take(Actor(expert.user_id, "expert", NOW), proposal)
    return found


def test_a_consultation_goes_to_the_right_firm_with_its_spot_case_and_documents(need):
    asked, right = need.consultation, people.make_firm()
    wrong, case = asked.firm, Case.objects.get(need=need)
    paper = document(wrong, "case", case.ref)
    task = Task.objects.create(
        text="電話", subject_kind="consultation", subject_ref=asked.ref, firm=wrong, office=asked.office,
        noted_at=NOW, due_on=NOW.date(),
    )  # fmt: skip
    services.move(staff(), KINDS["consultation"], asked, right, reason="同名の別の事業者だった")
    for row in (asked, case, paper, task):
        row.refresh_from_db()
        assert row.firm == right
    chains = [("consultation", asked.ref), ("case", case.ref), ("firm", wrong.ref), ("firm", right.ref)]
    assert told(*chains) == [1, 1, 1, 1]
    kept = Correction.objects.get(kind="consultation", row=asked.pk)
    assert (kept.field, kept.old, kept.new) == ("firm", str(wrong.pk), str(right.pk))


def _asked_by_member(need, _right):
    user = need.consultation.recorded_by
    RoleAssignment.objects.create(
        user=user, role="firm_member", firm=need.consultation.firm, valid_from=date(2025, 4, 1)
    )


def _conflict(need, right):
    ConflictOfInterest.objects.create(
        expert=need.proposals.get().expert, firm=right, kind="other", declared_on=date(2026, 1, 5)
    )


def _meeting(need, _right):
    asked = need.consultation
    Meeting.objects.create(
        subject_kind="consultation", subject_ref=asked.ref, firm=asked.firm, office=asked.office,
        title="面談", starts_at=NOW, ends_at=NOW.replace(hour=11), planned_at=NOW, place="事務所",
    )  # fmt: skip


def _document_of_firm(need, _right):
    asked = need.consultation
    member = people.make("firm_member", firm=asked.firm)
    document(asked.firm, "consultation", asked.ref, member)


def _in_plan(need, _right):
    plan = Plan.objects.create(ref="P-1", week=date(2026, 3, 9), made_at=NOW, asks=1, assigned=0, score=0)
    PlannedPair.objects.create(plan=plan, need=need, office=need.consultation.office, state="nobody")


def _follow_up_asked(need, _right):
    FollowUp.objects.create(case=need.case, months=6, due_on=date(2026, 9, 1), asked_at=NOW)


def _closed(_need, right):
    right.closed_on = date(2026, 2, 1)
    right.save()


@pytest.mark.parametrize(
    ("hinder", "rule"),
    [
        (_asked_by_member, "asked_by_firm"),
        (_conflict, "conflict"),
        (_meeting, "has_meeting"),
        (_document_of_firm, "document_of_firm"),
        (_in_plan, "in_plan"),
        (_follow_up_asked, "follow_up_asked"),
        (_closed, "firm_closed"),
    ],
)
def test_what_is_in_the_way_of_a_consultation_is_said_and_nothing_moves(need, hinder, rule):
    right, wrong = people.make_firm(), need.consultation.firm
    hinder(need, right)
    assert refused("consultation", need.consultation, right) == rule
    need.consultation.refresh_from_db()
    assert (need.consultation.firm, Correction.objects.exists()) == (wrong, False)


def test_an_own_effort_goes_to_the_other_case_and_its_application():
    wrong, right = making.opened(), making.opened()
    effort = OwnEffort.objects.create(
        case=wrong, application=wrong.application, kind="pr", description="英語の動画",
        added_on=date(2025, 6, 1), promised_by=date(2025, 9, 1),
    )  # fmt: skip
    services.move(staff(), KINDS["effort"], effort, right, reason="別の案件だった")
    effort.refresh_from_db()
    assert (effort.case, effort.application) == (right, right.application)
    assert told(("case", wrong.ref), ("case", right.ref)) == [1, 1]


def test_what_was_promised_in_a_wrong_application_goes_and_counts_as_added_on_that_day():
    wrong, right = making.opened(), making.opened()
    effort = wrong.own_efforts.get()
    services.move(staff(), KINDS["effort"], effort, right, reason="別の事業者の約束だった")
    effort.refresh_from_db()
    assert (effort.case, effort.application, effort.added_on) == (right, right.application, NOW.date())
    kept = Correction.objects.filter(row=effort.pk).order_by("field")
    assert list(kept.values_list("field", flat=True)) == ["added_on", "case"]


def with_document(case, uploaded_by=None):
    """The effort of a case, shown by a document in its second version."""
    effort = case.own_efforts.get()
    old = document(case.firm, "case", case.ref, uploaded_by, ref="D-1")
    effort.document = document(case.firm, "case", case.ref, uploaded_by, ref="D-2", sha256="1" * 64)
    Document.objects.filter(pk=old.pk).update(superseded_by=effort.document)
    effort.save()
    return effort


def test_the_document_of_an_effort_goes_with_it_in_all_its_versions():
    wrong, right = making.opened(), making.opened()
    services.move(staff(), KINDS["effort"], with_document(wrong), right, reason="別の事業者だった")
    places = Document.objects.order_by("ref").values_list("ref", "firm", "subject_ref")
    assert list(places) == [("D-1", right.firm_id, right.ref), ("D-2", right.firm_id, right.ref)]
    assert told(("document", "D-1"), ("document", "D-2"), ("case", right.ref)) == [1, 1, 1]


def _proves_an_export(effort, _right):
    making.stored(effort.case, document=effort.document)


def _brought_by_the_firm(effort, _right):
    member = people.make("firm_member", firm=effort.case.firm)
    Document.objects.filter(pk=effort.document_id).update(uploaded_by=member)


def _there_already(effort, right):
    document(right.firm, "case", right.ref, ref="D-3", sha256=effort.document.sha256)


@pytest.mark.parametrize(
    ("hinder", "rule"),
    [
        (_proves_an_export, "document_shared"),
        (_brought_by_the_firm, "document_of_firm"),
        (_there_already, "same_document"),
    ],
)
def test_a_document_that_is_not_the_efforts_alone_keeps_both_where_they_are(hinder, rule):
    wrong, right = making.opened(), making.opened()
    effort = with_document(wrong)
    hinder(effort, right)
    assert refused("effort", effort, right) == rule
    assert (wrong.own_efforts.count(), Document.objects.filter(subject_ref=wrong.ref).count()) == (1, 2)


def follow_up(case, **values):
    return FollowUp.objects.create(case=case, months=6, due_on=date(2026, 3, 1), **values)


def heard(case, **values):
    said = {"done_on": date(2026, 3, 2), "method": "call", "reached": True, "trend": "up", "comment": "順調"}
    return follow_up(case, **said | values)


def test_what_was_heard_goes_to_the_same_month_and_its_own_becomes_due_again():
    wrong, right = making.opened(), making.opened()
    row, other = heard(wrong, amount_yen=500), follow_up(right)
    services.move(staff(), KINDS["follow_up"], row, right, reason="別の事業者に聞いた")
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.done_on, row.reached, row.trend, row.amount_yen, row.comment) == (None, None, "", None, "")
    assert (other.done_on, other.reached, other.trend, other.amount_yen, other.comment) == (
        date(2026, 3, 2),
        True,
        "up",
        500,
        "順調",
    )
    assert told(("case", wrong.ref), ("case", right.ref)) == [1, 1]
    assert Correction.objects.get(row=row.pk, field="trend").old == "up"
    assert Correction.objects.get(row=other.pk, field="trend").new == "up"


def test_the_tries_go_with_a_firm_that_was_not_reached():
    wrong, right = making.opened(), making.opened()
    row = follow_up(wrong, done_on=date(2026, 3, 2), method="call", reached=False)
    FollowUpAttempt.objects.create(
        follow_up=row, tried_on=date(2026, 3, 2), way="call", result="no_answer", noted_at=NOW
    )
    other = follow_up(right)
    services.move(staff(), KINDS["follow_up"], row, right, reason="別の事業者にかけた")
    assert (row.attempts.count(), other.attempts.count()) == (0, 1)


@pytest.mark.parametrize(
    ("own", "others", "rule"),
    [
        ({}, {"done_on": date(2026, 3, 3), "reached": False}, "already_done"),
        ({"done_on": date(2026, 1, 31)}, {}, "too_early"),
        ({}, None, "no_such_follow_up"),
        ({"done_on": None, "reached": None, "method": "", "trend": "", "comment": ""}, {}, "not_recorded"),
    ],
)
def test_a_follow_up_is_moved_only_where_one_waits(own, others, rule):
    wrong, right = making.opened(), making.opened()
    row = heard(wrong, **own)
    if others is not None:
        follow_up(right, **others)
    assert refused("follow_up", row, right) == rule


def test_what_the_firm_answered_itself_stays_with_it():
    wrong, right = making.opened(), making.opened()
    contact = Contact.objects.filter(firm=wrong.firm).first() or Contact.objects.create(
        firm=wrong.firm, name="担当", email="a@example.jp"
    )
    row = heard(wrong, method="link", contact=contact)
    follow_up(right)
    assert refused("follow_up", row, right) == "answered_by_firm"
