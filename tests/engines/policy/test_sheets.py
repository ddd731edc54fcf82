"""The workbook that staff edit and send back."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

import banso.apps.policies
from banso.engines.policy.folder import read_files, read_folder, write_files
from banso.engines.policy.sheets import COLUMNS, read_workbook, write_workbook
from tests.engines.policy.invented import Inventor

SHIPPED = Path(banso.apps.policies.__file__).parent / "shipped"
HEAD = """
id = "small"
title_ja = "小"
title_en = "Small"
author = "A"
results = ["advice"]
[[facts]]
name = "employees"
kind = "number"
title_ja = "従業員数"
title_en = "employees"
least = 0
whole = true
[[facts]]
name = "region"
kind = "text"
title_ja = "地域"
title_en = "region"
values = ["kanto", "kinki"]
[[tables]]
name = "facts"
hit = "first"
title_ja = "表"
title_en = "Table"
  [[tables.outputs]]
  name = "advice"
  kind = "text"
  values = ["adopt", "decline"]
  title_ja = "助言"
  title_en = "advice"
"""
ROWS = """employees,region,advice,reason_ja,reason_en,source
>= 5,kanto,adopt,多い,many,proposed
-,-,decline,他,other,
"""


@pytest.fixture
def policy():
    reading = read_files({"policy.toml": HEAD, "facts.csv": ROWS})
    assert reading.faults == ()
    return reading.policy


@pytest.fixture
def changed(policy):
    """Read a workbook of the small policy after a change."""

    def changed(change):
        book = openpyxl.load_workbook(io.BytesIO(write_workbook(policy)))
        change(book)
        data = io.BytesIO()
        book.save(data)
        return read_workbook(data.getvalue(), "book.xlsx")

    return changed


def places(reading):
    return {(fault.file, fault.row, fault.column, fault.rule) for fault in reading.faults}


def put(sheet, cell, value):
    return lambda book: book[sheet].__setitem__(cell, value)


@pytest.mark.parametrize("seed", range(60))
def test_an_invented_policy_comes_back_as_the_same_files(seed):
    invented = Inventor(seed, odd=True).policy()
    expected = write_files(invented)
    # Only what the files can say counts.
    assert write_files(read_files(expected).policy) == expected

    reading = read_workbook(write_workbook(invented), "book.xlsx")

    assert reading.faults == ()
    assert write_files(reading.policy) == expected


@pytest.mark.parametrize("version", ["as_surveyed", "reformed", "potential_priority"])
def test_a_shipped_version_comes_back_as_the_same_policy(version):
    shipped = read_folder(SHIPPED / version).policy

    assert read_workbook(write_workbook(shipped, "en"), "book.xlsx").policy == shipped


def test_a_changed_cell_is_taken_over(changed):
    reading = changed(put("facts_2", "A3", ">= 6"))

    assert reading.faults == ()
    assert write_files(reading.policy)["facts.csv"].splitlines()[1].startswith(">= 6,kanto")


def test_a_number_and_a_truth_value_that_excel_made_are_read(changed):
    def change(book):
        book["facts_2"]["A3"] = 5
        book["facts"]["I3"] = True

    reading = changed(change)

    assert reading.faults == ()
    assert write_files(reading.policy)["facts.csv"].splitlines()[1].startswith("5,kanto")


def test_an_added_row_is_taken_over(changed):
    reading = changed(lambda book: book["facts_2"].append(["-", "-", "adopt", "行", "row", ""]))

    assert len(reading.policy.table("facts").rows) == 3


def test_who_made_it_and_when_it_is_in_force_come_from_the_version(policy):
    other = replace(policy, id="next", author="B", family="support")

    reading = read_workbook(write_workbook(policy), "book.xlsx", based_on=other)

    assert (reading.policy.id, reading.policy.author, reading.policy.family) == ("next", "B", "support")
    assert reading.policy.title.en == "Small"


def test_a_formula_is_refused_by_its_cell(changed):
    reading = changed(put("facts_2", "C3", '="ad"&"opt"'))

    assert reading.policy is None
    assert ("book.xlsx:facts_2", 3, "advice", "cell_formula") in places(reading)


def test_text_that_begins_as_a_formula_is_text(policy):
    rows = ROWS.replace("many", "=1+1")
    odd = read_files({"policy.toml": HEAD, "facts.csv": rows}).policy

    assert read_workbook(write_workbook(odd), "book.xlsx").policy == odd


def test_a_cell_that_does_not_parse_is_named_by_sheet_row_and_column(changed):
    reading = changed(put("facts_2", "A4", ">= many"))

    assert reading.policy is None
    assert places(reading) == {("book.xlsx:facts_2", 4, "employees", "number_expected")}


def test_an_unknown_column_of_a_table_is_refused(changed):
    def change(book):
        book["facts_2"]["G1"], book["facts_2"]["G2"] = "色", "colour"

    assert places(changed(change)) == {("book.xlsx:facts_2", 2, "colour", "column_unknown")}


def test_an_unknown_column_of_another_sheet_is_refused(changed):
    assert places(changed(put("words", "D2", "fr"))) == {("book.xlsx:words", 2, "fr", "sheet_column_unknown")}


def test_a_missing_column_is_refused(changed):
    assert ("book.xlsx:facts", 2, "least", "column_missing") in places(
        changed(lambda book: book["facts"].delete_cols(7))
    )


@pytest.mark.parametrize("sheet", [*COLUMNS, "facts_2"])
def test_a_missing_sheet_is_refused_by_its_name(changed, sheet):
    reading = changed(lambda book: book.remove(book[sheet]))

    assert reading.policy is None
    assert ("sheet_missing", sheet) in {(fault.rule, fault.value) for fault in reading.faults}


def test_a_sheet_that_belongs_to_no_table_is_refused(changed):
    reading = changed(lambda book: book.create_sheet("mine").append(["x"]))

    assert ("sheet_unknown", "mine") in {(fault.rule, fault.value) for fault in reading.faults}


@pytest.mark.parametrize(
    ("cell", "value", "column", "rule"),
    [
        ("G3", "few", "least", "key_type"),
        ("B3", "colour", "kind", "code_unknown"),
        ("I3", "maybe", "whole", "key_type"),
        ("A3", "Not A Name", "name", "name_unreadable"),
        ("C4", None, "title_ja", "key_missing"),
    ],
)
def test_a_wrong_fact_is_named_by_its_row_and_column(changed, cell, value, column, rule):
    expected = ("book.xlsx:facts", int(cell[1:]), column, rule)

    assert expected in places(changed(put("facts", cell, value)))


def test_a_wrong_result_is_named_by_its_row_and_column(changed):
    assert ("book.xlsx:outputs", 3, "kind", "code_unknown") in places(changed(put("outputs", "C3", "colour")))


def test_a_result_of_no_table_is_refused(changed):
    reading = changed(lambda book: book["outputs"].append(["nowhere", "x", "text", "x", "x"]))

    assert ("book.xlsx:outputs", 4, "table", "table_unknown") in places(reading)


def test_a_wrong_day_of_the_head_is_named_by_its_row(changed):
    reading = changed(put("policy", "B5", "next spring"))

    assert ("book.xlsx:policy", 5, "value", "key_type") in places(reading)


def test_a_word_that_stands_twice_is_refused(changed):
    def change(book):
        book["words"].append(["adopt", "採択", "adopt"])
        book["words"].append(["adopt", "採る", "take"])

    assert ("book.xlsx:words", 4, "code", "name_twice") in places(changed(change))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0old", b"a,b\n1,2\n"])
def test_what_is_no_workbook_is_refused(data):
    reading = read_workbook(data, "book.xlsx")

    assert reading.policy is None
    assert len(reading.faults) == 1


def test_a_workbook_that_unpacks_to_too_much_is_refused():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(3):
            archive.writestr(f"xl/worksheets/sheet{part}.xml", b"0" * (100 * 1024 * 1024))

    reading = read_workbook(bomb.getvalue(), "book.xlsx")

    assert [fault.rule for fault in reading.faults] == ["file_too_large_unpacked"]
