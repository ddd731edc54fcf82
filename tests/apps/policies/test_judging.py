"""What is asked of a version is written down exactly, with what people made of it."""

from datetime import date
from decimal import Decimal

import pytest

from banso.apps.journal.models import Event
from banso.apps.policies import selectors, services
from banso.apps.policies.models import PolicyDecision
from banso.apps.policies.subjects import Case

from . import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ASKED = ("advice", "share", "paid")
FACTS = {"points": Decimal("66.50"), "market": "US", "cost": 99_999, "applied": date(2026, 4, 2)}


def decide(facts=FACTS, *, asked=ASKED, on=making.APRIL, by=None):
    by = by or making.manager()
    return services.decide(by, "sample", "S-1", facts, decisions=asked, applied_on=on, family_code="small")


def stricter(first, **values):
    """A version in force from a later day by which more points are needed."""
    return making.published("second", first=first, entry=making.ENTRY.replace("60", "70"), **values)


def test_a_decision_holds_version_facts_rows_and_outcome(chain):
    version = making.published()
    stored = PolicyDecision.objects.get(pk=decide().pk)
    assert stored.version == version
    assert stored.facts == {"points": "66.5", "market": "US", "cost": 99_999, "applied": "2026-04-02"}
    assert stored.outputs == {"advice": "adopt", "share": "0.25", "paid": 25_000}
    assert stored.matched == {"entry": [1], "fee": [1]}
    assert (stored.missing, stored.conflicts) == ([], [])
    event = Event.objects.get(action="policy.decided")
    assert (event.subject_kind, event.subject_ref, event.policy_version) == ("sample", "S-1", "first")
    assert event.data["facts"] == stored.facts_digest
    assert event.data["outputs"] == stored.outputs


def test_an_unknown_fact_is_said_to_be_missing():
    making.published()
    stored = decide({"market": "FR", "cost": None})
    assert stored.facts == {"market": "FR"}
    assert stored.outputs == {"advice": None, "share": "0.5", "paid": None}
    assert "points" in stored.missing


def test_only_facts_that_the_decision_takes_are_kept():
    making.published()
    assert decide({**FACTS, "id": "S-1", "name": "山田商店"}, asked=("advice",)).facts == {"points": "66.5"}


def test_a_text_that_could_be_a_name_is_not_kept_as_a_fact(refused, chain):
    making.published()
    with refused("fact_no_code"):
        decide({**FACTS, "market": "山田 太郎"})
    assert chain("sample", "S-1") == []


def test_a_fact_of_the_wrong_type_is_refused_by_name(refused):
    making.published()
    with refused("wrong_fact", "points"):
        decide({"points": "many"})


def test_a_result_that_the_version_does_not_answer_stays_unknown():
    making.published()
    stored = decide(asked=("advice", "later"))
    assert (stored.decisions, stored.outputs) == (["advice"], {"advice": "adopt"})


def test_nothing_is_decided_before_the_first_version(chain):
    making.published()
    assert decide(on=date(2026, 3, 31)) is None
    assert chain("sample", "S-1") == []


def test_a_subject_is_judged_by_the_version_of_the_day_it_applied():
    making.published()
    stricter(date(2026, 5, 1))
    judged = [decide(on=day).version.code for day in (making.APRIL, date(2026, 4, 30), date(2026, 5, 1))]
    assert judged == ["first", "first", "second"]


def test_advice_is_given_without_writing_it_down():
    making.published()
    advice = selectors.advise(
        "sample", "S-1", FACTS, decisions=ASKED, applied_on=making.APRIL, family_code="small"
    )
    assert (advice.version.code, advice.decision.outputs["advice"]) == ("first", "adopt")
    assert advice.decision.reasons[0].text.en == "60 points or more."
    assert not PolicyDecision.objects.exists()


def test_the_latest_decision_of_a_subject_is_found():
    making.published()
    decide()
    latest = decide({"points": 3})
    assert selectors.stored_decision("sample", "S-1") == latest
    assert selectors.stored_decision("sample", "S-2") is None


def test_who_departs_says_why(refused):
    making.published()
    decision = decide()
    with refused("required", "reason"):
        services.note_departure(making.manager(), decision, followed=False, reason=" ")
    person = making.manager()
    noted = services.note_departure(person, decision, followed=False, reason="工場が被災した")
    assert (noted.followed, noted.departed_by_id) == ("departed", person.user_id)
    assert noted.departure_reason == "工場が被災した"
    event = Event.objects.get(action="policy.departed")
    assert (event.policy_version, event.data["followed"]) == ("first", "departed")
    assert "被災" not in event.payload


def test_who_follows_needs_no_reason():
    making.published()
    noted = services.note_departure(making.manager(), decide(), followed=True)
    assert (noted.followed, noted.departed_by, noted.departure_reason) == ("followed", None, "")


def test_what_came_of_it_is_written_down_once(refused):
    making.published()
    noted = services.note_departure(making.manager(), decide(), followed=True)
    with refused("noted_already"):
        services.note_departure(making.manager(), noted, followed=False, reason="理由")


@pytest.fixture
def two_versions(subject):
    """Two versions, and one subject judged by the first: 66.5 points are enough there, not in the second."""
    first, second = making.published(), stricter(date(2026, 5, 1))
    subject("sample", {"S-1": Case("S-1", making.APRIL, FACTS)})
    return first, second


def test_a_subject_that_is_moved_is_decided_anew_and_the_difference_is_kept(two_versions, chain):
    first, second = two_versions
    migration = services.migrate(making.manager(), "sample", "S-1", second, "本人の希望")
    assert (migration.from_version, migration.to_version) == (first, second)
    assert migration.difference == {"advice": ["adopt", "decline"]}
    assert selectors.stored_decision("sample", "S-1").outputs["advice"] == "decline"
    assert chain("sample", "S-1") == ["policy.migrated", "policy.decided"]
    assert "希望" not in Event.objects.get(action="policy.migrated").payload


def test_a_recorded_migration_wins_over_the_day_and_the_latest_over_the_others(two_versions):
    first, second = two_versions
    services.migrate(making.manager(), "sample", "S-1", second, "理由")
    assert selectors.version_for("sample", "S-1", making.APRIL, "small") == second
    services.migrate(making.manager(), "sample", "S-1", first, "誤りだった")
    assert selectors.version_for("sample", "S-1", making.APRIL, "small") == first
    assert selectors.version_for("sample", "S-2", making.APRIL, "small") == first


def test_a_subject_is_not_moved_to_a_version_that_is_not_published(two_versions, refused):
    with refused("not_published", "to_version"):
        services.migrate(making.manager(), "sample", "S-1", making.approved("third"), "理由")


def test_a_subject_is_not_moved_without_a_reason(two_versions, refused):
    with refused("required", "reason"):
        services.migrate(making.manager(), "sample", "S-1", two_versions[1], " ")


def test_a_subject_is_not_moved_to_the_version_that_judges_it(two_versions, refused):
    with refused("judged_by_it", "to_version"):
        services.migrate(making.manager(), "sample", "S-1", two_versions[0], "理由")


def test_a_record_that_does_not_exist_is_not_moved(two_versions, refused):
    with refused("subject_unknown"):
        services.migrate(making.manager(), "sample", "S-9", two_versions[1], "理由")
