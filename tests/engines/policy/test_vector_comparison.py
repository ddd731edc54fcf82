from dataclasses import replace
from random import Random

import pytest

from banso.engines.policy.arrays import values_of
from banso.engines.policy.cases import write_cases
from banso.engines.policy.columns import read_columns
from banso.engines.policy.comparison import answers, compare
from banso.engines.policy.model import SINGLE, Amount, Kind
from banso.engines.policy.vector_comparison import compare_columns
from banso.engines.policy.vectors import NotVectorised, vectorise
from tests.engines.policy.invented import Inventor


def altered(policy, seed):
    """The same policy with other results in some rows, a row less and an amount."""
    random = Random(seed)
    decisions = []
    for table in policy.decisions:
        rows = [
            replace(row, results=random.choice(table.rows).results) if random.random() < 0.5 else row
            for row in table.rows
        ]
        decisions.append(replace(table, rows=tuple(rows[: max(1, len(rows) - random.randint(0, 1))])))
    return replace(policy, decisions=tuple(decisions))


def invented(seed):
    inventor = Inventor(seed)
    policy = inventor.policy()
    return policy, altered(policy, seed), [inventor.case(policy) for _ in range(60)]


def told_apart(policy):
    """The results that are no lists."""
    return [
        output.name
        for table in policy.tables
        for output in table.outputs
        if table.hit in SINGLE or table.aggregation
    ]


#: Policies of which at least one result is no list.
SEEDS = [seed for seed in range(80) if told_apart(Inventor(seed).policy())]


@pytest.mark.parametrize("seed", SEEDS)
def test_columns_are_compared_as_cases_are(seed):
    before, after, cases = invented(seed)
    results = told_apart(before)
    columns = {fact.name: values_of(fact, [case.get(fact.name) for case in cases]) for fact in before.facts}

    many = compare_columns(before, after, columns, len(cases), results)

    assert many == compare(before, after, cases, results)


def test_money_is_summed_as_cases_are():
    before, after, cases = next(
        (before, after, cases)
        for before, after, cases in map(invented, range(200))
        if sum(output.kind is Kind.NUMBER for table in before.tables for output in table.outputs) > 0
        and all(table.hit in SINGLE for table in before.tables)
        and any(fact.kind is Kind.NUMBER for fact in before.facts)
    )
    base = next(fact.name for fact in before.facts if fact.kind is Kind.NUMBER)
    share = next(o.name for table in before.tables for o in table.outputs if o.kind is Kind.NUMBER)
    amount = Amount("pays_yen", before.title, base, share)
    before, after = (replace(policy, amounts=(amount,)) for policy in (before, after))
    columns = {fact.name: values_of(fact, [case.get(fact.name) for case in cases]) for fact in before.facts}

    many = compare_columns(before, after, columns, len(cases))

    assert many == compare(before, after, cases)
    assert many.money["pays_yen"].before != 0


def test_a_result_that_is_a_list_is_left_to_the_comparison_of_cases():
    before, after, cases = next(
        found for found in map(invented, range(200)) if len(told_apart(found[0])) < len(answers(found[0]))
    )
    columns = {fact.name: values_of(fact, [case.get(fact.name) for case in cases]) for fact in before.facts}

    with pytest.raises(NotVectorised):
        compare_columns(before, after, columns, len(cases))


@pytest.mark.parametrize("seed", range(20))
def test_a_parquet_file_gives_the_columns_of_its_cases(tmp_path, seed):
    policy, _, cases = invented(seed)
    write_cases(tmp_path / "c.parquet", [{"id": f"c{n}", **case} for n, case in enumerate(cases)])

    columns = read_columns(tmp_path / "c.parquet", policy.facts)

    assert columns is not None
    assert list(columns.names) == [f"c{n}" for n in range(len(cases))]
    many = vectorise(policy)
    wanted = {fact.name: values_of(fact, [case.get(fact.name) for case in cases]) for fact in many.facts}
    found = many.decide({name: columns.values[name] for name in wanted if name in columns.values})
    expected = many.decide(wanted)
    assert [found.decision(n) for n in range(len(cases))] == [expected.decision(n) for n in range(len(cases))]


@pytest.mark.parametrize("value", ["nowhere", 5, None])
def test_what_does_not_plainly_fit_is_left_to_the_reading_of_cases(tmp_path, value):
    policy = next(p for p, _, _ in map(invented, range(100)) if p.facts[0].domain.values)
    write_cases(tmp_path / "c.parquet", [{policy.facts[0].name: value}])

    columns = read_columns(tmp_path / "c.parquet", policy.facts)

    assert (columns is None) == (value is not None)


def test_a_column_that_is_no_fact_is_noted(tmp_path):
    policy, _, _ = invented(1)
    write_cases(tmp_path / "c.parquet", [{"id": 1, "colour": "red"}])

    columns = read_columns(tmp_path / "c.parquet", policy.facts)

    assert [(fault.column, fault.rule, fault.severity) for fault in columns.faults] == [
        ("colour", "fact_unknown", "warning")
    ]


def test_altered_policies_are_other_policies():
    changed = [
        compare(before, after, cases).changed_cases for before, after, cases in map(invented, range(30))
    ]
    assert sum(count > 0 for count in changed) > 20
