"""``banso admin create``."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from banso.apps.accounts.models import PersonalLink, User
from banso.apps.journal.models import Event
from banso.commands.admin import command

pytestmark = pytest.mark.django_db


def create(email="first@example.invalid", name="最初 管理", lang="en"):
    return CliRunner().invoke(command, ["create", "--email", email, "--name", name, "--lang", lang])


def test_it_prints_only_the_link_on_stdout(clock, settings):
    settings.BASE_URL = "https://banso.example.invalid"
    result = create()
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    assert line.startswith("https://banso.example.invalid/l/")
    assert "17 Mar 2026" in result.stderr


def test_the_person_is_administrator_and_has_no_password(clock):
    create()
    user = User.objects.get(email="first@example.invalid")
    assert [held.role for held in user.assignments.all()] == ["administrator"]
    assert (user.name, user.language, user.has_usable_password()) == ("最初 管理", "en", False)


def test_the_link_lets_the_first_administrator_in(clock, client):
    link = create().stdout.strip()
    path = "/" + link.split("/", 3)[3]
    assert client.get(path).status_code == 200
    password = "a long first password"
    response = client.post(path, {"password1": password, "password2": password})
    assert response.status_code == 302
    if "_auth_user_id" not in client.session:
        client.post("/account/login/", {"login": "first@example.invalid", "password": password})
    # First comes the privacy notice, then the page.
    assert client.get("/people/", follow=True).status_code == 200


def test_it_is_written_down_as_done_by_the_system(clock):
    create()
    found = Event.objects.order_by("id").values_list("action", "role", "actor")
    assert {(role, who) for _action, role, who in found} == {("system", None)}
    assert "user.invited" in {action for action, _role, _who in found}


def test_an_address_that_exists_is_refused(clock):
    create()
    result = create(email="First@Example.invalid")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "exists already" in result.stderr
    assert (User.objects.count(), PersonalLink.objects.count()) == (1, 1)


def test_what_is_no_address_is_refused(clock):
    result = create(email="nobody")
    assert (result.exit_code, User.objects.count()) == (1, 0)


def test_the_link_lives_seven_days_to_the_second(clock):
    create()
    assert PersonalLink.objects.get().expires_at == clock + timedelta(days=7)
