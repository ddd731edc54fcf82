"""What is found by what is typed, in three languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banso.engines.catalogue.query import category_word, read_query
from banso.engines.catalogue.synonyms import Meaning, Synonyms
from banso.engines.catalogue.words import stem, words

SYNONYMS = Synonyms(
    [
        Meaning("soy_sauce", ("soy sauce", "shoyu", "醤油", "しょうゆ", "酱油"), "soy_sauce"),
        Meaning("kitchen_knife", ("kitchen knife", "包丁", "菜刀", "厨刀")),
        Meaning("tea", ("tea", "茶")),
        Meaning("green_tea", ("green tea", "緑茶", "绿茶")),
        Meaning("bread", ("bread", "パン", "面包")),
    ]
)

FOUND = [
    ("soy sauce", "丸大豆醤油 500ml"),
    ("Soy Sauces", "有机酱油"),
    ("酱油", "Soy sauce, dark"),
    ("醬油", "Shoyu of Choshi"),
    ("ｼｮｳﾕ", "本醸造しょうゆ"),
    ("有機醤油", "Organic soy sauce 有機"),
    ("kitchen knives", "Kitchen knives, set of three"),
    ("菜刀", "三徳包丁 165mm"),
    ("綠茶", "Sencha, a green tea"),
    ("green tea", "煎茶(緑茶)"),
    ("茶", "Black tea"),
    ("包丁 tea", "Kitchen knife and tea"),
    ("berries", "Dried berry"),
    ("海鹽", "塩 海塩"),
    ("麺", "乾麵"),
]
NOT_FOUND = [
    ("soy sauce", "Sauce of plums"),
    ("茶碗", "緑茶 椀"),
    ("茶", "Bowl"),
    ("ジャパン", "食パン"),
    ("パンダ", "Bread"),
    ("green tea", "Green bowl"),
    ("包丁", "包装"),
    ("gas", "ga"),
    ("", "Tea"),
    ("・、。", "Tea"),
]


@pytest.mark.parametrize(("typed", "text"), FOUND)
def test_a_thing_is_found_by_any_of_its_names_in_any_way_of_writing(typed, text):
    assert read_query(typed, SYNONYMS).meets(words(text))


@pytest.mark.parametrize(("typed", "text"), NOT_FOUND)
def test_what_only_resembles_it_is_not_found(typed, text):
    assert not read_query(typed, SYNONYMS).meets(words(text))


def test_a_product_of_the_category_is_found_although_its_text_does_not_say_the_word():
    assert read_query("醤油", SYNONYMS).meets({category_word("soy_sauce")})


def test_as_typed_leaves_the_other_names_out():
    query = read_query("soy sauce", SYNONYMS, as_typed=True)
    assert (query.meets(words("soy sauce")), query.meets(words("醤油")), query.also) == (True, False, ())


def test_what_was_looked_for_besides_is_said_without_other_spellings_of_what_was_typed():
    assert read_query("綠茶", SYNONYMS).also == ("green tea",)


def test_both_databases_get_the_same_groups():
    query = read_query("茶 knives", SYNONYMS)
    assert query.for_sqlite() == '(("u8336") OR ("tea")) AND (("knive"))'
    assert query.for_postgresql() == "(('u8336') | ('tea')) & (('knive'))"


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("berries", "berry"),
        ("knives", "knive"),
        ("sauces", "sauce"),
        ("glasses", "glasse"),
        ("glass", "glass"),
        ("trees", "trees"),
        ("gas", "gas"),
        ("octopus", "octopus"),
        ("crêpes", "crêpes"),
    ],
)
def test_a_word_is_taken_back_to_its_singular_by_the_three_rules(word, expected):
    assert stem(word) == expected


_LETTERS = st.text(alphabet="茶緑醤油包丁麺菜 aes", min_size=1, max_size=12)


@given(before=_LETTERS, typed=_LETTERS, after=_LETTERS)
def test_a_text_is_found_by_any_stretch_of_it(before, typed, after):
    query = read_query(typed, SYNONYMS)
    assert not query or query.meets(words(f"{before} {typed} {after}"))


@given(typed=st.text(max_size=40))
def test_whatever_is_typed_becomes_plain_letters_and_digits(typed):
    query = read_query(typed, SYNONYMS)
    assert all(word.isascii() and word.isalnum() for group in query.groups for one in group for word in one)
