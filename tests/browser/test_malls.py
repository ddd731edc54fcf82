"""An operator picks on the phone, lists and reports at the desk; staff close a mall."""

from support.browser import look


def press(page, button: str) -> None:
    """Press a button and wait for the next page."""
    with page.expect_navigation():
        page.locator(button).first.click()


def test_an_operator_picks_on_the_phone_and_reports_at_the_desk(page_as):
    phone = page_as("mall_operator", language="en", width=375)
    phone.goto("/")
    look(phone)
    phone.goto("/operator/products/?state=offered")
    look(phone)
    with phone.expect_navigation():
        phone.locator(".board a", has=phone.locator("strong")).first.click()
    look(phone)
    reference = phone.url.rstrip("/").rsplit("/", 1)[1]
    phone.goto("/operator/products/?state=offered")
    phone.locator(f'input[name="l"][value="{reference}"]').check()
    press(phone, ".ticked button.go")
    look(phone)
    press(phone, "main form button.go")
    assert reference not in phone.content()

    desk = page_as("mall_operator", language="ja")
    desk.goto("/operator/products/?state=picked")
    desk.locator(f'input[name="l"][value="{reference}"]').check()
    press(desk, ".ticked button.go")
    desk.locator(f'[name="{reference}"]').fill("JM-NEW-1")
    press(desk, "main form button.go")
    desk.goto("/operator/products/?state=listed")
    assert desk.get_by_text("JM-NEW-1").first.is_visible()
    look(desk)
    desk.goto("/operator/reports/")
    look(desk)
    owed = desk.locator("section:has(#h-owed) tbody tr").count()
    assert owed >= 1
    with desk.expect_navigation():
        desk.get_by_text("画面で報告する").first.click()
    look(desk)
    desk.locator(".four input").nth(0).fill("3")
    desk.locator(".four input").nth(1).fill("3600")
    desk.locator('[name="currency"]').fill("JPY")
    press(desk, "main form button.go")
    assert desk.locator("section:has(#h-owed) tbody tr").count() == owed - 1


def test_staff_close_a_mall_by_typing_its_code(page_as):
    staff = page_as("programme_manager", language="ja")
    staff.goto("/malls/kr-a/")
    look(staff)
    press(staff, '.acts a[href$="/close/"]')
    look(staff)
    staff.locator('input[name="reason"][value="contract"]').check()
    staff.locator('[name="confirm"]').fill("kr-b")
    press(staff, "main form button.go")
    assert staff.locator('[name="confirm"][aria-invalid="true"]').count() == 1
    staff.locator('[name="confirm"]').fill("kr-a")
    press(staff, "main form button.go")
    assert staff.locator("#h-closing").count() == 1
    look(staff)
    staff.goto("/malls/compare/?months=36")
    assert staff.locator("tr", has_text="韓国ECサイトA").get_by_text("終了").count() == 1
