"""An invited buyer comes in by link, finds soy sauce and keeps it for colleagues: in English, in Chinese."""

import pytest

from support.browser import look
from support.postbox import mailed_link

SUBJECT = {"en": "Your invitation to Japan Street", "zh-hans": "Japan Street邀请函"}
KEPT = {"en": "On your shortlist", "zh-hans": "已在候选清单中"}


def press(page, button: str) -> None:
    """Press a button and wait for the next page."""
    with page.expect_navigation():
        page.locator(button).first.click()


def invite(office, language: str) -> None:
    """Staff invite a company of food buyers and its first person."""
    office.goto("/buyers/invite/")
    look(office)
    for field, value in {
        "company": f"Harbour Pantry {language}",
        "person": "Wei Chen",
        "email": f"wei-{language}@buyer.invalid",
    }.items():
        office.locator(f'[name="{field}"]').fill(value)
    office.locator('[name="market"]').select_option(index=1)
    office.locator('[name="kind"]').select_option("retailer")
    office.locator(f'input[name="language"][value="{language}"]').check()
    office.locator('[name="groups"]').first.check()
    press(office, "main form button.go")
    office.wait_for_url("**/buyers/BY-*/")
    look(office)


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh-hans", 375)])
def test_an_invited_buyer_finds_soy_sauce_and_keeps_it(page_as, visit, live, language, width):
    invite(page_as("office_staff"), language)
    buyer = visit(language=language, width=width)
    buyer.goto(mailed_link(live, SUBJECT[language]))
    look(buyer)
    press(buyer, "main form button.go")
    buyer.wait_for_url("**/street/")
    look(buyer)

    buyer.locator("#q").fill("soy sauce")
    press(buyer, "#asked button")
    assert buyer.locator(".note", has_text="醤油").count() == 1
    look(buyer)
    if width == 375:
        buyer.locator(".filterbox > summary").click()
    buyer.locator(".facet input").first.check()
    press(buyer, ".filterbox button")
    assert buyer.locator("a.chip").count() == 1

    with buyer.expect_navigation():
        buyer.locator(".item h3 a").first.click()
    press(buyer, ".acts form button")
    assert buyer.get_by_text(KEPT[language]).first.is_visible()
    look(buyer)
    buyer.goto("/street/shortlist/")
    assert buyer.locator(".kept > li").count() == 1
    buyer.locator('.kept input[name="note"]').fill("OK")
    press(buyer, '.kept form:has(input[name="note"]) button')
    assert buyer.locator('.kept input[name="note"]').input_value() == "OK"
    look(buyer)
