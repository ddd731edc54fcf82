"""What may be done to people, and what is refused."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from banso.apps.accounts import services
from banso.apps.accounts.links import digest_of
from banso.apps.accounts.models import PersonalLink, RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused
from banso.apps.directory.models import Contact
from banso.apps.journal.heads import faults_of_all_chains
from banso.apps.journal.models import Event
from support.people import make_firm

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(actor):
    return actor("administrator")


@pytest.fixture
def colleague(person):
    """Office staff who can sign in by password."""
    user = person("office_staff")
    user.set_password("a long old password")
    user.save()
    return user


def actions(user):
    events = Event.objects.filter(subject_kind="user", subject_ref=str(user.pk))
    return list(events.order_by("number").values_list("action", flat=True))


def refused(rule, call, *arguments, **options):
    before = Event.objects.count()
    with pytest.raises(Refused) as caught:
        call(*arguments, **options)
    assert (caught.value.rule, Event.objects.count()) == (rule, before)


def test_an_invitation_makes_the_person_gives_the_role_and_keeps_only_a_digest(administrator):
    issued = services.invite(administrator, "New@Example.invalid", "新井 花", "en", Role.REVIEWER)
    user = User.objects.get(email="new@example.invalid")
    assert actions(user) == ["user.created", "role.given", "user.invited"]
    assert issued.link.digest == digest_of(issued.token)
    stored = [str(value) for value in PersonalLink.objects.values().get().values()]
    assert not any(issued.token in value for value in stored)


def test_events_about_a_person_hold_neither_name_nor_address(administrator):
    services.invite(administrator, "secret@example.invalid", "秘密 花子", "ja", Role.AUDITOR)
    said = " ".join(Event.objects.order_by("id").values_list("payload", flat=True))
    assert "secret" not in said
    assert "秘密" not in said


def test_an_address_that_exists_in_other_letters_is_refused(administrator, colleague):
    refused("email_taken", services.create_user, administrator, colleague.email.upper(), "別人")


def test_a_role_that_needs_an_office_is_refused_without_one(administrator, colleague):
    refused("tie_missing", services.give_role, administrator, colleague, Role.OFFICE_MANAGER)


def test_a_role_held_already_is_refused(administrator, colleague):
    office = colleague.assignments.get().office
    refused("role_held", services.give_role, administrator, colleague, Role.OFFICE_STAFF, office)


def test_a_role_that_ends_is_gone_at_once_and_stays_as_history(administrator, colleague, client_as):
    client = client_as("office_staff", user=colleague)
    assert client.get("/cases/").status_code == 200
    services.end_role(administrator, colleague.assignments.get())
    assert client.get("/cases/").status_code == 403
    assert colleague.assignments.get().valid_to == administrator.today - timedelta(days=1)
    assert actions(colleague) == ["role.ended"]


def test_an_ended_role_can_be_given_again(administrator, colleague):
    held = colleague.assignments.get()
    services.end_role(administrator, held)
    services.give_role(administrator, colleague, Role.OFFICE_STAFF, held.office)
    assert services.current(administrator.today).filter(user=colleague).count() == 1


def test_locking_ends_open_sessions_for_good(administrator, colleague, client_as):
    client = client_as("office_staff", user=colleague)
    services.lock(administrator, colleague)
    assert client.get("/").status_code == 302
    services.unlock(administrator, colleague)
    assert client.get("/").status_code == 302
    assert actions(colleague) == ["user.locked", "user.unlocked"]


def test_somebody_locked_cannot_sign_in_and_can_again_when_unlocked(administrator, colleague):
    sent = {"login": colleague.email, "password": "a long old password"}
    services.lock(administrator, colleague)
    client = Client()
    client.post("/account/login/", sent)
    assert "_auth_user_id" not in client.session
    services.unlock(administrator, colleague)
    client.post("/account/login/", sent)
    assert client.get("/account/").status_code in (200, 302)


def test_somebody_who_left_holds_no_role_and_no_link_and_cannot_sign_in(administrator, client_as):
    issued = services.invite(administrator, "new@example.invalid", "新井 花", "ja", Role.REVIEWER)
    user = issued.link.user
    client = client_as("reviewer", user=user)
    services.leave(administrator, user)
    user.refresh_from_db()
    assert (user.is_active, user.left_on) == (False, administrator.today)
    assert not services.current(administrator.today).filter(user=user).exists()
    assert client.get("/").status_code == 302
    assert Client().get(f"/l/{issued.token}/").status_code == 410


def test_an_administrator_cannot_lock_or_remove_himself(administrator, person):
    person("administrator")
    himself = User.objects.get(pk=administrator.user_id)
    for call in (services.lock, services.leave, services.erase_person):
        refused("oneself", call, administrator, himself)
    own = RoleAssignment.objects.get(user=himself, role="administrator")
    refused("oneself", services.end_role, administrator, own)


def test_the_last_administrator_stays_whoever_asks(administrator, actor):
    last = User.objects.get(pk=administrator.user_id)
    somebody = actor("auditor")
    for call in (services.lock, services.leave, services.erase_person):
        refused("last_administrator", call, somebody, last)
    refused("last_administrator", services.end_role, somebody, last.assignments.get())


def test_one_of_two_administrators_can_be_locked(administrator, person):
    services.lock(administrator, person("administrator"))


def test_an_erased_person_is_a_row_without_name_and_address(administrator, colleague):
    address, name = colleague.email, colleague.name
    services.erase_person(administrator, colleague)
    colleague.refresh_from_db()
    assert colleague.erased_at == administrator.at
    assert (colleague.is_active, colleague.has_usable_password()) == (False, False)
    kept = " ".join(str(value) for value in User.objects.filter(pk=colleague.pk).values().get().values())
    assert address not in kept
    assert name not in kept


def test_contacts_of_an_erased_person_are_erased_and_the_chains_still_verify(administrator, person):
    firm = make_firm()
    user = person("firm_member", firm=firm)
    contact = Contact.objects.create(
        firm=firm, user=user, name="担当 太郎", name_kana="タントウ タロウ", position="部長",
        email="tantou@example.invalid", phone="050-0000-0001",
    )  # fmt: skip
    services.change_person(administrator, user, "担当 次郎", "ja")
    services.erase_person(administrator, user)
    contact.refresh_from_db()
    assert contact.erased_at is not None
    said = f"{contact.name} {contact.name_kana} {contact.position} {contact.email} {contact.phone}"
    assert not any(part in said for part in ("担当", "タントウ", "部長", "tantou", "0001"))
    assert "user.erased" in actions(user)
    assert list(faults_of_all_chains()) == []


def test_an_erased_person_cannot_be_erased_again_or_unlocked(administrator, colleague):
    services.erase_person(administrator, colleague)
    refused("erased", services.erase_person, administrator, colleague)
    refused("erased", services.unlock, administrator, colleague)


def test_each_act_is_one_event(administrator, colleague):
    for call in (services.lock, services.unlock, services.leave, services.erase_person):
        before = Event.objects.filter(subject_kind="user").count()
        call(administrator, colleague)
        assert Event.objects.filter(subject_kind="user").count() == before + 1


def test_nothing_is_mailed_by_a_service(administrator):
    services.invite(administrator, "new@example.invalid", "新井 花", "ja", Role.REVIEWER)
    assert mail.outbox == []
