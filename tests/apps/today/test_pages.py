import re
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db.models.signals import post_init

from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.permissions import GUESTS
from banso.apps.accounts.roles import Role
from banso.apps.casework.models import Case, CaseState, ExportResult, FollowUp
from banso.apps.casework.selectors import follow_ups_to_do, gates_due
from banso.apps.intake.models import Consultation, Need, Proposal, ProposalState
from banso.apps.intake.selectors import consultations_waiting
from banso.apps.surveys.models import FrameUnit, Wave, WaveState
from banso.web.demonstration import is_demonstration
from tests.apps.inquiries import making as inquiries
from tests.apps.products import making as goods
from tests.apps.surveys import asked as questionnaires


def page(client, address="/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def busy_office():
    """The office with the most cases under support, and somebody of its staff."""
    from django.db.models import Count, Q

    held = RoleAssignment.objects.filter(role=Role.OFFICE_STAFF).annotate(
        active=Count("office__cases", filter=Q(office__cases__state=CaseState.ACTIVE))
    )
    first = held.select_related("office", "user").order_by("-active", "id").first()
    return first.office, first.user


def section(html, id):
    return re.search(rf'<section class="sec" id="{id}".*?</section>', html, re.DOTALL).group()


def counted(html, id):
    """The count that a section shows."""
    return int(re.search(r'<span class="cnt num">([\d,]+)', section(html, id)).group(1).replace(",", ""))


#: No page may cost more queries than this, whatever is in the database.
MOST = {
    Role.OFFICE_STAFF: 75,
    Role.OFFICE_MANAGER: 75,
    Role.EXPERT: 30,
    Role.PARTNER_MEMBER: 32,
    Role.PROGRAMME_MANAGER: 27,
}


#: Buyers are led to Japan Street, operators to their mall.
WITH_A_FIRST_PAGE = [role for role in Role if role not in GUESTS]


@pytest.mark.parametrize("role", WITH_A_FIRST_PAGE)
def test_every_role_has_a_first_page_at_a_fixed_cost(portfolio, client_as, queries, role):
    client = client_as(role.value)
    is_demonstration()
    with queries(at_most=MOST.get(role, 25)):
        html = page(client)
    assert "<h1>" in html


def test_the_cost_does_not_grow_with_the_work(portfolio, client_as, queries, clock):
    office, user = busy_office()
    client = client_as("office_staff", user=user)
    is_demonstration()
    # Some work lies in every queue from the start: what a queue's first row costs is not growth.
    give(office, cases=60, consultations=80)
    page(client)
    with queries() as before, objects_made() as few:
        page(client)
    give(office, cases=150, consultations=240)
    with queries(at_most=len(before)), objects_made() as many:
        page(client)
    # A queue shows its first rows only; what belongs to one row may differ from firm to firm.
    assert len(many) <= len(few) * 1.5


@contextmanager
def objects_made():
    """The rows of which objects are made."""
    made = []

    def count(sender, **_values):
        made.append(sender)

    post_init.connect(count)
    try:
        yield made
    finally:
        post_init.disconnect(count)


def give(office, *, cases, consultations):
    """Let an office have so many of the active cases and consultations."""
    active = Case.objects.filter(state=CaseState.ACTIVE).order_by("pk").values_list("pk", flat=True)[:cases]
    Case.objects.filter(pk__in=list(active)).update(office=office)
    asked = Consultation.objects.order_by("pk").values_list("pk", flat=True)[:consultations]
    Consultation.objects.filter(pk__in=list(asked)).update(office=office)


def test_an_office_counts_exactly_what_lies_behind_its_queues(portfolio, client_as, clock):
    office, user = busy_office()
    html = page(client_as("office_staff", user=user))
    cases, today = Case.objects.filter(office=office), clock.date()
    assert counted(html, "gates") == gates_due(cases, today).count()
    due = follow_ups_to_do(FollowUp.objects.filter(case__office=office), today)
    assert counted(html, "follow-ups") == due.count()


def test_a_consultation_waits_until_every_need_is_settled(portfolio, client_as):
    office, user = busy_office()
    client = client_as("office_staff", user=user)
    waiting = counted(page(client), "consultations")
    of_office = Consultation.objects.filter(office=office)
    answered = of_office.exclude(pk__in=consultations_waiting(of_office).values("pk"))
    consultation = answered.filter(needs__proposals__state=ProposalState.HELPED).first()
    proposal = Proposal.objects.filter(need__consultation=consultation).first()
    Need.objects.create(
        consultation=consultation,
        subject=proposal.need.subject,
        description="もう1つ",
        taken_out_at=consultation.asked_at,
    )
    assert counted(page(client), "consultations") == waiting + 1


def test_a_consultation_of_another_office_does_not_show(portfolio, client_as, clock):
    office, user = busy_office()
    # A consultation without needs waits, whatever became of others; it is the oldest of all.
    other = Consultation.objects.exclude(office=office).first()
    other.pk, other.ref, other.title, other.asked_at = None, "Q-0", "よその相談", clock - timedelta(days=900)
    other.save()
    assert "よその相談" not in page(client_as("office_staff", user=user))


def test_my_cases_are_those_i_am_in_charge_of(portfolio, client_as, clock):
    office, user = busy_office()
    client = client_as("office_staff", user=user)
    Case.objects.filter(office=office).update(staff=None)
    assert counted(page(client), "gates") > 0
    assert counted(page(client, "/?cases=mine"), "gates") == 0


def test_a_late_gate_is_marked_by_shape_and_words(portfolio, client_as, clock):
    office, user = busy_office()
    stage = gates_due(Case.objects.filter(office=office), clock.date()).first()
    type(stage).objects.filter(pk=stage.pk).update(planned_to=clock.date() - timedelta(days=4))
    row = section(page(client_as("office_staff", user=user)), "gates")
    assert 'href="#late"' in row
    assert "4日超過" in row


def test_the_page_says_when_a_job_was_missed(portfolio, client_as):
    assert "一度も実行していません" in page(client_as("office_staff"))


def test_news_tells_of_the_rows_in_reach_alone(portfolio, client_as, actor):
    from django.db import transaction

    from banso.apps.journal.services import record

    office, user = busy_office()
    ours = Case.objects.filter(office=office).order_by("pk").first()
    theirs = Case.objects.exclude(office=office).order_by("pk").first()
    with transaction.atomic():
        for case in (ours, theirs):
            record(actor("office_staff"), "case.paused", ("case", case.ref), {})
    news = section(page(client_as("office_staff", user=user)), "new")
    assert ours.firm.name in news
    assert theirs.firm.name not in news


def test_a_firm_sees_its_stage_in_its_own_words(portfolio, client_as):
    case = Case.objects.filter(
        state=CaseState.ACTIVE,
        stages__started_on__isnull=False,
        stages__ended_on__isnull=True,
        firm__members__isnull=False,
    ).first()
    stage = case.stages.get(started_on__isnull=False, ended_on__isnull=True)
    html = page(client_as("firm_member", user=case.firm.members.first().user))
    assert stage.definition.firm_now in html
    assert 'class="public"' in html


def test_a_firm_is_asked_to_confirm_what_others_recorded(portfolio, client_as, clock):
    case = Case.objects.filter(
        state=CaseState.ACTIVE, firm__members__isnull=False, goals__isnull=False
    ).first()
    ExportResult.objects.create(
        case=case,
        exported_on=clock.date(),
        market=case.goals.first().market,
        product="抹茶の缶",
        amount_yen=120000,
        channel="direct",
        source="expert",
        recorded_at=clock,
    )
    html = page(client_as("firm_member", user=case.firm.members.first().user))
    assert "抹茶の缶" in html
    assert "120,000円" in html


def test_a_firm_is_told_of_a_question_that_a_buyer_waits_with(configuration, client_as, actor):
    question = inquiries.asked(actor("office_staff"))
    other = inquiries.asked(actor("office_staff"), product=goods.published(article="S-9").product)
    html = page(client_as("firm_member", firm=question.product.firm))
    assert f'href="/inquiries/{question.ref}/"' in html
    assert other.ref not in html


@pytest.mark.both_databases
def test_a_firm_is_asked_for_its_answers_until_it_has_given_them(configuration, client_as, clock):
    unit, other = questionnaires.unit(), questionnaires.unit()
    client = client_as("firm_member", firm=unit.firm)
    html = page(client)
    assert f'href="/surveys/own/{unit.pk}/"' in html
    assert f"/surveys/own/{other.pk}/" not in html
    FrameUnit.objects.filter(pk=unit.pk).update(answered_at=clock)
    assert "/surveys/own/" not in page(client)


@pytest.mark.parametrize("changed", [{"state": WaveState.CLOSED}, {"closes_on": date(2000, 1, 1)}])
def test_a_firm_is_not_asked_for_answers_that_a_wave_no_longer_takes(configuration, client_as, changed):
    unit = questionnaires.unit()
    Wave.objects.update(**changed)
    assert "/surveys/own/" not in page(client_as("firm_member", firm=unit.firm))


def test_a_firm_sees_nothing_of_others(portfolio, client_as):
    case = Case.objects.filter(firm__members__isnull=False).first()
    other = Case.objects.exclude(firm=case.firm).first()
    assert other.firm.name not in page(client_as("firm_member", user=case.firm.members.first().user))


def test_an_expert_sees_hours_against_the_contract(portfolio, client_as):
    client = client_as("expert")
    html = page(client)
    assert f"／{client.user.expert.monthly_hours}時間" in html


def test_somebody_without_a_role_is_shown_the_ways_in(db, clock):
    from django.test import Client

    from banso.apps.accounts.models import User
    from support import people

    client, newcomer = Client(), User.objects.create_user("new@example.invalid", name="新人")
    people.inform(newcomer)
    client.force_login(newcomer)
    assert "ようこそ" in page(client)
    assert "役割はまだありません" in page(client)


def test_the_first_page_asks_to_sign_in(db):
    from django.test import Client

    assert Client().get("/").status_code == 302


def test_every_page_reads_in_english(portfolio, client_as):
    client = client_as("office_staff")
    client.cookies["banso_language"] = "en"
    html = page(client)
    assert "Gate reviews due" in html
    assert "段階審査の期限" not in html
