from datetime import date
from decimal import Decimal

import pytest

from banso.apps.casework import services
from banso.apps.casework.duplicates import Export, look_alike, pairs
from banso.apps.casework.models import Case, ExportResult
from banso.apps.casework.selectors import casework_facts, lookalike_pairs
from support import people

from . import making

DAY = date(2025, 9, 12)


def one(**values):
    defaults = {
        "id": 1, "firm": 1, "market": 1, "day": DAY, "sample": False, "yen": 100_000, "currency": "JPY",
        "amount": None, "quantity": None, "unit": "",
    }  # fmt: skip
    return Export(**defaults | values)


@pytest.mark.parametrize(
    ("values", "alike"),
    [
        ({}, True),
        ({"day": date(2025, 9, 26)}, True),
        ({"day": date(2025, 9, 27)}, False),
        ({"yen": 98_000}, True),
        ({"yen": 97_999}, False),
        ({"market": 2}, False),
        ({"firm": 2}, False),
        ({"sample": True}, False),
        ({"yen": None}, False),
    ],
)
def test_exports_look_alike_by_firm_market_day_and_amount(values, alike):
    assert look_alike(one(), one(id=2, **values)) is alike
    assert look_alike(one(id=2, **values), one()) is alike


def test_without_yen_amounts_in_one_currency_are_compared_then_quantities():
    dollars = {"yen": None, "currency": "USD", "amount": Decimal(700)}
    assert look_alike(one(**dollars), one(**dollars))
    assert not look_alike(one(**dollars), one(**dollars | {"currency": "EUR"}))
    boxes = {"yen": None, "quantity": 5, "unit": "箱"}
    assert look_alike(one(**boxes), one(**boxes))
    assert not look_alike(one(**boxes), one(**boxes | {"unit": "kg"}))


def test_pairs_are_found_across_days_and_once():
    rows = [one(id=1), one(id=2, day=date(2025, 9, 20)), one(id=3, day=date(2025, 12, 1))]
    assert [(a.id, b.id) for a, b in pairs(rows)] == [(1, 2)]


@pytest.fixture
def twins(configuration):
    """Two exports of one firm that look alike, in two cases."""
    firm = people.make_firm()
    first = making.result(making.opened(firm=firm), DAY)
    return first, making.result(making.opened(firm=firm, service="mall"), date(2025, 9, 15))


def staff(first):
    return making.by("office_staff", date(2025, 10, 1))


def test_another_case_of_the_firm_is_searched_before_storing(configuration, refused):
    firm = people.make_firm()
    making.result(making.opened(firm=firm), DAY)
    with refused("looks_like", "alike") as caught:
        making.result(making.opened(firm=firm, service="mall"), date(2025, 9, 15), anyway=False)
    assert [row.exported_on for row in caught.value.results] == [DAY]
    assert ExportResult.objects.count() == 1


def test_a_duplicate_is_kept_and_does_not_count(twins, events):
    first, second = twins
    services.mark_duplicate(staff(first), second, first)
    second.refresh_from_db()
    assert (second.duplicate_of, second.confirmed_at) == (first, None)
    facts = casework_facts(Case.objects.filter(pk=second.case_id))[second.case_id]
    assert (facts.first_success, facts.attainment.attained) == (None, 0)
    assert events(second.case)[-1] == "result.duplicate"
    assert lookalike_pairs(ExportResult.objects.all()) == []


def test_taking_it_back_lets_it_count_again(twins):
    first, second = twins
    services.mark_duplicate(staff(first), second, first)
    assert services.unmark_duplicate(staff(first), second).confirmed_at is not None


def test_two_that_were_told_apart_are_not_listed_again(twins):
    assert lookalike_pairs(ExportResult.objects.all()) == [(twins[0].pk, twins[1].pk)]
    services.say_distinct(staff(twins[0]), *twins)
    services.say_distinct(staff(twins[0]), *reversed(twins))
    assert lookalike_pairs(ExportResult.objects.all()) == []


def test_a_duplicate_has_no_duplicates_and_no_firm_of_its_own(twins, refused):
    first, second = twins
    actor = staff(first)
    services.mark_duplicate(actor, second, first)
    with refused("original_is_duplicate"):
        services.mark_duplicate(actor, first, second)
    other = making.result(making.opened())
    with refused("other_firm"):
        services.mark_duplicate(actor, other, first)
    with refused("same_row"):
        services.mark_duplicate(actor, first, first)
