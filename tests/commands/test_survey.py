"""``banso survey tabulate``: a table from a file of answers alone, or every fault of it is named."""

import json

import pytest
from click.testing import CliRunner

from banso.commands.survey import command

LINES = [
    "F7,F12,programme,w,s",
    "yes,pr hr,consortium,1,a",
    "no,,consortium,3,a",
    "yes,pr,ec,2,b",
    ",,ec,2,b",
]


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(LINES) + "\n")
    return path


def run(path, *more, output="json"):
    return CliRunner().invoke(
        command, ["tabulate", "--answers", str(path), *more, "--format", output, "--lang", "en"]
    )


def test_shares_are_told_within_the_column_in_the_order_of_the_form(path):
    done = run(path, "--rows", "F7", "--columns", "programme", "--weights", "w")
    assert done.exit_code == 0
    table = json.loads(done.stdout)
    assert [(each["row"], each["column"], each["n"], each["share"]) for each in table["rows"]] == [
        ("yes", "consortium", 1, 0.25),
        ("no", "consortium", 1, 0.75),
        ("yes", "ec", 1, 1.0),
        ("no", "ec", 0, 0.0),
    ]
    assert (table["base"], table["missing"], table["deff"]) == (3, 1, pytest.approx(3 * 14 / 36))
    assert all(each["low"] <= each["share"] <= each["high"] for each in table["rows"])


def test_several_choices_have_a_share_of_mentions_besides(path):
    rows = json.loads(run(path, "--rows", "F12").stdout)["rows"]
    assert [(each["row"], each["share"], each["mentions"]) for each in rows] == [
        ("pr", 1.0, pytest.approx(2 / 3)),
        ("hr", 0.5, pytest.approx(1 / 3)),
    ]


def test_what_was_decided_about_the_design_is_said(path):
    path.write_text(path.read_text() + "no,,ec,1,c\n")
    done = run(path, "--rows", "F7", "--strata", "s", output="table")
    assert done.exit_code == 0
    assert "These strata have one answer only" in done.stderr


@pytest.mark.parametrize(
    ("options", "places"),
    [
        (["--rows", "F9", "--weights", "x"], {(None, "F9", "column_missing"), (None, "x", "column_missing")}),
        (["--rows", "F7", "--weights", "s"], {(row, "s", "weight_no_number") for row in (2, 3, 4, 5)}),
        (["--rows", "F7", "--fpc", "3"], {(None, None, "whole_too_small")}),
        (["--rows", "F7", "--strata", "F12"], {(row, "F12", "stratum_missing") for row in (3, 5)}),
    ],
)
def test_what_gives_no_table_is_named_by_place_and_rule(path, options, places):
    done = run(path, *options)
    assert (done.exit_code, done.stdout) == (1, "")
    faults = json.loads(done.stderr)
    assert {(fault["row"], fault["column"], fault["rule"]) for fault in faults} == places
    assert all(fault["message"] for fault in faults)


@pytest.mark.parametrize(("column", "rule"), [("F17", "question_of_words"), ("firm", "values_too_many")])
def test_a_column_that_is_no_question_with_choices_is_refused(tmp_path, column, rule):
    path = tmp_path / "answers.csv"
    path.write_text("\n".join([column, *(f"v{number}" for number in range(300))]))
    done = run(path, "--rows", column)
    assert (done.exit_code, json.loads(done.stderr)[0]["rule"]) == (1, rule)


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    assert run(tmp_path / "none.parquet", "--rows", "F7").exit_code == 2


@pytest.mark.parametrize("options", [["--rows", "F7", "--columns", "F7"], ["--rows", "F7", "--fpc", "0"], []])
def test_wrong_usage_is_told_apart_from_bad_answers(path, options):
    assert run(path, *options).exit_code == 2
