"""What the policy said when the demonstration's people decided."""

from datetime import date

import pytest
from django.db.models import F

from banso.apps.casework.facts import CaseRecords, RequestRecords
from banso.apps.casework.models import Case, CaseOutcome, GateReview
from banso.apps.journal.actor import ZONE
from banso.apps.journal.models import Event
from banso.apps.policies import records
from banso.apps.policies.models import Followed, PolicyDecision, PolicyMigration
from banso.apps.policies.selectors import compiled_of, replay, version_for
from banso.apps.selection.models import Application, Determination

pytestmark = [pytest.mark.usefixtures("portfolio"), pytest.mark.one_database]

REFORM = date(2025, 4, 1)


def decisions(kind):
    return PolicyDecision.objects.filter(subject_kind=kind).select_related("version").order_by("pk")


def kept(decision, facts):
    """Facts as they would be stored with a decision."""
    return records.written_facts(compiled_of(decision.version, decision.decisions), facts)


def test_every_determination_and_every_gate_is_judged():
    assert decisions("application").count() == Determination.objects.count() > 50
    gates, moved = GateReview.objects.count(), PolicyMigration.objects.count()
    assert decisions("case").count() == gates + moved > 50
    assert moved > 0


def test_each_is_judged_by_the_version_in_force_when_it_was_applied_for():
    by_ref = dict(Application.objects.order_by("pk").values_list("ref", "submitted_at"))
    codes = set()
    for decision in decisions("application"):
        applied_on = by_ref[decision.subject_ref].astimezone(ZONE).date()
        assert version_for("application", decision.subject_ref, applied_on) == decision.version
        assert (decision.version.code == "reformed") == (applied_on >= REFORM)
        codes.add(decision.version.code)
    assert codes == {"as_surveyed", "fair_share", "reformed"}


def test_the_facts_of_determinations_are_those_that_the_records_tell_of_that_day():
    rows = RequestRecords(Application.objects.order_by("pk"))
    keys = dict(Application.objects.order_by("pk").values_list("ref", "pk"))
    for decision in decisions("application"):
        facts = rows.facts(keys[decision.subject_ref], decision.decided_at.astimezone(ZONE).date())
        assert kept(decision, facts) == decision.facts


def test_the_facts_of_ends_are_those_that_the_records_tell_of_that_day():
    ended = Case.objects.filter(application__isnull=False, ended_on__isnull=False).order_by("pk")
    rows, compared = CaseRecords(ended), 0
    for case in ended:
        decision = decisions("case").filter(subject_ref=case.ref).last()
        assert kept(decision, rows.facts(case.pk, case.ended_on)) == decision.facts
        compared += 1
    assert compared > 20


def test_what_is_stored_is_decided_the_same_again():
    report = replay()
    assert (report.total, report.different) == (PolicyDecision.objects.count(), ())


def test_the_determination_says_what_was_recommended_and_so_does_its_event():
    advice = {d.subject_ref: d.outputs["screening_advice"] for d in decisions("application")}
    for determination in Determination.objects.select_related("application").order_by("pk"):
        assert determination.recommendation == advice[determination.application.ref]
    for event in Event.objects.filter(action="application.determined").order_by("pk"):
        assert event.data["recommendation"] == advice[event.subject_ref]


def test_a_departure_has_its_reason_and_its_person():
    departed = PolicyDecision.objects.filter(followed=Followed.DEPARTED).order_by("pk")
    assert departed.filter(subject_kind="application").exists()
    for decision in departed:
        assert decision.departure_reason
        assert decision.departed_by_id
    reasons = {d.application.ref: d.reason for d in Determination.objects.select_related("application")}
    for decision in departed.filter(subject_kind="application"):
        assert decision.departure_reason == reasons[decision.subject_ref]


def test_since_the_reform_deciders_mostly_follow_it():
    found = decisions("application").filter(version__code="reformed").exclude(followed="")
    followed = found.filter(followed=Followed.FOLLOWED).count()
    assert 0.6 * found.count() < followed


def test_support_that_was_stopped_early_departs_from_going_on():
    stopped = Case.objects.filter(outcome=CaseOutcome.STOPPED, ended_on__lt=F("planned_end_on"))
    refs = stopped.values("ref")
    last = decisions("case").filter(subject_ref__in=refs, outputs__continuation_advice="continue")
    assert last.filter(followed=Followed.DEPARTED).exists()


def test_each_decision_stands_in_the_chain_of_its_subject():
    events = Event.objects.filter(action="policy.decided").order_by("pk")
    assert events.count() == PolicyDecision.objects.count()
    known = {
        d.pk: (d.subject_kind, d.subject_ref, d.version.code)
        for d in PolicyDecision.objects.select_related("version")
    }
    for event in events:
        assert known[event.data["decision"]] == (event.subject_kind, event.subject_ref, event.policy_version)
