import pytest

from banso.engines.reporting.text_difference import Part, difference


def test_a_replaced_word_is_taken_out_and_added():
    assert difference("sold in Europe", "sold in Asia") == [
        Part("same", "sold in "),
        Part("removed", "Europe"),
        Part("added", "Asia"),
    ]


def test_japanese_is_told_apart_by_runs_of_one_script():
    assert difference("緑茶を米国へ", "緑茶を台湾へ") == [
        Part("same", "緑茶を"),
        Part("removed", "米国"),
        Part("added", "台湾"),
        Part("same", "へ"),
    ]


def test_the_same_text_is_one_part():
    assert difference("価格は据え置き", "価格は据え置き") == [Part("same", "価格は据え置き")]


@pytest.mark.parametrize(("before", "after"), [("", "新しい文"), ("古い文", ""), ("", "")])
def test_nothing_to_something_and_back(before, after):
    parts = difference(before, after)
    assert "".join(part.text for part in parts if part.kind != "added") == before
    assert "".join(part.text for part in parts if part.kind != "removed") == after


def test_both_texts_can_be_read_back_whatever_they_hold():
    before, after = "価格は1,200円。\n送料は別。", "価格は1,350円（送料込み）。\n\n別途見積もり。"
    parts = difference(before, after)
    assert "".join(part.text for part in parts if part.kind != "added") == before
    assert "".join(part.text for part in parts if part.kind != "removed") == after
