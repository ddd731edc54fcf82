import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from banso.engines.reporting.workbook import Sheet, write_csv, write_workbook, write_xlsx

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1"]


def rows_of_csv(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def cells_of_xlsx(data):
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows()]


def test_csv_starts_with_a_byte_order_mark():
    assert write_csv(["a"], []).startswith(b"\xef\xbb\xbf")


def test_csv_comes_back_as_it_was_written():
    data = write_csv(["事業者", "数"], [["髙﨑, 𠮷\n商店", 12], [None, Decimal("49.4")]])

    assert rows_of_csv(data) == [["事業者", "数"], ["髙﨑, 𠮷\n商店", "12"], ["", "49.4"]]


@pytest.mark.parametrize("text", EVIL)
def test_text_in_csv_is_never_a_formula(text):
    assert rows_of_csv(write_csv(["a"], [[text]]))[1] == ["'" + text]


def test_a_negative_number_in_csv_stays_a_number():
    assert rows_of_csv(write_csv(["a"], [[-3], [Decimal("-1.5")]]))[1:] == [["-3"], ["-1.5"]]


@pytest.mark.parametrize("text", EVIL)
def test_text_in_xlsx_is_never_a_formula(text):
    [[label], [cell]] = cells_of_xlsx(write_xlsx([text], [[text]]))

    assert (label.data_type, label.value) == ("s", text)
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_an_error_word_in_xlsx_is_text():
    [_, [cell]] = cells_of_xlsx(write_xlsx(["a"], [["#N/A"]]))

    assert (cell.data_type, cell.value) == ("s", "#N/A")


def test_xlsx_keeps_types():
    row = [12, Decimal("49.4"), date(2026, 3, 10), datetime(2026, 3, 9, 15, 30, tzinfo=UTC), True, None]

    [_, cells] = cells_of_xlsx(write_xlsx(list("abcdef"), [row]))

    assert [cell.data_type for cell in cells] == ["n", "n", "d", "d", "b", "n"]
    assert cells[1].number_format == "#,##0.0"
    assert cells[3].value.isoformat() == "2026-03-10T00:30:00"
    assert cells[5].value is None


def test_a_character_that_xlsx_cannot_hold_is_shown_as_lost():
    [_, [cell]] = cells_of_xlsx(write_xlsx(["a"], [["a\x00b"]]))

    assert cell.value == "a�b"


def test_the_header_of_a_sheet_stays_in_view():
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(["a"], [["b"]]))).active

    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold


def test_a_workbook_has_a_sheet_for_each_table():
    data = write_workbook([Sheet("表1", ["a"], [["b"]]), Sheet("図1/新輸出大国", ["a"], [])])

    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == ["表1", "図1 新輸出大国"]
