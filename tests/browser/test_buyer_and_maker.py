"""A buyer compares products on a phone, meets a maker and orders; the maker agrees, the office sees it."""

from datetime import timedelta

from django.utils import timezone

from support.browser import look


def press(page, button: str) -> None:
    """Press a button and wait for the next page."""
    with page.expect_navigation():
        page.locator(button).first.click()


def test_a_buyer_compares_meets_and_orders_and_the_maker_confirms(page_as):
    buyer = page_as("buyer", language="en", width=375)
    firm = page_as("firm_member", language="en")
    # Two of what is offered, side by side, and one of them on a sheet.
    buyer.goto("/street/")
    for _time in range(2):
        with buyer.expect_navigation():
            buyer.locator('.item form[action$="/compare/"] button').first.click()
    buyer.goto("/street/compare/")
    assert buyer.locator("table.beside thead th[scope=col]").count() == 3
    look(buyer)
    product = buyer.locator("table.beside thead a").first.get_attribute("href")
    site = buyer.url.split("/street/")[0]
    sheet = buyer.request.get(f"{site}{product}sheet/")
    assert sheet.body().startswith(b"%PDF-")

    # A question to the maker by whom the demonstration is entered, and its answer.
    firm.goto("/products/")
    firm.locator('a[href^="/products/PR-"]').first.wait_for()
    refs = [
        link.get_attribute("href").split("/")[2] for link in firm.locator('a[href^="/products/PR-"]').all()
    ]
    ref = next(ref for ref in refs if buyer.request.get(f"{site}/street/products/{ref}/").ok)
    buyer.goto(f"/street/products/{ref}/ask/")
    if "/ask/" in buyer.url:
        buyer.locator('[name="text"]').fill("What does a pallet cost?")
        press(buyer, "main form[method=post] button.go")
    inquiry = buyer.url.rstrip("/").rsplit("/", 1)[1]
    firm.goto(f"/inquiries/{inquiry}/")
    firm.locator('[name="text"]').fill("Our prices follow today.")
    press(firm, "main form[enctype] button.go")

    # The buyer proposes by its own clock; the maker accepts.
    buyer.goto(f"/street/inquiries/{inquiry}/meet/")
    look(buyer)
    day = timezone.localdate() + timedelta(days=20)
    buyer.locator('[name="about"]').fill("Prices for the coming year")
    buyer.locator('[name="slot1"]').fill(f"{day}T09:00")
    press(buyer, "main form[method=post] button.go")
    assert "/street/meetings/OM-" in buyer.url
    look(buyer)
    meeting = buyer.url.rstrip("/").rsplit("/", 1)[1]
    firm.goto(f"/online-meetings/{meeting}/")
    look(firm)
    firm.locator('[name="slot"]').first.check()
    press(firm, 'button[value="accept"]')
    assert firm.get_by_text("Agreed").first.is_visible()
    buyer.reload()
    assert buyer.get_by_text("For your calendar").first.is_visible()

    # What the buyer ordered is confirmed by the maker and seen by the office.
    buyer.goto(f"/street/inquiries/{inquiry}/order/")
    values = {
        "ordered_on": str(timezone.localdate() - timedelta(days=2)),
        "amount": "1234.5",
        "currency": "CAD",
    }
    for name, value in {**values, "quantity": "60", "unit": "bottle"}.items():
        buyer.locator(f'[name="{name}"]').fill(value)
    buyer.locator('[name="kind"][value="first"]').check()
    press(buyer, "main form[method=post] button.go")
    look(buyer)
    order = buyer.url.rstrip("/").rsplit("/", 1)[1]
    firm.goto(f"/orders/{order}/confirm/")
    press(firm, "main form[method=post] button.go")
    office = page_as("office_staff", language="en")
    office.goto(f"/orders/{order}/")
    assert office.get_by_text("Confirmed by both").first.is_visible()
    assert office.get_by_text("1,234.50 CAD").first.is_visible()
    look(office)
