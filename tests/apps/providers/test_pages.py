"""What firms, staff, reviewers and applicants see."""

import pytest
from django.test import Client
from django.urls import reverse

from banso.apps.notices.models import Letter
from banso.apps.providers.models import Listing, State
from tests.apps.intake.making import need as make_need
from tests.apps.providers.making import published, said

pytestmark = pytest.mark.usefixtures("configuration", "clock")


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def typed(**other):
    """What is typed into the form."""
    data = vars(said(**other))
    lists = {name: [row.pk for row in data[name]] for name in ("services", "subjects", "markets")}
    return {key: value for key, value in data.items() if value is not None} | lists | {"languages": []}


@pytest.fixture
def tied(actor):
    return published(
        actor("office_staff"), actor("programme_manager"), tie="organisation", tie_words="委託を受けている"
    )


def test_a_firm_sees_prices_ties_and_the_rule_of_the_order(client_as, tied):
    shown = text(client_as("firm_member").get(reverse("providers:provider_list")))
    assert tied.name_ja in shown and "委託を受けている" in shown and "抽選" in shown
    assert reverse("providers:listing_list") not in shown


def test_the_list_for_a_need_leaves_out_who_serves_nothing_of_it(client_as, tied):
    need = make_need(code="contract")
    client = client_as("firm_member", firm=need.consultation.firm)
    address = reverse("providers:need_list", args=[need.pk])
    assert tied.name_ja in text(client.get(address))
    other = make_need(need.consultation, code="finance")
    assert tied.name_ja not in text(client.get(reverse("providers:need_list", args=[other.pk])))


def test_a_provider_applies_without_an_account_and_confirms_by_its_link():
    client = Client()
    wrong = text(client.post(reverse("providers:apply"), typed(price_to=1)))
    assert "最高料金が最低料金を下回っています。" in wrong and "青葉貿易支援" in wrong
    client.post(reverse("providers:apply"), typed())
    link = Letter.objects.get().enclosed["path"]
    client.get(link)
    assert Listing.objects.get().state == State.UNCONFIRMED
    client.post(link)
    assert Listing.objects.get().state == State.WAITING


def test_head_office_publishes_what_an_office_entered(client_as):
    staff, head = client_as("office_staff"), client_as("programme_manager")
    staff.post(reverse("providers:listing_enter"), typed())
    listing = Listing.objects.get()
    assert "/publish/" not in text(staff.get(reverse("providers:listing", args=[listing.ref])))
    page = reverse("providers:listing_publish", args=[listing.ref])
    assert page in text(head.get(reverse("providers:listing", args=[listing.ref])))
    head.post(page, {"listed_to": "2027-03-01"})
    assert listing.name_ja in text(staff.get(reverse("providers:provider_list")))


def test_the_lists_ask_a_fixed_number_of_queries(client_as, actor, queries):
    staff, head = actor("office_staff"), actor("programme_manager")
    client = client_as("programme_manager")
    for name in ("provider_list", "listing_list"):
        published(staff, head)
        client.get(reverse(f"providers:{name}"))
        with queries(at_most=16) as few:
            client.get(reverse(f"providers:{name}"))
        for _number in range(3):
            published(staff, head)
        with queries(at_most=16) as many:
            client.get(reverse(f"providers:{name}"))
        assert len(few) == len(many)
