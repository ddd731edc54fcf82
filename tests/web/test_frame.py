import re

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from banso.demo.models import Portfolio
from banso.web import demonstration
from banso.web.navigation import FIRM_ROOM, PLACES, address


@pytest.fixture(autouse=True)
def look_again(db):
    demonstration.forget()
    yield
    demonstration.forget()


def page(client, address="/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_page_allows_no_inline_style_and_no_foreign_source(client_as):
    response = client_as("evaluator").get("/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_page_has_no_inline_style_or_script(client_as):
    html = page(client_as("office_staff", office=office()))
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]* src=)", html)
    assert not re.search(r' on\w+="', html)


def office():
    from banso.apps.directory.models import Office, Prefecture, Region

    region = Region.objects.create(code="r", name_ja="中部", name_en="Chubu")
    prefecture = Prefecture.objects.create(code="22", name_ja="静岡県", name_en="Shizuoka", region=region)
    return Office.objects.create(
        code="o22", name_ja="静岡事務所", name_en="Shizuoka Office", prefecture=prefecture
    )


def test_the_page_names_who_is_signed_in_for_which_office_in_which_role(client_as):
    html = page(client_as("office_staff", office=office()))
    assert "静岡事務所" in html
    assert "/account/logout/" in html


def test_the_navigation_shows_only_what_the_role_may_open(client_as):
    html = page(client_as("administrator"))
    assert "記録簿" in html
    assert 'href="/firms/"' not in html


def test_the_narrow_bar_of_a_firm_holds_fewer_places_and_the_rest_stands_behind_more(client_as):
    html = page(client_as("firm_member"))
    shown, rest = re.search(r'<div class="links">(.*?)</div>.*?<ul>(.*?)</ul>', html, re.DOTALL).groups()
    assert (shown.count("<a "), 'href="/fees/quotes/"' in rest) == (FIRM_ROOM, True)


def test_the_present_place_is_marked(client_as):
    assert re.search(r'<a href="/journal/" aria-current="page">', page(client_as("auditor"), "/journal/"))


def test_every_place_has_an_address():
    for place in PLACES:
        assert reverse(place.name)


def test_a_place_without_an_address_is_left_out():
    with pytest.raises(NoReverseMatch):
        reverse("nowhere:at_all")
    assert address("nowhere:at_all") == ""


def test_the_language_is_switched_by_a_form_and_kept(client_as):
    client = client_as("evaluator")
    response = client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert response["Location"] == "/"
    html = page(client)
    assert '<html lang="en">' in html
    assert "Overview" in html


def test_a_demonstration_says_so_on_every_page(client_as, clock):
    assert "デモデータ" not in page(client_as("evaluator"))
    Portfolio.objects.create(firms=1, seed=1, as_of=clock.date(), loaded_at=clock)
    demonstration.forget()
    assert "デモデータ" in page(client_as("evaluator"))
    assert "デモデータ" in Client().get("/no/such/page").content.decode()


def test_saying_so_costs_no_query_a_page(client_as, queries):
    demonstration.is_demonstration()
    with queries(0):
        demonstration.is_demonstration()


def test_the_skip_link_leads_to_the_content(client_as):
    html = page(client_as("evaluator"))
    assert '<a class="skip" href="#main">' in html
    assert '<main id="main"' in html


def test_health_is_public_and_asks_the_database(db, queries):
    with queries(1):
        response = Client().get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_the_search_box_is_for_those_who_see_more_than_one_firm(client_as):
    assert 'action="/search/"' in page(client_as("evaluator"))
    assert 'action="/search/"' not in page(client_as("firm_member"))
