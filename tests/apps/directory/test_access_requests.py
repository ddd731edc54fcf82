"""Asking to act for a firm that is registered already."""

import pytest

from banso.apps.accounts.models import RoleAssignment
from banso.apps.directory import services
from banso.apps.directory.models import AccessRequest, Contact
from support import people, races

from . import making

pytestmark = pytest.mark.usefixtures("offices")


@pytest.fixture
def firm(offices):
    return people.make_firm(corporate_number=making.NUMBER, office=offices["shizuoka"])


@pytest.fixture
def staff(actor, offices):
    return actor("office_staff", office=offices["shizuoka"])


def test_a_request_waits_for_the_office(firm, by_newcomer, events):
    asked = services.ask_access(by_newcomer, making.NUMBER, " 経理の担当です ")
    assert (asked.state, asked.message) == ("waiting", "経理の担当です")
    assert events(firm, "firm") == ["firm.access_asked"]


def test_an_unknown_number_leads_to_registering(by_newcomer, refused):
    with refused("firm_unknown", "corporate_number"):
        services.ask_access(by_newcomer, making.OTHER)


def test_a_second_request_while_one_waits_is_refused(firm, by_newcomer, refused):
    services.ask_access(by_newcomer, making.NUMBER)
    with refused("already_asked", "corporate_number"):
        services.ask_access(by_newcomer, making.NUMBER)


def test_a_member_need_not_ask(firm, actor, refused):
    with refused("already_member", "corporate_number"):
        services.ask_access(actor("firm_member", firm=firm), making.NUMBER)


def test_granting_makes_a_member_and_a_contact(firm, by_newcomer, newcomer, staff, events):
    asked = services.ask_access(by_newcomer, making.NUMBER)
    services.decide_access(staff, asked, grant=True)
    assert RoleAssignment.objects.get(user=newcomer).firm == firm
    assert Contact.objects.get(user=newcomer).firm == firm
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by_id) == ("granted", staff.user_id)
    assert events(firm, "firm") == ["firm.access_asked", "firm.access_granted", "contact.added"]


def test_refusing_gives_nothing_and_lets_the_person_ask_again(firm, by_newcomer, newcomer, staff):
    asked = services.ask_access(by_newcomer, making.NUMBER)
    services.decide_access(staff, asked, grant=False)
    assert not RoleAssignment.objects.filter(user=newcomer).exists()
    assert services.ask_access(by_newcomer, making.NUMBER).state == "waiting"


def test_a_request_is_decided_once(firm, by_newcomer, staff, refused):
    asked = services.ask_access(by_newcomer, making.NUMBER)
    services.decide_access(staff, asked, grant=False)
    with refused("already_decided"):
        services.decide_access(staff, asked, grant=True)


def test_only_the_office_decides(firm, by_newcomer, actor, refused):
    asked = services.ask_access(by_newcomer, making.NUMBER)
    with refused("already_decided"):
        services.decide_access(actor("evaluator"), asked, grant=True)
    assert AccessRequest.objects.get().state == "waiting"


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_the_same_time_one_stands(firm, by_newcomer, staff):
    asked = services.ask_access(by_newcomer, making.NUMBER)
    outcomes = races.at_once(
        lambda: services.decide_access(staff, asked, grant=True),
        lambda: services.decide_access(staff, asked, grant=False),
    )
    assert outcomes == ["already_decided", "stored"]
