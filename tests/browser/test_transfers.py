"""The office manager's day: from the first page to two records of one firm, and to somebody's open work.

Its pages are looked at on a desktop and on a phone, in both languages.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from support.browser import look

WORDS = {
    "ja": {
        "alike": "重複の可能性がある事業者",
        "compare": "比べる",
        "moves": "移す記録",
        "merge": "統合する",
        "why_one": "同一の事業者である理由",
        "merged": "1つの事業者に統合しました。",
        "undo": "元に戻す",
        "why_two": "別の事業者である理由",
        "undo_it": "取り消す",
        "undone": "両方の事業者を統合前の状態に戻しました。",
        "office": "職員・専門家の異動、休暇、代行",
        "transfer": "業務を引き継ぐ",
        "reason": "理由",
        "transferred": "継続中の業務を引き継ぎました。",
    },
    "en": {
        "alike": "Firms that may be one",
        "compare": "Compare",
        "moves": "What moves",
        "merge": "Merge them",
        "why_one": "Why the two are one firm",
        "merged": "The two are one firm now.",
        "undo": "Undo",
        "why_two": "Why the two are not one firm",
        "undo_it": "Undo it",
        "undone": "Both firms stand as they did before.",
        "office": "Staff and experts: transfer, leave, stand-in",
        "transfer": "Transfer the work",
        "reason": "Reason",
        "transferred": "The open work went to its new owners.",
    },
}
WHERE = pytest.mark.parametrize(("language", "width"), [("ja", 1440), ("en", 375)])
PAIRS = "section[aria-labelledby=h-pairs] tbody tr"


def follow(link):
    """Click a link, and wait for the page behind it."""
    with link.page.expect_navigation():
        link.click()


def first_pair_without_a_clash(page, words):
    """Open the first pair that nothing stands against; gives both references."""
    addresses = page.get_by_role("link", name=words["compare"], exact=True).evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    for address in addresses:
        page.goto(address)
        if page.locator("#h-clashes").count() == 0:
            return re.search(r"/firms/([^/]+)/([^/]+)/", address).groups()
    raise AssertionError("every pair has something to settle first")


@WHERE
def test_a_manager_merges_two_records_of_one_firm_and_undoes_it(page_as, language, width):
    words = WORDS[language]
    page = page_as("office_manager", language=language, width=width)
    page.goto("/")
    follow(page.get_by_role("link", name=words["alike"]))
    assert page.locator(PAIRS).count() >= 1
    look(page)
    kept, lost = first_pair_without_a_clash(page, words)
    assert page.get_by_role("heading", name=words["moves"]).is_visible()
    look(page)
    page.get_by_role("button", name=words["merge"], exact=True).click()
    page.locator(".errs").wait_for()
    page.get_by_label(words["why_one"]).fill("窓口で確認した")
    page.get_by_role("button", name=words["merge"], exact=True).click()
    page.get_by_text(words["merged"]).wait_for()

    page.goto(f"/firms/{lost}/")
    assert page.url.endswith(f"/firms/{kept}/")
    page.goto("/transfers/firms/")
    row = page.locator("section[aria-labelledby=h-merges] tr").filter(has_text=lost)
    follow(row.get_by_role("link", name=words["undo"]))
    look(page)
    page.get_by_label(words["why_two"]).fill("代表者が異なる")
    page.get_by_role("button", name=words["undo_it"], exact=True).click()
    page.get_by_text(words["undone"]).wait_for()
    page.goto(f"/firms/{lost}/")
    assert page.url.endswith(f"/firms/{lost}/")


@WHERE
def test_a_manager_transfers_the_open_work_of_a_member_of_staff(page_as, language, width):
    words = WORDS[language]
    page = page_as("office_manager", language=language, width=width)
    page.goto("/")
    follow(page.get_by_role("link", name=words["office"]))
    look(page)
    links = page.locator("section[aria-labelledby=h-staff]").get_by_role("link", name=words["transfer"])
    addresses = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    kinds = page.locator("form select:not([name='occasion']):not([name*='-'])")
    for address in addresses:
        page.goto(address)
        if kinds.count():
            break
    assert kinds.count() >= 1
    look(page)
    page.get_by_label(words["reason"], exact=True).fill("人事異動")
    page.get_by_role("button", name=words["transfer"], exact=True).click()
    page.locator(".errs").wait_for()
    assert page.get_by_label(words["reason"], exact=True).input_value() == "人事異動"
    for select in kinds.all():
        select.select_option(index=1)
    page.get_by_role("button", name=words["transfer"], exact=True).click()
    page.get_by_text(words["transferred"]).wait_for()
    page.goto(address)
    assert kinds.count() == 0


@pytest.mark.parametrize("where", ["/transfers/firms/", "/offices/shizuoka/", "/transfers/offices/shizuoka/"])
def test_the_pages_are_accessible(page_as, where):
    page = page_as("office_manager", bypass_csp=True)
    page.goto(where)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
