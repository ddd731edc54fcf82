"""Who runs a mall: invited until a day, and shown that mall alone."""

from datetime import date

import pytest

from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.base import Refused
from banso.apps.journal.models import Event
from banso.apps.malls import services
from banso.apps.notices.models import Letter
from support import people
from tests.apps.sales import making as sales

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


def invited(code="us-a", **values):
    data = {"name": "Ann Lee", "email": "ann@mall.invalid", "language": "en", "last_day": date(2027, 3, 31)}
    return services.invite_operator(sales.by(), sales.site(code).mall, services.OperatorData(**data | values))


def refused(call, *args, **values):
    with pytest.raises(Refused) as caught:
        call(*args, **values)
    return caught.value.rule


def test_an_operator_is_invited_by_letter_until_a_day():
    user = invited()
    held = RoleAssignment.objects.get(user=user)
    assert (held.role, held.mall.code, held.valid_to) == ("mall_operator", "us-a", date(2027, 3, 31))
    assert Letter.objects.get(to_user=user).template == "malls.invitation"
    assert Event.objects.filter(subject_kind="mall", action="mall.operator_invited").count() == 1


def test_who_runs_a_mall_is_given_another_without_a_new_account():
    user, same = invited(), invited("us-b")
    assert same == user
    assert Letter.objects.filter(to_user=user).count() == 2
    assert refused(invited, "us-b") == "role_held"


def test_somebody_who_is_no_operator_is_not_made_one_by_address():
    User.objects.create_user("ann@mall.invalid", None, name="Ann", language="en")
    assert refused(invited) == "email_taken"


def test_access_ends_within_three_years_and_not_before_today():
    assert refused(invited, last_day=date(2029, 3, 11)) == "end_far"
    assert refused(invited, last_day=date(2026, 3, 9)) == "end_before"


def test_an_operator_sees_the_products_of_its_own_mall_alone(client_as, clock):
    own, other = sales.offered(), sales.offered(article="S-2", at=sales.site("us-b"))
    client = client_as("mall_operator", mall=own.mall)
    page = client.get("/operator/products/")
    assert [item.listing for item in page.context["items"]] == [own]
    assert client.get(f"/operator/products/{other.ref}/").status_code == 404
    address = f"/operator/products/pick/?l={own.ref}&l={other.ref}"
    client.post(address)
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.state, other.state) == ("picked", "offered")


def test_after_the_last_day_nothing_is_shown(client_as, clock):
    listing = sales.offered()
    user = people.make("mall_operator", mall=listing.mall, valid_to=clock.date())
    client = client_as("mall_operator", user=user)
    assert client.get("/operator/").status_code == 200
    RoleAssignment.objects.filter(user=user).update(valid_to="2026-01-31")
    assert client.get("/operator/").status_code == 403


def test_many_are_declined_at_once_or_none(client_as, clock):
    listings = [sales.offered(article=f"S-{number}") for number in (1, 2)]
    client = client_as("mall_operator", mall=listings[0].mall)
    address = "/operator/products/decline/?" + "&".join(f"l={row.ref}" for row in listings)
    assert client.post(address, {"reason": "", "words": ""}).status_code == 200
    client.post(address, {"reason": "label", "words": "英文表示をお願いします。"})
    for listing in listings:
        listing.refresh_from_db()
    assert {(row.state, row.reason) for row in listings} == {("declined", "label")}
    firm = client_as("firm_member", firm=listings[0].case.firm)
    assert "英文表示をお願いします。" in firm.get(f"/listings/{listings[0].ref}/").content.decode()


def test_an_identifier_that_is_taken_stores_none_of_them(client_as, clock):
    sales.listed()
    more = [sales.offered(article=f"S-{number}") for number in (2, 3)]
    client = client_as("mall_operator", mall=more[0].mall)
    ticked = "&".join(f"l={row.ref}" for row in more)
    client.post(f"/operator/products/pick/?{ticked}")
    page = client.post(f"/operator/products/list/?{ticked}", {more[0].ref: "SKU-2", more[1].ref: "SKU-1"})
    assert more[1].ref in page.context["form"].errors
    more[0].refresh_from_db()
    assert more[0].state == "picked"


def test_the_board_costs_a_fixed_number_of_queries(client_as, clock, queries):
    making.opened()
    for number in range(1, 4):
        sales.offered(article=f"S-{number}")
    client = client_as("mall_operator", mall=sales.site().mall)
    client.get("/operator/products/")
    with queries(at_most=10):
        client.get("/operator/products/")
