"""Orders as both sides and staff reach them, for the test of how far a role reaches."""

from banso.apps.buyers.selectors import buyers_open
from banso.apps.orders.models import Order
from support.build import MOMENT
from support.reach import Rows, Ties
from tests.apps.inquiries.reach import ROWS as INQUIRIES


def _orders():
    rows = Order.objects.select_related("inquiry__product__firm").order_by("state", "pk")
    found: dict[str, list[Order]] = {}
    for row in rows:
        found.setdefault(row.state, []).append(row)
    return [row for state in sorted(found) for row in found[state][:10]]


def _of_maker(order: Order) -> Ties:
    firm = order.inquiry.product.firm
    return Ties(firm.pk, firm.office_id)


def _of_company(order: Order) -> Ties:
    people = buyers_open(MOMENT.date()).filter(company=order.inquiry.company_id).order_by("pk")
    return Ties(None, 0, set(people.values_list("user", flat=True)))


_ROWS = Rows(_orders, _of_maker, lambda row: [row.ref])
ROWS = {
    "orders:order": _ROWS,
    "orders:confirm": _ROWS,
    "orders:dispute": _ROWS,
    "orders:settle": _ROWS,
    "orders:enter": _ROWS,
    "orders:report": INQUIRIES["inquiries:inquiry"],
    "orders:street_report": INQUIRIES["inquiries:street_inquiry"],
    "orders:street_order": Rows(_orders, _of_company, lambda row: [row.ref]),
}
