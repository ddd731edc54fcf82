"""Exchange rates out of a file: read, checked, stored once, never changed."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from banso.apps.programmes.exchange import plan_rates, rate_on, store_rates
from banso.apps.programmes.models import ExchangeRate
from banso.engines.kernel.tables import read_table

pytestmark = pytest.mark.django_db

GOOD = "currency,day,yen,per,source\nUSD,2026-03-02,149.53,,銀行\nKRW,2026/3/2,10.52,100,銀行\n"


def table(text=GOOD):
    return read_table("rates.csv", text.encode())


def test_rates_are_stored_for_one_unit(actor):
    store_rates(actor("programme_manager"), table())
    assert rate_on("USD", date(2026, 3, 2)).yen == Decimal("149.53")
    assert rate_on("KRW", date(2026, 3, 2)).yen == Decimal("0.1052")


def test_the_same_file_twice_changes_nothing(actor):
    store_rates(actor("programme_manager"), table())
    again = store_rates(actor("programme_manager"), table())
    assert (again.new, again.unchanged) == ((), 2)
    assert ExchangeRate.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("XYZ,2026-03-02,1,,銀行", "currency", "currency_unknown"),
        ("JPY,2026-03-02,1,,銀行", "currency", "currency_yen"),
        ("USD,2026-02-30,1,,銀行", "day", "day_unreadable"),
        ("USD,2026-03-02,abc,,銀行", "yen", "rate_unreadable"),
        ("USD,2026-03-02,0,,銀行", "yen", "rate_range"),
        ("USD,2026-03-02,-3,,銀行", "yen", "rate_range"),
        ("USD,2026-03-02,1.123456789,,銀行", "yen", "rate_too_fine"),
        ("USD,2026-03-02,1,7,銀行", "per", "per_unreadable"),
        ("USD,2026-03-02,1,,", "source", "value_missing"),
    ],
)
def test_a_bad_cell_is_named_by_row_column_value_and_rule(actor, refused, row, column, rule):
    bad = table(GOOD + row + "\n")
    fault = plan_rates(bad).errors[0]
    assert (fault.row, fault.column, fault.rule) == (4, column, rule)
    with refused("rates_faulty"):
        store_rates(actor("programme_manager"), bad)
    assert not ExchangeRate.objects.exists()


def test_a_stored_rate_is_not_changed(actor):
    store_rates(actor("programme_manager"), table())
    assert plan_rates(table(GOOD.replace("149.53", "150"))).errors[0].rule == "rate_differs"


def test_a_rate_stands_once_in_a_file():
    assert plan_rates(table(GOOD + "USD,2026-03-02,149.53,,銀行\n")).errors[0].rule == "rate_repeated"


def test_a_missing_column_is_named():
    assert plan_rates(table("currency,day,yen\nUSD,2026-03-02,1\n")).errors[0].column == "source"


def test_the_page_shows_first_and_stores_what_was_shown(client_as):
    client = client_as("programme_manager")
    page = client.post("/exchange-rates/import/", {"file": SimpleUploadedFile("r.csv", GOOD.encode())})
    assert not ExchangeRate.objects.exists()
    shown = page.context["shown"]
    assert client.post("/exchange-rates/import/", {"shown": shown + "x"}).status_code == 302
    assert not ExchangeRate.objects.exists()
    client.post("/exchange-rates/import/", {"shown": shown})
    assert ExchangeRate.objects.count() == 2
    assert "149.53" in client.get("/exchange-rates/").content.decode()


def test_only_the_programme_manager_imports(client_as):
    assert client_as("office_staff").get("/exchange-rates/import/").status_code == 403
