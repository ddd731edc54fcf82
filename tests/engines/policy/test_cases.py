import json
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from banso.engines.kernel.bilingual import Text
from banso.engines.policy.cases import connection, decide_all, read_cases, write_cases
from banso.engines.policy.compiled import compile_policy
from banso.engines.policy.model import Domain, Fact, Kind
from tests.engines.policy.invented import Inventor

TITLE = Text("事実", "fact")
FACTS = [
    Fact("size", Kind.NUMBER, TITLE),
    Fact("region", Kind.TEXT, TITLE, Domain(values=("kanto", "kinki"))),
    Fact("open", Kind.BOOLEAN, TITLE),
    Fact("since", Kind.DATE, TITLE),
    Fact("other", Kind.ANY, TITLE),
]
ROW = {"size": Decimal("2.5"), "region": "kanto", "open": True, "since": date(2026, 4, 1)}


@pytest.fixture
def read(tmp_path):
    """Read cases from a file of some content."""

    def read(name, content):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_cases(path, FACTS)

    return read


def places(cases):
    return [(fault.row, fault.column, fault.value, fault.rule) for fault in cases.faults]


def test_one_object_of_json_is_one_case(read):
    cases = read(
        "c.json", '{"id": "F1", "size": 2.5, "region": "kanto", "open": true, "since": "2026-04-01"}'
    )

    assert (cases.names, cases.facts, cases.faults) == (["F1"], [ROW], ())


def test_a_list_keeps_its_order_and_names_cases_by_place_where_they_have_no_id(read):
    cases = read("c.json", '[{"id": 7}, {}, {"id": null}, {"id": true}, {"id": 1.5}]')

    assert cases.names == [7, 1, 2, True, Decimal("1.5")]


def test_an_empty_list_has_no_cases(read):
    assert read("c.json", "[]").names == []


def test_numbers_of_json_stay_exact(read):
    cases = read("c.json", '[{"size": 0.1}, {"size": 3.0}, {"size": 12345678901234567890}]')

    assert [facts["size"] for facts in cases.facts] == [Decimal("0.1"), 3, 12345678901234567890]


def test_null_and_what_is_not_there_are_unknown(read):
    assert read("c.json", '[{"size": null}, {}]').facts == [{}, {}]


def test_structured_facts_are_kept(read):
    assert read("c.json", '{"other": {"a": [1, 0.5]}}').facts == [{"other": {"a": [1, Decimal("0.5")]}}]


@pytest.mark.parametrize("text", ["", "{", "[1,]", "{'a': 1}", "[NaN]", '{"a": 1, "a": 2}', "[" * 100_000])
def test_what_is_no_json_is_refused(read, text):
    cases = read("c.json", text)

    assert not cases.readable
    assert [fault.rule for fault in cases.errors] == ["json_unreadable"]


def test_a_case_that_is_no_object_is_named_by_its_place(read):
    assert places(read("c.json", '[{}, 5, "x"]')) == [
        (2, None, "5", "case_not_object"),
        (3, None, "x", "case_not_object"),
    ]


def test_an_id_is_one_value(read):
    assert places(read("c.json", '{"id": [1]}')) == [(1, "id", "[1]", "case_name_not_single")]


@pytest.mark.parametrize("day", ["1 April", "2026-13-01", "20260401", 5, True])
def test_a_day_that_is_none_is_named(read, day):
    cases = read("c.json", json.dumps([{}, {"since": day}]))

    assert places(cases) == [(2, "since", day if isinstance(day, str) else json.dumps(day), "fact_type")]


def test_an_unknown_column_is_noted_once_and_refuses_nothing(read):
    cases = read("c.json", '[{"colour": 1}, {"colour": 2}]')

    assert places(cases) == [(None, "colour", None, "fact_unknown")]
    assert cases.errors == ()


def test_a_table_is_read_by_the_kinds_of_the_facts(read):
    cases = read("c.csv", "id,size,region,open,since\nF1,2.5,kanto,TRUE,2026-04-01\nF2,,,,\n")

    assert (cases.names, cases.facts, list(cases.rows)) == (["F1", "F2"], [ROW, {}], [2, 3])


def test_a_table_takes_what_spreadsheets_make_of_numbers_and_days(read):
    cases = read("c.csv", 'size,since\n"1,234,567.5",2026/4/1\n')

    assert cases.facts == [{"size": Decimal("1234567.5"), "since": date(2026, 4, 1)}]


def test_a_table_in_shift_jis_is_read(read):
    assert read("c.csv", "id,region\n企業,kanto\n".encode("cp932")).names == ["企業"]


def test_the_first_sheet_of_a_workbook_is_read(tmp_path):
    book = openpyxl.Workbook()
    for row in (["id", "size", "open", "since"], ["F1", 2.5, True, date(2026, 4, 1)]):
        book.active.append(row)
    book.save(tmp_path / "c.xlsx")

    cases = read_cases(tmp_path / "c.xlsx", FACTS)

    assert cases.facts == [{"size": Decimal("2.5"), "open": True, "since": date(2026, 4, 1)}]


@pytest.mark.parametrize(
    ("column", "text"), [("size", "many"), ("size", "1,5"), ("open", "yes"), ("since", "2026-02-30")]
)
def test_a_cell_of_the_wrong_kind_is_named_by_row_column_and_value(read, column, text):
    cases = read("c.csv", f'id,{column}\nF1,\nF2,"{text}"\n')

    assert places(cases) == [(3, column, text, "fact_type")]


def test_an_input_of_any_kind_takes_what_a_cell_looks_like(read):
    cases = read("c.csv", "other\n12\ntrue\nPT1H\n")

    assert [facts["other"] for facts in cases.facts] == [12, True, "PT1H"]


@pytest.mark.parametrize("name", ["none.json", "none.csv", "none.parquet"])
def test_a_missing_file_is_a_fault(tmp_path, name):
    cases = read_cases(tmp_path / name, FACTS)

    assert not cases.readable
    assert [fault.rule for fault in cases.errors] == ["file_missing"]


def test_what_is_no_parquet_is_refused(read):
    cases = read("c.parquet", b"PAR1 and nothing PAR1")

    assert not cases.readable
    assert [fault.rule for fault in cases.errors] == ["parquet_unreadable"]


def test_a_parquet_file_is_read_by_its_own_types(tmp_path):
    path = tmp_path / "what's [this].parquet"
    row = "SELECT 'F1' AS id, 2.5::DOUBLE AS size, 'kanto' AS region, true AS open"
    row += ", TIMESTAMP '2026-04-01' AS since"
    with connection() as database:
        # The other file's name fits the pattern that the first one's would be.
        for name, query in ((path, row), (tmp_path / "what's t.parquet", "SELECT 1 AS size")):
            database.execute(
                f"COPY ({query}) TO '{str(name).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)"
            )

    cases = read_cases(path, FACTS)

    assert (cases.names, cases.facts, cases.faults) == (["F1"], [ROW], ())


def test_facts_outside_their_domain_are_named_by_case_and_decide_nothing(read):
    inventor = Inventor(0)
    policy = inventor.policy()
    fact = next(fact for fact in policy.facts if fact.kind is Kind.BOOLEAN)
    cases = read("c.json", json.dumps([{}, {fact.name: 5}, {}, {fact.name: "x"}]))
    broken = [{}, {fact.name: 5}, {}, {fact.name: "x"}]

    decided, faults = decide_all(compile_policy(policy), type(cases)("c", range(4), range(1, 5), broken, ()))

    assert decided == []
    assert [(fault.row, fault.column, fault.rule) for fault in faults] == [
        (2, fact.name, "fact_type"),
        (4, fact.name, "fact_type"),
    ]


@pytest.mark.parametrize("ending", ["csv", "json", "parquet"])
@pytest.mark.parametrize("seed", range(10))
def test_what_is_written_is_read_as_the_same_facts(tmp_path, ending, seed):
    inventor = Inventor(seed)
    policy = inventor.policy()
    cases = [inventor.case(policy) for _ in range(20)]
    path = tmp_path / f"it's.{ending}"

    write_cases(path, [{"id": f"F{n}", **case} for n, case in enumerate(cases)])

    read = read_cases(path, policy.facts)
    assert (read.names, read.facts, read.faults) == ([f"F{n}" for n in range(20)], cases, ())
