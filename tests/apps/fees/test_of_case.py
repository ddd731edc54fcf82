"""Staff write a quote from the page of a case, where a fee can arise and they may."""

from datetime import date

import pytest
from django.urls import reverse

from banso.apps.fees import services
from tests.apps.casework import making as cases
from tests.apps.fees import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration", "clock")]


@pytest.fixture
def case(configuration):
    making.charge()
    firm = making.people.make_firm(employees=12, export_experience="occasional", ec_record="none")
    return cases.opened(firm=firm, expert=cases.expert())


def page(client, case, of="fees"):
    return client.get(reverse(f"{of}:case", args=[case.ref])).content.decode()


def way(case):
    return reverse("fees:quote_write", args=["case", case.ref])


def test_the_office_finds_the_way_to_a_quote_until_there_is_one(client_as, case):
    staff = client_as("office_staff", office=case.office)
    assert reverse("fees:case", args=[case.ref]) in page(staff, case, "casework")
    assert way(case) in page(staff, case)
    quote = services.write_quote(making.by("office_staff"), case, making.WORK)
    shown = page(staff, case)
    assert way(case) not in shown and reverse("fees:quote", args=[quote.ref]) in shown


def test_who_writes_no_quotes_sees_no_way(client_as, case):
    shown = page(client_as("programme_manager"), case, "casework")
    assert reverse("fees:case", args=[case.ref]) not in shown


def test_support_that_is_free_offers_no_quote(client_as, case):
    earlier = cases.opened(date(2025, 2, 1), expert=cases.expert())
    shown = page(client_as("office_staff", office=earlier.office), earlier)
    assert "無料" in shown and way(earlier) not in shown
