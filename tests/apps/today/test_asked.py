"""What others have put to a person, an office or a body stands on the first page, and leads on from there."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.permissions import GUESTS
from banso.apps.accounts.roles import Role
from banso.apps.casework.models import Case, CaseState, GateReview, GateState, Stage
from banso.apps.directory.models import Office
from banso.apps.intake.models import Need, Proposal, ProposalState, Receiver
from banso.apps.journal.actor import Actor
from banso.apps.matching import services as matching
from banso.apps.matching.models import UNDECIDED, PairState, PlannedPair
from banso.apps.new_exporters.models import HandOver, HandOverState
from banso.apps.notices.models import Meeting, Reminder, Task
from banso.apps.programmes.models import Agreement, GateGround
from banso.apps.surveys.models import FrameUnit
from tests.apps.today.test_pages import busy_office, counted, page, section

pytestmark = pytest.mark.usefixtures("portfolio", "clock")


def tally_of(html, title):
    """The count beside a title in the tally."""
    found = re.search(rf'<span class="lb">{title}</span><span class="v">([\d,]+)', html)
    return int(found.group(1).replace(",", ""))


def member_of(body):
    """Somebody who signs in for a partner body."""
    return RoleAssignment.objects.filter(partner_body=body, role=Role.PARTNER_MEMBER).first().user


def proposed(clock, **receiver):
    """A new need of some consultation, proposed to a receiver."""
    other = Need.objects.select_related("consultation").order_by("pk").first()
    need = Need.objects.create(
        consultation=other.consultation,
        subject=other.subject,
        description="ハラール認証の相談",
        taken_out_at=clock,
    )
    return Proposal.objects.create(
        need=need, sent_at=clock, silent_from=clock.date(), state=ProposalState.WAITING, **receiver
    )


def proposed_to(body, clock):
    """The same, to a partner body, with the firm's consent."""
    return proposed(clock, receiver=Receiver.PARTNER, partner_body=body, consent_on=clock.date())


def test_a_proposal_to_an_office_waits_on_its_first_page(client_as, clock):
    office, user = busy_office()
    client = client_as("office_staff", user=user)
    waiting = Proposal.objects.filter(office=office, state=ProposalState.WAITING, withdrawn_at=None)
    waiting.delete()
    found = proposed(clock, receiver=Receiver.OFFICE, office=office)
    queue = section(page(client), "proposals")
    assert reverse("intake:proposal", args=[found.pk]) in queue
    assert counted(page(client), "proposals") == 1


def test_a_proposal_to_a_partner_body_waits_on_its_first_page(client_as, clock):
    held = RoleAssignment.objects.filter(role=Role.PARTNER_MEMBER).select_related("user").first()
    found = proposed_to(held.partner_body, clock)
    queue = section(page(client_as("partner_member", user=held.user)), "proposals")
    assert reverse("intake:proposal", args=[found.pk]) in queue


def test_a_firm_out_of_reach_is_named_without_a_link(client_as, clock):
    held = RoleAssignment.objects.filter(role=Role.PARTNER_MEMBER).select_related("user").first()
    found = proposed_to(held.partner_body, clock)
    firm = found.need.consultation.firm
    queue = section(page(client_as("partner_member", user=held.user)), "proposals")
    assert firm.name in queue
    assert reverse("directory:firm", args=[firm.ref]) not in queue


@pytest.mark.parametrize("side", ["office", "body"])
def test_hand_overs_are_counted_for_who_is_asked(client_as, clock, side):
    sent = HandOver.objects.exclude(to_office=None).select_related("to_office").order_by("pk").first()
    body = RoleAssignment.objects.filter(role=Role.PARTNER_MEMBER).order_by("pk").first().partner_body
    HandOver.objects.filter(registration=sent.registration).update(
        state=HandOverState.RECALLED, settled_at=clock
    )
    asked = sent.to_office if side == "office" else body
    sides = {"to_office": None, "to_body": None, f"to_{side}": asked}
    HandOver.objects.filter(pk=sent.pk).update(state=HandOverState.WAITING, settled_at=None, **sides)
    if side == "office":
        user = asked.staff.filter(role=Role.OFFICE_STAFF).first().user
        client = client_as("office_staff", user=user)
    else:
        client = client_as("partner_member", user=member_of(asked))
    html = page(client)
    waiting = HandOver.objects.filter(state=HandOverState.WAITING, **{f"to_{side}": asked})
    assert counted(html, "offers") == waiting.count()
    assert reverse("new_exporters:accept", args=[sent.registration.ref, sent.pk]) in section(html, "offers")


def waiting_decision(case, clock, by):
    """An extension at a gate that the office's manager has to agree to."""
    stage = Stage.objects.filter(case=case, started_on__isnull=False, ended_on__isnull=True).first()
    GateReview.objects.filter(stage__case=case, state__in=("proposed", "announced")).delete()
    return GateReview.objects.create(
        stage=stage,
        result="extend",
        months=2,
        reason="認証を待つ",
        ground=GateGround.objects.first(),
        decided_by=by,
        decided_on=clock.date(),
        state=GateState.PROPOSED,
        agreement=Agreement.OFFICE_MANAGER,
    )


def test_a_gate_decision_waits_for_who_agrees_and_not_for_who_decided(client_as, clock):
    office, user = busy_office()
    case = Case.objects.filter(
        office=office, state=CaseState.ACTIVE, stages__started_on__isnull=False, stages__ended_on=None
    ).first()
    review = waiting_decision(case, clock, user)
    agree = reverse("casework:gate_agree", args=[case.ref, review.pk])
    manager = RoleAssignment.objects.filter(role=Role.OFFICE_MANAGER, office=office).first().user
    assert agree in section(page(client_as("office_manager", user=manager)), "decisions")
    assert agree in section(page(client_as("programme_manager")), "decisions")
    assert agree not in page(client_as("office_staff", user=user))


def test_the_list_behind_the_gate_decisions_holds_as_many(client_as, clock):
    office, user = busy_office()
    case = Case.objects.filter(
        office=office, state=CaseState.ACTIVE, stages__started_on__isnull=False, stages__ended_on=None
    ).first()
    waiting_decision(case, clock, user)
    manager = RoleAssignment.objects.filter(role=Role.OFFICE_MANAGER, office=office).first().user
    client = client_as("office_manager", user=manager)
    listed = page(client, reverse("casework:gate_list") + "?mine=on")
    assert listed.count("/agree/") + listed.count("/settle/") == counted(page(client), "decisions")


def test_rows_of_the_plan_wait_until_they_are_decided(client_as, clock):
    plan = matching.make_plan(Actor(None, "system", clock))
    pair = PlannedPair.objects.filter(plan=plan, state=PairState.PROPOSED).first()
    staff = pair.office.staff.filter(role=Role.OFFICE_STAFF).first().user
    client = client_as("office_staff", user=staff)
    rows = PlannedPair.objects.filter(plan=plan, office=pair.office, state__in=UNDECIDED)
    assert counted(page(client), "pairs") == rows.count()
    rows.update(state=PairState.DROPPED, reason="別の方法", decided_at=clock)
    assert 'id="pairs"' not in page(client)


def test_an_empty_queue_of_an_office_is_named_in_one_line(client_as, clock):
    office, user = busy_office()
    HandOver.objects.filter(to_office=office).update(state=HandOverState.RECALLED, settled_at=clock)
    html = page(client_as("office_staff", user=user))
    assert 'id="offers"' not in html
    assert "返事が必要な引継ぎ" in html


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.FIRM_MEMBER, *GUESTS}])
def test_every_role_sees_its_own_tasks_and_reminders(client_as, clock, role):
    client = client_as(role.value)
    client.user.reminders.all().delete()
    Reminder.objects.create(
        kind="gate_late",
        subject_kind="case",
        subject_ref="C-1",
        due_on=clock.date() - timedelta(days=3),
        person=client.user,
        address="/cases/C-1/",
        found_at=clock,
    )
    own = section(page(client).replace('"sec own"', '"sec"'), "own")
    assert 'href="/cases/C-1/"' in own
    assert "3日超過" in own
    assert "期限超過1件" in own


def test_a_task_leads_to_where_it_is_closed(client_as, clock):
    client = client_as("office_staff")
    task = Task.objects.create(
        text="原産地証明を確かめる", assignee=client.user, noted_at=clock, due_on=clock.date()
    )
    own = section(page(client).replace('"sec own"', '"sec"'), "own")
    assert "原産地証明を確かめる" in own
    assert reverse("notices:task", args=[task.pk]) in own


def test_a_task_given_to_a_colleague_is_waited_for(client_as, clock):
    client = client_as("office_staff")
    colleague = RoleAssignment.objects.exclude(user=client.user).first().user
    waiting = tally_of(page(client), "相手の返事待ち")
    Task.objects.create(
        text="頼んだこと", assignee=colleague, noted_by=client.user, noted_at=clock, due_on=clock.date()
    )
    assert tally_of(page(client), "相手の返事待ち") == waiting + 1


def firm_with_case():
    """A case under support at a stage, and somebody of its firm."""
    case = Case.objects.filter(
        state=CaseState.ACTIVE,
        stages__started_on__isnull=False,
        stages__ended_on=None,
        firm__members__isnull=False,
    ).first()
    return case, case.firm.members.first().user


def test_a_firm_is_asked_to_reply_before_a_shortening(client_as, clock):
    case, user = firm_with_case()
    review = waiting_decision(case, clock, None)
    GateReview.objects.filter(pk=review.pk).update(
        result="shorten",
        state=GateState.ANNOUNCED,
        announced_on=clock.date(),
        reply_until=clock.date() + timedelta(days=10),
    )
    reply = reverse("casework:gate_reply", args=[case.ref, review.pk])
    assert reply in page(client_as("firm_member", user=user))
    past = clock.date() - timedelta(days=1)
    GateReview.objects.filter(pk=review.pk).update(announced_on=past, reply_until=past)
    assert reply not in page(client_as("firm_member", user=user))


def test_a_firm_sees_its_meetings_ahead(client_as, clock):
    case, user = firm_with_case()
    Meeting.objects.create(
        subject_kind="case",
        subject_ref=case.ref,
        firm=case.firm,
        office=case.office,
        title="商談の準備",
        starts_at=clock + timedelta(days=2),
        ends_at=clock + timedelta(days=2, hours=1),
        place="事務所",
        planned_at=clock,
    )
    assert "商談の準備" in page(client_as("firm_member", user=user))


def test_a_reviewer_is_told_nothing_of_what_others_did_with_applications(client_as, actor):
    from django.db import transaction

    from banso.apps.journal.services import record
    from banso.apps.selection.models import Application

    application = Application.objects.select_related("firm").first()
    with transaction.atomic():
        record(actor("decider"), "application.screened", ("application", application.ref), {"view": "adopt"})
    link = reverse("selection:application", args=[application.ref])
    assert link not in section(page(client_as("reviewer")), "new")
    assert link in section(page(client_as("decider")), "new")


def test_firms_that_mail_about_a_questionnaire_does_not_reach_are_called_by_their_office(client_as, clock):
    units = FrameUnit.objects.filter(
        wave__asked="firms", wave__state="open", drawn=True, answered_at=None, declined_at=None
    ).order_by("pk")
    unit, quiet = units.filter(askings__way="mail")[:2]
    units.update(bounced_at=None)
    FrameUnit.objects.filter(pk=unit.pk).update(bounced_at=clock)
    html = client_as("office_staff", office=unit.firm.office).get("/").content.decode()
    assert f"/surveys/typed/{unit.pk}/phone/" in html
    assert f"/surveys/typed/{quiet.pk}/" not in html
    other = Office.objects.exclude(pk=unit.firm.office_id).order_by("pk").first()
    assert (
        f"/surveys/typed/{unit.pk}/" not in client_as("office_staff", office=other).get("/").content.decode()
    )
