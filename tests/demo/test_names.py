import random

import pytest

from banso.demo.names import Names, corporate_number, phone, romaji, trades
from banso.engines.kernel import corporate_number as kernel


@pytest.mark.parametrize("serial", [1, 999, 10_000, 99_999])
def test_a_corporate_number_passes_the_check_and_no_registry_could_give_it(serial):
    number = corporate_number(serial, "01")
    assert kernel.parse(number) == number
    assert number[1:5] == "9900"


def test_a_telephone_number_cannot_be_dialled():
    assert phone(1) == "050-0000-0001"
    assert phone(123_456) == "050-0000-3456"


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("こばやし", "Kobayashi"),
        ("ゆうと", "Yuto"),
        ("しょうじ", "Shoji"),
        ("きくち", "Kikuchi"),
        ("はっとり", "Hattori"),
        ("りょう", "Ryo"),
        ("じゅん", "Jun"),
    ],
)
def test_kana_are_written_in_hepburn_letters(kana, latin):
    assert romaji(kana) == latin


def test_no_two_firms_of_a_trade_have_the_same_name():
    names = Names(random.Random(1))
    trade = trades()["ict_services"][0]
    given = [names.firm(trade).kanji for _number in range(3000)]
    assert len(set(given)) == 3000


def test_a_firms_name_reads_the_same_in_kana_and_latin():
    name = Names(random.Random(4)).firm(trades()["textile_apparel"][0])
    assert len(name.kanji) == 3
    assert romaji(name.kana) == name.latin
