"""A mall closes: everything of it ends in one step, everybody is told, and its record stays."""

from datetime import date

import pytest

from banso.apps.base import Refused
from banso.apps.journal.models import Event
from banso.apps.malls import services
from banso.apps.malls.models import Closing
from banso.apps.notices.models import Letter
from banso.apps.notices.sources import letter_kind
from banso.apps.sales import services as sales_services
from banso.apps.sales.models import Listing, SalesLine
from banso.apps.sales.selectors import disposals_since, stocks_of
from tests.apps.behalf import making as behalf
from tests.apps.sales import making as sales
from tests.apps.years import making as years

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

DAY = date(2026, 3, 10)


def data(**values):
    said = {"closed_on": DAY, "reason": "no_sales", "words": "今後は米国ECサイトBをご利用ください。"}
    return services.ClosingData(**said | values)


def closed(**values):
    return services.close_mall(sales.by(), sales.site().mall, data(**values))


def refused(call, *args, **values):
    with pytest.raises(Refused) as caught:
        call(*args, **values)
    return caught.value.rule, caught.value.field


def test_everything_of_a_mall_ends_in_one_step_and_its_record_stays():
    campaign = making.opened(places=5)
    waiting, listed = making.offered(campaign, "S-2"), sales.listed()
    sales.rate()
    sales.store(("SKU-1", "2026-02-04", "10", "48.00", "USD", "", ""))
    closing = closed(stock=[services.Unsold(listed, 12, "returned")])
    for row in (waiting, listed, campaign):
        row.refresh_from_db()
    assert (listed.state, listed.reason, listed.ended_on) == ("ended", "mall_closed", DAY)
    assert (waiting.state, waiting.reason, campaign.state) == ("declined", "mall_closed", "closed")
    assert closing.mall.closed_on == DAY
    gone = disposals_since(closing.mall, DAY).get()
    assert (gone.kind, gone.pieces, stocks_of([listed.pk], DAY)[listed.pk].left) == ("returned", 12, 0)
    assert SalesLine.objects.get().result is not None
    assert Event.objects.filter(subject_kind="mall", action="mall.closed").count() == 1


def test_firms_and_operators_are_written_to():
    listed, operator = sales.listed(), making.operator()
    contact = behalf.contact(listed.case.firm)
    closed(stock=[services.Unsold(listed, 3, "destroyed")])
    letters = {letter.template: letter for letter in Letter.objects.order_by("pk")}
    assert letters["malls.closed_firm"].to_contact == contact
    assert letters["malls.closed_operator"].to_user_id == operator.user_id
    letter = letters["malls.closed_firm"]
    said = letter_kind(letter.template).context(letter.references, sales.NOW)
    assert (said["reason"], len(said["stock"])) == ("売上が少ない", 1)


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"closed_on": date(2026, 3, 11)}, "day_ahead", "closed_on"),
        ({"closed_on": date(2025, 1, 14)}, "before_opening", "closed_on"),
        ({"closed_on": date(2026, 3, 9)}, "listed_after", "closed_on"),
        ({"reason": "bad"}, "reason_unknown", "reason"),
        ({"words": "x" * 1001}, "too_long", "words"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(values, rule, field):
    listing = sales.listed()
    assert refused(closed, **values) == (rule, field)
    listing.refresh_from_db()
    assert listing.state == "listed" and not Closing.objects.exists()


def test_a_day_before_a_reported_sale_or_in_a_closed_year_is_refused():
    sales.listed()
    Listing.objects.update(offered_on="2025-02-01", answered_on="2025-02-01", listed_on="2025-02-01")
    sales.rate()
    sales.store(("SKU-1", "2026-02-04", "10", "48.00", "USD", "", ""))
    assert refused(closed, closed_on=date(2026, 2, 3)) == ("sold_after", "closed_on")
    SalesLine.objects.all().delete()
    years.year(2024, "closed")
    assert refused(closed, closed_on=date(2025, 3, 1)) == ("year_closed", "closed_on")


def test_a_closed_mall_takes_no_offers_no_sales_of_later_months_and_no_campaigns():
    listed = sales.listed()
    services.close_mall(sales.by(), sales.site().mall, data())
    again = (sales.by(), listed.product, sales.site(), listed.case)
    assert refused(sales_services.offer, *again) == ("mall_closed", "mall")
    mall = sales.site().mall
    assert (
        refused(sales_services.write_campaign, sales.by(), mall, making.campaign_data())[0] == "mall_closed"
    )
    assert refused(closed)[0] == "mall_closed"
    later = sales.by(at=sales.NOW.replace(month=5))
    with pytest.raises(Refused):
        sales.store(("SKU-1", "2026-04-02", "1", "4.80", "USD", "", ""), actor=later)
    assert refused(sales_services.report_nothing, later, sales.site(), date(2026, 4, 1))[0] == "after_closing"
    assert sales_services.report_nothing(later, sales.site(), date(2026, 3, 1)).lines_count == 0


def test_staff_close_a_mall_on_its_page_by_typing_its_code(client_as, clock):
    listed = sales.listed()
    Listing.objects.update(offered_on="2026-01-20", answered_on="2026-01-20", listed_on="2026-01-20")
    manager = client_as("programme_manager")
    address = "/malls/us-a/close/"
    page = manager.get(address)
    assert [row.pk for row in page.context["ending"]] == [listed.pk]
    assert [firm.pk for firm in page.context["firms"]] == [listed.case.firm_id]
    said = {
        "closed_on": "2026-02-28", "reason": "cost", "words": "", "confirm": "us-b",
        f"pieces_{listed.pk}": "4", f"fate_{listed.pk}": "",
    }  # fmt: skip
    assert "confirm" in manager.post(address, said).context["form"].errors
    said["confirm"] = "US-A"
    assert f"fate_{listed.pk}" in manager.post(address, said).context["form"].errors
    manager.post(address, said | {f"fate_{listed.pk}": "sold_off"})
    page = manager.get("/malls/us-a/").content.decode()
    assert "費用がかかりすぎる" in page and "処分販売" in page
