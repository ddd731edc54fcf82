"""Abuse is reported by either side and decided by the office of who is reported."""

import pytest

from banso.apps.base import Refused
from banso.apps.inquiries import services
from banso.apps.inquiries.models import Inquiry, Report, Side
from banso.apps.inquiries.reminders import of_reports
from banso.apps.notices.models import Letter
from tests.apps.inquiries import making

pytestmark = pytest.mark.usefixtures("configuration")


@pytest.fixture
def staff(actor):
    return actor("office_staff")


def refused(act, *arguments):
    with pytest.raises(Refused) as fault:
        act(*arguments)
    return fault.value.rule


def test_a_reported_buyer_is_suspended_and_the_conversation_ended_for_both(staff, client_as):
    made = making.asked(staff)
    report = services.report(making.by_firm(made), made, Side.FIRM, "fraud", "Asks for payment first")
    assert refused(services.report, making.by_firm(made), made, Side.FIRM, "fraud", "Again") == "reported"
    assert [due.office for due in of_reports(staff.at, None)] == [made.company.office_id]
    office = client_as("office_staff", office=made.company.office, language="en")
    assert "Suspicion of fraud" in office.get("/inquiries/reports/").content.decode()
    assert making.QUESTION in office.get(f"/inquiries/reports/{report.pk}/").content.decode()
    sent = {"result": "suspended", "reason": "Confirmed by the bank"}
    assert office.post(f"/inquiries/reports/{report.pk}/", sent).status_code == 302
    found = Inquiry.objects.select_related("company").get()
    assert (found.state, found.waiting_since, found.company.state) == ("ended", None, "suspended")
    assert refused(services.write, making.by_firm(made), made, Side.FIRM, making.said()) == "inquiry_state"
    firm = client_as("firm_member", user=making.member(made), language="en")
    page = firm.get(f"/inquiries/{made.ref}/").content.decode()
    assert "The office has ended this conversation" in page and "Confirmed by the bank" not in page


def test_a_report_about_a_firm_goes_to_its_office_and_does_not_suspend_the_buyer(staff):
    made = making.answered(staff)
    report = services.report(making.by_buyer(made), made, Side.BUYER, "offensive", "Rude")
    assert report.office_id == made.product.firm.office_id
    assert refused(services.decide, staff, report, "suspended", "Rude indeed") == "not_the_buyer"
    services.decide(staff, report, "dismissed", "A misunderstanding")
    assert (Report.objects.get().state, Inquiry.objects.get().state) == ("dismissed", "answered")
    assert not Letter.objects.filter(template="inquiries.ended_to_firm").exists()
