import polars as pl
import pytest

from banso.engines.statistics.answers import ROW, read_answers

ANSWERS = {"F7": ["yes", " ＮＯ ", "", None], "F2": [24, 3, None, 60], "w": [1.5, 2.0, 3.0, 1.0]}


def written(tmp_path, kind):
    frame = pl.DataFrame(ANSWERS)
    path = tmp_path / f"answers.{kind}"
    if kind == "parquet":
        frame.write_parquet(path)
    elif kind == "csv":
        frame.write_csv(path)
    else:
        from openpyxl import Workbook

        book = Workbook()
        for row in [frame.columns, *frame.rows()]:
            book.active.append(row)
        book.save(path)
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_the_same_answers_are_read_from_every_kind_of_file(tmp_path, kind):
    read = read_answers(written(tmp_path, kind), ["F7", "F2"])
    assert read.faults == ()
    assert read.frame["F7"].to_list() == ["yes", "NO", None, None]
    assert read.frame["F2"].to_list() == ["24", "3", None, "60"]
    assert read.frame[ROW].to_list() == [2, 3, 4, 5]


def test_a_number_is_the_same_text_in_csv_and_parquet(tmp_path):
    read = read_answers(written(tmp_path, "parquet"), ["w"])
    assert read.frame["w"].to_list() == ["1.5", "2", "3", "1"]


def test_a_list_of_choices_is_one_cell(tmp_path):
    path = tmp_path / "answers.parquet"
    pl.DataFrame({"F12": [["pr", "hr"], [], None]}).write_parquet(path)
    assert read_answers(path, ["F12"]).frame["F12"].to_list() == ["pr hr", None, None]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_column_that_is_missing_is_named_unless_it_may_be(tmp_path, kind):
    read = read_answers(written(tmp_path, kind), ["F7", "F8"], also=["firm_ref"])
    assert [(fault.column, fault.rule) for fault in read.faults] == [("F8", "column_missing")]
    assert read.readable


def test_a_cell_that_cannot_be_read_is_named_only_where_it_is_asked_for(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for row in (["F7", "F9"], ["yes", "=1+1"]):
        book.active.append(row)
    path = tmp_path / "answers.xlsx"
    book.save(path)
    assert read_answers(path, ["F7"]).faults == ()
    assert [(fault.row, fault.column) for fault in read_answers(path, ["F9"]).faults] == [(2, "F9")]


def test_what_is_no_parquet_cannot_be_read(tmp_path):
    path = tmp_path / "answers.parquet"
    path.write_text("F7\nyes\n")
    read = read_answers(path, ["F7"])
    assert [fault.rule for fault in read.faults] == ["parquet_broken"]
    assert not read.readable


@pytest.mark.parametrize("name", ["none.csv", "none.parquet"])
def test_a_file_that_is_not_there_cannot_be_read(tmp_path, name):
    read = read_answers(tmp_path / name, ["F7"])
    assert [fault.rule for fault in read.faults] == ["file_missing"]
    assert not read.readable
