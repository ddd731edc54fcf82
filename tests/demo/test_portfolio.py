"""What is in the small portfolio hangs together, and its offices have work on the day."""

import itertools
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.models import F, Max, Min, Q

from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.behalf.models import Entry, EntryState
from banso.apps.behalf.services import rebuild
from banso.apps.casework.models import (
    Activity,
    Case,
    CaseState,
    ExportGoal,
    ExportResult,
    FollowUp,
    OwnEffort,
    Stage,
)
from banso.apps.channels.models import Mall
from banso.apps.directory.models import (
    BodyKind,
    Contact,
    Expert,
    Firm,
    Office,
    PartnerBody,
    PrivateProvider,
    TradingCompany,
)
from banso.apps.intake.models import (
    Consultation,
    Need,
    Pause,
    Proposal,
    ProposalState,
    Receiver,
    SilenceStep,
)
from banso.apps.journal.actor import ZONE
from banso.apps.journal.models import Counter as ReferenceCounter
from banso.apps.journal.models import Event
from banso.apps.journal.services import verify
from banso.apps.selection.models import Application, Determination
from banso.engines.kernel import corporate_number
from banso.engines.kernel.fiscal import add_months

AS_OF = date(2026, 3, 10)
MIDNIGHT = datetime(2026, 3, 10, tzinfo=ZONE)

pytestmark = [pytest.mark.usefixtures("portfolio"), pytest.mark.one_database]


def test_the_organisation_has_its_national_shape():
    assert Office.objects.filter(retired_on=None).count() == 50
    assert Office.objects.values("prefecture").distinct().count() == 47
    assert Expert.objects.count() == 350
    assert Mall.objects.count() == 57
    assert PartnerBody.objects.filter(kind="chamber").count() == 47
    assert Firm.objects.count() == 200


def test_some_offices_have_one_above_them():
    assert Office.objects.get(code="hamamatsu").parent.code == "shizuoka"


def test_every_expert_speaks_languages_and_knows_markets_subjects_and_industries():
    for relation in ("languages", "markets", "subjects", "industries"):
        assert not Expert.objects.filter(**{f"{relation}__isnull": True}).exists(), relation


def test_there_is_one_example_user_for_every_role():
    for role in Role:
        user = User.objects.get(email=f"{role.value}@demo.invalid")
        assert user.assignments.filter(role=role.value).exists(), role
        assert not user.has_usable_password()


def test_no_password_opens_any_user():
    assert all(not user.has_usable_password() for user in User.objects.order_by("id"))


def test_no_number_or_address_can_be_anybodys():
    for firm in Firm.objects.exclude(corporate_number=None).order_by("id"):
        assert corporate_number.parse(firm.corporate_number)[1:5] == "9900"
    contacts = Contact.objects.filter(erased_at=None).order_by("id")
    phones = [*contacts.values_list("phone", flat=True)]
    phones += Office.objects.order_by("id").values_list("phone", flat=True)
    assert all(phone.startswith("050-0000-") for phone in phones if phone)
    mails = [*User.objects.order_by("id").values_list("email", flat=True)]
    mails += contacts.exclude(email="").values_list("email", flat=True)
    mails += Office.objects.order_by("id").values_list("email", flat=True)
    assert all(mail.endswith((".invalid", ".example")) for mail in mails)


def test_nothing_has_happened_on_the_day_itself_or_after():
    assert Event.objects.aggregate(last=Max("at"))["last"] < MIDNIGHT
    assert Consultation.objects.aggregate(last=Max("asked_at"))["last"] < MIDNIGHT
    assert Activity.objects.aggregate(last=Max("done_on"))["last"] < AS_OF
    assert ExportResult.objects.aggregate(last=Max("recorded_at"))["last"] < MIDNIGHT
    assert FollowUp.objects.aggregate(last=Max("done_on"))["last"] < AS_OF
    assert OwnEffort.objects.aggregate(last=Max("done_on"))["last"] < AS_OF


def test_work_begins_in_fiscal_2021():
    assert Consultation.objects.aggregate(first=Min("asked_at"))["first"].date() >= date(2021, 4, 1)
    assert Case.objects.aggregate(first=Min("started_on"))["first"] >= date(2021, 4, 1)


def test_no_event_speaks_of_a_firm_before_its_registration():
    late = Consultation.objects.filter(asked_at__lt=F("firm__registered_at"))
    assert not late.exists()
    assert not Application.objects.filter(created_at__lt=F("firm__registered_at")).exists()


def test_the_steps_of_intake_follow_each_other():
    assert not Need.objects.filter(taken_out_at__lt=F("consultation__asked_at")).exists()
    assert not Proposal.objects.filter(sent_at__lt=F("need__taken_out_at")).exists()
    assert not Proposal.objects.filter(taken_at__lt=F("sent_at")).exists()
    assert not Proposal.objects.filter(closed_at__lt=F("taken_at")).exists()


def test_a_proposals_state_agrees_with_its_moments():
    for proposal in Proposal.objects.order_by("id"):
        taken = proposal.state in ("taken", "helped", "no_help", "not_reachable")
        closed = proposal.state in ("not_my_field", "helped", "no_help", "not_reachable")
        assert (proposal.taken_at is not None) == taken
        assert (proposal.closed_at is not None) == closed
        assert bool(proposal.answer) == (closed and proposal.state != "not_my_field")


def test_every_need_that_an_expert_took_on_has_a_spot_case_and_no_other():
    taken = Q(proposals__receiver="expert", proposals__taken_at__isnull=False)
    needs = set(Need.objects.filter(taken).values_list("id", flat=True))
    assert needs == set(Case.objects.filter(service__code="spot").values_list("need_id", flat=True))


def test_every_adopted_application_has_a_case_and_no_other():
    adopted = set(Application.objects.filter(state="adopted").values_list("id", flat=True))
    assert adopted == set(Case.objects.exclude(application=None).values_list("application_id", flat=True))
    assert adopted == set(
        Determination.objects.filter(outcome="adopted").values_list("application_id", flat=True)
    )


def test_goals_and_promises_go_over_to_the_case():
    for model in (ExportGoal, OwnEffort):
        adopted = model.objects.filter(application__state="adopted")
        assert adopted.exists()
        assert not adopted.exclude(case__application=F("application")).exists()
        assert not model.objects.exclude(application__state="adopted").exclude(case=None).exists()


def test_stages_of_a_case_follow_each_other_without_a_gap():
    for case in Case.objects.exclude(application=None).prefetch_related("stages").order_by("id"):
        stages = list(case.stages.all())
        assert stages[0].started_on == case.started_on
        for earlier, stage in itertools.pairwise(stages):
            assert stage.planned_from > earlier.planned_from
            assert stage.started_on == earlier.ended_on or stage.started_on is None
        assert any(stage.started_on and not stage.ended_on for stage in stages) == (case.state != "ended")


def test_follow_ups_are_planned_by_months_after_the_end():
    for follow_up in FollowUp.objects.select_related("case").order_by("id"):
        assert follow_up.due_on == add_months(follow_up.case.ended_on, follow_up.months)
        if follow_up.done_on and not follow_up.firm_closed:
            assert add_months(follow_up.due_on, -1) <= follow_up.done_on


def test_activities_and_results_lie_within_the_support():
    assert not Activity.objects.filter(done_on__lt=F("case__started_on")).exists()
    assert not Activity.objects.filter(done_on__gt=F("case__ended_on")).exists()
    assert not ExportResult.objects.filter(exported_on__lt=F("case__started_on")).exists()
    assert not ExportResult.objects.filter(exported_on__gt=F("case__ended_on")).exists()
    assert not ExportResult.objects.filter(confirmed_at__lt=F("recorded_at")).exists()


def test_samples_are_marked_and_some_results_wait_to_be_confirmed():
    assert ExportResult.objects.filter(sample=True).exists()
    assert ExportResult.objects.filter(confirmed_at=None).exists()
    assert not ExportResult.objects.filter(source="firm", confirmed_at=None).exists()


def test_results_sold_through_malls_name_a_mall_of_their_market():
    malls = ExportResult.objects.filter(channel="mall")
    assert malls.exists()
    assert not malls.exclude(mall__market=F("market")).exists()
    assert not ExportResult.objects.exclude(channel="mall").exclude(mall=None).exists()


def test_nobody_exported_without_a_confirmed_result():
    exported = Case.objects.filter(outcome__in=["exported", "self_driven"])
    confirmed = ExportResult.objects.filter(sample=False, confirmed_at__isnull=False).values("case_id")
    assert exported.exists()
    assert not exported.exclude(pk__in=confirmed).exists()


def test_no_expert_works_more_than_the_contract_gives():
    hours = Counter()
    for expert, day, spent in Activity.objects.exclude(expert=None).values_list("expert", "done_on", "hours"):
        hours[expert, day.year, day.month] += spent
    monthly = dict(Expert.objects.values_list("id", "monthly_hours"))
    assert all(spent <= Decimal(monthly[expert]) for (expert, _year, _month), spent in hours.items())


def test_the_chains_of_the_journal_verify():
    assert list(verify(Event.objects.order_by("id").iterator(chunk_size=2000))) == []


def test_every_case_and_application_has_a_chain_that_begins_with_its_opening():
    first = Event.objects.filter(number=1)
    assert {e.action for e in first.filter(subject_kind="case")} == {"case.opened"}
    assert {e.action for e in first.filter(subject_kind="application")} == {"application.started"}
    assert first.filter(subject_kind="case").count() == Case.objects.count()
    assert first.filter(subject_kind="application").count() == Application.objects.count()


def test_events_hold_no_name_and_no_text():
    words = [*Firm.objects.order_by("id").values_list("name", flat=True)[:30]]
    words += Contact.objects.order_by("id").values_list("name", flat=True)[:30]
    words += Consultation.objects.order_by("id").values_list("title", flat=True)[:30]
    payloads = "\n".join(Event.objects.order_by("id").values_list("payload", flat=True))
    assert not [word for word in words if word in payloads]


def test_the_next_reference_of_a_year_is_a_new_one():
    for counter in ReferenceCounter.objects.filter(kind="C").order_by("id"):
        last = Case.objects.filter(ref__startswith=f"C-{counter.fiscal_year}-").count()
        assert counter.last == last


def test_the_example_firm_is_in_the_third_stage_and_has_a_result_to_confirm():
    user = User.objects.get(email="firm_member@demo.invalid")
    case = Case.objects.get(firm__members__user=user, service__code="hands_on")
    stage = case.stages.get(started_on__isnull=False, ended_on=None)
    assert (stage.order, case.state) == (3, CaseState.ACTIVE)
    assert AS_OF <= stage.planned_to <= AS_OF + timedelta(days=31)
    assert case.results.filter(confirmed_at=None).exists()
    assert case.results.filter(confirmed_at__isnull=False, sample=False).count() >= 3
    assert case.goals.exists()
    assert case.own_efforts.filter(done_on=None).exists()


def test_the_example_office_has_work_of_every_kind():
    office = Office.objects.get(code="shizuoka")
    unsettled = Q(needs=None) | Q(needs__proposals=None) | Q(needs__proposals__state__in=["waiting", "taken"])
    assert Consultation.objects.filter(unsettled, office=office).distinct().count() >= 3
    running = Stage.objects.filter(case__office=office, case__state="active", started_on__isnull=False)
    assert running.filter(ended_on=None, planned_to__lte=AS_OF + timedelta(days=31)).exists()
    due = FollowUp.objects.filter(case__office=office, done_on=None)
    assert due.filter(due_on__lte=AS_OF + timedelta(days=31)).exists()


def test_the_example_expert_has_a_proposal_waiting_and_cases():
    expert = Expert.objects.get(user__email="expert@demo.invalid")
    assert expert.proposals.filter(state="waiting").exists()
    assert expert.cases.filter(state="active").exists()


def test_reviewers_and_deciders_have_something_before_them():
    assert Application.objects.filter(state="submitted").exists()
    assert Application.objects.filter(state="screened").exists()


def test_nearly_all_applications_are_adopted():
    outcomes = Counter(Determination.objects.values_list("outcome", flat=True))
    assert 0.85 < outcomes["adopted"] / outcomes.total() < 1


def test_the_window_shows_every_kind_of_receiver_in_every_state():
    for receiver in Receiver.values:
        states = set(Proposal.objects.filter(receiver=receiver).order_by().values_list("state", flat=True))
        assert len(states) >= 3, (receiver, states)
    assert set(Proposal.objects.order_by().values_list("state", flat=True)) == set(ProposalState.values)


def test_the_window_shows_silence_at_each_step_pauses_and_what_was_given_up():
    assert set(SilenceStep.objects.order_by().values_list("step", flat=True)) == {1, 2, 3}
    assert Pause.objects.filter(resumed_on=None, until__gte=AS_OF).exists()
    assert Pause.objects.exclude(resumed_on=None).exists()
    assert Need.objects.filter(abandoned_on__isnull=False, abandoned_by=None).exists()
    assert Need.objects.filter(abandoned_on__isnull=False).exclude(abandoned_by=None).exists()
    assert Proposal.objects.exclude(withdrawn_at=None).exists()
    assert Event.objects.filter(action="proposal.reopened").exists()


def test_a_steps_day_is_that_of_the_configured_silence():
    for step in SilenceStep.objects.order_by("id"):
        days = (step.done_at.astimezone(ZONE).date() - step.sent_at.astimezone(ZONE).date()).days
        assert days == (9, 21, 45)[step.step - 1]


def test_there_are_bodies_outside_of_every_kind():
    assert (PrivateProvider.objects.count(), TradingCompany.objects.count()) == (40, 25)
    assert set(PartnerBody.objects.order_by().values_list("kind", flat=True)) == set(BodyKind.values)


def test_no_hours_are_logged_once_an_overdue_gate_stops_them(portfolio):
    from banso.apps.casework.services.activities import hours_stop_after

    wrong = []
    logged = Activity.objects.filter(hours__gt=0, case__application__isnull=False)
    for row in logged.select_related("case__version").prefetch_related("case__stages").order_by("pk"):
        stages = row.case.stages.all()
        begun = [stage for stage in stages if stage.started_on and stage.started_on <= row.done_on]
        stage = max(begun, key=lambda stage: stage.order, default=None)
        if stage and row.done_on > hours_stop_after(row.case, stage.planned_to):
            wrong.append(row.pk)
    assert wrong == []


def test_entries_for_firms_are_what_the_journal_and_the_words_say(portfolio):
    before = list(Entry.objects.order_by("pk").values())
    assert rebuild() == len(before)
    assert list(Entry.objects.order_by("pk").values()) == before
    home = Entry.objects.filter(firm__office__code="shizuoka")
    states = set(home.order_by().values_list("state", flat=True))
    assert states >= {EntryState.WAITING, EntryState.CONFIRMED, EntryState.DIFFERENT}
