"""Which two firms may be one."""

import pytest

from banso.apps.directory.models import Contact, Firm
from banso.apps.transfers.likeness import alike, domain_key, kana_key, name_key, phone_key
from banso.apps.transfers.merging import say_not_same
from support.people import make_firm

pytestmark = pytest.mark.usefixtures("configuration")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("株式会社山田製菓", "山田製菓㈱"),
        ("（有）髙橋 商店", "高橋商店"),
        ("YAMADA Foods Co., Ltd.", "Yamada foods"),
    ],
)
def test_a_name_is_compared_without_legal_form_width_and_case(one, other):
    assert name_key(one) == name_key(other) != ""


def test_a_legal_form_is_no_part_of_a_word():
    assert name_key("Incense House") == "incensehouse"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (kana_key("カブシキガイシャ　ヤマダセイカ"), "ヤマダセイカ"),
        (phone_key("０３－１２３４－５６７８"), "0312345678"),
        (phone_key("内線12"), ""),
        (domain_key("taro@Yamada.example"), "yamada.example"),
        (domain_key("taro@gmail.com"), ""),
    ],
)
def test_signs_are_brought_to_one_form(value, expected):
    assert value == expected


def signs(**second):
    first = make_firm(name="山田製菓", name_kana="ヤマダセイカ")
    Contact.objects.create(firm=first, name="山田", phone="0312345678", email="a@yamada.example")
    contact = {name: second.pop(name) for name in ("phone", "email") if name in second}
    other = make_firm(**({"name": "別名", "name_kana": "ベツメイ"} | second))
    Contact.objects.create(firm=other, name="山田", **contact)
    return [found.signs for found in alike(Firm.objects.filter(pk__in=[first.pk, other.pk]).order_by("pk"))]


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ({"name": "株式会社山田製菓"}, [("name",)]),
        ({"name_kana": "ヤマダセイカ"}, []),
        ({"name_kana": "ヤマダセイカ", "phone": "03-1234-5678"}, [("kana", "phone")]),
        ({"phone": "03-1234-5678", "email": "b@yamada.example"}, [("phone", "domain")]),
        ({"phone": "03-1234-5678"}, []),
    ],
)
def test_one_name_or_two_other_signs_make_a_candidate(second, found):
    assert signs(**second) == found


def test_two_corporate_numbers_are_never_a_candidate():
    make_firm(name="山田製菓", corporate_number="1000000000009")
    make_firm(name="山田製菓", corporate_number="2000000000008")
    assert alike(Firm.objects.order_by("pk")) == []


def test_a_pair_said_to_be_two_is_not_asked_about_again(actor):
    pair = make_firm(name="山田製菓"), make_firm(name="山田製菓")
    assert len(alike(Firm.objects.order_by("pk"))) == 1
    say_not_same(actor("office_manager"), *pair)
    assert alike(Firm.objects.order_by("pk")) == []
