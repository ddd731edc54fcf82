"""A firm, or its office for it, says who is reached there, who first, and about what."""

import pytest

from banso.apps.accounts import links
from banso.apps.accounts.models import LinkPurpose
from banso.apps.accounts.services import current
from banso.apps.directory import services
from banso.apps.directory.models import Contact
from banso.apps.journal.models import Event
from banso.apps.notices.models import Letter
from banso.apps.notices.receivers import address_of
from support import people
from support.races import at_once

from . import making

pytestmark = pytest.mark.usefixtures("configuration")
Mail = services.Mail


@pytest.fixture
def firm():
    return people.make_firm()


@pytest.fixture
def staff(actor):
    return actor("office_staff")


def add(staff, firm, name, **values):
    data = {"email": f"{name}@firm.example"} | values
    return services.add_contact(staff, firm, services.ContactData(name, **data))


def names(firm, mail):
    return [contact.name for contact in services.contacts_for(firm, mail)]


def test_the_first_person_is_the_main_contact_until_another_is_chosen(staff, firm, events):
    assert services.main_contact(firm) is None
    first, second = add(staff, firm, "a"), add(staff, firm, "b")
    assert services.main_contact(firm) == first
    services.choose_main_contact(staff, second)
    firm.refresh_from_db()
    assert services.main_contact(firm) == second
    assert events(firm, "firm")[-1] == "contact.main_chosen"


def test_a_main_contact_has_a_mail_address(staff, firm, refused):
    with refused("no_address"):
        services.choose_main_contact(staff, add(staff, firm, "a", email=""))


def test_when_the_main_contact_goes_the_first_who_is_there_follows(staff, firm):
    first, second = add(staff, firm, "a"), add(staff, firm, "b")
    services.choose_main_contact(staff, second)
    services.remove_contact(staff, second)
    firm.refresh_from_db()
    assert services.main_contact(firm) == first


@pytest.mark.parametrize(
    ("mail", "expected"), [(Mail.SUPPORT, ["a"]), (Mail.EXPORTS, ["b"]), (Mail.MEETINGS, ["a", "b"])]
)
def test_mails_go_to_those_who_chose_them(staff, firm, mail, expected):
    add(staff, firm, "a", mails_exports=False)
    add(staff, firm, "b", mails_support=False)
    add(staff, firm, "c", email="")
    assert names(firm, mail) == expected


def test_mails_that_nobody_chose_go_to_everybody_with_an_address(staff, firm):
    add(staff, firm, "a", mails_support=False)
    add(staff, firm, "b", mails_support=False)
    assert names(firm, Mail.SUPPORT) == ["a", "b"]


def test_whoever_was_taken_out_is_reached_no_more_and_acts_no_more(staff, firm, person):
    add(staff, firm, "a")
    user = person("firm_member", firm=firm)
    contact = services.add_contact(staff, firm, services.ContactData("b", email="b@firm.example"), user)
    issued = links.issue(contact, LinkPurpose.FOLLOW_UP, staff.at, subject=("follow_up", "1"))
    letter = Letter(to_contact=contact)
    assert address_of(letter) == "b@firm.example"
    services.remove_contact(staff, contact)
    assert names(firm, Mail.SUPPORT) == ["a"]
    assert address_of(Letter(to_contact=contact)) == ""
    assert not links.open_links(staff.at).filter(pk=issued.link.pk).exists()
    assert not current(staff.today).filter(user=user, role="firm_member").exists()
    assert Contact.objects.get(pk=contact.pk).name == "b"


def test_the_last_person_stays(staff, firm, refused):
    contact = add(staff, firm, "a")
    with refused("last_contact"):
        services.remove_contact(staff, contact)


def test_a_member_does_not_take_the_own_record_out(staff, firm, person, actor, refused):
    user = person("firm_member", firm=firm)
    own = services.add_contact(staff, firm, making.CONTACT, user)
    add(staff, firm, "b")
    with refused("oneself"):
        services.remove_contact(actor("firm_member", user=user), own)


def test_nobody_is_taken_out_or_changed_twice(staff, firm, refused):
    add(staff, firm, "a")
    contact = add(staff, firm, "b")
    services.remove_contact(staff, contact)
    contact.refresh_from_db()
    for act in (
        lambda: services.remove_contact(staff, contact),
        lambda: services.change_contact(staff, contact, making.CONTACT),
        lambda: services.choose_main_contact(staff, contact),
    ):
        with refused("contact_left"):
            act()


@pytest.mark.django_db(transaction=True)
def test_of_the_last_two_taken_out_at_once_one_stays(staff, firm):
    both = [add(staff, firm, name) for name in "ab"]
    acts = [lambda contact=contact: services.remove_contact(staff, contact) for contact in both]
    assert at_once(*acts) == ["last_contact", "stored"]


@pytest.fixture
def page(firm):
    return f"/firms/{firm.ref}/people/"


def test_a_member_manages_the_contacts_of_the_own_firm(client_as, person, staff, firm, page):
    user = person("firm_member", firm=firm)
    services.add_contact(staff, firm, making.CONTACT, user)
    member = client_as("firm_member", user=user)
    assert page in member.get(f"/firms/{firm.ref}/").content.decode()
    sent = {"name": "佐藤", "email": "sato@enshu.example", "mails_exports": "on"}
    assert member.post(f"/firms/{firm.ref}/contacts/add/", sent).headers["Location"] == page
    added = Contact.objects.get(name="佐藤")
    assert (added.mails_support, added.mails_exports, added.mails_meetings) == (False, True, False)
    shown = member.get(page).content.decode()
    assert f"/contacts/{added.pk}/main/" in shown
    assert member.get(f"/firms/{firm.ref}/contacts/{added.pk}/main/").status_code == 200
    assert member.post(f"/firms/{firm.ref}/contacts/{added.pk}/main/").headers["Location"] == page
    own = Contact.objects.get(user=user)
    assert f"/contacts/{own.pk}/remove/" not in member.get(page).content.decode()
    assert not Event.objects.filter(subject_ref=firm.ref, action="contact.viewed").exists()


def test_the_office_does_it_for_the_firm_and_its_look_is_written_down(client_as, staff, firm, page):
    add(staff, firm, "a")
    contact = add(staff, firm, "b")
    office = client_as("office_staff", office=firm.office)
    remove = f"/firms/{firm.ref}/contacts/{contact.pk}/remove/"
    assert remove in office.get(page).content.decode()
    assert Event.objects.filter(subject_ref=firm.ref, action="contact.viewed").count() == 1
    assert office.get(remove).status_code == 200
    assert office.post(remove).headers["Location"] == page
    assert "b@firm.example" not in office.get(page).content.decode()


def test_a_refusal_stands_on_the_page_of_confirmation(client_as, staff, firm):
    contact = add(staff, firm, "a")
    office = client_as("office_staff", office=firm.office)
    answer = office.post(f"/firms/{firm.ref}/contacts/{contact.pk}/remove/")
    assert answer.status_code == 200
    assert Contact.objects.get(pk=contact.pk).left_on is None


def test_the_page_says_when_nobody_gets_a_kind_of_mail(client_as, staff, firm, page):
    add(staff, firm, "a", mails_meetings=False)
    office = client_as("office_staff", office=firm.office, language="en")
    assert "Nobody has chosen these mails" in office.get(page).content.decode()
