import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from banso.engines.kernel.tables import Limits, cp932_gaps, read_path, read_table


def xlsx(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rules(data, name="a.csv", limits=Limits()):  # noqa: B008
    return [(fault.rule, fault.row, fault.column) for fault in read_table(name, data, limits).faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_csv_is_read_in_utf8_and_in_cp932(encoding):
    table = read_table("a.csv", "名,値\n髙﨑～,１\n".encode(encoding))
    assert table.faults == ()
    assert table.header == ("名", "値")
    assert table.rows[0].cells == {"名": "髙﨑～", "値": "１"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_numbered_as_a_spreadsheet_shows_them(end):
    table = read_table("a.csv", end.join(["a,b", '"two\nlines",x', "", "y,z", ""]).encode())
    assert [row.number for row in table.rows] == [2, 4]


def test_semicolons_divide_where_no_comma_does():
    table = read_table("a.csv", b'"a, b";c\n1;"2;3"\n')
    assert (table.header, table.rows[0].cells) == (("a, b", "c"), {"a, b": "1", "c": "2;3"})
    assert read_table("a.csv", b"a;b,c\n1,2\n").header == ("a;b", "c")


def test_the_header_is_read_in_half_width_and_without_spaces():
    assert read_table("a.csv", "Ｆ７, F8 \n1,2\n".encode()).header == ("F7", "F8")


def test_bytes_that_are_no_character_are_named_by_row_and_column():
    data = b"a,b\nx,y\nx,caf\x80\xff\n"
    table = read_table("a.csv", "あ,い\n".encode() + data[4:])
    (fault,) = table.faults
    assert (fault.rule, fault.row, fault.column) == ("character_unreadable", 3, "い")
    assert fault.params["bytes"] == "80"
    assert table.rows[1].unreadable == {"い"}


def test_a_cp932_file_with_bytes_that_cp932_lacks_is_named_by_row_and_column():
    data = "名,値\n髙﨑,".encode("cp932") + b"\x85\xfd" + "\n髙,x\n".encode("cp932")
    assert rules(data) == [("character_unreadable", 2, "値")]


def test_a_character_that_cp932_leaves_to_each_machine_is_named():
    """The UTF-8 bytes of a rare character, pasted into a cp932 file, read as such characters."""
    data = "名\n髙﨑".encode("cp932") + "𠮷".encode() + "\n".encode("cp932")
    (fault,) = read_table("a.csv", data).faults
    assert (fault.rule, fault.row, fault.column) == ("character_unreadable", 2, "名")
    assert fault.params == {"bytes": "F0 A0", "encoding": "cp932"}


@pytest.mark.parametrize("data", ["a,b\n1,2\n".encode("utf-16"), b"a,b\n1,\x00\n"])
def test_a_file_in_another_encoding_is_refused(data):
    table = read_table("a.csv", data)
    assert [fault.rule for fault in table.faults] == ["encoding_unknown"]
    assert not table.readable


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\xef\xbb\xbf", b",\n,\n"])
def test_an_empty_file_is_a_fault(data):
    assert [rule for rule, _, _ in rules(data)] == ["file_empty"]


def test_a_header_alone_is_a_fault():
    assert rules(b"a,b\n") == [("rows_none", None, None)]


def test_a_row_with_more_cells_than_columns_is_named():
    assert rules(b"a,b\n1,2\n1,2,3\n") == [("row_too_long", 3, None)]


def test_empty_cells_past_the_last_column_are_no_fault():
    assert rules(b"a,b,\n1,2,,\n") == []


def test_a_row_with_fewer_cells_than_columns_is_named():
    table = read_table("a.csv", b"a,b,c\n1,2\n")
    assert [(fault.rule, fault.row) for fault in table.faults] == [("row_too_short", 2)]
    assert table.rows[0].unreadable == {"c"}


def test_a_column_that_stands_twice_is_named():
    assert rules(b"a,b,a\n1,2,3\n") == [("column_repeated", 1, "a")]


def test_a_column_without_a_name_is_reported():
    (fault,) = read_table("a.csv", b"a,,b\n1,2,3\n").faults
    assert (fault.rule, fault.severity, fault.params) == ("column_unnamed", "warning", {"position": 2})


def test_a_quote_that_is_never_closed_is_named_by_its_row():
    assert rules(b'a,b\n1,2\n1,"2\n1,2\n') == [("csv_malformed", 3, None)]


def test_a_file_may_have_only_so_many_rows():
    limits = Limits(rows=2)
    assert rules(b"a\n1\n2\n", limits=limits) == []
    assert rules(b"a\n1\n2\n3\n", limits=limits) == [("rows_too_many", 4, None)]


def test_a_file_may_have_only_so_many_columns():
    assert rules(b"a,b,c\n1,2,3\n", limits=Limits(columns=2)) == [("columns_too_many", 1, None)]
    wide = xlsx(["a", "b", "c"], [1, 2, 3])
    assert rules(wide, limits=Limits(columns=2)) == [("columns_too_many", 1, None)]


def test_a_file_may_have_only_so_many_bytes():
    table = read_table("a.csv", b"a\n" + b"1\n" * 600_000, Limits(file_bytes=1024 * 1024))
    assert [(fault.rule, fault.params) for fault in table.faults] == [("file_too_large", {"megabytes": 1})]


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    table = read_path(path)
    assert [fault.rule for fault in table.faults] == ["file_too_large"]
    assert not table.readable


def test_a_missing_file_is_a_fault(tmp_path):
    assert [fault.rule for fault in read_path(tmp_path / "none.csv").faults] == ["file_missing"]


def test_a_directory_is_a_fault(tmp_path):
    assert [fault.rule for fault in read_path(tmp_path).faults] == ["file_missing"]


def test_cells_of_a_workbook_are_read_as_they_are_shown():
    moment = datetime(2026, 3, 1, 9, 30)  # noqa: DTZ001
    data = xlsx(["a", "b", "c", "d", "e", "f"], [1.0, "１", 2.5, None, date(2026, 3, 1), moment])
    table = read_table("a.xlsx", data)
    assert table.faults == ()
    assert list(table.rows[0].cells.values()) == ["1", "１", "2.5", "", "2026-03-01", "2026-03-01T09:30:00"]


def test_a_workbook_is_known_by_its_content():
    assert read_table("a.csv", xlsx(["a"], ["x"])).header == ("a",)


def test_empty_rows_of_a_workbook_count_in_the_row_numbers():
    assert [row.number for row in read_table("a.xlsx", xlsx(["a"], ["x"], [None], ["y"])).rows] == [2, 4]


def test_a_formula_is_refused_by_its_place():
    table = read_table("a.xlsx", xlsx(["a", "b"], ["x", "=1+1"]))
    assert [(fault.rule, fault.row, fault.column) for fault in table.faults] == [("cell_formula", 2, "b")]
    assert table.rows[0].unreadable == {"b"}


def test_an_error_value_is_refused_by_its_place():
    assert rules(xlsx(["a", "b"], ["x", "#N/A"]), "a.xlsx") == [("cell_error", 2, "b")]


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_truncated_workbook_is_unreadable(part):
    data = xlsx(["a", "b"], *([i, "text"] for i in range(200)))
    table = read_table("a.xlsx", data[: int(len(data) * part)])
    assert [fault.rule for fault in table.faults] == ["xlsx_broken"]
    assert not table.readable
    assert table.rows == ()


def test_a_workbook_damaged_inside_is_unreadable():
    data = bytearray(xlsx(["a", "b"], *([i, "text"] for i in range(200))))
    start = data.index(b"xl/worksheets/sheet1.xml") + 60
    data[start : start + 40] = bytes(40)
    assert [rule for rule, _, _ in rules(bytes(data), "a.xlsx")] == ["xlsx_broken"]


def test_an_archive_that_is_no_workbook_is_unreadable():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "x")
    assert [rule for rule, _, _ in rules(file.getvalue())] == ["xlsx_broken"]


def test_a_text_called_xlsx_is_unreadable():
    assert [rule for rule, _, _ in rules(b"a,b\n1,2\n", "a.xlsx")] == ["xlsx_broken"]


def test_a_workbook_that_unpacks_to_too_much_is_refused():
    file = io.BytesIO(xlsx(["a"], ["x"]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", bytes(3 * 1024 * 1024))
    limits = Limits(unpacked_bytes=2 * 1024 * 1024)
    assert [rule for rule, _, _ in rules(file.getvalue(), limits=limits)] == ["file_too_large_unpacked"]


def test_a_workbook_that_defines_entities_is_refused():
    source = zipfile.ZipFile(io.BytesIO(xlsx(["a"], ["x"])))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY e "e">]>' + content
            archive.writestr(name, content)
    assert [rule for rule, _, _ in rules(file.getvalue())] == ["xlsx_broken"]


def test_an_excel_file_of_the_old_kind_is_refused():
    assert [rule for rule, _, _ in rules(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls")] == ["xls_old"]


def test_the_characters_that_cp932_lacks_are_listed_once():
    assert cp932_gaps("髙﨑𠮷〜𠮷～") == ("𠮷", "〜")
