"""By what marketplaces name a listing, and how reports are read by it."""

import pytest
from django.db import IntegrityError, transaction

from banso.apps.base import Refused
from banso.apps.casework.models import Case
from banso.apps.channels.models import Channel
from banso.apps.sales import services
from banso.apps.sales.models import Identifier, SalesLine
from banso.apps.sales.sites import Site
from support import people
from tests.apps.casework import making as cases

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

HEADER = (*making.HEADER, "market")


def store():
    return Site(Channel.objects.get(kind="store"))


def on_sale(code="B0ONE", article="S-1", of="US", **values):
    """A product on sale in the store, named so on one marketplace."""
    firm = people.make_firm()
    cases.opened(firm=firm, service="store")
    edition = making.products.published(firm=firm, article=article)
    case = Case.objects.get(firm=firm)
    listing = services.pick(making.by(), services.offer(making.by(), edition.product, store(), case))
    making.checked(listing)
    return services.list_(making.by(), listing, making.code(code, of=of, kind="asin", **values))


def keep(listing, code, of="US", **values):
    return services.keep_identifier(making.by(), listing, making.code(code, of=of, **values))


def refused(call, *args, **values):
    with pytest.raises(Refused) as caught:
        call(*args, **values)
    return caught.value


def told(code, market, currency="USD", order="A-1"):
    row = (code, "2026-02-04", "1", "4.80", currency, "", order, market)
    return making.store(row, at=store(), header=HEADER, adds=True)


def test_a_line_is_matched_by_its_marketplace_and_code():
    first, second = on_sale("B0ONE", of="US"), on_sale("B0TWO", article="S-2", of="US")
    # One code names one product here and another there.
    keep(first, "X-1", of="GB")
    keep(second, "X-1", of="DE")
    assert (told("x-1", "GB", "GBP").waiting, told("X-1", "DE", "EUR", "A-2").waiting) == (0, 0)
    assert list(SalesLine.objects.order_by("pk").values_list("listing", flat=True)) == [first.pk, second.pk]


def test_a_code_of_another_marketplace_waits_there_and_is_matched_for_it_alone():
    listing, other = on_sale("B0ONE", of="US"), on_sale("B0TWO", article="S-2", of="US")
    assert told("B0ONE", "DE", "EUR").waiting == told("B0ONE", "GB", "GBP", "A-2").waiting == 1
    services.match_lines(making.by(), store(), "B0ONE", other, making.market("DE").pk)
    found = dict(SalesLine.objects.order_by("pk").values_list("market__code", "listing"))
    assert found == {"DE": other.pk, "GB": None}
    services.match_lines(making.by(), store(), "B0ONE", listing)
    told("B0ONE", "DE", "EUR", "A-9")
    assert SalesLine.objects.get(order_number="A-9").listing == other


def test_a_code_that_is_taken_is_refused_by_name():
    listing, other = on_sale("B0ONE"), on_sale("B0TWO", article="S-2")
    fault = refused(keep, other, " b0one ", kind="asin")
    assert (fault.rule, fault.field) == ("identifier_taken", "identifier")
    assert listing.ref in fault.message and "US" in fault.message
    services.end(making.by(), listing, "season")
    assert keep(other, "B0ONE", kind="asin").code == "B0ONE"


@pytest.mark.both_databases
def test_the_database_keeps_a_code_of_a_marketplace_for_one_listing():
    listing, other = on_sale("B0ONE"), on_sale("B0TWO", article="S-2")
    values = {"market": making.market("DE"), "channel": store().channel, "kind": "sku"}
    Identifier.objects.create(listing=listing, code="Q-1", **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Identifier.objects.create(listing=other, code="q-1", **values)
    Identifier.objects.create(listing=other, code="q-1", until="2026-03-01", **values)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"code": ""}, "code_missing"),
        ({"code": "x" * 61}, "too_long"),
        ({"kind": "isbn"}, "kind_unknown"),
        ({"currency": "ZZZ"}, "currency_unknown"),
        ({"market": None}, "market_missing"),
    ],
)
def test_what_cannot_be_a_code_is_refused(values, rule):
    given = {"code": "C-1", "market": making.market("DE")} | values
    data = services.IdentifierData(**given)
    assert refused(services.keep_identifier, making.by(), on_sale(), data).rule == rule


def test_a_mall_has_one_marketplace():
    listing = making.listed()
    assert refused(keep, listing, "C-1", of="DE").rule == "market_elsewhere"
    assert services.keep_identifier(making.by(), listing, services.IdentifierData("C-1")).market.code == "US"


def test_a_line_in_another_currency_than_the_marketplace_s_is_refused():
    on_sale("B0ONE", currency="usd")
    with pytest.raises(Refused):
        told("B0ONE", "US", "JPY")
    assert told("B0ONE", "US", "USD").new == 1


def test_staff_keep_and_take_back_codes_on_the_page(client_as, clock):
    listing = on_sale("B0ONE")
    manager, at = client_as("programme_manager"), f"/listings/{listing.ref}/"
    said = {"market": making.market("DE").pk, "identifier": "B0DE", "kind": "asin", "currency": "EUR"}
    manager.post(f"{at}identifiers/", said)
    kept = Identifier.objects.get(code="B0DE")
    assert "B0DE" in manager.get(at).content.decode()
    manager.post(f"{at}identifiers/{kept.pk}/drop/")
    assert list(listing.identifiers.values_list("code", flat=True)) == ["B0ONE"]
    firm = client_as("firm_member", firm=listing.case.firm)
    assert "B0ONE" in firm.get(at).content.decode()
    assert firm.post(f"{at}identifiers/", said).status_code == 403
