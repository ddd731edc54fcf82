"""Cells in the reader's words, and back."""

import pytest
from django.utils import translation

from banso.apps.policies.notation import Column
from banso.apps.policies.sentences import reading
from banso.engines.kernel.bilingual import Text
from banso.engines.policy.model import Domain, Kind

WORDS = {
    "plan": Text("事業計画", "business plan"),
    "order": Text("初回受注", "first order"),
    "food": Text("食品", "food, drink"),
}
STAGE = Column("stage", "段階", Kind.TEXT, Domain(("plan", "order", "food")), words=WORDS)
PERCENT = Column("pct", "実績", Kind.NUMBER, unit="percent")
FIRST = Column("first", "輸出", Kind.BOOLEAN)
ADVICE = Column("advice", "提案", Kind.TEXT, Domain(("plan", "order")), is_result=True, words=WORDS)
MONTHS = Column("months", "期間", Kind.NUMBER, unit="months", is_result=True)


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        (STAGE, "plan, order", "事業計画, 初回受注"),
        (STAGE, "not(plan)", "not(事業計画)"),
        (STAGE, "-", "–"),
        (STAGE, "null", "不明"),
        (PERCENT, ">= 66.7", "≥ 66.7"),
        (PERCENT, "[50..66.7)", "[50..66.7)"),
        (FIRST, "true", "はい"),
        (ADVICE, "order", "初回受注"),
        (MONTHS, "-", "–"),
    ],
)
def test_a_cell_is_shown_in_words_and_stored_in_codes_again(column, cell, words):
    assert column.shown(cell) == words
    assert column.stored(words) == cell


@pytest.mark.parametrize(
    ("column", "typed", "stored"),
    [
        (STAGE, "business plan、初回受注", "plan, order"),
        (STAGE, "order", "order"),
        (PERCENT, "≧６０", ">= 60"),
        (MONTHS, "1,200", "1200"),
        (FIRST, "yes", "true"),
    ],
)
def test_what_is_typed_in_either_language_is_stored_in_one_way(column, typed, stored):
    assert column.stored(typed) == stored


def test_a_cell_that_cannot_be_read_stays_as_it_is_typed():
    assert PERCENT.stored("about 60") == "about 60"
    assert PERCENT.shown("about 60") == "about 60"


def test_a_word_with_a_comma_stands_in_quotation_marks_and_comes_back():
    with translation.override("en"):
        assert STAGE.shown("food, plan") == '"food, drink", business plan'
        assert STAGE.stored('"food, drink", business plan') == "food, plan"


def test_a_row_is_read_as_a_sentence_in_both_languages():
    columns, cells = [STAGE, PERCENT, ADVICE, MONTHS], ["plan, order", "[50..60)", "order", "12"]
    assert reading(columns, cells) == (
        "段階が事業計画または初回受注、実績が50 %以上60 %未満のとき、提案は初回受注、期間は12か月。"
    )
    with translation.override("en"):
        assert reading(columns, cells).startswith(
            "If 段階 is business plan or first order and 実績 is 50 % or more"
        )


def test_a_row_without_conditions_says_so():
    assert reading([STAGE, MONTHS], ["-", "12"]) == "どの案件でも、期間は12か月。"


def test_a_row_whose_cell_cannot_be_read_quotes_it():
    assert "「about」" in reading([PERCENT, MONTHS], ["about", "12"])
