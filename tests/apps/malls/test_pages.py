"""The pages of the malls."""

import pytest
from django.db.models import Q

from banso.apps.channels.models import Mall

pytestmark = pytest.mark.usefixtures("portfolio")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_57_malls_are_listed(client_as, language):
    client = client_as("office_staff")
    client.cookies["banso_language"] = language
    page = client.get("/malls/?size=100")
    assert page.context["list"].count == 57
    assert (
        Mall.objects.first().name_ja if language == "ja" else Mall.objects.first().name_en
    ) in page.content.decode()


def test_the_list_costs_a_fixed_number_of_queries(client_as, queries):
    client = client_as("evaluator")
    client.get("/malls/")
    with queries(at_most=6):
        client.get("/malls/?size=100")


def test_the_directory_costs_a_fixed_number_of_queries(client_as, queries):
    client = client_as("firm_member")
    client.get("/malls/directory/")
    with queries(at_most=9):
        assert client.get("/malls/directory/?size=100").context["list"].count == 55


def test_malls_are_narrowed_by_market(client_as):
    mall = Mall.objects.first()
    found = client_as("evaluator").get(f"/malls/?market={mall.market_id}").context["list"]
    there = Q(market=mall.market) | Q(entries__state="published", entries__countries=mall.market)
    assert found.count == Mall.objects.filter(there).distinct().count()


def test_a_mall_says_how_many_results_were_booked(client_as):
    mall = Mall.objects.filter(results__isnull=False).order_by("id").first()
    page = client_as("evaluator").get(f"/malls/{mall.code}/")
    assert page.context["mall"].result_count == mall.results.count() > 0


def test_an_unknown_mall_is_not_found(client_as):
    assert client_as("evaluator").get("/malls/nowhere/").status_code == 404


def test_a_firm_has_no_business_there(client_as):
    assert client_as("firm_member").get("/malls/").status_code == 403
