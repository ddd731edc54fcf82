"""The privacy notice: before the first page, again after a new version, and beside the form behind a link."""

import dataclasses
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from banso.apps.accounts.models import TokenScope, User
from banso.apps.accounts.tokens import issue_token
from banso.apps.casework import services
from banso.apps.directory.models import Contact
from banso.apps.journal.models import Event
from banso.apps.privacy import rules
from banso.apps.privacy.models import Consent
from tests.apps.casework import making

pytestmark = pytest.mark.usefixtures("configuration")


@pytest.fixture
def page():
    return reverse("accounts:own_account") + "?from=menu"


@pytest.fixture
def new_version(monkeypatch):
    """A second version is in force since yesterday."""

    def publish():
        first = rules.notices()[0]
        second = dataclasses.replace(first, code="2026-1", in_force_from=date(2026, 3, 9))
        monkeypatch.setattr(rules, "notices", lambda: (first, second))
        return second

    return publish


@pytest.mark.parametrize("role", ["office_staff", "firm_member", "administrator"])
def test_whoever_signs_in_for_the_first_time_reads_the_notice_and_goes_on(client_as, page, role):
    client = client_as(role, informed=False)
    asked = client.get(page)
    assert asked.status_code == 302 and asked.url.startswith(reverse("privacy:notice"))
    shown = client.get(asked.url).content.decode()
    assert "個人情報の取扱いについて" in shown and "一度だけ" in shown
    answered = client.post(asked.url)
    assert answered.url == page
    assert client.get(page).status_code == 200
    assert Consent.objects.get(user=client.user).way == "signed_in"


def test_somebody_without_a_role_is_asked_too_and_is_not_shut_out(client, clock, page):
    client.force_login(User.objects.create_user("new@test.invalid", name="新"))
    asked = client.get(page)
    client.post(asked.url)
    assert client.get(page).status_code == 200


def test_who_has_read_it_costs_no_query_a_page(client_as, page, queries):
    client = client_as("reviewer")
    with queries() as made:
        client.get(page)
    assert not [query for query in made.captured_queries if "privacy_consent" in query["sql"]]


def test_a_new_version_asks_again_and_says_that_it_has_changed(client_as, page, new_version):
    client = client_as("reviewer")
    assert client.get(page).status_code == 200
    notice = new_version()
    asked = client.get(page)
    assert "変わりました" in client.get(asked.url).content.decode()
    client.post(asked.url)
    assert client.get(page).status_code == 200
    assert {row.notice for row in Consent.objects.filter(user=client.user)} == {"2025-1", notice.code}


def test_a_form_that_is_sent_when_a_new_version_is_in_force_is_stored(client_as, page, new_version):
    client = client_as("reviewer")
    new_version()
    client.post(reverse("accounts:own_account"), {"name": "審査 花子", "language": "ja"})
    client.user.refresh_from_db()
    assert client.user.name == "審査 花子"


def test_what_a_page_asks_for_from_within_goes_through(client_as, page):
    client = client_as("reviewer", informed=False)
    assert client.get(page, headers={"HX-Request": "true"}).status_code == 200


def test_who_does_not_agree_can_say_so_and_sign_out(client_as):
    client = client_as("expert", informed=False)
    assert client.get(reverse("privacy:own")).status_code == 200
    assert client.post(reverse("privacy:ask"), {"kind": "stop", "note": ""}).url == reverse("privacy:own")
    assert client.post(reverse("account_logout")).status_code == 302


@pytest.mark.parametrize("wanted", ["https://elsewhere.invalid/", "//elsewhere.invalid/", ""])
def test_the_notice_leads_to_no_other_site(client_as, wanted):
    client = client_as("reviewer", informed=False)
    address = f"{reverse('privacy:notice')}?next={wanted}"
    assert client.post(address).url == reverse("privacy:own")


def test_a_program_with_a_token_is_not_asked(client, actor):
    who = actor("programme_manager")
    issued = issue_token(who, User.objects.get(pk=who.user_id), "test", TokenScope.values, 30)
    answer = client.get("/api/v1/firms", headers={"Authorization": f"Bearer {issued.text}"})
    assert answer.status_code == 200


class TestBesideTheFormBehindALink:
    """Whoever answers without signing in reads the notice there, and is asked once."""

    @pytest.fixture
    def case(self):
        return making.opened()

    @pytest.fixture
    def contact(self, case):
        return Contact.objects.create(firm=case.firm, name="鈴木 花", email="hana@firm.invalid")

    @pytest.fixture
    def ask(self, case, contact):
        """Ask the contact about one more export; gives the link."""

        def send(day):
            result = making.result(case, day, role="office_staff")
            staff = making.by("office_staff", date(2026, 3, 10))
            return services.ask_confirmation(staff, case, [result], [contact])[0]

        return send

    def answer(self, issued, **more):
        key = issued.link.confirmations.get(given_at=None).pk
        sent = {f"{key}-answer": "as_written", "attribution": "4", "faster": "no", "myself": "on"}
        return Client().post(issued.path, sent | more)

    def test_the_answer_confirms_the_version_that_stood_there(self, ask, contact, case):
        issued = ask(date(2026, 2, 2))
        assert 'name="notice" value="2025-1"' in Client().get(issued.path).content.decode()
        assert self.answer(issued, notice="2025-1").status_code == 302
        given = Consent.objects.get()
        assert (given.contact, given.way, given.notice) == (contact, "link", "2025-1")
        event = Event.objects.get(action="privacy.consented")
        assert (event.subject_kind, event.subject_ref) == ("firm", case.firm.ref)

    def test_the_next_link_does_not_ask_again(self, ask):
        self.answer(ask(date(2026, 2, 2)), notice="2025-1")
        assert 'name="notice"' not in Client().get(ask(date(2026, 2, 20)).path).content.decode()

    def test_an_answer_with_a_fault_confirms_nothing(self, ask):
        issued = ask(date(2026, 2, 2))
        page = self.answer(issued, notice="2025-1", myself="")
        assert 'name="notice" value="2025-1"' in page.content.decode()
        assert not Consent.objects.exists()

    def test_a_version_that_is_no_longer_in_force_is_not_confirmed(self, ask, new_version):
        issued = ask(date(2026, 2, 2))
        new_version()
        assert self.answer(issued, notice="2025-1").status_code == 302
        assert not Consent.objects.exists()

    def test_who_answered_by_link_is_not_asked_again_after_signing_in(self, ask, contact, client_as, page):
        self.answer(ask(date(2026, 2, 2)), notice="2025-1")
        client = client_as("firm_member", firm=contact.firm, informed=False)
        assert client.get(page).status_code == 302
        Contact.objects.filter(pk=contact.pk).update(user=client.user)
        assert client.get(page).status_code == 200
