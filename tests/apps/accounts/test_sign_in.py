"""Coming in: sign-up, sign-in, forgotten password, second factor, limits."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.test import Client

from banso.apps.accounts import services
from banso.apps.accounts.models import User
from banso.apps.accounts.roles import Role
from banso.apps.journal.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PASSWORD = "correct horse battery"
LOGIN = "/account/login/"


@pytest.fixture
def user(person):
    user = person("reviewer")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client, email, password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def sign_up(client, email="new@example.invalid", **headers):
    sent = {"name": "新井 花", "email": email, "password1": PASSWORD, "password2": PASSWORD}
    return client.post("/account/signup/", sent, **headers)


def link_in(message):
    return re.search(r"https?://[^/\s]+(/\S+)", message.body)[1]


def is_in(client):
    return "_auth_user_id" in client.session


def test_a_firms_person_signs_up_confirms_the_address_and_comes_in(client):
    assert sign_up(client).url == "/account/confirm-email/"
    assert not is_in(client)
    (message,) = mail.outbox
    assert client.get(link_in(message)).status_code == 200
    client.post(link_in(message))
    assert sign_in(client, "new@example.invalid").status_code == 302
    client.post(client.get("/firms/register/").url)
    assert client.get("/firms/register/").status_code == 200
    assert client.get("/cases/").status_code == 403


def test_sign_up_is_in_the_journal_without_name_and_address(client):
    sign_up(client)
    event = Event.objects.get(action="user.created")
    assert event.subject_ref == str(User.objects.get(email="new@example.invalid").pk)
    assert event.payload == "{}"


def test_without_a_confirmed_address_nobody_comes_in(client):
    sign_up(client)
    sign_in(client, "new@example.invalid")
    assert not is_in(client)


@pytest.mark.parametrize(("language", "words"), [("ja", "メールアドレス"), ("en", "mail address")])
def test_the_mail_to_confirm_an_address_speaks_the_language_of_the_page(client, language, words):
    sign_up(client, headers={"Accept-Language": language})
    assert words in mail.outbox[0].subject
    assert User.objects.get(email="new@example.invalid").language == language


def test_signing_up_with_a_known_address_looks_the_same_and_makes_nothing(client, user):
    assert sign_up(client, user.email).url == "/account/confirm-email/"
    assert User.objects.filter(email=user.email).count() == 1
    assert "/account/password/reset/" in mail.outbox[0].body


def test_the_address_is_read_without_regard_to_case(client, user):
    sign_in(client, user.email.upper())
    assert is_in(client)


def test_passwords_are_kept_by_argon2(user):
    assert user.password.startswith("argon2$argon2id$")


def test_a_wrong_password_and_an_unknown_address_are_told_in_the_same_words(client, user):
    wrong = sign_in(client, user.email, "not the password")
    unknown = sign_in(client, "nobody@example.invalid", "not the password")
    assert wrong.context["form"].errors == unknown.context["form"].errors != {}


def test_after_five_wrong_passwords_the_right_one_is_refused_for_a_while(client, user):
    for _attempt in range(5):
        sign_in(client, user.email, "not the password")
    sign_in(client, user.email)
    assert not is_in(client)


def test_too_many_tries_get_a_page_of_their_own(client):
    statuses = [client.get(LOGIN).status_code for _try in range(2)]
    statuses += [sign_in(client, f"u{n}@example.invalid").status_code for n in range(31)]
    assert statuses[0] == 200
    assert statuses[-1] == 429


def test_signing_out_by_a_link_asks_first(client, user):
    sign_in(client, user.email)
    assert client.get("/account/logout/").status_code == 200
    assert is_in(client)
    client.post("/account/logout/")
    assert not is_in(client)


def test_an_address_to_go_on_to_outside_is_ignored(client, user):
    sent = {"login": user.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(LOGIN, sent).url == "/"


def test_a_forgotten_password_is_replaced_by_mail(client, user):
    client.post("/account/password/reset/", {"email": user.email})
    page = client.get(link_in(mail.outbox[0]), follow=True)
    new = "another long password"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    sign_in(client, user.email, new)
    assert is_in(client)


def test_asking_for_a_password_of_an_unknown_address_mails_nothing_and_looks_the_same(client, user):
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.invalid"})
    assert mail.outbox == []
    assert unknown.url == client.post("/account/password/reset/", {"email": user.email}).url


def test_who_is_invited_comes_in_by_the_invitation_only(client, actor):
    services.invite(actor("administrator"), "new@example.invalid", "新井 花", "ja", Role.REVIEWER)
    client.post("/account/password/reset/", {"email": "new@example.invalid"})
    assert mail.outbox == []


def test_somebody_locked_gets_no_new_password(client, user, actor):
    services.lock(actor("administrator"), user)
    client.post("/account/password/reset/", {"email": user.email})
    assert mail.outbox == []


def test_changing_the_password_ends_sessions_elsewhere(user):
    here, elsewhere = Client(), Client()
    sign_in(here, user.email)
    sign_in(elsewhere, user.email)
    new = "another long password"
    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert elsewhere.get("/").status_code == 302


class TestSecondFactor:
    @pytest.fixture
    def secret(self, user):
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        return secret

    def code(self, secret):
        return format_hotp_value(hotp_value(secret, int(time.time()) // 30))

    def test_it_is_asked_for_after_the_password(self, client, user, secret):
        response = sign_in(client, user.email)
        assert response.url == "/account/2fa/authenticate/"
        assert client.get(response.url).status_code == 200
        assert not is_in(client)
        client.post(response.url, {"code": self.code(secret)})
        assert is_in(client)

    def test_a_wrong_code_does_not_let_in(self, client, user, secret):
        response = sign_in(client, user.email)
        client.post(response.url, {"code": "000000" if self.code(secret) != "000000" else "111111"})
        assert not is_in(client)

    def test_a_recovery_code_lets_in_once(self, user, secret):
        code = RecoveryCodes.activate(user).get_unused_codes()[0]
        entered = []
        for _time in range(2):
            client = Client()
            client.post(sign_in(client, user.email).url, {"code": code})
            entered.append(is_in(client))
        assert entered == [True, False]

    def test_it_is_set_up_and_removed_on_our_pages(self, client, user):
        sign_in(client, user.email)
        assert client.get("/account/2fa/").status_code == 200
        assert client.get("/account/2fa/totp/activate/").url.startswith("/account/reauthenticate/")
        client.post("/account/reauthenticate/", {"password": PASSWORD})
        page = client.get("/account/2fa/totp/activate/")
        client.post("/account/2fa/totp/activate/", {"code": self.code(page.context["form"].secret)})
        assert client.get("/account/2fa/recovery-codes/").status_code == 200
        assert client.get("/account/2fa/recovery-codes/generate/").status_code == 200
        assert client.get("/account/2fa/totp/deactivate/").status_code == 200
        client.post("/account/2fa/totp/deactivate/")
        assert not Authenticator.objects.filter(user=user, type="totp").exists()
