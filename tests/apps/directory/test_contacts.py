"""Contacts: who may see them, that it is written down, and how they are erased."""

import pytest

from banso.apps.directory import services
from banso.apps.directory.models import Contact
from banso.apps.journal.models import Event
from banso.apps.journal.services import verify
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("offices")


@pytest.fixture
def firm(offices):
    return people.make_firm(office=offices["shizuoka"])


@pytest.fixture
def staff(client_as, offices):
    return client_as("office_staff", office=offices["shizuoka"])


@pytest.fixture
def contact(firm, actor, offices):
    return services.add_contact(actor("office_staff", office=offices["shizuoka"]), firm, making.CONTACT)


def viewed(firm):
    return Event.objects.filter(subject_ref=firm.ref, action="contact.viewed")


def test_the_page_of_a_firm_keeps_contact_details_folded_from_staff(firm, contact, staff):
    page = staff.get(f"/firms/{firm.ref}/").content.decode()
    assert contact.email not in page
    assert contact.name not in page
    assert not viewed(firm).exists()


def test_opening_them_shows_them_and_writes_down_who_looked_at_whose(firm, contact, staff):
    page = staff.post(f"/firms/{firm.ref}/contacts/").content.decode()
    assert contact.email in page
    event = viewed(firm).get()
    assert (event.actor, event.role, event.payload) == (
        staff.user, "office_staff", f'{{"contacts":[{contact.pk}]}}',
    )  # fmt: skip


def test_a_link_cannot_open_them_by_accident(firm, contact, staff):
    assert staff.get(f"/firms/{firm.ref}/contacts/").status_code == 405


def test_a_member_sees_the_contacts_of_the_own_firm_without_an_entry(firm, contact, client_as):
    page = client_as("firm_member", firm=firm).get(f"/firms/{firm.ref}/").content.decode()
    assert contact.email in page
    assert not viewed(firm).exists()


def test_a_reader_of_figures_cannot_open_them(firm, contact, client_as):
    evaluator = client_as("evaluator")
    assert contact.email not in evaluator.get(f"/firms/{firm.ref}/").content.decode()
    assert evaluator.post(f"/firms/{firm.ref}/contacts/").status_code == 403


def test_the_form_of_a_contact_counts_as_looking(firm, contact, staff):
    assert contact.email in staff.get(f"/firms/{firm.ref}/contacts/{contact.pk}/").content.decode()
    assert viewed(firm).count() == 1


def test_a_contact_is_changed_and_only_the_fields_are_named(firm, contact, staff):
    sent = {"name": contact.name, "position": contact.position, "email": contact.email, "phone": "０９０－１"}
    sent |= dict.fromkeys(("mails_support", "mails_exports", "mails_meetings"), "on")
    staff.post(f"/firms/{firm.ref}/contacts/{contact.pk}/", sent)
    contact.refresh_from_db()
    assert contact.phone == "090-1"
    event = Event.objects.get(action="contact.changed")
    assert event.payload == f'{{"contact":{contact.pk},"fields":["phone"]}}'


def test_an_erased_contact_is_a_row_without_a_name(firm, contact, client_as, offices):
    manager = client_as("office_manager", office=offices["shizuoka"])
    assert manager.get(f"/firms/{firm.ref}/contacts/{contact.pk}/erase/").status_code == 200
    manager.post(f"/firms/{firm.ref}/contacts/{contact.pk}/erase/")
    row = Contact.objects.get(pk=contact.pk)
    assert row.erased_at is not None
    assert (row.email, row.phone, row.position, row.user) == ("", "", "", None)
    assert "鈴木" not in row.name
    assert "鈴木" not in manager.post(f"/firms/{firm.ref}/contacts/").content.decode()
    assert list(verify(Event.objects.order_by("id"))) == []


def test_an_erased_contact_cannot_be_changed(firm, contact, actor, refused):
    manager = actor("office_manager", office=firm.office)
    services.erase_contact(manager, contact)
    with refused("contact_erased"):
        services.change_contact(manager, contact, making.CONTACT)


def test_staff_cannot_erase(firm, contact, staff):
    assert staff.post(f"/firms/{firm.ref}/contacts/{contact.pk}/erase/").status_code == 403
