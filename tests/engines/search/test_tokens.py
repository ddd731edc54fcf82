"""What people type finds what was registered, whatever the width, case, kana or variant of a character."""

import pytest

from banso.engines.search.folding import FROM, TO, fold, key
from banso.engines.search.tokens import MOST_WORDS, name_keys, read_query, words_of


def finds(typed, *texts):
    query, words = read_query(typed), words_of(*texts).split()
    return (
        bool(query)
        and set(query.words) <= set(words)
        and all(any(word.startswith(start) for word in words) for start in query.beginnings)
    )


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("山田", "株式会社山田製茶"),
        ("茶", "株式会社山田製茶"),
        ("製茶 山田", "株式会社山田製茶"),
        ("やまだ", "ヤマダ セイチャ"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
        ("ヤマダセイチヤ", "やまだ・せいちゃ"),
        ("高橋", "髙橋商店"),
        ("髙橋", "高橋商店"),
        ("斎藤", "齋藤"),
        ("吉野", "𠮷野家具"),
        ("ＹＡＭＡＤＡ", "Yamada Tea Co., Ltd."),
        ("yama", "Yamada Tea"),
        ("tea yam", "Yamada Tea"),
        ("C-2024-0317", "C-2024-0317"),
        ("ｃ２０２４０３１７", "C-2024-0317"),
        ("c-2024", "C-2024-0317"),
        ("1234567890123", "1234567890123"),
        ("１２３４", "1234567890123"),
        ("édith", "ÉDITH"),
    ],
)
def test_a_spelling_finds_the_other(typed, text):
    assert finds(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("山本", "山田製茶"),
        ("田山", "山田"),
        ("amada", "Yamada"),
        ("", "山田"),
        ("・-", "山田"),
        ("0318", "C-2024-0317"),
    ],
)
def test_what_is_not_there_is_not_found(typed, text):
    assert not finds(typed, text)


def test_words_are_plain_ascii_so_that_an_index_reads_nothing_into_them():
    assert all(word.isascii() and word.isalnum() for word in words_of('山田" OR x*', "éa 𠮷野").split())


def test_each_letter_is_folded_to_one_and_folding_twice_changes_nothing():
    assert len(FROM) == len(TO)
    everything = FROM + TO + "ｱガ株①"
    assert fold(fold(everything)) == fold(everything)
    assert key("ヤマダ・セイ チャ") == key("やまだせいちゃ")


def test_a_name_begins_with_what_is_typed_with_or_without_its_legal_form():
    keys = name_keys(["（株）山田製茶", "ヤマダセイチャ", "Yamada Tea Co., Ltd."])
    for typed in ("山田", "(株)山田", "やまだ", "yamada"):
        assert "\n" + key(typed) in keys
    assert "\n" + key("製茶") not in keys


def test_a_very_long_query_is_cut():
    assert len(read_query("あいうえおかきくけこさしすせそ").words) == MOST_WORDS
