"""The goal and the plan in the browser: weighed as typed, revised by both, read and agreed on a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

CASE = re.compile(r"/cases/C-\d{4}-\d{4,}/$")


def own_case(page):
    page.goto("/cases/")
    page.get_by_role("link", name=re.compile(r"^C-\d{4}-")).first.click()
    page.wait_for_url(CASE)
    return page.url


def test_a_firm_proposes_a_goal_and_the_office_agrees(page_as):
    firm = page_as("firm_member", width=375)
    address = own_case(firm)
    firm.get_by_role("link", name="別の目標を提案する").click()
    firm.locator("#id_target").fill("１")
    firm.locator("#weighed .advice, #weighed .note").first.wait_for()
    firm.locator("#id_target").fill("２，４００，０００")
    firm.locator("#id_go_on_reason").fill("取引先の内示がある")
    firm.get_by_label("目標を変更する理由").fill("2社目の取引が決まった")
    assert firm.evaluate("document.documentElement.scrollWidth") <= 375
    firm.get_by_role("button", name="この目標を提案する").click()
    firm.wait_for_url(address)
    assert firm.get_by_text("事務所の合意を待っています").is_visible()

    office = page_as("office_staff")
    office.goto(address)
    office.get_by_role("link", name="内容を見て合意する").click()
    office.get_by_role("button", name="合意する").click()
    office.wait_for_url(address)
    assert office.get_by_text("新しい目標になりました。").is_visible()
    assert office.locator("svg.only-wide .tgt0").count() == 1
    assert office.get_by_text("最初の目標に対して").first.is_visible()


def test_a_firm_reads_its_strategy_on_a_phone(page_as):
    page = page_as("firm_member", width=375, language="en")
    own_case(page)
    page.locator("#plans").get_by_role("link", name="Export strategy").click()
    assert page.get_by_role("heading", name="Export strategy").is_visible()
    assert page.get_by_role("heading", name="Versions").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize("where", ["goal/revise/", "plans/strategy/", "plans/strategy/write/"])
def test_the_pages_are_accessible(page_as, where):
    page = page_as("firm_member", bypass_csp=True)
    page.goto(own_case(page) + where)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
