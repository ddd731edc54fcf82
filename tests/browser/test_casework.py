"""A case in the browser: the chart under the strict policy, the expert on a phone, the firm confirming."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

CASE = re.compile(r"/cases/C-\d{4}-\d{4,}/$")


def open_first_case(page, query=""):
    page.goto(f"/cases/{query}")
    page.get_by_role("link", name=re.compile(r"^C-\d{4}-")).first.click()
    page.wait_for_url(CASE)


@pytest.mark.parametrize(
    ("width", "shown", "hidden"), [(1440, "only-wide", "only-narrow"), (375, "only-narrow", "only-wide")]
)
def test_the_goal_chart_is_drawn_for_the_width_of_the_screen(page_as, width, shown, hidden):
    page = page_as("firm_member", width=width)
    open_first_case(page)
    assert page.locator(f"svg.{shown}").is_visible()
    assert not page.locator(f"svg.{hidden}").is_visible()
    assert (
        page.locator(f"svg.{shown} .act").evaluate("line => getComputedStyle(line).stroke")
        == "rgb(0, 23, 193)"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_expert_logs_hours_on_a_phone(page_as):
    page = page_as("expert", width=375)
    open_first_case(page)
    page.get_by_role("link", name="活動を記録").click()
    page.get_by_label("助言", exact=True).check()
    page.get_by_label("時間", exact=True).fill("２５")
    page.get_by_label("助言と結果").fill("小売価格を利幅から見直した")
    with page.expect_navigation():
        page.get_by_role("button", name="記録する").click()
    assert page.locator("#id_hours").input_value() == "２５"
    assert page.get_by_label("助言と結果").input_value() == "小売価格を利幅から見直した"
    page.locator("#id_hours").fill("１．５")
    page.get_by_role("button", name="記録する").click()
    page.wait_for_url(CASE)
    assert page.get_by_text("活動を記録しました。").is_visible()
    assert page.get_by_text("小売価格を利幅から見直した").is_visible()


def test_the_firm_reports_an_export_and_sees_its_sum_grow(page_as):
    page = page_as("firm_member", width=375, language="en")
    open_first_case(page)
    page.get_by_role("link", name="Report an export").click()
    page.get_by_label("Day of export").fill("令和8年3月1日")
    page.get_by_label("Amount (optional)").fill("1,234,567円")
    page.get_by_label("Direct export").check()
    page.get_by_role("button", name="Record it").click()
    page.wait_for_url(CASE)
    assert page.locator("#results").get_by_text("¥1,234,567").is_visible()


@pytest.mark.parametrize(
    ("role", "language", "width"),
    [("office_staff", "ja", 1440), ("firm_member", "en", 375), ("expert", "ja", 375)],
)
def test_a_case_has_no_fault_that_axe_finds(page_as, role, language, width):
    page = page_as(role, language=language, width=width, bypass_csp=True)
    open_first_case(page)
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:160]) for fault in found] == []


@pytest.mark.parametrize("place", ["activity", "export", "gate", "expert", "end"])
def test_a_form_on_a_case_has_no_fault_that_axe_finds(page_as, place):
    page = page_as("office_staff", width=375, bypass_csp=True)
    open_first_case(page, "?state=active&service=2")
    page.goto(f"{page.url}{place}/")
    with page.expect_navigation():
        page.locator("form .btn.go").click()
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:160]) for fault in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
