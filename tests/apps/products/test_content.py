"""What of a product can be stored, and what is refused."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from banso.apps.directory.models import Market
from banso.apps.products.content import CertificateData, ClosedData, Content, TextData, check
from banso.apps.products.models import Allergen, CertificateKind
from tests.apps.products import making

pytestmark = pytest.mark.usefixtures("configuration")
TODAY = date(2026, 3, 10)

FAULTS = [
    ({"gtin": "4901234567890"}, "gtin", "gtin_check_digit"),
    ({"gtin": "49012345678"}, "gtin", "gtin_length"),
    ({"hs_code": "21031"}, "hs_code", "hs_digits"),
    ({"hs_code": "2103"}, "hs_code", "hs_digits"),
    ({"hs_code": "770310"}, "hs_code", "hs_chapter"),
    ({"hs_year": 2023}, "hs_year", "hs_year"),
    ({"hs_code": ""}, "hs_code", "hs_code_missing"),
    ({"currency": ""}, "currency", "currency_missing"),
    ({"currency": "YEN"}, "currency", "currency_unknown"),
    ({"price": Decimal("0")}, "price", "price_range"),
    ({"price": Decimal("NaN")}, "price", "price_range"),
    ({"price": Decimal("4.805")}, "price", "price_decimals"),
    ({"price": Decimal("480.5"), "currency": "JPY"}, "price", "price_decimals"),
    ({"minimum_order": 0}, "minimum_order", "number_range"),
    ({"shelf_days": 4000}, "shelf_days", "number_range"),
    ({"terms": "FOBB"}, "terms", "unknown_code"),
    ({"allergens_stated": False}, "allergens_stated", "allergens_not_stated"),
    ({"maker": "consented"}, "maker_name", "maker_name_missing"),
    (
        {"texts": [TextData("en", "Miso", ingredients="x" * 2001)]},
        "texts.en.ingredients",
        "too_long",
    ),
    ({"texts": [TextData("xx", "Name")]}, "texts.xx", "unknown_code"),
    ({"texts": [TextData("zh", "", "说明")]}, "texts.zh.name", "name_missing"),
    ({"texts": [TextData("zh", "", "", "大豆")]}, "texts.zh.name", "name_missing"),
]


@pytest.mark.parametrize(("values", "field", "rule"), FAULTS)
def test_what_is_wrong_is_refused_by_its_field_and_rule(values, field, rule):
    faults = check(making.content(**values), TODAY).faults
    assert [(fault.field, fault.rule) for fault in faults] == [(field, rule)]


def test_all_faults_are_told_at_once():
    faults = check(making.content(gtin="1", hs_code="1", currency="?"), TODAY).faults
    assert [fault.field for fault in faults] == ["hs_code", "gtin", "currency"]


def test_a_product_of_which_everything_is_said_has_no_fault():
    assert check(making.content(), TODAY).faults == []


def test_a_draft_may_say_nothing_at_all():
    assert check(Content(), TODAY).faults == []


def test_numbers_are_stored_as_their_digits():
    columns = check(making.content(gtin="４９０１２３４-567894", hs_code="2103.10"), TODAY).columns
    assert (columns["gtin"], columns["hs_code"]) == ("4901234567894", "210310")


def test_a_certificate_that_has_run_out_or_stands_twice_is_refused():
    kind = CertificateKind.objects.get(code="halal")
    rows = [CertificateData(kind, "1", date(2026, 3, 9)), CertificateData(kind, "2", TODAY)]
    faults = check(making.content(certificates=rows), TODAY).faults
    assert [(fault.field, fault.rule) for fault in faults] == [
        ("certificates.0", "certificate_over"),
        ("certificates.1", "certificate_twice"),
    ]


def test_a_market_is_closed_once_for_a_reason_and_not_until_a_day_that_has_passed():
    market = Market.objects.get(code="CA")
    rows = [ClosedData(market, "exclusive", date(2026, 3, 9)), ClosedData(market, "dislike")]
    faults = check(making.content(closed_markets=rows), TODAY).faults
    assert [fault.rule for fault in faults] == ["market_day_past", "unknown_code", "market_twice"]


def test_the_name_of_another_maker_goes_when_the_firm_is_the_maker():
    said = replace(making.content(), maker="firm", maker_name="Other Ltd.")
    assert check(said, TODAY).columns["maker_name"] == ""


def test_no_allergens_after_looking_is_something_else_than_not_looked():
    said = making.content(allergens=[])
    assert Allergen.objects.exists() and check(said, TODAY).columns["allergens_stated"]
