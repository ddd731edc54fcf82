"""What tells how somebody is reached, and what only looks like it."""

import pytest

from banso.engines.kernel.contact_details import contact_details


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Write to emma.carter@lakeside.example please", "mail"),
        ("メールはａｂｃ＠ｅｘａｍｐｌｅ．ｃｏｍまで", "mail"),
        ("emma (at) lakeside (dot) example", "mail"),
        ("see https://lakeside.example", "web"),
        ("www.lakeside.example", "web"),
        ("call +1 604 555 0142", "phone"),
        ("(604) 555-0142", "phone"),
        ("03-1234-5678", "phone"),
        ("０９０－１２３４－５６７８", "phone"),
        ("09012345678", "phone"),
        ("手机13800138000", "phone"),
        ("WeChat: 138 0013", "phone"),
        ("電話番号 1234567", "phone"),
    ],
)
def test_contact_details_are_found(text, kind):
    assert contact_details(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "4,800 bottles at 4.80 USD, FOB Yokohama",
        "between 2026-04-01 and 2026-05-31, or 2026/06/15",
        "GTIN 4901234567894, HS 2103.10.000",
        "1,200,000 JPY for 10 000 pieces",
        "30-40 days, cartons of 12 x 500 ml, -18 to 0 degrees",
        "0.5 - 0.75 % salt, 100-200 pieces",
        "電話での説明を希望します",
        "Is it @ 12 per box?",
    ],
)
def test_prices_days_and_codes_are_no_contact_details(text):
    assert contact_details(text) == ""
