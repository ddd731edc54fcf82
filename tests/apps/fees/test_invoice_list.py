"""The list of invoices: overdue ones on their own, and what the list comes to."""

from datetime import timedelta

import pytest
from django.urls import reverse

from banso.apps.fees import services
from banso.apps.fees.accounts import Sums, overdue_invoices, overdue_rows, sums_of
from banso.apps.fees.models import Invoice
from tests.apps.fees import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]


@pytest.fixture
def invoices(configuration):
    """One in parts of which the first is paid, one that is paid, one that is cancelled."""
    making.charge()
    parts, paid, cancelled = making.invoiced(by_stage=True), making.invoiced(), making.invoiced()
    making.paid(parts, parts.instalments.get(number=1).yen)
    making.paid(paid)
    by = making.another
    note = services.ask_credit(by("accountant", making.LATER), cancelled, "wrong_invoice")
    services.approve_credit(by("accountant", making.LATER), note)
    return parts, paid


def test_an_invoice_is_overdue_once_a_part_is_and_its_sums_follow(invoices):
    parts, paid = invoices
    second = parts.instalments.get(number=2)
    rows, total = Invoice.objects.all(), parts.total + paid.total
    left = parts.total - parts.instalments.get(number=1).yen
    for day, overdue in ((second.due_on, 0), (second.due_on + timedelta(days=1), second.yen)):
        assert [row.pk for row in overdue_rows(rows, day)] == ([parts.pk] if overdue else [])
        assert [row.pk for row, _standing in overdue_invoices(rows, day)] == ([parts.pk] if overdue else [])
        assert sums_of(rows, day) == Sums(total, left, overdue)


def test_the_list_is_narrowed_to_what_is_overdue(client_as, invoices, clock, queries):
    client = client_as("accountant")
    client.get(reverse("fees:invoice_list"))
    with queries(at_most=8):
        client.get(reverse("fees:invoice_list"))
    page = client.get(reverse("fees:invoice_list"), {"state": "overdue"})
    # Seen on the day of the tests nothing is due yet.
    assert page.context["list"].count == 0 and page.context["sums"] == Sums()
