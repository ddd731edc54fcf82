"""Tables to take away are read by programs: one cell one datum, with units and metadata that fit."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from banso.apps.surveys.answer_tables.files import Datum, Taken, data_of_told
from banso.apps.surveys.answer_tables.told import ToldCell, ToldTable
from banso.engines.kernel.bilingual import Text

YES, EC = Text("はい", "Yes"), Text("越境EC", "Cross-border EC")


@pytest.fixture
def taken():
    data = [
        Datum("=1+1", Text("輸出", "Exported"), None, None, None, None, None, "base", 80),
        Datum("=1+1", Text("輸出", "Exported"), "yes", YES, None, None, None, "share", Decimal("37.5")),
        Datum("=1+1", Text("輸出", "Exported"), "yes", YES, None, None, None, "n", None, suppressed=True),
    ]
    return Taken("table", "輸出", data, ["母数：80件。"], date(2026, 3, 10))


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_each_row_is_one_number_with_its_unit(taken):
    header, *rows = rows_of(taken.csv())
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(each["measure"], each["value"], each["unit"], each["status"]) for each in found] == [
        ("base", "80", "answers", "told"),
        ("share", "37.5", "percent", "told"),
        ("n", "", "answers", "suppressed"),
    ]


def test_nothing_is_read_as_a_formula(taken):
    assert rows_of(taken.csv())[1][0] == "'=1+1"
    sheet = openpyxl.load_workbook(io.BytesIO(taken.xlsx())).worksheets[0]
    assert sheet["A2"].data_type == "s"


def test_the_workbook_has_no_merged_cells_and_says_what_its_columns_mean(taken):
    book = openpyxl.load_workbook(io.BytesIO(taken.xlsx()))
    assert [sheet.merged_cells.ranges for sheet in book] == [set()] * 3
    header = [cell.value for cell in book.worksheets[0][1]]
    explained = [row[0].value for row in book.worksheets[2].iter_rows(min_row=2)]
    assert explained[: len(header)] == header


def test_the_csvw_metadata_name_the_columns_of_the_file(taken):
    found = json.loads(taken.csvw())
    assert found["url"] == taken.path("csv")
    titles = [column["titles"] for column in found["tableSchema"]["columns"]]
    assert titles == rows_of(taken.csv())[0]


def test_the_data_package_describes_every_file_in_it(taken):
    archive = zipfile.ZipFile(io.BytesIO(taken.package()))
    resources = json.loads(archive.read("datapackage.json"))["resources"]
    assert {each["path"] for each in resources} < set(archive.namelist())
    for each in resources:
        content = archive.read(each["path"])
        assert each["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert [field["name"] for field in each["schema"]["fields"]] == rows_of(content)[0]


def test_what_is_not_told_of_a_release_is_named_and_has_no_number():
    hidden = ToldCell("yes", "ec", True, None, None, None, None, None)
    table = ToldTable(
        "T", Text("輸出", "Exported"), Text("事業", "Programme"), {"yes": YES}, {"ec": EC}, {"ec": 30},
        {("yes", "ec"): hidden}, False, False, True, "",
    )  # fmt: skip
    found = {datum.measure: (datum.value, datum.suppressed) for datum in data_of_told([table])}
    assert found == {"base": (30, False)} | dict.fromkeys(("n", "share", "low", "high"), (None, True))
    assert ToldTable.of_json(json.loads(json.dumps(table.as_json()))) == table
