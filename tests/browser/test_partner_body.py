"""The day of a partner body in the browser: register a new exporter, hand a part over, get it back, reply.

Its pages and the office's are looked at on a desktop and on a phone, in both languages.
"""

import re

import pytest

from support.browser import look

REGISTRATION = re.compile(r"/new-exporters/N-\d{4}-\d{4,}/$")
BODY = {"ja": "静岡輸出商工会議所", "en": "Shizuoka"}
OFFICE = {"ja": "静岡事務所", "en": "Shizuoka Office"}


@pytest.fixture(params=[("ja", 375), ("en", 1440)], ids=["phone-ja", "desktop-en"])
def day(request, page_as):
    """The partner's page and one of the office's staff, in one language."""
    language, width = request.param
    partner = page_as("partner_member", language=language, width=width)
    return partner, page_as("office_staff", language=language), language


def press(page) -> None:
    """Look at the form, send it, wait for the next page and look at that."""
    look(page)
    with page.expect_navigation():
        page.locator("main form button.go").first.click()
    look(page)


def register_firm(page, name: str) -> None:
    """A sole trader, registered by the partner."""
    page.goto("/firms/register/")
    page.locator('input[name="kind"][value="sole_trader"]').check()
    for field, value in {
        "name": name,
        "name_kana": "アケボノチャホ",
        "employees": "３",
        "contact_name": "明 春子",
    }.items():
        page.locator(f"#id_{field}").fill(value)
    page.locator("#id_prefecture").select_option(index=22)
    page.locator("#id_industry").select_option(index=1)
    page.locator('input[name="export_experience"][value="none"]').check()
    page.locator('input[name="ec_record"][value="none"]').check()
    press(page)
    page.wait_for_url(re.compile(r"/firms/F-"))


def register_new_exporter(page, name: str) -> str:
    """The address of the registration; without what shows the readiness the input is kept."""
    page.goto("/new-exporters/register/")
    page.locator("#id_firm").fill(name)
    page.locator('input[name="readiness"]').nth(1).check()
    page.locator("#id_agreed").check()
    press(page)
    assert page.locator("#id_firm").input_value() == name
    page.locator("#id_evidence").fill("展示会で台湾の買い手から引き合いがあった。")
    press(page)
    page.wait_for_url(REGISTRATION)
    return page.url


def plan_and_hand_over(page, registration: str, office: str) -> None:
    """A part for advice, offered to the office."""
    page.goto(f"{registration}parts/new/")
    page.locator('input[name="kind"]').first.check()
    page.locator("#id_title").fill("輸出の進め方")
    press(page)
    page.wait_for_url(REGISTRATION)
    with page.expect_navigation():
        page.locator('main a[href$="/hand-over/"]').first.click()
    page.locator("#id_to").select_option(label=office)
    page.locator("#id_reason").fill("専門家の助言が必要なため。")
    press(page)
    page.wait_for_url(REGISTRATION)


def hand_back(page, name: str) -> None:
    """The office finds it on its first page and returns it."""
    page.goto("/")
    row = page.locator("#offers tr", has_text=name)
    if not row.count():
        page.goto("/new-exporters/?state=to_answer")
        with page.expect_navigation():
            page.locator("main tr", has_text=name).locator("a").first.click()
    else:
        with page.expect_navigation():
            row.locator("td:last-child a").click()
        page.goto(re.sub(r"hand-overs/.*", "", page.url))
    with page.expect_navigation():
        page.locator('main a[href$="/hand-back/"]').first.click()
    page.locator("#id_answer").fill("まず商品の見直しからお願いします。")
    press(page)


def propose_to_body(staff, body: str, what: str) -> None:
    """A need of a conversation, proposed to the partner body with the firm's consent."""
    staff.goto("/consultations/new/")
    staff.locator("#id_firm").press_sequentially("株式会社", delay=20)
    staff.locator("#firms input[type=radio]").first.check()
    staff.locator('input[name="channel"]').first.check()
    staff.locator("#id_title").fill("海外展示会の準備")
    staff.locator("#id_body").fill("初めての展示会で何を用意するか。")
    press(staff)
    staff.wait_for_url(re.compile(r"/consultations/Q-"))
    staff.goto(re.sub(r"#.*", "", staff.url) + "needs/new/")
    staff.locator("#id_subject").select_option(index=2)
    staff.locator("#id_description").fill(what)
    press(staff)
    with staff.expect_navigation():
        staff.locator('main a[href$="/propose/"]').first.click()
    staff.goto(f"{staff.url.split('?')[0]}?to=partner&all=1")
    staff.get_by_label(re.compile(body)).first.check()
    staff.locator("#id_consent").check()
    press(staff)


def answer(page, what: str) -> None:
    """The body finds the proposal on its first page, takes it and says how it went."""
    page.goto("/")
    with page.expect_navigation():
        page.locator("#proposals tr", has_text=what).locator("td:last-child a").click()
    with page.expect_navigation():
        page.locator('main a[href$="/take/"]').first.click()
    press(page)
    page.goto(f"{re.sub(r'#.*', '', page.url)}settle/")
    page.locator('input[name="outcome"][value="helped"]').check()
    page.locator("#id_answer").fill("展示会の準備表をお渡ししました。")
    press(page)


def test_a_partner_body_registers_hands_over_gets_back_and_answers(day):
    page, staff, language = day
    name = f"あけぼの茶舗{language}"
    register_firm(page, name)
    registration = register_new_exporter(page, name)
    plan_and_hand_over(page, registration, OFFICE[language])
    hand_back(staff, name)
    page.goto(registration)
    assert page.get_by_text("まず商品の見直しからお願いします。").is_visible()
    what = f"出展の段取り {language}"
    propose_to_body(staff, BODY[language], what)
    answer(page, what)
    page.goto("/")
    assert not page.locator("#proposals tr", has_text=what).count()
    look(page)
