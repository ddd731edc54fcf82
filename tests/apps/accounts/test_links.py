"""One-time links: once, in time, and the newest only."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.utils import timezone

from banso.apps.accounts import services
from banso.apps.accounts.mail import send_link
from banso.apps.accounts.models import PersonalLink
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


@pytest.fixture
def administrator(actor):
    return actor("administrator")


@pytest.fixture
def invited(administrator):
    return services.invite(administrator, "new@example.invalid", "新井 花", "ja", Role.REVIEWER)


def path(issued):
    return f"/l/{issued.token}/"


def set_password(issued, password=PASSWORD, again=None, client=None):
    return (client or Client()).post(path(issued), {"password1": password, "password2": again or password})


def test_the_invited_person_sets_a_password_and_is_signed_in(invited):
    client = Client()
    assert client.get(path(invited)).status_code == 200
    assert set_password(invited, client=client).status_code == 302
    assert client.session["_auth_user_id"] == str(invited.link.user_id)
    # First comes the privacy notice, then the page.
    assert client.get("/applications/", follow=True).status_code == 200


@pytest.mark.parametrize(("chosen", "shown"), [(None, "ja"), ("en", "en")], ids=["own", "chosen here"])
def test_the_page_speaks_the_persons_language_unless_another_was_chosen(invited, chosen, shown):
    client = Client(headers={"accept-language": "en"})
    if chosen:
        client.cookies["banso_language"] = chosen
    assert f'lang="{shown}"' in client.get(path(invited)).content.decode()


def test_the_password_works_at_the_next_sign_in_without_proving_the_address(invited):
    set_password(invited)
    client = Client()
    client.post("/account/login/", {"login": "new@example.invalid", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(invited.link.user_id)


def test_a_link_works_once(invited):
    set_password(invited)
    assert Client().get(path(invited)).status_code == 410
    assert set_password(invited, "another long password").status_code == 410


def test_a_second_use_changes_no_password(invited):
    set_password(invited)
    set_password(invited, "another long password")
    invited.link.user.refresh_from_db()
    assert invited.link.user.check_password(PASSWORD)


def test_a_link_expires_to_the_second(invited, move_clock):
    move_clock(days=7, seconds=-1)
    assert Client().get(path(invited)).status_code == 200
    move_clock(seconds=1)
    assert Client().get(path(invited)).status_code == 410
    assert set_password(invited).status_code == 410


def test_a_new_link_revokes_the_old_one(invited, administrator):
    newer = services.invite_again(administrator, invited.link.user)
    assert Client().get(path(invited)).status_code == 410
    assert Client().get(path(newer)).status_code == 200


def test_of_two_who_use_a_link_at_the_same_time_one_is_refused(invited, administrator):
    first = PersonalLink.objects.get(pk=invited.link.pk)
    second = PersonalLink.objects.get(pk=invited.link.pk)
    services.accept_invitation(administrator, first, PASSWORD)
    with pytest.raises(Refused) as caught:
        services.accept_invitation(administrator, second, "another long password")
    assert caught.value.rule == "link_closed"


@pytest.mark.parametrize("weak", ["short", "password1234", "new@example.invalid"])
def test_a_weak_password_is_refused_beside_its_field_and_uses_nothing_up(invited, weak):
    page = set_password(invited, weak)
    assert page.status_code == 200
    assert page.context["form"].errors["password1"]
    assert PersonalLink.objects.get().used_at is None


def test_two_different_passwords_are_refused(invited):
    page = set_password(invited, PASSWORD, "something else here")
    assert page.context["form"].errors["password2"]


def test_a_token_that_never_was_is_not_found():
    assert Client().get("/l/nonsense/").status_code == 404


def test_an_invitation_is_mailed_in_the_language_of_the_person(administrator, settings):
    settings.BASE_URL = "https://banso.example.invalid"
    for language in ("ja", "en"):
        issued = services.invite(administrator, f"{language}@example.invalid", "A", language, Role.REVIEWER)
        assert send_link(issued)
        assert f"https://banso.example.invalid{path(issued)}" in mail.outbox[-1].body
    japanese, english = mail.outbox
    assert english.subject == "Your invitation to Banso"
    assert japanese.subject != english.subject
    assert "2026年3月17日" in japanese.body


def test_a_mail_that_cannot_be_sent_is_reported_and_not_raised(invited, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert send_link(invited) is False


class TestLostSecondFactor:
    @pytest.fixture
    def user(self, person):
        user = person("reviewer")
        user.set_password(PASSWORD)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        TOTP.activate(user, generate_totp_secret())
        return user

    @pytest.fixture
    def sign_in(self, user):
        def sign_in(client):
            return client.post("/account/login/", {"login": user.email, "password": PASSWORD})

        return sign_in

    def test_the_second_factor_is_asked_for_before(self, sign_in):
        assert sign_in(Client()).url == "/account/2fa/authenticate/"

    def test_a_reset_removes_it_and_ends_sessions(self, administrator, user, client_as):
        client = client_as("reviewer", user=user)
        services.reset_second_factor(administrator, user)
        assert not Authenticator.objects.filter(user=user).exists()
        assert client.get("/").status_code == 302

    def test_the_password_alone_does_not_let_in_while_the_link_waits(self, administrator, user, sign_in):
        services.reset_second_factor(administrator, user)
        client = Client()
        assert sign_in(client).status_code == 403
        assert "_auth_user_id" not in client.session

    def test_the_password_alone_does_not_let_in_after_the_link_expired(
        self, administrator, user, sign_in, move_clock
    ):
        services.reset_second_factor(administrator, user)
        move_clock(days=30)
        client = Client()
        sign_in(client)
        assert "_auth_user_id" not in client.session

    def test_the_link_alone_does_not_let_in(self, administrator, user):
        issued = services.reset_second_factor(administrator, user)
        client = Client()
        assert client.get(path(issued)).status_code == 200
        assert "_auth_user_id" not in client.session
        page = client.post(path(issued), {"password": "not the password"})
        assert page.context["form"].errors["password"]
        assert "_auth_user_id" not in client.session
        assert PersonalLink.objects.get().used_at is None

    def test_link_and_password_together_lead_to_a_new_second_factor(self, administrator, user, sign_in):
        issued = services.reset_second_factor(administrator, user)
        client = Client()
        response = client.post(path(issued), {"password": PASSWORD})
        assert response.url == "/account/2fa/totp/activate/"
        assert client.session["_auth_user_id"] == str(user.pk)
        assert client.get(response.url).status_code == 200
        assert Client().get(path(issued)).status_code == 410
        assert sign_in(Client()).url == "/"

    def test_a_link_that_was_lost_can_be_sent_again(self, administrator, user):
        first = services.reset_second_factor(administrator, user)
        second = services.reset_second_factor(administrator, user)
        assert Client().get(path(first)).status_code == 410
        assert Client().get(path(second)).status_code == 200

    def test_somebody_without_a_second_factor_needs_no_reset(self, administrator, person):
        with pytest.raises(Refused) as caught:
            services.reset_second_factor(administrator, person("decider"))
        assert caught.value.rule == "no_second_factor"

    def test_the_link_lives_a_day(self, administrator, user):
        issued = services.reset_second_factor(administrator, user)
        assert issued.link.expires_at == timezone.now() + timedelta(days=1)
