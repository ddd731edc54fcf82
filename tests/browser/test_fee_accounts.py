"""Accountants take in a bank file in a new layout and refund by two people; managers see what fees do."""

import re
from datetime import datetime

import pytest

from banso.apps.journal.actor import ZONE

DIGITS = re.compile(r"[\d,]+")


@pytest.fixture(params=[("ja", 1440), ("en", 375)], ids=["desktop-ja", "phone-en"])
def at(request, page_as):
    """``at("accountant")``: a page of this role, in Japanese at a desk, in English on a phone."""
    language, width = request.param
    return lambda role: page_as(role, language=language, width=width)


def press(page, button="main form button.go"):
    with page.expect_navigation():
        page.locator(button).last.click()


def follow(page, address):
    with page.expect_navigation():
        page.locator(f'main a[href*="{address}"]').first.click()


def fits(page):
    """Nothing of the page lies beside the screen."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def bank_file(number, *rows):
    """A file of a bank whose columns nobody knows yet, with payments of today."""
    head = f"お取引日{number},ご入金,ご依頼人,備考\n"
    text = head + "".join(f"{datetime.now(tz=ZONE):%Y/%m/%d},{row}\n" for row in rows)
    return {"name": f"bank-{number}.csv", "mimeType": "text/csv", "buffer": text.encode("cp932")}


def test_a_bank_file_in_a_new_layout_is_mapped_booked_and_what_was_paid_too_much_refunded_by_two(at):
    page = at("accountant")
    width = page.viewport_size["width"]
    page.goto("/fees/invoices/?state=issued&sort=-issued_on")
    row = page.locator("main tbody tr").first
    invoice = row.get_by_role("link", name=re.compile("^INV-")).inner_text()
    page.goto(f"/fees/invoices/{invoice}/")
    owed = page.locator('section[aria-labelledby="h-parts"] dl dd.b').inner_text()
    yen = int("".join(DIGITS.findall(owed)).replace(",", ""))

    file = bank_file(width, f"{yen + 1_000},ダレカ,{invoice}", "77,ナゾ,")

    # The columns are of no known bank: they are chosen, and remembered.
    page.goto("/fees/accounts/bank/")
    page.locator("#id_file").set_input_files(file)
    press(page)
    fits(page)
    page.locator("#id_day").select_option(f"お取引日{width}")
    page.locator("#id_yen").select_option("ご入金")
    page.locator("#id_payer").select_option("ご依頼人")
    page.locator("#id_text").select_option("備考")
    page.locator("#id_name").fill(f"みほん第二銀行 {width}")
    press(page, 'form:has(input[name="columns"]) button.go')
    assert page.get_by_text(f"みほん第二銀行 {width}").first.is_visible()
    line = page.locator("main tbody tr", has_text=invoice)
    assert line.count() == 1
    fits(page)

    # All of it is booked; what nobody knows waits on the page of the accounts.
    press(page, 'form:has(input[name="shown"]) button.go')
    assert (
        page.url.endswith("/fees/accounts/") and page.locator("#lines").get_by_text("ナゾ").first.is_visible()
    )
    fits(page)
    with page.expect_download() as taken:
        page.locator('main a[href*="format=csv"]').click()
    entries = taken.value.path().read_text(encoding="utf-8-sig")
    assert f"{yen + 1_000}" in entries and invoice.split("-")[0] in entries

    # The same file again changes nothing.
    page.goto("/fees/accounts/bank/")
    page.locator("#id_file").set_input_files(file)
    press(page)
    assert page.locator('input[name="shown"]').count() == 0

    # What was paid too much goes back once another person approves it.
    page.goto("/fees/accounts/")
    follow(page, "/fees/payments/")
    payment = page.url
    follow(page, "/refund/")
    page.locator("#id_yen").fill("1000")
    page.locator('[name="reason"][value="paid_too_much"]').check()
    press(page)
    other = at("programme_manager")
    other.goto(payment)
    follow(other, "/fees/accounts/refunds/")
    other.locator('input[value="approve"]').check()
    press(other)
    page.goto(payment)
    assert page.locator('main a[href*="/fees/accounts/refunds/"]').count() == 0


def test_a_manager_goes_from_what_fees_do_to_those_who_declined_and_takes_it_away(at):
    page = at("programme_manager")
    page.goto("/fees/effect/")
    fits(page)
    years = page.locator("#id_year option").evaluate_all("all => all.map(one => one.value)")
    for year in years:
        page.goto(f"/fees/effect/?year={year}&by=experience")
        if page.locator('main a[href*="of=declined"]').count():
            break
    follow(page, "of=declined")
    fits(page)
    assert page.locator("main tbody tr").first.is_visible()
    page.go_back()
    willing = page.locator("#willing")
    assert willing.get_by_text("180").first.is_visible() and willing.get_by_text("117").first.is_visible()
    with page.expect_download() as taken:
        page.locator('main a[href*="/fees/effect/workbook/"]').click()
    assert taken.value.suggested_filename.endswith(".xlsx")
