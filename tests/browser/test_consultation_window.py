"""The consultation window in the browser: a conversation written down on one page while the firm talks."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

CONSULTATION = re.compile(r"/consultations/Q-\d{4}-\d{4,}/$")


@pytest.mark.parametrize("width", [1440, 375])
def test_staff_find_the_firm_while_typing_and_take_needs_out_at_once(page_as, width):
    page = page_as("office_staff", width=width)
    page.goto("/consultations/new/")
    page.get_by_label("事業者", exact=True).fill("株式会社")
    page.locator("#firms input[type=radio]").first.check()
    page.get_by_label("電話", exact=True).check()
    page.get_by_label("件名").fill("包装の表示")
    page.get_by_label("相談の内容").fill("ドイツで何を書けばよいか。")
    first = page.get_by_role("group", name="論点1")
    first.get_by_label("論点の分野").select_option(index=1)
    first.get_by_label("必要なこと").fill("包装材の登録")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="記録する").click()
    page.wait_for_url(CONSULTATION)
    assert page.get_by_text("包装材の登録").is_visible()
    assert page.get_by_text("相手を選んで打診するか、回答してください。").is_visible()


def test_a_firm_once_chosen_stays_chosen_when_a_slow_answer_comes_late(page_as):
    page = page_as("office_staff")
    page.goto("/consultations/new/")
    typed, found = page.get_by_label("事業者", exact=True), page.locator("#firms input[type=radio]")
    with page.expect_response("**/consultations/firms/**"):
        typed.fill("株式")
    late = []
    page.route("**/consultations/firms/**", lambda route: late.append(route))
    with page.expect_request("**/consultations/firms/**"):
        typed.fill("株式会社")
    found.nth(1).check()
    with page.expect_response("**/consultations/firms/**"):
        late[0].continue_()
    page.wait_for_timeout(200)
    assert found.nth(1).is_checked()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_of_a_conversation_can_be_used_by_everybody(page_as, language):
    page = page_as("office_staff", language=language, bypass_csp=True)
    page.goto("/consultations/new/")
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:160]) for fault in found] == []
