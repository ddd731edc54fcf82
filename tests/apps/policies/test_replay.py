"""Every stored decision is decided again and found the same; one that was tampered with is named."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from banso.apps.policies import selectors, services
from banso.apps.policies.models import PolicyDecision
from banso.apps.policies.records import answer, columns, read_facts
from banso.engines.policy.compiled import compile_policy
from banso.engines.policy.folder import read_files

from . import making

ASKED = ("advice", "share", "paid")
COMPILED = compile_policy(read_files(making.files()).policy, ASKED)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "points": st.none() | st.decimals(0, 100, places=2) | st.integers(0, 100),
        "market": st.none() | st.sampled_from(["US", "FR", "a.b-c_9"]),
        "cost": st.none() | st.integers(0, 10**12),
        "applied": st.none() | st.dates(),
    },
)


@pytest.fixture
def decisions(db, clock):
    """Decisions by two versions, some of them on unknown facts."""
    making.published(first=making.TODAY, last=date(2026, 4, 30))
    making.published("second", first=date(2026, 5, 1), entry=making.ENTRY.replace("60", "70"))
    actor = making.manager()
    for number, day in enumerate([making.TODAY, date(2026, 5, 1)] * 3):
        facts = {"points": Decimal(62 + number) / 2 * 2, "market": "US", "cost": 1000, "applied": day}
        services.decide(
            actor, "sample", f"S-{number}", facts if number % 3 else {"market": "FR"},
            decisions=ASKED, applied_on=day, family_code="small",
        )  # fmt: skip
    return list(PolicyDecision.objects.order_by("id"))


def test_replay_finds_no_difference(decisions):
    report = selectors.replay()
    assert (report.total, report.different) == (6, ())


def test_replay_keeps_to_the_versions_asked_for(decisions):
    assert selectors.replay(["second"]).total == 3
    assert selectors.replay([]).total == 0


def test_replay_names_what_was_tampered_with(decisions, past_the_triggers):
    tampered = decisions[1]
    with past_the_triggers() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER policy_decision_no_update")
        cursor.execute(
            "UPDATE policies_policydecision SET outputs = %s WHERE id = %s",
            ['{"advice": "adopt", "share": "0.25", "paid": 1}', tampered.pk],
        )
    different = selectors.replay().different
    assert [(found.decision, found.version, found.subject) for found in different] == [
        (tampered.pk, "second", ("sample", "S-1"))
    ]
    stored, recomputed = different[0].differs["outputs"]
    assert (stored["paid"], recomputed["paid"]) == (1, 250)


def test_replay_reads_in_streams(decisions, queries):
    # The versions that are asked for, the versions, and one stream however many decisions there are.
    with queries(at_most=3):
        selectors.replay()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FACTS)
def test_facts_that_are_written_down_decide_the_same_again(facts):
    decision = COMPILED.decide(facts)
    kept = columns(COMPILED, facts, decision, ASKED)
    again = COMPILED.decide(read_facts(COMPILED, kept["facts"]))
    assert answer(again) == {name: kept[name] for name in ("outputs", "matched", "missing", "conflicts")}
