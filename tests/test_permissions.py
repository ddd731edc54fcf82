"""Who may do what: every route as every role, held against the one table."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from banso.apps.accounts.middleware import ALLAUTH_OFFERED
from banso.apps.accounts.permissions import TABLE, WITHOUT_ROLE, Action
from banso.apps.accounts.roles import Role
from banso.project import urls
from support.client import CheckedClient

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.usefixtures("clock")]

#: Open to everybody, signed in or not.
PUBLIC = {
    "healthz",
    "set_language",
    "accounts:enter_as",
    "accounts:link",
    "casework:confirm_thanks",
    "casework:follow_up_thanks",
    "providers:apply",
    "providers:apply_sent",
    "providers:change_ask",
    "providers:change_sent",
    "providers:confirm",
    "providers:link",
    "providers:thanks",
    "questionnaire:answer",
    "questionnaire:enter",
    "street:ask",
    "street:link_sent",
}
#: Values for the parts of an address that take only some.
PARTS = {"extension": "csv", "by": "office", "side": "firm"}


@dataclass(frozen=True)
class Route:
    """One address of the house."""

    name: str
    view: object
    parameters: tuple[tuple[str, str], ...]

    @property
    def action(self):
        """What the view says it does."""
        return getattr(self.view, "action", getattr(getattr(self.view, "view_class", None), "action", None))

    @property
    def module(self) -> str:
        return getattr(self.view, "view_class", self.view).__module__

    def at(self, values: list) -> str:
        """The address of this route with these values."""
        return reverse(self.name, args=values)

    @property
    def nowhere(self) -> str:
        """An address of this route that leads to no record."""
        values = {
            name: PARTS.get(name, 0 if kind == "IntConverter" else "none") for name, kind in self.parameters
        }
        return reverse(self.name, kwargs=values)


def walk(resolver: URLResolver, namespace: str = "") -> Iterator[Route]:
    """Every route below a resolver."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from walk(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        else:
            assert isinstance(entry, URLPattern)
            converters = entry.pattern.converters
            yield Route(
                f"{namespace}{entry.name}",
                entry.callback,
                tuple((name, type(converter).__name__) for name, converter in converters.items()),
            )


def is_allauth(route: Route) -> bool:
    return route.module.startswith("allauth.")


ROUTES = sorted(walk(get_resolver()), key=lambda route: route.name)
GUARDED = [route for route in ROUTES if isinstance(route.action, Action)]


def to_sign_in(response) -> bool:
    return response.status_code == 302 and response.url.startswith("/account/login/")


def test_every_route_names_an_action_or_is_known_to_be_open():
    unnamed = {route.name for route in ROUTES if not isinstance(route.action, Action)}
    # The API guards itself by token, scope and the same table (tests/api).
    api = {route.name for route in ROUTES if route.name.startswith("api:")}
    unknown = {route.name for route in ROUTES if is_allauth(route)} | PUBLIC | api
    assert unnamed - unknown == set()


def test_every_route_has_a_name_of_its_own():
    names = [route.name for route in ROUTES]
    assert [name for name in names if name.endswith("None")] == []
    assert len(names) == len(set(names))


def test_every_action_of_a_route_stands_in_the_table():
    assert {route.action for route in GUARDED} - set(TABLE) == set()


def test_every_action_of_the_table_is_known_and_every_known_action_is_in_the_table():
    assert set(TABLE) == set(Action)


def test_anonymous_is_asked_to_sign_in_everywhere():
    client = Client()
    assert [route.name for route in GUARDED if not to_sign_in(client.get(route.nowhere))] == []


@pytest.fixture
def bare_refusals(monkeypatch):
    """What is refused or not found comes without its page: thousands of them would say the same."""
    monkeypatch.setattr(urls, "handler403", lambda *_, **__: HttpResponse(status=403))
    monkeypatch.setattr(urls, "handler404", lambda *_, **__: HttpResponse(status=404))


@pytest.mark.parametrize("role", Role.values)
def test_a_role_that_is_refused_sees_a_page_that_says_so(role, client_as):
    refused = next(route for route in GUARDED if Role(role) not in TABLE[route.action])
    response = client_as(role).get(refused.nowhere)
    assert response.status_code == 403
    assert "403.html" in [template.name for template in response.templates]


@pytest.mark.parametrize("role", Role.values)
def test_a_role_opens_what_the_table_says_and_nothing_else(role, client_as, bare_refusals):
    client = client_as(role)
    wrong = []
    for route in GUARDED:
        response = client.get(route.nowhere)
        allowed = Role(role) in TABLE[route.action]
        if (response.status_code == 403) is allowed or to_sign_in(response):
            wrong.append((route.name, route.action, response.status_code))
    assert wrong == []


@pytest.fixture
def newcomer():
    """Somebody who is signed in and holds no role."""
    from banso.apps.accounts.models import User

    client = CheckedClient()
    client.force_login(User.objects.create_user("new@test.invalid", name="新"))
    return client


def test_without_a_role_only_the_first_steps_are_open(newcomer, bare_refusals):
    wrong = []
    for route in GUARDED:
        response = newcomer.get(route.nowhere)
        if (response.status_code == 403) is (route.action in WITHOUT_ROLE) or to_sign_in(response):
            wrong.append((route.name, route.action, response.status_code))
    assert wrong == []


def test_a_role_that_has_ended_opens_nothing(client_as):
    from datetime import date

    client = client_as("auditor")
    client.user.assignments.update(valid_to=date(2026, 3, 9))
    assert client.get("/journal/").status_code == 403


def test_a_role_that_has_not_begun_opens_nothing(client_as):
    from datetime import date

    client = client_as("auditor")
    client.user.assignments.update(valid_from=date(2026, 3, 11))
    assert client.get("/journal/").status_code == 403


def test_pages_of_the_sign_in_library_that_are_not_offered_are_not_found(client_as):
    client = client_as("auditor")
    shut = [route for route in ROUTES if is_allauth(route) and route.name not in ALLAUTH_OFFERED]
    assert "account_email" in {route.name for route in shut}
    assert [route.name for route in shut if client.get(route.nowhere).status_code != 404] == []


def test_the_pages_of_the_sign_in_library_that_are_offered_are_there():
    assert ALLAUTH_OFFERED - {route.name for route in ROUTES} == set()
