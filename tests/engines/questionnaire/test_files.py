import pytest

from banso.engines.questionnaire.exports import read_file
from banso.engines.questionnaire.files import read_answer_files, read_answers
from banso.engines.questionnaire.form import shipped
from tests.engines.questionnaire.answers import CONSORTIUM, EC, answer, as_csv, as_xlsx

FORM = shipped("supported_firm")


def read(*files):
    """Read files given as bytes; they are called 1.csv, 2.csv ..."""
    return read_answers(FORM, [read_file(f"{n}.csv", data) for n, data in enumerate(files, start=1)])


def places(found):
    return [(fault.file, fault.row, fault.column, fault.rule) for fault in found.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_right_csv_file_has_no_faults(encoding):
    found = read(as_csv(CONSORTIUM, EC, encoding=encoding))
    assert found.faults == ()
    assert [each.cleaned.values["F12"] for each in found.sound] == [("pr", "otherx"), ("hr",)]


def test_a_right_workbook_has_no_faults():
    found = read(as_xlsx(answer(F2=24, F9b=1200.0, F15v=15, cohort_fy=2021), EC))
    assert found.faults == ()
    assert found.answers[0].cleaned.values["F9b"] == 1200


def test_csv_and_workbook_give_the_same_values():
    assert read(as_csv(CONSORTIUM)).answers[0].cleaned == read(as_xlsx(CONSORTIUM)).answers[0].cleaned


def test_every_bad_cell_is_named():
    found = read(as_csv(answer(F2="x", F7s="", F9="sideways"), answer(EC, F13="org why")))
    assert places(found) == [
        ("1.csv", 2, "F2", "whole_number"),
        ("1.csv", 2, "F7s", "required"),
        ("1.csv", 2, "F9", "choice_unknown"),
        ("1.csv", 3, "F13", "choice_unknown"),
    ]
    assert found.sound == ()


def test_an_answer_to_a_question_not_asked_is_reported_and_rejects_nothing():
    found = read(as_csv(answer(EC, F9="up")))
    assert places(found) == [("1.csv", 2, "F9", "not_asked")]
    assert found.errors == ()
    assert len(found.sound) == 1


@pytest.mark.parametrize("code", ["F7", "F9b", "F17", "stratum", "cohort_fy", "firm_ref", "programme"])
def test_a_missing_column_is_named_and_its_rows_are_not_judged(code):
    found = read(as_csv(answer(F2="x", **{code: None})))
    assert places(found) == [("1.csv", 1, code, "column_missing")]
    assert found.answers == ()


def test_three_columns_may_be_missing():
    assert read(as_csv(answer(F12o=None, F15v=None, F16=None))).faults == ()


def test_a_repeated_column_is_named_and_its_rows_are_not_judged():
    lines = as_csv(CONSORTIUM).decode().splitlines()
    found = read("\n".join([lines[0] + ",F7", lines[1] + ",no"]).encode())
    assert places(found) == [("1.csv", 1, "F7", "column_repeated")]
    assert found.answers == ()


def test_an_unknown_column_is_reported_and_left_out():
    found = read(as_csv(answer(memo="x")))
    assert [(fault.rule, fault.severity) for fault in found.faults] == [("column_unknown", "warning")]
    assert "memo" not in found.sound[0].raw


def test_the_same_respondent_twice_in_a_file_names_both_places():
    (fault,) = read(as_csv(CONSORTIUM, EC, CONSORTIUM)).faults
    assert (fault.row, fault.column, fault.rule) == (4, "firm_ref", "respondent_repeated")
    assert fault.params == {"programme": "consortium", "other_file": "1.csv", "other_row": 2}


def test_the_same_respondent_in_two_files_names_both_places():
    (fault,) = read(as_csv(CONSORTIUM), as_csv(EC, answer(firm_ref="Ｆ０００１ "))).faults
    assert (fault.file, fault.row) == ("2.csv", 3)
    assert (fault.params["other_file"], fault.params["other_row"]) == ("1.csv", 2)


def test_the_same_firm_in_both_programmes_is_no_duplicate():
    assert read(as_csv(CONSORTIUM), as_csv(EC)).faults == ()


def test_the_cohort_is_a_fiscal_year():
    assert read(as_csv(answer(cohort_fy="２０２１"))).answers[0].cohort_fy == 2021


def test_a_cohort_left_empty_is_unknown():
    found = read(as_csv(answer(cohort_fy="")))
    assert found.faults == ()
    assert found.answers[0].cohort_fy is None


def test_a_cohort_that_is_no_year_is_reported_and_rejects_nothing():
    found = read(as_csv(answer(cohort_fy="三年度")))
    assert places(found) == [("1.csv", 2, "cohort_fy", "cohort_unreadable")]
    assert len(found.sound) == 1


def test_a_cell_that_cannot_be_read_is_named_once():
    found = read(as_xlsx(answer(F7="=A1")))
    assert places(found) == [("1.csv", 2, "F7", "cell_formula")]
    assert found.sound == ()


def test_a_row_that_is_too_short_is_named_once():
    lines = as_csv(CONSORTIUM).decode().splitlines()
    found = read("\n".join([lines[0], lines[1].rsplit(",", 4)[0]]).encode())
    assert places(found) == [("1.csv", 2, None, "row_too_short")]
    assert found.sound == ()


def test_a_broken_file_does_not_hide_the_faults_of_another():
    found = read(as_xlsx(CONSORTIUM)[:2000], as_csv(answer(F2="x")))
    assert places(found) == [("1.csv", None, None, "xlsx_broken"), ("2.csv", 2, "F2", "whole_number")]
    assert not found.readable


def test_a_file_of_something_else_lacks_all_columns():
    found = read(b"name,mail\nx,y\n")
    assert sum(fault.rule == "column_missing" for fault in found.faults) == len(FORM.questions) - 3


def test_files_are_read_from_their_paths(tmp_path):
    (tmp_path / "a.csv").write_bytes(as_csv(CONSORTIUM))
    found = read_answer_files(FORM, [tmp_path / "a.csv", tmp_path / "none.csv"])
    assert len(found.sound) == 1
    assert [fault.rule for fault in found.faults] == ["file_missing"]
