"""The turn of the fiscal year in the browser: opened by copying, closed, and what an office then meets."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

YEAR = re.compile(r"/years/\d{4}/$")
CASE = re.compile(r"/cases/C-\d{4}-\d{4,}/$")


def faults(page):
    found = Axe().run(page).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"][:160]) for fault in found]


def send(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).first.click()


def year_over(page):
    """The address of the latest year that is over and takes entries still, from the list of years."""
    page.goto("/years/?sort=year")
    row = page.get_by_role("row").filter(has_text="開始済み").first
    return row.get_by_role("link").first.get_attribute("href")


def test_head_office_looks_through_what_is_copied_changes_one_row_and_opens_the_year(page_as):
    page = page_as("programme_manager")
    page.goto("/years/")
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("を準備$")).click()
    send(page, "準備を始める")
    assert YEAR.search(page.url)
    year = page.url
    row = page.get_by_role("row").filter(has_text="専門家の時間と契約")
    with page.expect_navigation():
        row.get_by_role("link", name="確認する").click()
    follow(page, "変更")
    page.get_by_label("値を変更").check()
    page.get_by_label("月の時間数").fill("900")
    send(page, "保存する")
    assert page.get_by_label("月の時間数").input_value() == "900"
    page.get_by_label("月の時間数").fill("24")
    send(page, "保存する")
    assert page.get_by_role("row").filter(has_text="値を変更").get_by_text("24", exact=True).is_visible()
    page.goto(year)
    follow(page, "年度を開始")
    send(page, "開始して引き継ぐ")
    assert page.url == year
    assert page.get_by_text("開始済み").is_visible()


def test_an_entry_on_a_day_of_a_closed_year_is_refused_with_what_was_typed_and_added_by_a_correction(page_as):
    head = page_as("programme_manager")
    over = year_over(head)
    head.goto(over)
    follow(head, "年度を締める")
    send(head, "年度を締める")
    assert head.get_by_text("締め済み").is_visible()
    day = f"{int(over.strip('/').split('/')[-1]) + 1}-03-31"

    staff = page_as("office_staff")
    staff.goto("/cases/?state=active&service=2&sort=started_on")
    staff.get_by_role("link", name=re.compile(r"^C-\d{4}-")).first.click()
    staff.wait_for_url(CASE)
    case = staff.url
    staff.goto(f"{case}activity/")
    staff.locator("[name=kind]").first.check()
    staff.locator("[name=done_on]").fill(day)
    staff.locator("[name=hours]").fill("0")
    staff.locator("[name=advice]").fill("年度末に行った助言")
    with staff.expect_navigation():
        staff.locator("form .btn.go").click()
    assert staff.get_by_text("締められており、入力できません").first.is_visible()
    assert staff.locator("[name=advice]").input_value() == "年度末に行った助言"

    staff.goto(case)
    with staff.expect_navigation():
        staff.locator("#log").get_by_role("link", name="締めた年度に追加").click()
    staff.locator("[name=kind]").select_option(index=1)
    staff.locator("[name=done_on]").fill(day)
    staff.locator("[name=hours]").fill("0")
    staff.locator("[name=advice]").fill("年度末に行った助言")
    staff.locator("[name=why]").fill("記入漏れ")
    send(staff, "理由を付けて追加する")
    assert staff.url == case
    assert staff.locator("#log").get_by_text("締めた年度に活動を追加").first.is_visible()

    head.goto(over)
    follow(head, "締めを解除")
    head.get_by_label("締めを解除する理由").fill("確認のため")
    send(head, "締めを解除")
    assert head.get_by_text("確認のため").is_visible()


@pytest.mark.parametrize(("language", "width"), [("ja", 1440), ("en", 375)])
@pytest.mark.parametrize("place", ["", "unfinished/", "offices/"])
def test_the_pages_of_a_year_have_no_fault_that_axe_finds(page_as, language, width, place):
    page = page_as("programme_manager", language=language, width=width, bypass_csp=True)
    page.goto("/years/?sort=year")
    page.goto(page.get_by_role("row").get_by_role("link").first.get_attribute("href") + place)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
