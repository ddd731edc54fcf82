"""Orders: one side's word, the other's, and the one export that comes of both."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from banso.apps.base import Refused
from banso.apps.casework.models import ExportResult
from banso.apps.orders import services
from banso.apps.orders.models import Order, State
from banso.apps.orders.services import OrderData
from banso.apps.sales.counting import Counted
from support.races import at_once
from tests.apps.casework import making as cases
from tests.apps.inquiries import making as talks
from tests.apps.inquiries.making import by_buyer, by_firm
from tests.apps.sales import making as sales
from tests.apps.years import making as fiscal

pytestmark = pytest.mark.usefixtures("configuration", "db")
AT = datetime(2026, 3, 20, 3, tzinfo=UTC)
DAY = date(2026, 3, 18)


def data(**values) -> OrderData:
    first = {"ordered_on": DAY, "amount": Decimal("1200"), "currency": "usd", "quantity": 300}
    return OrderData(**{**first, "unit": "bottle", **values})


@pytest.fixture
def staff(actor):
    return actor("office_staff")


@pytest.fixture
def inquiry(staff):
    return talks.answered(staff)


@pytest.fixture
def case(inquiry):
    """The firm has a place on Japan Street."""
    sales.rate("USD", "2026-03-18", "150")
    return cases.opened(firm=inquiry.product.firm, service="street")


def buyer(inquiry):
    return by_buyer(inquiry, AT)


def firm(inquiry):
    return by_firm(inquiry, AT)


def sold_on_street() -> int:
    """What the figures of channels say of the month, in yen."""
    month = Counted(date(2026, 3, 1), date(2026, 3, 1))
    return sum(figures.whole.sold for figures in month.channels().values())


def refused(act, *args) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refusal:
        act(*args)
    return refusal.value.rule, refusal.value.field


def test_an_order_that_both_stand_for_becomes_one_export_with_the_buyers_word(inquiry, case):
    order = services.report(buyer(inquiry), inquiry, data())
    assert not ExportResult.objects.exists()
    order = services.confirm(firm(inquiry), order)
    result = ExportResult.objects.get()
    assert (result.case, result.channel, result.source, result.proof) == (case, "street", "buyer", order.ref)
    assert (result.amount, result.amount_yen, result.quantity) == (Decimal("1200"), 180_000, 300)
    assert result.confirmed_at is not None and order.result_id == result.pk
    assert refused(services.confirm, firm(inquiry), order)[0] == "order_state"
    assert ExportResult.objects.count() == 1


def test_only_the_firms_word_has_the_grade_of_the_firm(staff, inquiry, case):
    order = services.report(firm(inquiry), inquiry, data())
    assert refused(services.confirm, firm(inquiry), order)[0] == "other_side"
    services.settle(sales.by("office_staff", AT), order, True, "The invoice was shown.")
    assert ExportResult.objects.get().source == "firm"


def test_what_was_told_before_is_not_counted_twice(inquiry, case):
    told = cases.stored(
        case, exported_on=date(2026, 3, 10), channel="street", market=inquiry.company.market,
        amount_yen=181_000, source="document", proof="1", confirmed_at=AT,
    )  # fmt: skip
    order = services.confirm(firm(inquiry), services.report(buyer(inquiry), inquiry, data()))
    assert order.result.duplicate_of == told and order.result.confirmed_at is None
    assert sold_on_street() == 181_000
    # Another order of the same size is one more: it stands for itself.
    again = services.report(buyer(inquiry), inquiry, data(ordered_on=date(2026, 3, 19)))
    assert services.confirm(firm(inquiry), again).result.duplicate_of is None
    assert again.known and sold_on_street() == 361_000


def test_the_same_order_reported_by_both_is_asked_back(inquiry, case):
    services.report(buyer(inquiry), inquiry, data())
    near = data(amount=Decimal("1199.5"), ordered_on=date(2026, 3, 12))
    assert refused(services.report, firm(inquiry), inquiry, near) == ("looks_like", "anyway")
    services.report(firm(inquiry), inquiry, data(anyway=True))
    assert Order.objects.count() == 2


def test_a_dispute_is_settled_by_staff_and_what_is_rejected_is_no_export(inquiry, case):
    order = services.report(buyer(inquiry), inquiry, data())
    order = services.dispute(firm(inquiry), order, "none", "")
    office = sales.by("office_staff", AT)
    assert refused(services.settle, office, order, False, " ") == ("reason_missing", "reason")
    assert services.settle(office, order, False, "Both say it was a mistake.").state == State.REJECTED
    assert not ExportResult.objects.exists()


def test_without_a_case_an_order_is_kept_until_there_is_one(inquiry):
    order = services.confirm(firm(inquiry), services.report(buyer(inquiry), inquiry, data()))
    assert order.result is None
    office = sales.by("office_staff", AT)
    assert refused(services.enter, office, order)[0] == "no_case"
    cases.opened(firm=inquiry.product.firm, service="street")
    order = services.enter(office, order)
    # No rate was stored: the yen are not known, and the export is kept.
    assert order.result.amount_yen is None and order.result.amount == 1200
    assert refused(services.enter, office, order)[0] == "entered"


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"ordered_on": date(2026, 3, 21)}, "in_future", "ordered_on"),
        ({"currency": "XYZ"}, "currency_unknown", "currency"),
        ({"amount": Decimal(-5)}, "amount_range", "amount"),
        ({"amount": Decimal(0)}, "amount_range", "amount"),
        ({"amount": Decimal("10.123")}, "amount_decimals", "amount"),
        ({"quantity": 0}, "quantity_range", "quantity"),
        ({"unit": " "}, "unit_missing", "unit"),
        ({"amount": Decimal(0), "sample": True}, None, None),
    ],
)
def test_what_can_be_reported(inquiry, values, rule, field):
    if rule is None:
        services.report(buyer(inquiry), inquiry, data(**values))
    else:
        assert refused(services.report, buyer(inquiry), inquiry, data(**values)) == (rule, field)


def test_a_day_of_a_closed_year_is_refused(inquiry):
    fiscal.year(2024, "closed")
    late = data(ordered_on=date(2025, 3, 31))
    assert refused(services.report, buyer(inquiry), inquiry, late) == ("year_closed", "ordered_on")


def test_a_sample_is_marked_and_no_earlier_order(inquiry, case):
    sample = services.report(buyer(inquiry), inquiry, data(sample=True, amount=Decimal(0)))
    assert services.confirm(firm(inquiry), sample).result.sample
    assert not services.report(buyer(inquiry), inquiry, data(repeat=True)).known


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_makes_the_export(inquiry, case):
    order = services.report(buyer(inquiry), inquiry, data())
    who = firm(inquiry)
    outcomes = at_once(lambda: services.confirm(who, order), lambda: services.confirm(who, order))
    assert outcomes == ["order_state", "stored"]
    assert ExportResult.objects.count() == 1
