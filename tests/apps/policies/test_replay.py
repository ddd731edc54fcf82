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


@pytest.fixture
def tamper(past_the_triggers):
    """``tamper(decision, "outputs", '{...}')``: write past the triggers what the database refuses."""

    def write(decision, column, text):
        with past_the_triggers() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("DROP TRIGGER policy_decision_no_update")
            statement = f"UPDATE policies_policydecision SET {column} = %s WHERE id = %s"
            cursor.execute(statement, [text, decision.pk])

    return write


def test_replay_names_what_was_tampered_with(decisions, tamper):
    tamper(decisions[1], "outputs", '{"advice": "adopt", "share": "0.25", "paid": 1}')
    different = selectors.replay().different
    assert [(found.decision, found.version, found.subject) for found in different] == [
        (decisions[1].pk, "second", ("sample", "S-1"))
    ]
    stored, recomputed = different[0].differs["outputs"]
    assert (stored["paid"], recomputed["paid"]) == (1, 250)


def test_replay_names_facts_that_were_changed_though_they_decide_the_same(decisions, tamper):
    tamper(decisions[0], "facts", '{"market": "DE"}')
    different = selectors.replay().different
    assert [set(found.differs) for found in different] == [{"facts_digest"}]


@pytest.mark.parametrize(
    "facts", ['{"points": "many"}', '{"points": 101}', '{"applied": "soon"}', '{"cost": 0.5}']
)
def test_replay_names_facts_that_cannot_be_decided_on(decisions, tamper, facts):
    tamper(decisions[1], "facts", facts)
    different = selectors.replay().different
    assert [set(found.differs) for found in different] == [{"facts"}]


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
