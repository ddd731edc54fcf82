import csv
import io
import json

import openpyxl
import pytest
from click.testing import CliRunner

from banso.commands.figures import command
from banso.engines.questionnaire.form import shipped
from tests.engines.evaluation.answers import calibrated
from tests.engines.questionnaire.answers import CONSORTIUM, EC, answer, as_csv, as_xlsx


def as_rows(answers):
    """Answers as rows of a file, with what the margins leave open filled in."""
    fixed = {"F3": "ended", "F4": "none", "F16": "same", "cohort_fy": "2022"}
    channel = {"consortium": {"F1c": "spot"}, "ec": {"F1e": "mall"}}
    for values in answers:
        full = fixed | channel[values["programme"]] | values
        yield {
            code: " ".join(value) if isinstance(value := full.get(code, ""), tuple) else str(value)
            for code in shipped("supported_firm").codes
        }


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run `banso figures` in a folder; files are given by name as bytes."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, **files):
        for name, data in files.items():
            (tmp_path / name.replace("_", ".")).write_bytes(data)
        return CliRunner().invoke(command, list(arguments), catch_exceptions=False)

    return run


def test_files_with_the_published_margins_give_the_published_counts(run):
    data = as_csv(*as_rows(calibrated()))

    result = run("--answers", "a.csv", "--format", "json", a_csv=data)

    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert len(found) == 45
    assert {one["id"] for one in found if one["matches_ours"] is False} == set()
    assert sum(one["matches_ours"] is True for one in found) == 36


def test_several_files_are_counted_together(run):
    result = run(
        "--answers", "a.csv", "b.xlsx", "--format", "json", a_csv=as_csv(CONSORTIUM), b_xlsx=as_xlsx(EC)
    )

    found = {one["id"]: one for one in json.loads(result.stdout)}
    assert (found["t1-success"]["numerator"], found["t1-success"]["denominator"]) == (1, 1)
    assert (found["t2-success"]["numerator"], found["t2-success"]["denominator"]) == (0, 1)


def test_only_figures_of_one_programme_are_printed_when_asked(run):
    result = run("--answers", "a.csv", "--programme", "ec", "--format", "json", a_csv=as_csv(EC))

    assert {one["programme"] for one in json.loads(result.stdout)} == {"ec"}


def test_a_bad_cell_is_named_and_nothing_is_counted(run):
    data = as_csv(CONSORTIUM, answer(firm_ref="F0002", F7="maybe"))

    result = run("--answers", "a.csv", "--lang", "en", a_csv=data)

    assert (result.exit_code, result.stdout) == (1, "")
    fault, closing = result.stderr.splitlines()
    assert fault.startswith("a.csv row 3 F7 (maybe): maybe is not a choice of this question.")
    assert closing == "No figures were printed: correct the files first."


def test_bad_cells_come_as_json_when_asked(run):
    result = run("--answers", "a.csv", "--format", "json", a_csv=as_csv(answer(F2="x")))

    [fault] = json.loads(result.stderr)
    assert (fault["file"], fault["row"], fault["column"], fault["rule"]) == ("a.csv", 2, "F2", "whole_number")


def test_a_missing_file_is_exit_code_2(run):
    assert run("--answers", "none.csv").exit_code == 2


def test_files_and_a_wave_exclude_each_other(run):
    assert run("--answers", "a.csv", "--wave", "w1", a_csv=as_csv(EC)).exit_code == 2


def test_files_without_the_option_are_wrong_usage(run):
    assert run("a.csv", a_csv=as_csv(EC)).exit_code == 2


def test_a_table_names_figure_share_interval_and_verdict(run):
    result = run("--answers", "a.csv", "--lang", "en", a_csv=as_csv(*as_rows(calibrated())))

    line = next(line for line in result.stdout.splitlines() if line.startswith("t1-success"))
    assert line.split("  ")[0] == "t1-success"
    for word in ("49.4 %", "195/395", "44.5–54.3", "49.3 %", "Differs"):
        assert word in line


def test_csv_has_a_row_for_each_figure_group_and_cause(run):
    result = run("--answers", "a.csv", "--format", "csv", "--out", "f.csv", a_csv=as_csv(CONSORTIUM))

    assert result.stdout == ""
    with open("f.csv", encoding="utf-8-sig", newline="") as file:
        ids = [row[0] for row in csv.reader(file)]
    assert {"t1-success", "x2-e-prior/none", "x2-years/org"} <= set(ids)


def test_a_workbook_holds_numbers_as_numbers(run):
    run("--answers", "a.csv", "--format", "xlsx", "--out", "f.xlsx", a_csv=as_csv(CONSORTIUM))

    with open("f.xlsx", "rb") as file:
        sheet = openpyxl.load_workbook(io.BytesIO(file.read())).active
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "t1-success")
    assert row[3:6] == (1, 1, 100)


def test_json_can_be_written_to_a_file(run):
    result = run("--answers", "a.csv", "--format", "json", "--out", "f.json", a_csv=as_csv(EC))

    assert result.stdout == ""
    with open("f.json", encoding="utf-8") as file:
        assert len(json.load(file)) == 45


def test_without_a_wave_there_is_nothing_to_count(run, db):
    result = run("--lang", "en")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "There are no answers yet" in result.stderr


def test_an_unknown_wave_is_wrong_usage(run, db):
    assert run("--wave", "nowhere").exit_code == 2
