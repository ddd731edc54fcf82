"""A month of a mall: owed, told by form or as nothing sold, and reminded of."""

from datetime import date, datetime, timedelta

import pytest

from banso.apps.base import Refused
from banso.apps.casework.models import ExportResult
from banso.apps.journal.actor import ZONE
from banso.apps.malls.missing import missing_months, reports_due
from banso.apps.sales import services
from banso.apps.sales.models import Listing, SalesLine, SalesReport
from tests.apps.sales import making as sales
from tests.apps.years import making as years

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

FEBRUARY = date(2026, 2, 1)


def on_sale(since=date(2026, 1, 20), **values):
    listing = sales.listed(**values)
    Listing.objects.filter(pk=listing.pk).update(offered_on=since, answered_on=since, listed_on=since)
    listing.refresh_from_db()
    return listing


def refused(call, *args):
    with pytest.raises(Refused) as caught:
        call(*args)
    return caught.value.rule, caught.value.field


def test_months_are_owed_from_the_first_sale_to_the_last_month_that_is_over():
    listing = on_sale()
    today = sales.NOW.date()
    assert missing_months(today) == {listing.mall_id: [date(2026, 1, 1), FEBRUARY]}
    services.report_nothing(making.operator(), sales.site(), date(2026, 1, 15))
    services.end(sales.by(), listing, "season")
    assert missing_months(today + timedelta(days=62)) == {listing.mall_id: [FEBRUARY, date(2026, 3, 1)]}


def test_nothing_sold_is_an_answer_and_is_given_once():
    on_sale()
    report = services.report_nothing(making.operator(), sales.site(), FEBRUARY)
    assert (report.lines_count, report.first_month) == (0, FEBRUARY)
    again = (making.operator(), sales.site())
    assert refused(services.report_nothing, *again, FEBRUARY) == ("month_reported", "month")
    assert refused(services.report_nothing, *again, date(2026, 3, 1)) == ("month_not_over", "month")
    years.year(2024, "closed")
    assert refused(services.report_nothing, *again, date(2025, 3, 1)) == ("year_closed", "month")


def test_an_operator_reports_a_month_by_form_and_it_becomes_exports(client_as, clock):
    listing = on_sale()
    sales.rate(day="2026-02-28")
    client = client_as("mall_operator", mall=listing.mall)
    address = "/operator/reports/form/?mall=us-a&month=2026-02"
    key = listing.pk
    empty = client.post(address, {"currency": "USD"})
    assert empty.context["form"].non_field_errors()
    told = {f"sold_{key}": "10", f"amount_{key}": "48.00", f"returned_{key}": "1", f"back_{key}": "4.80"}
    wrong = client.post(address, {**told, "currency": "XXQ"})
    assert "currency" in wrong.context["form"].errors
    client.post(address, {**told, "currency": "usd", "fee": "7.20"})
    lines = SalesLine.objects.order_by("row").values_list("kind", "quantity", "amount_yen")
    assert list(lines) == [("sale", 10, 7200), ("return", -1, -720), ("fee", 0, -1080)]
    assert ExportResult.objects.get(case=listing.case).quantity == 10
    page = client.post(address, {**told, "currency": "USD", f"sold_{key}": "11"})
    assert page.context["form"].non_field_errors()
    assert SalesReport.objects.count() == 1


def test_an_operator_sends_files_of_its_own_mall_alone(client_as, clock):
    listing = on_sale()
    other = sales.site("us-b")
    client = client_as("mall_operator", mall=listing.mall)
    form = client.get("/sales/send/").context["form"]
    assert [code for code, _name in form.fields["site"].choices] == ["us-a"]
    data = {"site": other.code, "file": ("f.csv", b"")}
    assert "site" in client.post("/sales/send/", data).context["form"].errors


def test_operators_are_reminded_once_the_report_is_late():
    listing = on_sale()
    operator = making.operator()
    found = list(reports_due(datetime(2026, 3, 14, 9, tzinfo=ZONE), None))
    assert [(due.subject_ref, due.persons) for due in found] == [("us-a/2026-01", (operator.user_id,))]
    later = list(reports_due(datetime(2026, 3, 15, 9, tzinfo=ZONE), None))
    assert [due.subject_ref for due in later] == ["us-a/2026-01", "us-a/2026-02"]
    sales.store((listing.identifier, "2026-02-04", "1", "4.80", "USD", "", ""))
    assert len(list(reports_due(datetime(2026, 3, 15, 9, tzinfo=ZONE), None))) == 1
