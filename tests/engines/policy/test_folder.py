from datetime import date
from decimal import Decimal

import pytest

from banso.engines.kernel.bilingual import Text
from banso.engines.policy.folder import read_files, read_folder, rows_of, write_files
from tests.engines.policy.making import FACTS, TEXT, files, policy

TABLE = (
    "advice",
    "unique",
    {"mark": TEXT},
    "stage,pct,mark\nplan,-,good\nnot(plan),>= 60,fair\nnot(plan),< 60,bad",
)


def faults(changed):
    return [(fault.file, fault.row, fault.column, fault.rule) for fault in read_files(changed).faults]


def test_a_version_is_read_with_its_tables():
    found = policy(TABLE, words={"plan": {"ja": "計画", "en": "Plan"}})
    assert found.words == {"plan": Text("計画", "Plan")}
    assert [len(table.rows) for table in found.tables] == [3]
    assert found.table("advice").rows[1].reason == Text("理由2", "Reason 2")


def test_a_version_written_and_read_is_the_same():
    found = policy(TABLE, amounts=[], in_force_from=date(2026, 4, 1))
    assert read_files(write_files(found)).policy == found


def test_numbers_of_the_head_are_exact():
    facts = FACTS | {"pct": {"kind": "number", "least": 0.1}}
    assert policy(TABLE, facts=facts).facts[2].domain.least == Decimal("0.1")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (">= 60", "sixty", ("advice.csv", 3, "pct", "number_expected")),
        ("plan,-,good", "plan,,good", ("advice.csv", 2, "pct", "cell_empty")),
        ("plan,-,good", "plna,-,good", ("advice.csv", 2, "stage", "value_unknown")),
        ("plan,-,good", "plan,-,god", ("advice.csv", 2, "mark", "value_unknown")),
        ("stage,pct", "stage,percent", ("advice.csv", 1, "percent", "column_unknown")),
        ("Reason 2", "", ("advice.csv", 3, "reason_en", "reason_missing")),
        (",reason_en", ",reason_x", ("advice.csv", 1, "reason_en", "column_missing")),
    ],
)
def test_a_bad_cell_is_named_by_file_row_column_and_rule(old, new, fault):
    found = files(TABLE)
    found["advice.csv"] = found["advice.csv"].replace(old, new, 1)
    assert fault in faults(found)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('hit = "unique"', 'hit = "uniq"', ("policy.toml", None, "tables[advice].hit", "code_unknown")),
        ('hit = "unique"', 'hti = "unique"', ("policy.toml", None, "tables[advice].hti", "key_unknown")),
        ('name = "pct"', 'name = "stage"', ("policy.toml", None, "facts[stage].name", "name_twice")),
        ('name = "pct"', 'name = "Pct 1"', ("policy.toml", None, "facts[Pct 1].name", "name_unreadable")),
        ('title_en = "Small"', "", ("policy.toml", None, "title_en", "key_missing")),
        ('title_en = "Small"', "title_en = 5", ("policy.toml", None, "title_en", "key_type")),
        ('"mark",\n', '"mark", "none",\n', ("policy.toml", None, "results", "result_unknown")),
        ('id = "small"', 'id = "small', ("policy.toml", 1, None, "toml_unreadable")),
    ],
)
def test_a_bad_head_is_named_by_place_and_rule(old, new, fault):
    found = files(TABLE)
    assert old in found["policy.toml"]
    found["policy.toml"] = found["policy.toml"].replace(old, new, 1)
    assert fault in faults(found)


def test_nobody_approves_what_he_wrote():
    assert ("policy.toml", None, "approver", "approver_is_author") in faults(
        files(TABLE, author="A", approver="A")
    )


def test_a_table_without_its_file_and_a_file_without_its_table_are_named():
    found = files(TABLE)
    found["other.csv"] = found.pop("advice.csv")
    assert {rule for *_, rule in faults(found)} == {"file_missing", "file_of_no_table"}


def test_a_sum_of_texts_is_refused():
    found = files(("advice", "collect:sum", {"mark": TEXT}, "stage,mark\nplan,good"))
    assert ("policy.toml", None, "tables[advice].aggregation", "number_needed") in faults(found)


def test_a_missing_folder_is_a_fault(tmp_path):
    reading = read_folder(tmp_path / "none")
    assert (reading.policy, reading.faults[0].rule) == (None, "folder_missing")


def test_bytes_that_are_no_text_are_named_where_they_stand(tmp_path):
    for name, text in files(TABLE).items():
        (tmp_path / name).write_bytes(text.encode().replace(b"Reason 2", b"Reason \xff\xff"))
    assert ("advice.csv", 3, "reason_en") in {
        (fault.file.rpartition("/")[2], fault.row, fault.column) for fault in read_folder(tmp_path).faults
    }


def test_the_rows_of_a_file_are_given_as_written():
    assert rows_of("a,b\n\n1,\n") == (["a", "b"], [["1", ""]])


def test_a_result_outside_its_domain_is_named():
    share = {"kind": "number", "least": 0, "most": 1}
    found = files(("share", "first", {"share": share}, "stage,share\n-,1.5"), results=["share"])
    assert ("share.csv", 2, "share", "value_too_large") in faults(found)
