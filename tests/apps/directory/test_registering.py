"""Registering a firm: the number, the office, the first member."""

import pytest

from banso.apps.accounts.models import RoleAssignment
from banso.apps.directory import services
from banso.apps.directory.models import Contact, Firm
from banso.apps.journal.models import Event
from support import people, races

from . import making

pytestmark = pytest.mark.usefixtures("offices")


def test_a_firm_gets_a_reference_of_the_fiscal_year_and_the_office_of_its_prefecture(by_newcomer):
    firm = services.register_firm(by_newcomer, making.data())
    assert firm.ref == "F-2025-0001"
    assert firm.office.code == "shizuoka"


def test_a_prefecture_without_an_office_goes_to_an_office_of_its_region(by_newcomer):
    from banso.apps.directory.models import Prefecture

    firm = services.register_firm(by_newcomer, making.data(prefecture=Prefecture.objects.get(code="28")))
    assert firm.office.code == "osaka"


def test_whoever_registers_without_a_role_becomes_member_and_contact(by_newcomer, newcomer):
    firm = services.register_firm(by_newcomer, making.data(), making.CONTACT)
    held = RoleAssignment.objects.get(user=newcomer)
    assert (held.role, held.firm) == ("firm_member", firm)
    assert Contact.objects.get(firm=firm).user == newcomer


def test_staff_register_on_behalf_and_become_no_member(actor, offices):
    staff = actor("office_staff", office=offices["shizuoka"])
    firm = services.register_firm(staff, making.data(), making.CONTACT)
    assert not RoleAssignment.objects.filter(firm=firm).exists()
    assert Contact.objects.get(firm=firm).user is None


def test_a_partner_body_is_kept_as_the_one_that_brought_the_firm(actor):
    partner = actor("partner_member")
    body = RoleAssignment.objects.get(user=partner.user_id).partner_body
    firm = services.register_firm(partner, making.data(), brought_by=body)
    assert firm.brought_by == body


@pytest.mark.parametrize(
    "typed",
    [
        making.NUMBER,
        f"{making.NUMBER[0]}-{making.NUMBER[1:5]}-{making.NUMBER[5:9]}-{making.NUMBER[9:]}",
        making.NUMBER.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        f" {making.NUMBER[:5]} {making.NUMBER[5:]} ",
    ],
)
def test_the_number_is_stored_as_13_digits_however_it_is_typed(by_newcomer, typed):
    assert (
        services.register_firm(by_newcomer, making.data(corporate_number=typed)).corporate_number
        == making.NUMBER
    )


@pytest.mark.parametrize(
    ("kind", "typed", "rule"),
    [
        ("corporation", "", "number_missing"),
        ("corporation", "12345", "number_length"),
        ("corporation", "1O81001012345", "number_digits"),
        ("corporation", str((int(making.NUMBER[0]) % 9) + 1) + making.NUMBER[1:], "number_check_digit"),
        ("sole_trader", making.NUMBER, "number_of_sole_trader"),
    ],
)
def test_a_wrong_number_is_refused_and_nothing_is_stored(by_newcomer, refused, kind, typed, rule):
    with refused(rule, "corporate_number"):
        services.register_firm(by_newcomer, making.data(kind=kind, corporate_number=typed))
    assert not Firm.objects.exists()
    assert not Event.objects.filter(subject_kind="firm").exists()


def test_two_sole_traders_may_both_have_no_number(by_newcomer, actor, offices):
    first = services.register_firm(by_newcomer, making.data(kind="sole_trader", corporate_number=""))
    staff = actor("office_staff", office=offices["shizuoka"])
    second = services.register_firm(staff, making.data(kind="sole_trader", corporate_number=""))
    assert first.corporate_number is second.corporate_number is None


def test_a_number_that_exists_makes_no_second_record_and_gives_no_role(by_newcomer, newcomer, refused):
    people.make_firm(corporate_number=making.NUMBER)
    with refused("firm_exists", "corporate_number"):
        services.register_firm(by_newcomer, making.data())
    assert Firm.objects.count() == 1
    assert not RoleAssignment.objects.filter(user=newcomer).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_register_the_same_number_at_once_one_is_refused(actor, offices):
    staff = actor("office_staff", office=offices["shizuoka"])
    register = lambda: services.register_firm(staff, making.data())  # noqa: E731
    assert races.at_once(register, register) == ["firm_exists", "stored"]
    assert Firm.objects.count() == 1


def test_events_hold_neither_names_nor_addresses(by_newcomer, newcomer):
    firm = services.register_firm(by_newcomer, making.data(), making.CONTACT)
    told = "".join(
        Event.objects.filter(subject_ref__in=[firm.ref, newcomer.pk]).values_list("payload", flat=True)
    )
    for personal in ("遠州", "鈴木", "suzuki", "054", making.NUMBER):
        assert personal not in told


class TestChanging:
    @pytest.fixture
    def firm(self, by_newcomer):
        return services.register_firm(by_newcomer, making.data())

    def test_only_the_names_of_changed_fields_are_written_down(self, firm, by_newcomer):
        services.change_firm(by_newcomer, firm, making.data(city="掛川市", employees=20))
        event = Event.objects.get(subject_ref=firm.ref, action="firm.changed")
        assert event.payload == '{"fields":["city","employees"]}'

    def test_another_prefecture_brings_its_office(self, firm, by_newcomer):
        from banso.apps.directory.models import Prefecture

        services.change_firm(by_newcomer, firm, making.data(prefecture=Prefecture.objects.get(code="27")))
        firm.refresh_from_db()
        assert firm.office.code == "osaka"

    def test_changing_nothing_writes_nothing(self, firm, by_newcomer):
        services.change_firm(by_newcomer, firm, making.data())
        assert not Event.objects.filter(subject_ref=firm.ref, action="firm.changed").exists()

    def test_the_number_of_another_firm_is_refused(self, firm, by_newcomer, refused):
        people.make_firm(corporate_number=making.OTHER)
        with refused("firm_exists", "corporate_number"):
            services.change_firm(by_newcomer, firm, making.data(corporate_number=making.OTHER))
        firm.refresh_from_db()
        assert firm.corporate_number == making.NUMBER
