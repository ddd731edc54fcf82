"""What the gate of a place gathers after months without a sale."""

from datetime import date

import pytest

from banso.apps.casework.hints import hints_of
from banso.apps.casework.models import CauseKind, RootCause
from banso.apps.products.models import Category, Edition
from banso.apps.sales import services
from support import people
from tests.apps.casework import making as cases

from . import making

pytestmark = pytest.mark.usefixtures("configuration", "clock")

TODAY = date(2026, 3, 10)


def found(case, today=TODAY):
    hints = hints_of(case, today)
    return hints and [(line.hint.kind, line.hint.count) for line in hints.lines]


def declined(reason, article, **values):
    return services.decline(making.by(), making.offered(article=article, **values), reason)


def test_a_place_that_sold_within_three_months_is_not_asked_why():
    case = declined("price", "S-1").case
    cases.stored(case, channel="mall", mall=making.site().mall, exported_on=date(2025, 12, 20),
                 confirmed_at=making.NOW)  # fmt: skip
    assert hints_of(case, date(2026, 3, 19)) is None
    hints = hints_of(case, date(2026, 3, 20))
    assert (hints.months, hints.last) == (3, date(2025, 12, 20))


def test_support_that_is_no_place_in_a_channel_has_no_hints():
    assert hints_of(cases.opened(), TODAY) is None


def test_declined_products_are_counted_by_reason_and_suggest_a_kind():
    case = declined("regulation", "S-1").case
    for article, reason in (("S-2", "label"), ("S-3", "regulation"), ("S-4", "other")):
        declined(reason, article, firm=case.firm)
    picked = services.pick(making.by(), making.offered(article="S-5", firm=case.firm))
    services.end(making.by(), picked, "season")
    assert found(case) == [("rules", 2), ("rules", 1), ("", 1)]
    RootCause.objects.create(
        case=case,
        kind=CauseKind.objects.get(code="rules"),
        description="表示",
        since=TODAY,
        noted_on=TODAY,
    )
    assert [line.noted for line in hints_of(case, TODAY).lines] == [True, True, False]


def priced(listing, yen, unit="本"):
    category = Category.objects.order_by("pk").first()
    Edition.objects.filter(product=listing.product).update(
        price=yen, currency="JPY", price_unit=unit, category=category
    )
    return listing


def test_a_price_far_above_those_that_sold_there_is_a_hint():
    making.rate()
    own = priced(making.listed("OWN"), 1000)
    for number, yen in enumerate((700, 800, 900, 5000)):
        other = making.listed(f"SKU-{number}", article=f"O-{number}", firm=people.make_firm())
        # What is sold by the case has another price.
        priced(other, yen, "箱" if yen == 5000 else "本")
        row = (f"SKU-{number}", "2026-02-04", "1", "9.00", "USD", "sale", f"A-{number}")
        making.store(row, adds=number > 0)
    assert found(own.case) == []
    priced(own, 1001)
    assert found(own.case) == [("price", 3)]
    priced(own, 1001, "箱")
    assert found(own.case) == []


def test_the_gate_shows_what_was_gathered_and_fills_in_the_cause(client_as):
    case = declined("price", "S-1").case
    client = client_as("office_manager", office=case.office)
    page = client.get(f"/cases/{case.ref}/gate/")
    (line,) = page.context["hints"].lines
    form = client.get(line.note_address).context["form"]
    assert form["description"].value() == line.hint.words
    assert form["since"].value() == TODAY
    assert line.hint.links[0][1] in page.content.decode()
