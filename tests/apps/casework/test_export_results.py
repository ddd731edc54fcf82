from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from banso.apps.casework import services
from banso.apps.channels.models import Channel, Mall
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


def mall():
    return Mall.objects.create(
        code="m1",
        channel=Channel.objects.get(kind="mall"),
        name_ja="モール",
        name_en="Mall",
        market=making.market(),
        opened_on=date(2020, 4, 1),
    )


def test_the_firms_own_word_counts_at_once():
    result = making.result(making.opened())
    assert result.source == "firm"
    assert result.confirmed_at == result.recorded_at


@pytest.mark.parametrize("role", ["office_staff", "office_manager"])
def test_what_staff_record_waits_for_the_firm(role):
    result = making.result(making.opened(), role=role)
    assert (result.source, result.confirmed_at) == ("staff", None)


def test_what_an_expert_records_waits_for_the_firm():
    result = making.result(making.opened(expert=making.expert()), role="expert")
    assert (result.source, result.confirmed_at) == ("expert", None)


def test_an_expert_does_not_record_for_the_case_of_another(refused):
    case, other = making.opened(expert=making.expert()), making.expert()
    data = services.ResultData(making.START, making.market(), "緑茶", "direct", amount_yen=1)
    with refused("other_expert"):
        services.record_result(making.by("expert", user=other.user), case, data)


def test_it_rejects_an_export_dated_after_today(refused):
    data = services.ResultData(date(2025, 4, 2), making.market(), "緑茶", "direct", amount_yen=1)
    with refused("in_future", "exported_on"):
        services.record_result(making.by("firm_member"), making.opened(), data)


def test_it_rejects_an_export_without_amount_and_quantity(refused):
    with refused("amount_or_quantity", "amount"):
        making.result(making.opened(), amount_yen=None)


def test_it_rejects_a_quantity_without_unit(refused):
    with refused("required", "unit"):
        making.result(making.opened(), quantity=10)


def test_it_rejects_a_unit_without_quantity(refused):
    with refused("unit_without_quantity", "quantity"):
        making.result(making.opened(), unit="kg")


def test_it_rejects_an_amount_beyond_all_measure(refused):
    with refused("amount_range", "amount"):
        making.result(making.opened(), amount_yen=10**13 + 1)


def test_it_rejects_a_sale_through_a_mall_without_the_mall(refused):
    with refused("mall_missing", "mall"):
        making.result(making.opened(), channel="mall")


def test_it_rejects_a_mall_for_another_channel(refused):
    with refused("mall_out_of_place", "mall"):
        making.result(making.opened(), channel="direct", mall=mall())


def test_a_sale_through_a_mall_names_it():
    sold_at = mall()
    assert making.result(making.opened(service="mall"), channel="mall", mall=sold_at).mall == sold_at


def test_an_amount_of_zero_is_known():
    assert making.result(making.opened(), amount_yen=0).amount_yen == 0


def test_exports_after_the_end_of_support_are_recorded_too():
    case = making.opened()
    services.end_support(
        making.by("office_staff"), case, outcome="stopped", note="休業", ended_on=making.START
    )
    assert making.result(case, date(2026, 2, 1)).pk


def test_a_form_sent_twice_is_stored_once(events):
    case, entry = making.opened(), uuid4()
    assert making.result(case, entry=entry) == making.result(case, entry=entry)
    assert events(case) == ["case.opened", "result.recorded"]


def test_the_firm_confirms_what_others_recorded(events):
    case = making.opened()
    result = making.result(case, role="office_staff")
    member = people.make("firm_member", firm=case.firm)
    confirmed = services.confirm_result(making.by("firm_member", date(2025, 10, 1), member), result)
    assert confirmed.confirmed_at == making.at(date(2025, 10, 1))
    assert events(case)[-1] == "result.confirmed"


@pytest.mark.parametrize("role", ["office_staff", "expert", "decider"])
def test_nobody_but_the_firm_confirms(refused, role):
    result = making.result(making.opened(), role="office_staff")
    with refused("role"):
        services.confirm_result(making.by(role), result)


def test_an_export_is_confirmed_once(refused):
    with refused("already_confirmed"):
        services.confirm_result(making.by("firm_member"), making.result(making.opened()))


@pytest.mark.parametrize(
    "values",
    [
        {"amount_yen": None},
        {"quantity": 3},
        {"channel": "mall"},
        {"channel": "pigeon"},
        {"currency": "USD", "amount": 10},
        {"amount": 10},
        {"settled_reason": "理由"},
    ],
    ids=["no figure", "no unit", "no mall", "unknown channel", "dollars, no rate", "yen twice", "unsettled"],
)
def test_the_database_refuses_an_export_that_breaks_a_rule(values):
    case = making.opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        making.stored(case, **values)
