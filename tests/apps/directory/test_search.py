"""Searching firms: width, case, spaces and the two kana do not matter, on either database."""

import pytest

from banso.apps.directory.models import Firm
from banso.apps.directory.search import matching, search_key
from support import people

from . import making


@pytest.fixture
def firm(configuration):
    return people.make_firm(
        ref="F-2024-0317",
        name="株式会社 ＡＢＣ製茶",
        name_kana="エービーシーせいちゃ",
        name_en="ABC Tea Co., Ltd.",
        corporate_number=making.NUMBER,
    )


@pytest.mark.parametrize(
    "typed",
    [
        "abc製茶", "ＡＢＣ", "ａｂｃ", "株式会社ABC", "株式会社　ａｂｃ", "セイチャ", "せいちゃ", "ｾｲﾁｬ",
        "abc tea", "TEA CO", "f-2024-0317", "Ｆ－２０２４", making.NUMBER, making.NUMBER[:6], "",
    ],
)  # fmt: skip
def test_it_finds_the_firm(firm, typed):
    assert list(matching(Firm.objects.order_by("id"), typed)) == [firm]


@pytest.mark.parametrize("typed", ["製菓", "xyz", "%", "_", "F-2023"])
def test_it_does_not_find_the_firm(firm, typed):
    assert not matching(Firm.objects.all(), typed).exists()


def test_a_firm_without_a_number_is_found_by_name(configuration):
    firm = people.make_firm(name="髙﨑商店")
    assert matching(Firm.objects.all(), "髙﨑").get() == firm


def test_the_database_folds_as_the_program_does(firm):
    from django.db.models import Value

    from banso.apps.directory.search import SearchKey

    texts = ["㈱ヱビス-ヶ丘・ヴァ", "Ａbc　ｶﾞｷﾞ", "ゔぁ ～ー‐", "ÄÖ é", "", "①"]
    for text in texts:
        row = Firm.objects.annotate(key=SearchKey(Value(text))).get()
        assert row.key == search_key(text), text
