"""A buyer on a phone asks a maker, gets an answer and a sample, and says what became of it."""

from urllib.parse import quote

from support.browser import look


def press(page, button: str) -> None:
    """Press a button or a link and wait for the next page."""
    with page.expect_navigation():
        page.locator(button).first.click()


def find_unasked(buyer, firm) -> str:
    """The buyer opens a product of the firm about which the company has not asked yet; its reference."""
    firm.goto("/products/")
    links = firm.locator('td a[href^="/products/PR-"]')
    offered = {link.get_attribute("href").split("/")[2]: link.inner_text() for link in links.all()}
    for ref, name in offered.items():
        buyer.goto(f"/street/?q={quote(name)}")
        item = buyer.locator(f'.item h3 a[href="/street/products/{ref}/"]')
        if item.count():
            press(buyer, f'.item h3 a[href="/street/products/{ref}/"]')
            if buyer.locator('.acts a[href$="/ask/"]').count():
                return ref
    raise AssertionError(f"nothing of {offered} can be asked about")


def test_a_question_becomes_an_answer_a_sample_and_an_outcome(page_as):
    firm, buyer = page_as("firm_member"), page_as("buyer", language="en", width=375)
    find_unasked(buyer, firm)
    press(buyer, '.acts a[href$="/ask/"]')
    buyer.locator('[name="template"]').select_option("buyer_delivery")
    press(buyer, ".begin button")
    begun = buyer.locator('[name="text"]').input_value()
    assert "days from order to shipment" in begun
    buyer.locator('[name="text"]').fill(f"{begun} Call me: +1 604 555 0142")
    press(buyer, "main form[method=post] button.go")
    assert buyer.get_by_text("please take out the telephone number").first.is_visible()
    look(buyer)
    buyer.locator('[name="text"]').fill(begun)
    press(buyer, "main form[method=post] button.go")
    ref = buyer.url.rstrip("/").rsplit("/", 1)[1]
    look(buyer)

    firm.goto("/inquiries/?state=open")
    assert firm.locator("tr", has=firm.locator(f'a[href="/inquiries/{ref}/"]')).locator("td .l2").count()
    press(firm, f'a[href="/inquiries/{ref}/"]')
    assert firm.get_by_text("Lakeside Pantry").count() == 0
    firm.locator('[name="text"]').fill("注文から出荷まで4週間です。")
    press(firm, "form[action] button.go")
    assert firm.get_by_text("Lakeside Pantry").first.is_visible()
    look(firm)

    buyer.goto("/street/inquiries/")
    assert buyer.locator(".asked > li").first.locator(".new").is_visible()
    look(buyer)
    press(buyer, f'a[href="/street/inquiries/{ref}/"]')
    press(buyer, f'a[href="/street/inquiries/{ref}/sample/"]')
    buyer.locator('[name="quantity"]').fill("2")
    buyer.locator('[name="address"]').fill("Emma Carter, 12 Lake Road, Toronto")
    buyer.locator('[name="freight"][value="buyer"]').check()
    look(buyer)
    press(buyer, "main form button.go")

    firm.goto(f"/inquiries/{ref}/")
    press(firm, 'a[href$="/agree/"]')
    press(firm, "main form button.go")
    press(firm, '#samples a[href$="/send/"]')
    firm.locator('[name="carrier"]').fill("EMS")
    firm.locator('[name="tracking"]').fill("EJ123456789JP")
    press(firm, "main form button.go")
    look(firm)

    buyer.goto(f"/street/inquiries/{ref}/")
    assert buyer.get_by_text("EJ123456789JP").is_visible()
    press(buyer, "#samples a.btn")
    buyer.locator('[name="verdict"]').fill("Very good")
    press(buyer, "main form button.go")
    press(buyer, '.head a[href$="/close/"]')
    buyer.locator('[name="outcome"]').first.check()
    press(buyer, "main form button.go")
    look(buyer)
    firm.goto(f"/inquiries/{ref}/")
    assert firm.locator("#h-outcome").is_visible() and firm.get_by_text("Very good").is_visible()
