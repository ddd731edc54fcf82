import pytest
from django.test import Client

from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.demo.models import Portfolio

URL = "/enter-as/"


@pytest.fixture
def demonstration(settings, portfolio):
    settings.DEMO = True


def test_it_lists_an_example_of_each_role(demonstration, client):
    page = client.get(URL).content.decode()
    assert [role for role in Role.values if f'value="{role}"' not in page] == []


@pytest.mark.parametrize("role", Role.values)
def test_it_signs_in_as_the_example_of_a_role(demonstration, role):
    client = Client()
    response = client.post(URL, {"role": role})
    assert response.status_code == 302
    user = User.objects.get(pk=client.session["_auth_user_id"])
    assert user.email == f"{role}@demo.invalid"
    assert client.get("/", follow=True).status_code == 200


def test_it_signs_in_as_a_second_programme_manager_who_approves(demonstration, client):
    page = client.get(URL).content.decode()
    assert page.index('value="programme_manager"') < page.index('value="programme_manager-approver"')
    client.post(URL, {"role": "programme_manager-approver"})
    user = User.objects.get(pk=client.session["_auth_user_id"])
    assert list(user.assignments.values_list("role", flat=True)) == ["programme_manager"]
    assert client.get("/").status_code == 200


def test_somebody_new_holds_no_role_and_is_not_made_twice(demonstration):
    for _time in range(2):
        client = Client()
        client.post(URL, {"role": "newcomer"})
        # Whoever is new reads the privacy notice first.
        assert client.get("/", follow=True).status_code == 200
    assert User.objects.filter(email__startswith="newcomer-").count() == 1


def test_an_unknown_role_is_not_found(demonstration, client):
    assert client.post(URL, {"role": "emperor"}).status_code == 404


def test_it_is_not_there_outside_the_demonstration(portfolio, settings, client):
    settings.DEMO = False
    assert client.get(URL).status_code == 404
    assert client.post(URL, {"role": "auditor"}).status_code == 404


def test_it_is_not_there_where_the_database_carries_no_mark(demonstration, client):
    Portfolio.objects.all().delete()
    assert client.get(URL).status_code == 404


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::1", "", "nonsense"])
def test_it_is_not_there_for_another_machine(demonstration, client, address):
    assert client.get(URL, REMOTE_ADDR=address).status_code == 404


def test_it_is_there_for_this_machine_by_either_protocol(demonstration, client):
    assert client.get(URL, REMOTE_ADDR="127.0.0.1").status_code == 200
    assert client.get(URL, REMOTE_ADDR="::1").status_code == 200


def test_it_is_not_there_behind_a_proxy(demonstration, client):
    assert client.get(URL, headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    assert client.post(URL, {"role": "auditor"}, headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404


def test_who_reads_the_page_in_english_goes_on_in_english(demonstration, client):
    client.post(URL, {"role": "auditor"}, headers={"Accept-Language": "en"})
    assert "Your account" in client.get("/account/", headers={"Accept-Language": "en"}).content.decode()
