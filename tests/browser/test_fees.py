"""The firm's way through a fee: it sees the price and why, applies, accepts, and pays what was invoiced."""

import re
from copy import copy

import pytest

from banso.engines.kernel.corporate_number import check_digit

from .test_way_of_one_firm import Way, apply, follow, press, register, sign_up

QUOTE = re.compile(r"/fees/quotes/QT-[\d-]+/$")
INVOICE = re.compile(r"/fees/invoices/INV-[\d-]+/$")


class Payer(Way):
    """A firm that pays: in Japanese at a desk, in English on a phone."""

    def __init__(self, visit, page_as, live, language: str) -> None:
        super().__init__(visit, page_as, live, language)
        base = f"90310000000{7 if language == 'ja' else 8}"
        self.number, self.mail = check_digit(base) + base, f"payer-{language}@firm.invalid"
        self.width = 1440 if language == "ja" else 375
        self.page = visit(language=language, width=self.width)


@pytest.fixture(params=["ja", "en"], ids=["desktop-ja", "phone-en"])
def payer(request, visit, page_as, live) -> Payer:
    return Payer(visit, page_as, live, request.param)


def fits(payer: Payer) -> None:
    """Nothing of the page lies beside the screen."""
    assert payer.page.evaluate("document.documentElement.scrollWidth") <= payer.width


def see_price(payer: Payer) -> None:
    page = payer.page
    page.goto("/fees/")
    page.get_by_text(
        payer.say("The basic share of hands-on support is 10%.", "基本の割合は10%です。")
    ).wait_for()
    fits(payer)


def join(payer: Payer, staff, firm: str):
    """A second contact asks to act for the firm, and the office lets them."""
    other = copy(payer)
    other.mail, other.page = f"colleague-{payer.mail}", payer.visit(language=payer.language)
    sign_up(other)
    colleague = other.page
    colleague.goto("/firms/access/")
    colleague.locator("#id_corporate_number").fill(payer.number)
    press(colleague)
    staff.goto(f"/firms/{firm}/")
    with staff.expect_navigation():
        staff.locator('main a[href*="/firms/requests/"]').first.click()
    press(staff, 'main button[value="grant"]')
    return colleague


def write_quote(payer: Payer, staff, application: str) -> str:
    """The address of the quote that was sent."""
    staff.goto(f"/applications/{application}/")
    follow(staff, f"/fees/quotes/new/application/{application}/")
    staff.locator("#id_service_starts_on").fill("2099-04-01")
    press(staff)
    staff.wait_for_url(QUOTE)
    follow(staff, "/send/")
    press(staff)
    staff.wait_for_url(QUOTE)
    return staff.url


def accept(payer: Payer, colleague, quote: str) -> None:
    """The firm accepts; the contact who had the same page open is told who was faster, and when."""
    page = payer.page
    page.goto(quote)
    fits(payer)
    colleague.goto(f"{quote}accept/")
    follow(page, "/accept/")
    press(page)
    page.wait_for_url(QUOTE)
    colleague.locator("main form button.go").first.click()
    colleague.locator(".errs").wait_for()
    assert "道端 花" in colleague.locator(".errs").inner_text()


def pay(payer: Payer, quote: str, staff) -> None:
    """The service starts, is invoiced, and the invoice is paid."""
    page, accountant = payer.page, payer.staff("accountant")
    staff.goto(quote)
    follow(staff, "/start/")
    press(staff)
    accountant.goto(quote)
    follow(accountant, "/invoice/")
    press(accountant)
    accountant.wait_for_url(INVOICE)
    page.goto(accountant.url)
    page.get_by_role("heading", name=payer.say("How to pay", "お支払い方法")).wait_for()
    fits(payer)
    with page.expect_download() as taken:
        page.get_by_role("link", name="PDF").click()
    assert taken.value.path().read_bytes().startswith(b"%PDF")
    follow(accountant, "/payment/")
    press(accountant)
    accountant.wait_for_url(INVOICE)
    page.goto(accountant.url)
    page.locator("h1 ~ *", has_text=payer.say("Paid", "支払済み")).first.wait_for()


def test_a_firm_sees_a_price_accepts_and_pays(payer):
    sign_up(payer)
    firm = register(payer)
    see_price(payer)
    application = apply(payer)
    staff = payer.staff("office_staff")
    colleague = join(payer, staff, firm)
    quote = write_quote(payer, staff, application)
    accept(payer, colleague, quote)
    pay(payer, quote, staff)
