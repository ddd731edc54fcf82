"""Gates in the browser: what the review collected, an extension that waits, root causes, on a phone too."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

CASE = re.compile(r"/cases/C-\d{4}-\d{4,}/$")


def open_case(page, query="?state=active&service=2"):
    page.goto(f"/cases/{query}")
    page.get_by_role("link", name=re.compile(r"^C-\d{4}-")).first.click()
    page.wait_for_url(CASE)
    return page.url


def faults(page):
    found = Axe().run(page).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"][:160]) for fault in found]


def test_staff_propose_an_extension_with_its_limit_in_view_and_keep_their_input_when_it_is_too_long(page_as):
    page = page_as("office_staff")
    address = open_case(page)
    page.goto(f"{address}gate/")
    assert page.get_by_text("これまでの費用", exact=True).is_visible()
    page.get_by_label("延長", exact=True).check()
    ground = page.get_by_label("理由の区分")
    option = ground.locator("option", has_text="認証・登録").first
    assert "か月まで" in option.inner_text()
    ground.select_option(value="certification")
    page.get_by_label("月数").fill("12")
    page.get_by_label("理由", exact=True).fill("現地の登録を待つため")
    with page.expect_navigation():
        page.get_by_role("button", name="決定する").click()
    assert page.get_by_label("理由", exact=True).input_value() == "現地の登録を待つため"
    assert page.get_by_text("この理由で延長できるのは").first.is_visible()


def test_a_root_cause_is_noted_on_a_phone_and_stands_on_the_case_with_its_age(page_as):
    page = page_as("office_staff", width=375)
    address = open_case(page)
    page.goto(f"{address}causes/")
    page.get_by_label("種類").select_option(label="経営の関与")
    page.get_by_label("妨げになっていること").fill("経営者の方針が決まらない")
    page.get_by_label("いつから").fill("2025-01-10")
    page.get_by_role("button", name="記録する").click()
    page.wait_for_url(CASE)
    assert page.locator("#causes").get_by_text("経営者の方針が決まらない").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize(("language", "width"), [("ja", 1440), ("en", 375)])
def test_the_list_of_what_waits_has_no_fault_that_axe_finds(page_as, language, width):
    page = page_as("office_manager", language=language, width=width, bypass_csp=True)
    page.goto("/gates/")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("place", ["gate", "causes"])
def test_the_forms_have_no_fault_that_axe_finds(page_as, place):
    page = page_as("office_staff", width=375, bypass_csp=True)
    address = open_case(page)
    page.goto(f"{address}{place}/")
    with page.expect_navigation():
        page.locator("form .btn.go").click()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
