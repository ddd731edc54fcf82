"""A private provider comes onto the list, a firm asks it, and both say what became of it."""

import re

import pytest
from playwright.sync_api import Page

from support.postbox import mailed_link

SUBJECT = {"ja": "契約・知的財産", "en": "Certification and standards"}
#: What only the letters of one walk say, whatever their language.
CONFIRM = {"ja": "民間事業者の掲載申込みの確認", "en": "Please confirm your application to the list"}
ABOUT = {"ja": "契約・知的財産|Contracts and intellectual", "en": "認証・規格|Certification and standards"}


def press(page, button: str = "main form button.go") -> None:
    """Send the form and wait for the next page."""
    with page.expect_navigation():
        page.locator(button).first.click()


def apply(page, name: str, language: str) -> None:
    """Fill the application in, wrongly first."""
    page.goto("/providers/apply/")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    for field, value in {
        "name_ja": name,
        "name_en": name,
        "email": f"provider-{language}@provider.invalid",
        "offer": "Contracts read and written",
        "price_from": "30000",
        "price_to": "10000",
    }.items():
        page.locator(f'[name="{field}"]').fill(value)
    page.locator('input[name="services"]').first.check()
    page.get_by_label(SUBJECT[language], exact=True).check()
    page.locator('input[name="price_unit"][value="hour"]').check()
    page.locator('input[name="tie"][value="none"]').check()
    press(page)
    page.locator(".errs").wait_for()
    page.locator('[name="price_to"]').fill("50000")
    press(page)


def list_for_a_need(page_as, language: str) -> Page:
    """The list for a need that the firm has: it asks, an office takes the need out."""
    firm = page_as("firm_member", language=language, width=375)
    firm.goto("/consultations/new/")
    firm.locator("#id_title").fill(f"Contract {language}")
    firm.locator("#id_body").fill("A buyer sent a contract.")
    firm.locator("#id_office").select_option(label="静岡事務所" if language == "ja" else "Shizuoka Office")
    press(firm)
    question = re.search(r"/consultations/Q-[\d-]+/", firm.url).group()
    office = page_as("office_staff", language=language)
    office.goto(f"{question}needs/new/")
    office.locator("#id_subject").select_option(label=SUBJECT[language])
    office.locator("#id_description").fill("Read the contract")
    press(office)
    firm.goto(question)
    firm.locator('main a[href^="/providers/needs/"]').first.click()
    firm.wait_for_url("**/providers/needs/*/")
    return firm


def say(page, contract: str, **more: str) -> None:
    """Say what became of it."""
    page.locator('input[name="contact_made"][value="yes"]').check()
    page.locator('[name="contract"]').select_option(contract)
    for name, value in more.items():
        page.locator(f'[name="{name}"]').select_option(value)
    page.locator('[name="satisfied"]').select_option("yes")
    press(page, 'main form:has([name="contract"]) button.go')


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_provider_is_listed_asked_and_both_sides_say_what_became_of_it(page_as, visit, live, language):
    name = f"Kanda Contracts {language.upper()}"
    provider = visit(language=language, width=375)
    apply(provider, name, language)
    provider.goto(mailed_link(live, CONFIRM[language]))
    press(provider)

    manager = page_as("programme_manager", language=language)
    manager.goto("/providers/listings/?state=waiting")
    manager.get_by_role("link", name=name).first.click()
    manager.locator('main a[href$="/publish/"]').click()
    press(manager)

    firm = list_for_a_need(page_as, language)
    row = firm.locator("tbody tr", has_text=name)
    row.locator('a[href*="/refer/"]').click()
    firm.locator('[name="consent"]').check()
    press(firm)
    assert firm.locator("tbody tr", has_text=name).locator('a[href*="/referrals/"]').count() == 1

    provider.goto(mailed_link(live, ABOUT[language]))
    press(provider, 'button[name="show"]')
    assert provider.evaluate("document.documentElement.scrollWidth") <= 375
    say(provider, "made", band="to_50k")

    firm.locator("tbody tr", has_text=name).locator('a[href*="/referrals/"]').click()
    firm.locator('main a[href$="/report/"]').click()
    say(firm, "none", reason="price")
    assert firm.get_by_text("5万円以下" if language == "ja" else "Up to 50,000 yen").count() == 0

    office = page_as("office_staff", language=language)
    office.goto("/providers/referrals/?which=differ")
    office.get_by_role("link", name=name).first.click()
    both = (
        ("5万円以下", "料金が合わなかった")
        if language == "ja"
        else ("Up to 50,000 yen", "The price did not suit")
    )
    for words in both:
        assert office.get_by_text(words).first.is_visible()
