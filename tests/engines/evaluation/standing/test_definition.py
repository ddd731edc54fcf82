"""Files of indicators: those that ship are sound, and what is wrong with one is named by place."""

import shutil

import pytest

from banso.engines.evaluation.standing.definition import FOLDER, read_folder, shipped

#: key, what stands there instead, the rule that it breaks.
WRONG = [
    ("base", 'base = "monts >= 24"', "expression_column_unknown"),
    ("base", "base = \"months >= '24'\"", "expression_kind"),
    ("base", 'base = "months"', "expression_kind"),
    ("base", 'base = "months >= "', "expression_syntax"),
    ("base", 'base = "months.real >= 24"', "expression_form"),
    ("base", 'base = "[one for one in months]"', "expression_form"),
    ("base", "base = \"__import__('os')\"", "expression_function_unknown"),
    ("base", 'base = "known(months, state)"', "expression_arguments"),
    ("base", "base = \"started_on >= day('2025-02-30')\"", "expression_day"),
    ("base", f'base = "{"not " * 130}success"', "expression_too_long"),
    ("base", f'base = "{" or ".join(["months>9"] * 36)}"', "expression_too_deep"),
    ("base", f'base = "{"(" * 240}success{")" * 240}"', "expression_syntax"),
    ("kind", 'kind = "guess"', "choice_unknown"),
    ("kind", 'kind = "amount"', "key_not_of_kind"),
    ("table", 'table = "nothing"', "choice_unknown"),
    ("by", 'by = ["months"]', "dimension_unknown"),
    ("dated_by", 'dated_by = "office"', "day_unknown"),
    ("name", 'name = { ja = "あ" }', "text_missing"),
    ("disclosure", 'disclosure = "secret"', "choice_unknown"),
    ("version", 'version = "one"', "number_missing"),
    ("code", 'code = "other"', "code_not_file"),
    ("owner", "", "key_missing"),
    ("owner", 'owner = "evaluation"\nwhose = "ours"', "key_unknown"),
    ("owner", "owner = [", "toml_unreadable"),
    ("beside", 'beside = ["nothing"]', "indicator_unknown"),
]


def test_what_ships_has_no_fault():
    assert read_folder(FOLDER).faults == ()


@pytest.mark.parametrize(("key", "line", "rule"), WRONG)
def test_a_fault_names_file_key_and_rule(tmp_path, key, line, rule):
    lines = (FOLDER / "long-without-success.toml").read_text(encoding="utf-8").splitlines()
    changed = [line if one.startswith(f"{key} =") else one for one in lines]
    (tmp_path / "long-without-success.toml").write_text("\n".join(changed), encoding="utf-8")
    shutil.copy(FOLDER / "answers-long-without-success.toml", tmp_path)
    rules = {
        fault.rule for fault in read_folder(tmp_path).faults if fault.file == "long-without-success.toml"
    }
    assert rule in rules


def test_an_expression_that_was_mistyped_is_told_the_nearest_column(tmp_path):
    text = (FOLDER / "gates-ended.toml").read_text(encoding="utf-8").replace("result ==", "resalt ==")
    (tmp_path / "gates-ended.toml").write_text(text, encoding="utf-8")
    (fault,) = read_folder(tmp_path).faults
    assert (fault.column, fault.params["near"], fault.params["at"]) == ("counts", "result", 1)


def test_a_folder_without_files_says_so(tmp_path):
    assert [fault.rule for fault in read_folder(tmp_path).faults] == ["folder_empty"]


def test_what_stands_beside_an_indicator_exists_and_a_comparison_is_named_one():
    for one in shipped().values():
        assert set(one.beside) <= set(shipped())
        if one.groups:
            assert one.named is not None
            assert "comparison" in one.named.en
            assert one.beside or one.code.startswith("answers-")
