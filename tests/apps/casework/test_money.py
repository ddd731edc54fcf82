"""Exports in foreign currency: yen at the rate of the day, or unknown until it comes."""

from datetime import date
from decimal import Decimal

import pytest

from banso.apps.casework import services
from banso.apps.programmes import exchange
from banso.apps.programmes.models import ExchangeRate
from banso.engines.kernel.tables import read_table

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

DAY = date(2025, 9, 12)


def rate(day=DAY, yen="150.25", currency="USD"):
    return ExchangeRate.objects.create(currency=currency, day=day, yen=Decimal(yen), source="銀行")


def export(case=None, **values):
    defaults = {"amount_yen": None, "amount": Decimal("1000.10"), "currency": "USD"}
    return making.result(case or making.opened(), DAY, **defaults | values)


def test_a_foreign_amount_becomes_yen_at_the_rate_of_the_day_and_keeps_it():
    rate()
    result = export()
    result.refresh_from_db()
    assert (result.amount, result.amount_yen) == (Decimal("1000.10"), 150_265)
    assert (result.rate, result.rate_on, result.rate_source) == (Decimal("150.25"), DAY, "銀行")


@pytest.mark.parametrize(("days_before", "known"), [(6, True), (7, False)])
def test_a_rate_holds_for_six_days_after_its_own(days_before, known):
    rate(date(2025, 9, 12 - days_before))
    assert (export().amount_yen is not None) is known


def test_a_rate_of_a_later_day_does_not_hold():
    rate(date(2025, 9, 13))
    assert export().amount_yen is None


def test_without_a_rate_the_yen_are_unknown_and_filled_when_it_comes(events):
    case = making.opened()
    result = export(case)
    assert result.amount_yen is None
    table = read_table("r.csv", "currency,day,yen,source\nUSD,2025-09-12,150,銀行\n".encode())
    exchange.store_rates(making.by("programme_manager", date(2025, 10, 1)), table)
    result.refresh_from_db()
    assert result.amount_yen == 150_015
    assert events(case)[-1] == "result.yen_known"


def test_yen_stand_in_yen_alone():
    result = export(currency="JPY", amount=Decimal(5000))
    assert (result.amount, result.amount_yen, result.rate) == (None, 5000, None)


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"currency": "XYZ"}, "currency_unknown", "currency"),
        ({"currency": "DEM"}, "currency_unknown", "currency"),
        ({"currency": "JPY", "amount": Decimal("0.5")}, "amount_decimals", "amount"),
        ({"currency": "JPY", "amount": Decimal(-1)}, "amount_range", "amount"),
        ({"amount": Decimal("1.005")}, "amount_decimals", "amount"),
        ({"hs_code": "12345"}, "hs_code", "hs_code"),
    ],
    ids=["unknown", "no longer used", "half a yen", "negative yen", "a tenth of a cent", "five digits"],
)
def test_it_rejects_an_amount_that_nobody_can_pay(refused, values, rule, field):
    with refused(rule, field):
        export(**values)


def test_what_proves_itself_counts_at_once_and_names_its_proof(refused):
    case = making.opened()
    assert making.result(case, role="office_staff", source="document", proof="許可 1").confirmed_at
    with refused("proof_missing", "proof"):
        making.result(case, role="office_staff", source="site")


def test_a_firm_gives_no_grade_but_its_word(refused):
    with refused("unknown_code", "source"):
        making.result(making.opened(), source="document", proof="許可 1")


def test_proof_added_later_confirms(refused, events):
    case = making.opened()
    result = making.result(case, role="office_staff")
    actor = making.by("office_staff", date(2025, 10, 1))
    assert services.prove_result(actor, result, "document", "許可 1").confirmed_at is not None
    assert events(case)[-1] == "result.proven"
    with refused("no_better_proof", "source"):
        services.prove_result(actor, result, "site", "報告")
