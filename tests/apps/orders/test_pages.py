"""Orders on pages."""

import pytest

from banso.apps.casework.models import ExportResult
from banso.apps.orders.models import Order
from tests.apps.casework import making as cases
from tests.apps.inquiries import making as talks

pytestmark = pytest.mark.usefixtures("configuration")


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def test_a_buyer_reports_the_maker_confirms_and_staff_see_the_export(actor, client_as):
    inquiry = talks.answered(actor("office_staff"))
    firm = inquiry.product.firm
    case = cases.opened(firm=firm, service="street")
    buyer = client_as("buyer", user=inquiry.buyer.user, language="en")
    assert "Report an order" in text(buyer.get(f"/street/inquiries/{inquiry.ref}/"))
    typed = {"ordered_on": "2026-03-09", "amount": "-5", "currency": "USD", "quantity": "300"}
    typed |= {"unit": "bottle", "kind": "repeat"}
    address = f"/street/inquiries/{inquiry.ref}/order/"
    refused = text(buyer.post(address, typed))
    assert "Enter an amount above zero." in refused and 'value="-5"' in refused
    page = text(buyer.get(buyer.post(address, typed | {"amount": "1,200.50"}).url))
    assert "1,200.50 USD" in page and "no earlier one is known here" in page
    order = Order.objects.get()
    member = client_as("firm_member", user=talks.member(inquiry), language="en")
    assert "Confirm the order" in text(member.get(f"/orders/{order.ref}/"))
    member.post(f"/orders/{order.ref}/confirm/")
    assert ExportResult.objects.get().case == case
    staff = client_as("office_staff", office=firm.office, language="en")
    assert case.ref in text(staff.get("/orders/")) and case.ref in text(staff.get(f"/orders/{order.ref}/"))
