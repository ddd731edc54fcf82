"""Programs read and write by token, with the rights of its person and no more."""

import json

import pytest
from django.core.cache import cache
from django.test import Client

from banso.api.surface import api
from banso.apps.accounts.models import ApiToken, TokenScope
from banso.apps.accounts.tokens import issue_token, revoke_token
from banso.apps.base import Refused
from banso.apps.directory.models import Firm, Industry, Office, Prefecture
from banso.apps.journal.models import Event


def office(code, prefecture):
    place = Prefecture.objects.get(code=prefecture)
    return Office.objects.create(code=code, name_ja=code, name_en=code, prefecture=place)


@pytest.fixture(autouse=True)
def _nothing_counted():
    """Requests are counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def token(configuration, actor, person):
    """``token("office_staff", "firms:read")``: its text, and its row; with ties a new person."""

    def make(role, *scopes, days=30, **ties):
        from banso.apps.accounts.models import User

        who = actor(role, user=person(role, **ties))
        issued = issue_token(who, User.objects.get(pk=who.user_id), "test", scopes or TokenScope.values, days)
        return issued

    return make


def call(issued, method, path, data=None, **headers):
    client = Client(headers={"Authorization": f"Bearer {issued.text}", **headers})
    body = {} if data is None else {"data": json.dumps(data), "content_type": "application/json"}
    return getattr(client, method)(f"/api/v1{path}", **body)


def firm():
    return {
        "kind": "sole_trader", "name": "みほん", "name_kana": "ミホン", "prefecture": "04",
        "industry": Industry.objects.order_by("pk").first().code,
        "export_experience": "none", "ec_record": "none", "employees": 3,
    }  # fmt: skip


def test_a_firm_is_registered_and_found_again(token):
    held = token("office_staff", office=office("sendai", "04"))
    made = call(held, "post", "/firms", firm())
    assert made.status_code == 201, made.text
    ref = made.json()["ref"]
    assert call(held, "get", f"/firms/{ref}").json() == made.json()
    assert [row["ref"] for row in call(held, "get", "/firms?size=1").json()["items"]] == [ref]
    assert call(held, "put", f"/firms/{ref}", firm() | {"employees": 4}).json()["employees"] == 4
    changed = Event.objects.filter(subject_kind="firm", subject_ref=ref).order_by("-number").first()
    assert (changed.action, changed.actor_id) == ("firm.changed", held.token.user_id)


def test_a_firm_of_another_office_is_not_found(token):
    here = token("office_staff", office=office("sendai", "04"))
    there = token("office_staff", office=office("osaka", "27"))
    ref = call(here, "post", "/firms", firm()).json()["ref"]
    assert call(there, "get", f"/firms/{ref}").status_code == 404
    assert call(there, "get", "/firms").json()["count"] == 0


def test_what_a_service_refuses_names_field_and_rule_in_the_persons_language(token):
    held = token("office_staff")
    answer = call(held, "post", "/firms", firm() | {"prefecture": "99"})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["errors"][0] | {"message": ""} == {
        "field": "prefecture", "rule": "code_unknown", "message": "",
    }  # fmt: skip
    assert not Firm.objects.exists()


def test_a_value_that_does_not_fit_is_named(token):
    answer = call(token("office_staff"), "post", "/firms", firm() | {"employees": -1})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "employees"


def test_a_token_does_nothing_beyond_its_scopes(token):
    assert call(token("office_staff", "cases:read"), "get", "/firms").status_code == 403


def test_a_token_does_nothing_beyond_its_person(token):
    assert call(token("auditor"), "post", "/firms", firm()).status_code == 403


@pytest.mark.parametrize("path", ["/firms", "/cases", "/results", "/follow-ups"])
def test_nothing_is_told_without_a_token(configuration, path):
    answer = Client().get(f"/api/v1{path}")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_a_token_expires_to_the_second(token, move_clock):
    held = token("auditor", days=1)
    move_clock(hours=23, minutes=59, seconds=59)
    assert call(held, "get", "/firms").status_code == 200
    move_clock(seconds=1)
    assert call(held, "get", "/firms").status_code == 401


def test_a_revoked_token_and_one_of_a_locked_person_work_no_more(token, actor):
    held, other = token("auditor"), token("evaluator")
    revoke_token(actor("auditor", user=held.token.user), held.token)
    other.token.user.is_active = False
    other.token.user.save()
    assert [call(one, "get", "/firms").status_code for one in (held, other)] == [401, 401]


def test_only_a_digest_of_a_token_is_kept(token):
    held = token("auditor")
    row = ApiToken.objects.get()
    assert held.text not in [str(value) for value in vars(row).values()]
    assert held.text not in "".join(Event.objects.values_list("payload", flat=True))


def test_nobody_makes_a_token_for_another_person(configuration, actor, person):
    with pytest.raises(Refused) as refused:
        issue_token(actor("auditor"), person("evaluator"), "x", ["firms:read"], 1)
    assert refused.value.rule == "not_oneself"


def test_who_calls_too_often_is_told_how_long_to_wait(token, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    held = token("auditor")
    answers = [call(held, "get", "/firms") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


@pytest.mark.parametrize("path", ["/firms", "/cases", "/results", "/follow-ups"])
def test_a_list_costs_few_queries(token, queries, path):
    held = token("auditor")
    call(held, "get", path)
    with queries(at_most=8):
        call(held, "get", path)


def test_the_schema_is_openapi_3_1():
    schema = api.get_openapi_schema()
    assert schema["openapi"].startswith("3.1")
    assert sorted({path.split("/")[3] for path in schema["paths"]}) == [
        "cases", "firms", "follow-ups", "results",
    ]  # fmt: skip


def test_pages_make_a_token_show_it_once_and_revoke_it(configuration, client_as):
    client = client_as("auditor")
    made = client.post("/account/tokens/new/", {"name": "表計算", "scopes": ["firms:read"], "days": 10})
    text = made.context["issued"].text
    assert text in made.text
    page = client.get("/account/tokens/").text
    assert "表計算" in page
    assert text not in page
    client.post(f"/account/tokens/{ApiToken.objects.get().pk}/revoke/")
    assert ApiToken.objects.get().revoked_at is not None
