import csv
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from banso.commands.policy import command

HEAD = """
id = "{id}"
family = "support"
title_ja = "版"
title_en = "Version"
{dates}
results = ["advice", "firm_share"]
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
[[facts]]
name = "cost_yen"
kind = "number"
title_ja = "費用"
title_en = "cost"
unit = "yen"
[[tables]]
name = "entry"
hit = "unique"
title_ja = "入口"
title_en = "Entry"
  [[tables.outputs]]
  name = "advice"
  kind = "text"
  values = ["adopt", "decline"]
  title_ja = "助言"
  title_en = "advice"
[[tables]]
name = "share"
hit = "unique"
title_ja = "負担"
title_en = "Share"
  [[tables.outputs]]
  name = "firm_share"
  kind = "number"
  title_ja = "割合"
  title_en = "share"
[[amounts]]
name = "firm_pays_yen"
title_ja = "負担額"
title_en = "to pay"
base = "cost_yen"
share = "firm_share"
"""
ENTRY = """employees,region,advice,reason_ja,reason_en,source
>= 5,-,adopt,人がいます。,There are people.,proposed
< 5,kanto,decline,人が足りません。,People are missing.,proposed
< 5,kinki,adopt,地域を優先します。,The region comes first.,proposed
"""
SHARE = """advice,firm_share,reason_ja,reason_en,source
adopt,0.25,四分の一です。,A quarter.,proposed
decline,-,ありません。,None.,proposed
"""
CASES = [
    {"id": "F1", "employees": 12, "region": "kanto", "cost_yen": 1001},
    {"id": "F2", "employees": 3, "region": "kanto", "cost_yen": 2000},
    {"employees": 3, "cost_yen": 2000},
    {"id": 4, "employees": 1, "region": "kinki"},
]


def write_version(folder, name="v1", dates="in_force_from = 2026-04-01", entry=ENTRY, share=SHARE):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "policy.toml").write_text(HEAD.format(id=name, dates=dates), encoding="utf-8")
    (folder / "entry.csv").write_text(entry, encoding="utf-8")
    (folder / "share.csv").write_text(share, encoding="utf-8")


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run `banso policy` in a folder with a version `v1` and the cases `c.json`."""
    monkeypatch.chdir(tmp_path)
    write_version(tmp_path / "v1")
    (tmp_path / "c.json").write_text(json.dumps(CASES), encoding="utf-8")

    def run(*arguments):
        return CliRunner().invoke(command, [str(one) for one in arguments], catch_exceptions=False)

    return run


def faults(result, stream="stderr"):
    return [
        (fault["file"], fault["row"], fault["column"], fault["value"], fault["rule"])
        for fault in json.loads(getattr(result, stream))
    ]


def decided(result):
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


# check


def test_a_sound_version_has_no_fault(run):
    result = run("check", "v1", "--lang", "en")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "0 faults\n")


@pytest.mark.parametrize("name", ["as_surveyed", "reformed", "potential_priority"])
def test_a_version_that_ships_is_checked_by_its_name(run, name):
    assert run("check", name).exit_code == 0


def test_a_gap_is_named_by_table_and_conditions(run, tmp_path):
    write_version(tmp_path / "v1", entry=ENTRY.replace("< 5,kinki", "< 4,kinki"))

    result = run("check", "v1", "--format", "json", "--lang", "en")

    assert result.exit_code == 1
    assert faults(result, "stdout") == [("v1/entry.csv", None, None, "employees: 4; region: kinki", "gap")]
    assert json.loads(result.stdout)[0]["message"] == "No row matches where employees: 4; region: kinki."


def test_a_bad_cell_is_named_by_row_and_column(run, tmp_path):
    write_version(tmp_path / "v1", entry=ENTRY.replace(">= 5", ">= five"))

    result = run("check", "v1", "--lang", "ja")

    assert result.exit_code == 1
    line = next(line for line in result.stdout.splitlines() if "number_expected" in line)
    assert line.split()[:3] == ["v1/entry.csv", "2", "employees"]
    assert "fiveは数値ではありません。" in line


def test_an_overlap_names_both_rows(run, tmp_path):
    write_version(tmp_path / "v1", entry=ENTRY.replace("< 5,kanto", "<= 5,kanto"))

    [fault] = json.loads(run("check", "v1", "--format", "json", "--lang", "en").stdout)

    assert (fault["rule"], fault["row"]) == ("overlap", 3)
    assert fault["message"].startswith("Rows 1 and 2 both match where ")


def test_every_version_of_a_folder_is_checked_and_overlaps_in_time_are_named(run, tmp_path):
    write_version(tmp_path / "all" / "a", "a")
    write_version(tmp_path / "all" / "b", "b", "in_force_from = 2026-10-01", ENTRY.replace(">= 5", ">= five"))
    write_version(tmp_path / "all" / "c", "c", "in_force_from = 2027-04-01")

    found = faults(run("check", "all", "--format", "json"), "stdout")

    assert {(file, rule) for file, _, _, _, rule in found} == {
        ("all/b/entry.csv", "number_expected"),
        ("all/c/policy.toml", "versions_overlap"),
    }


@pytest.mark.parametrize("name", ["nowhere", "empty", "c.json"])
def test_what_is_no_version_is_exit_code_2(run, tmp_path, name):
    (tmp_path / "empty").mkdir()

    assert run("check", name).exit_code == 2


# decide


def test_decisions_come_in_order_with_rows_reasons_and_what_was_missing(run):
    first, second, third, fourth = decided(
        run("decide", "--policy", "v1", "--facts", "c.json", "--format", "json")
    )

    assert first == {
        "case": "F1",
        "outputs": {"advice": "adopt", "firm_share": 0.25, "firm_pays_yen": 250},
        "matched": {"entry": [1], "share": [1]},
        "reasons": [
            {"table": "entry", "row": 1, "ja": "人がいます。", "en": "There are people."},
            {"table": "share", "row": 1, "ja": "四分の一です。", "en": "A quarter."},
        ],
        "missing": [],
    }
    assert (second["outputs"]["advice"], second["outputs"]["firm_share"]) == ("decline", None)
    assert (third["case"], third["missing"]) == (2, ["region"])
    assert third["outputs"] == {"advice": None, "firm_share": None, "firm_pays_yen": None}
    assert third["matched"] == {"entry": [], "share": []}
    assert (fourth["case"], fourth["outputs"]["firm_pays_yen"]) == (4, None)


def test_rows_that_contradict_each_other_are_named_as_a_conflict(run, tmp_path):
    write_version(tmp_path / "v1", entry=ENTRY.replace("< 5,kanto", "<= 12,kanto"))

    first, *_ = decided(run("decide", "--policy", "v1", "--facts", "c.json", "--format", "json"))

    assert (first["conflicts"], first["outputs"]["advice"]) == (["entry"], None)


@pytest.mark.parametrize("name", ["entry", "advice"])
def test_only_the_asked_decision_is_taken(run, name):
    first, *_ = decided(
        run("decide", "--policy", "v1", "--decision", name, "--facts", "c.json", "--format", "json")
    )

    assert (first["outputs"], first["matched"]) == ({"advice": "adopt"}, {"entry": [1]})


def test_an_unknown_decision_is_wrong_usage_and_the_known_ones_are_named(run):
    result = run("decide", "--policy", "v1", "--decision", "fees", "--facts", "c.json", "--lang", "en")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "fees. Known are: entry, share, advice, firm_share, firm_pays_yen." in result.stderr


def test_a_table_shows_results_reasons_and_missing_facts(run):
    result = run("decide", "--policy", "v1", "--facts", "c.json", "--lang", "en")

    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["F1", "adopt", "0.25", "250"] in lines
    assert ["F1", "entry", "1", "There", "are", "people."] in lines
    assert ["2", "region"] in lines


@pytest.mark.parametrize(
    ("case", "column", "value", "rule"),
    [
        ({"employees": "many"}, "employees", "many", "fact_type"),
        ({"employees": 2.5}, "employees", "2.5", "fact_value_not_whole"),
        ({"employees": -1}, "employees", "-1", "fact_value_too_small"),
        ({"employees": True}, "employees", "true", "fact_type"),
        ({"region": "mars"}, "region", "mars", "fact_value_unknown"),
        ({"region": 5}, "region", "5", "fact_type"),
    ],
)
def test_a_wrong_fact_is_named_by_case_column_and_rule_and_nothing_is_decided(
    run, tmp_path, case, column, value, rule
):
    (tmp_path / "c.json").write_text(json.dumps([{}, case]), encoding="utf-8")

    result = run("decide", "--policy", "v1", "--facts", "c.json", "--format", "json")

    assert (result.exit_code, result.stdout) == (1, "")
    assert faults(result) == [("c.json", 2, column, value, rule)]


def test_a_column_that_is_no_fact_is_noted_and_the_rest_decided(run, tmp_path):
    (tmp_path / "c.json").write_text('{"employees": 9, "colour": 1}', encoding="utf-8")

    result = run("decide", "--policy", "v1", "--facts", "c.json", "--format", "json")

    assert faults(result) == [("c.json", None, "colour", None, "fact_unknown")]
    assert decided(result)[0]["outputs"]["advice"] == "adopt"


def test_a_file_of_facts_that_cannot_be_read_is_exit_code_2(run, tmp_path):
    (tmp_path / "broken.json").write_text("[", encoding="utf-8")

    for name in ("none.json", "none.csv", "none.parquet", "broken.json"):
        result = run("decide", "--policy", "v1", "--facts", name)
        assert (result.exit_code, result.stdout) == (2, "")


def test_a_policy_with_a_bad_cell_decides_nothing(run, tmp_path):
    write_version(tmp_path / "v1", entry=ENTRY.replace(">= 5", ">= five"))

    result = run("decide", "--policy", "v1", "--facts", "c.json", "--format", "json")

    assert (result.exit_code, result.stdout) == (1, "")
    assert faults(result) == [("v1/entry.csv", 2, "employees", ">= five", "number_expected")]


def test_tables_that_wait_for_each_other_decide_nothing(run, tmp_path):
    write_version(tmp_path / "v1", entry=ENTRY.replace("employees,region", "firm_share,region"))

    result = run("decide", "--policy", "v1", "--facts", "c.json", "--format", "json")

    assert result.exit_code == 1
    assert [fault[-1] for fault in faults(result)] == ["cycle"]


@pytest.mark.parametrize(
    "arguments", [(), ("--policy", "v1", "--dmn", "x.dmn"), ("--dmn", "x.dmn", "--on", "2026-04-01")]
)
def test_a_policy_or_a_dmn_file_is_given_but_not_both(run, arguments):
    assert run("decide", *arguments, "--facts", "c.json").exit_code == 2


def test_the_version_in_force_on_a_day_is_taken(run, tmp_path):
    write_version(tmp_path / "all" / "a", "a", "in_force_from = 2025-04-01\nin_force_to = 2026-03-31")
    write_version(tmp_path / "all" / "b", "b", share=SHARE.replace("0.25", "0.5"))

    def share(day):
        result = run("decide", "--policy", "all", "--on", day, "--facts", "c.json", "--format", "json")
        return decided(result)[0]["outputs"]["firm_share"]

    assert (share("2026-03-31"), share("2026-04-01")) == (0.25, 0.5)


def test_no_version_in_force_is_a_fault_by_name(run, tmp_path):
    write_version(tmp_path / "all" / "a", "a", "in_force_from = 2025-04-01\nin_force_to = 2026-03-31")
    write_version(tmp_path / "all" / "b", "b", "in_force_from = 2026-10-01")

    result = run("decide", "--policy", "all", "--on", "2026-05-01", "--facts", "c.json", "--lang", "en")

    assert result.exit_code == 1
    assert "No version is in force on 2026-05-01. There are: a, b. [versions_none_in_force]" in result.stderr


def test_overlapping_versions_are_a_fault_by_name(run, tmp_path):
    write_version(tmp_path / "all" / "a", "a")
    write_version(tmp_path / "all" / "b", "b", "in_force_from = 2026-10-01")

    result = run("decide", "--policy", "all", "--on", "2026-05-01", "--facts", "c.json", "--format", "json")

    assert (result.exit_code, result.stdout) == (1, "")
    assert [(f[0], f[-1]) for f in faults(result)] == [("all/b/policy.toml", "versions_overlap")]


def test_a_day_outside_the_period_of_the_only_version_is_a_fault(run):
    result = run("decide", "--policy", "v1", "--on", "2026-03-31", "--facts", "c.json", "--format", "json")

    assert result.exit_code == 1
    assert faults(result) == [("v1", None, None, "v1", "version_not_in_force")]


def test_a_folder_of_several_versions_needs_a_day(run, tmp_path):
    write_version(tmp_path / "all" / "a", "a")
    write_version(tmp_path / "all" / "b", "b", "in_force_from = 2026-10-01")

    assert run("decide", "--policy", "all", "--facts", "c.json").exit_code == 2


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_facts_come_from_tables_and_parquet_as_from_json(run, tmp_path, ending):
    header = ["id", "employees", "region", "cost_yen"]
    rows = [[case.get(name) for name in header] for case in CASES]
    if ending == "csv":
        with open(tmp_path / "c.csv", "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *rows])
    elif ending == "xlsx":
        book = openpyxl.Workbook()
        for row in [header, *rows]:
            book.active.append(row)
        book.save(tmp_path / "c.xlsx")
    else:
        from banso.engines.policy.cases import write_cases

        write_cases(tmp_path / "c.parquet", CASES)

    expected = decided(run("decide", "--policy", "v1", "--facts", "c.json", "--format", "json"))
    found = decided(run("decide", "--policy", "v1", "--facts", f"c.{ending}", "--format", "json"))

    assert [str(one.pop("case")) for one in found] == [str(one.pop("case")) for one in expected]
    assert found == expected


DMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:d">
  <inputData id="i1" name="Applied on"><variable name="Applied on" typeRef="date"/></inputData>
  <inputData id="i2" name="Amount"><variable name="Amount" typeRef="number"/></inputData>
  <decision id="d1" name="Third">
    <variable name="Third" typeRef="number"/>
    <informationRequirement><requiredInput href="#i2"/></informationRequirement>
    <literalExpression><text>Amount / 3</text></literalExpression>
  </decision>
  <decision id="d2" name="Late">
    <variable name="Late" typeRef="boolean"/>
    <informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <decisionTable hitPolicy="UNIQUE">
      <input><inputExpression typeRef="date"><text>Applied on</text></inputExpression></input>
      <output name="Late" typeRef="boolean"/>
      <rule><inputEntry><text>&gt; date("2026-04-01")</text></inputEntry>
        <outputEntry><text>true</text></outputEntry></rule>
      <rule><inputEntry><text>&lt;= date("2026-04-01")</text></inputEntry>
        <outputEntry><text>false</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"""


def test_a_dmn_file_decides_as_a_policy_does(run, tmp_path):
    (tmp_path / "d.dmn").write_text(DMN, encoding="utf-8")
    (tmp_path / "c.json").write_text('{"Applied on": "2026-04-02", "Amount": 1}', encoding="utf-8")

    [found] = decided(run("decide", "--dmn", "d.dmn", "--facts", "c.json", "--format", "json"))

    assert found["outputs"] == {"Third": "0.3333333333333333333333333333333333", "Late": True}
    assert found["matched"] == {"Late": [1]}


def test_a_dmn_file_with_an_entity_is_refused(run, tmp_path):
    entity = '?>\n<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    (tmp_path / "d.dmn").write_text(DMN.replace("?>", entity, 1), encoding="utf-8")

    result = run("decide", "--dmn", "d.dmn", "--facts", "c.json", "--format", "json")

    assert (result.exit_code, result.stdout) == (1, "")
    assert [fault[-1] for fault in faults(result)] == ["xml_doctype"]


def test_a_missing_dmn_file_is_exit_code_2(run):
    assert run("decide", "--dmn", "none.dmn", "--facts", "c.json").exit_code == 2


# diff


@pytest.fixture
def other(tmp_path):
    write_version(
        tmp_path / "v2", "v2", entry=ENTRY.replace("adopt", "decline", 1), share=SHARE.replace("0.25", "0.5")
    )


def test_a_comparison_says_who_changes_by_which_row_in_places_and_in_money(run, other):
    found = decided(run("diff", "v1", "v2", "--facts", "c.json", "--format", "json"))

    assert (found["a"], found["b"], found["cases"], found["changed"]) == ("v1", "v2", 4, 2)
    advice = found["results"]["advice"]
    assert advice["changed"] == 1
    assert {"a": "adopt", "b": "decline", "cases": 1} in advice["moves"]
    assert {"a": "adopt", "b": "adopt", "cases": 1} in advice["moves"]
    assert found["results"]["firm_pays_yen"]["money"] == {
        "a": 250, "b": 0, "difference": -250, "unknown_a": 3, "unknown_b": 4,
    }  # fmt: skip
    first = found["changes"][0]
    assert first["case"] == "F1"
    assert first["results"]["advice"] == {"a": "adopt", "b": "decline"}
    assert first["rows"] == {"a": {"entry": [1], "share": [1]}, "b": {"entry": [1], "share": [2]}}
    assert [change["case"] for change in found["changes"]] == ["F1", 4]


def test_a_parquet_file_gives_the_same_comparison(run, other, tmp_path):
    from banso.engines.policy.cases import write_cases

    cases = [{**case, "id": str(case.get("id", place))} for place, case in enumerate(CASES)]
    write_cases(tmp_path / "c.parquet", cases)
    (tmp_path / "c.json").write_text(json.dumps(cases), encoding="utf-8")

    by_case = decided(run("diff", "v1", "v2", "--facts", "c.json", "--format", "json"))
    by_column = decided(run("diff", "v1", "v2", "--facts", "c.parquet", "--format", "json"))

    assert by_column == by_case


def test_a_comparison_is_shown_as_tables(run, other):
    result = run("diff", "v1", "v2", "--facts", "c.json", "--lang", "en")

    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["adopt", "→", "decline", "1"] in lines
    assert ["firm_pays_yen", "250", "0", "-250", "3", "4"] in lines
    assert result.stderr == "2 of 4 cases change\n"


@pytest.mark.parametrize("name", ["entry", "advice"])
def test_one_decision_may_be_compared(run, other, name):
    found = decided(run("diff", "v1", "v2", "--decision", name, "--facts", "c.json", "--format", "json"))

    assert list(found["results"]) == ["advice"]


def test_versions_that_ship_are_compared_by_name(run, tmp_path):
    (tmp_path / "c.json").write_text('{"service": "hands_on", "employees": 3}', encoding="utf-8")

    found = decided(run("diff", "as_surveyed", "reformed", "--facts", "c.json", "--format", "json"))

    assert found["changed"] == 1


def test_a_comparison_names_wrong_facts_once(run, other, tmp_path):
    (tmp_path / "c.json").write_text('[{}, {"employees": "x"}]', encoding="utf-8")

    result = run("diff", "v1", "v2", "--facts", "c.json", "--format", "json")

    assert (result.exit_code, result.stdout) == (1, "")
    assert faults(result) == [("c.json", 2, "employees", "x", "fact_type")]


def test_a_comparison_of_an_unknown_decision_is_wrong_usage(run, other):
    assert run("diff", "v1", "v2", "--decision", "fees", "--facts", "c.json").exit_code == 2


def test_a_missing_version_is_exit_code_2(run):
    assert run("diff", "v1", "nowhere", "--facts", "c.json").exit_code == 2


# Without a database and with one


def test_deciding_needs_no_installation(run, tmp_path):
    banso = Path(sys.executable).with_name("banso")
    call = [str(banso), "policy", "decide", "--policy", "v1", "--facts", "c.json", "--format", "json"]

    done = subprocess.run(call, cwd=tmp_path, env={"PATH": ""}, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)) == 4


def test_versions_that_ship_and_those_of_the_database_are_listed(run, configuration):
    found = decided(run("list", "--format", "json"))

    assert {one["id"] for one in found if one["where"] == "files"} >= {"as_surveyed", "reformed"}
    stored = {one["id"]: one["state"] for one in found if one["where"] == "database"}
    assert stored.get("as_surveyed") == "in_force"


def test_replaying_no_decisions_finds_none_different(run, db):
    result = run("replay", "--format", "json")

    assert decided(result) == {"decisions": 0, "different": []}


def test_a_stored_decision_that_would_be_decided_otherwise_is_named(run, db, monkeypatch):
    from banso.apps.policies import selectors

    different = selectors.Different(
        7, "reformed", ("case", "C-1"), {"outputs": ({"months": 12}, {"months": 6})}
    )
    monkeypatch.setattr(selectors, "replay", lambda: selectors.ReplayReport(3, (different,)))

    result = run("replay", "--format", "json")

    assert result.exit_code == 1
    [one] = json.loads(result.stdout)["different"]
    assert (one["decision"], one["subject_ref"], one["differs"]["outputs"]["now"]) == (
        7,
        "C-1",
        {"months": 6},
    )


def test_the_facts_of_the_portfolio_are_written_and_decided(run, portfolio, tmp_path):
    for ending in ("csv", "json", "parquet"):
        assert run("facts", "--out", f"f.{ending}").exit_code == 0
    found = [
        decided(run("decide", "--policy", "reformed", "--facts", f"f.{ending}", "--format", "json"))
        for ending in ("csv", "json", "parquet")
    ]

    assert len(found[0]) > 50
    assert found[0] == found[1] == found[2]
    assert {one["outputs"]["screening_advice"] for one in found[0]} > {"adopt"}


def test_facts_need_a_known_ending(run, db):
    assert run("facts", "--out", "f.doc").exit_code == 2
