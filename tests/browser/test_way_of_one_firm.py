"""The way of one firm, by hand: from its account to the figures, through every room.

Firm, staff, expert, reviewers, decider and evaluator: every form on the way and what came of it is looked at
on a desktop and on a phone, in both languages.
"""

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from banso.engines.kernel.corporate_number import check_digit
from support.browser import look

FIRM = "有限会社 道端製茶"
PASSWORD = "tea-leaves-in-the-rain"
LINK = re.compile(r"https?://\S+/account/confirm-email/\S+")


class Way:
    """One firm's way in one language: each step is taken in a page of the person who takes it."""

    def __init__(self, visit, page_as, live, language: str) -> None:
        self.language = language
        self.visit, self.page_as, self.live = visit, page_as, live
        self.base = ("90210000000" if language == "ja" else "90210000001") + "7"
        self.number = check_digit(self.base) + self.base
        self.mail = f"tea-{language}@firm.invalid"
        self.page = visit(language=language, width=375 if language == "ja" else 1440)

    def say(self, english: str, japanese: str) -> str:
        return english if self.language == "en" else japanese

    def staff(self, role: str):
        return self.page_as(role, language=self.language)

    def letter_link(self) -> str:
        """The confirmation link in the newest letter to the firm."""
        letters = sorted((Path(self.live.environment["BANSO_VAR"]) / "demo" / "mail").iterdir(), reverse=True)
        for letter in letters:
            text = message_from_bytes(letter.read_bytes(), policy=policy.default).get_content()
            if self.mail in letter.read_text() and (found := LINK.search(text)):
                return found.group()
        raise AssertionError("no letter with a link")


def press(page, button: str = "main form button.go") -> None:
    """Look at the form, send it, wait for the next page and look at that."""
    look(page)
    with page.expect_navigation():
        page.locator(button).first.click()
    look(page)


def follow(page, ending: str) -> None:
    """Follow the first link that leads to such an address."""
    with page.expect_navigation():
        page.locator(f'main a[href$="{ending}"]').first.click()


@pytest.fixture(params=["ja", "en"])
def way(request, visit, page_as, live) -> Way:
    return Way(visit, page_as, live, request.param)


def sign_up(way: Way) -> None:
    page = way.page
    page.goto("/account/signup/")
    page.locator("#id_name").fill("道端 花")
    page.locator("#id_email").fill(way.mail)
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_password2").fill(PASSWORD)
    press(page)
    page.goto(way.letter_link())
    press(page, "main form button")
    page.goto("/account/login/?next=/firms/register/")
    page.locator("#id_login").fill(way.mail)
    page.locator("#id_password").fill(PASSWORD)
    press(page)
    # Before the first page: the privacy notice, once.
    page.get_by_role(
        "heading", level=1, name=way.say("How we handle personal data", "個人情報の取扱いについて")
    ).wait_for()
    press(page)
    page.wait_for_url("**/firms/register/")


def register(way: Way) -> str:
    """The reference of the registered firm."""
    page = way.page
    wrong = str((int(way.number[0]) + 1) % 10) + way.number[1:]
    fields = {
        "corporate_number": wrong,
        "name": FIRM,
        "name_kana": "ゆうげんがいしゃ みちばたせいちゃ",
        "employees": "１８",
        "capital_yen": "１０，０００，０００円",
        "contact_name": "道端 花",
    }
    page.locator('input[name="kind"][value="corporation"]').check()
    for name, value in fields.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_prefecture").select_option(label=way.say("Shizuoka", "静岡県"))
    page.locator("#id_industry").select_option(index=1)
    page.locator('input[name="export_experience"][value="none"]').check()
    page.locator('input[name="ec_record"][value="none"]').check()
    press(page)
    assert page.locator("#id_corporate_number").get_attribute("aria-invalid") == "true"
    assert page.locator("#id_name").input_value() == FIRM
    full_width = way.number.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    page.locator("#id_corporate_number").fill(f"{full_width[:1]}－{full_width[1:5]}－{full_width[5:]}")
    press(page)
    page.wait_for_url(re.compile(r"/firms/F-|/$"))
    page.goto("/firms/")
    page.wait_for_load_state()
    found = re.search(r"F-\d{4}-\d{4,}", page.content())
    assert found
    return found.group()


def ask(way: Way) -> str:
    """The reference of the question."""
    page = way.page
    page.goto("/consultations/new/")
    page.locator("#id_title").fill("ドイツの表示")
    page.locator("#id_body").fill("煎茶をドイツで売るのに、どんな表示が要りますか。")
    page.locator("#id_office").select_option(label=way.say("Shizuoka Office", "静岡事務所"))
    press(page)
    page.wait_for_url(re.compile(r"/consultations/Q-"))
    return re.search(r"Q-\d{4}-\d{4,}", page.url).group()


def take_out_and_propose(way: Way, question: str) -> None:
    staff = way.staff("office_staff")
    staff.goto(f"/consultations/{question}/")
    assert staff.get_by_text("煎茶をドイツで売るのに").is_visible()
    for words in ("表示の規則", "輸送の手配"):
        staff.goto(f"/consultations/{question}/needs/new/")
        staff.locator("#id_subject").select_option(index=3)
        staff.locator("#id_description").fill(words)
        press(staff)
        staff.wait_for_url(re.compile(rf"/consultations/{question}/(#.*)?$"))
    follow(staff, "/answer/")
    staff.locator("#id_answer").fill("船便と航空便の見積を同封しました。")
    press(staff)
    staff.wait_for_url(re.compile(rf"/consultations/{question}/(#.*)?$"))
    follow(staff, "/propose/")
    staff.goto(f"{staff.url}?all=1")
    staff.get_by_label(re.compile("小林 健太")).check()
    press(staff)
    staff.wait_for_url(re.compile(rf"/consultations/{question}/(#.*)?$"))


def answer_as_expert(way: Way) -> None:
    expert = way.staff("expert")
    expert.goto("/proposals/")
    expert.get_by_role("link", name=re.compile("表示の規則|輸送の手配")).first.click()
    follow(expert, "/take/")
    press(expert)
    expert.wait_for_url(re.compile(r"/proposals/\d+/$"))
    expert.goto(f"{expert.url}settle/")
    expert.locator('input[name="outcome"][value="helped"]').check()
    expert.locator("#id_answer").fill("EUの規則に沿った表示の見本をお渡ししました。")
    press(expert)
    expert.wait_for_url(re.compile(r"/proposals/\d+/$"))


def apply(way: Way) -> str:
    """The reference of the application."""
    page = way.page
    page.goto("/applications/new/")
    page.locator('input[name="service"]').first.check()
    page.locator("#id_market").select_option(label=way.say("Germany", "ドイツ"))
    page.locator("#id_product").fill("煎茶")
    page.locator('input[name="metric"][value="amount"]').check()
    page.locator("#id_baseline").fill("２，０００，０００")
    page.locator("#id_baseline_source").select_option("books")
    page.locator("#id_target").fill("1,000,000")
    page.locator("#id_due_on").fill("2020-01-01")
    page.locator("#id_effort-0-kind").select_option("pr")
    page.locator("#id_effort-0-description").fill("英語の商品資料を作る")
    page.locator("#id_effort-0-promised_by").fill("2099-01-31")
    page.locator("#id_plan_after_support").fill("担当者1人を置き、自社の予算で続ける。")
    press(page)
    assert page.locator('[aria-invalid="true"]').count() >= 1
    assert page.locator("#id_product").input_value() == "煎茶"
    page.locator("#id_target").fill("５，０００，０００")
    page.locator("#id_due_on").fill("2099年3月31日")
    press(page)
    page.wait_for_url(re.compile(r"/applications/A-[\d-]+/$"))
    reference = re.search(r"A-\d{4}-\d{4,}", page.url).group()
    page.goto(f"/applications/{reference}/submit/")
    press(page)
    page.wait_for_url(re.compile(rf"/applications/{reference}/$"))
    return reference


def adopt(way: Way, application: str) -> str:
    """The reference of the case that opens."""
    for role in ("reviewer", "reviewer-02"):
        reviewer = way.staff(role)
        reviewer.goto(f"/applications/{application}/screen/")
        reviewer.wait_for_url(re.compile(rf"/applications/{application}/declare/$"))
        assert reviewer.get_by_text("煎茶").count() == 0
        reviewer.locator('input[name="conflict"][value="none"]').check()
        press(reviewer)
        reviewer.goto(f"/applications/{application}/screen/")
        for part in reviewer.locator('fieldset:has(input[name^="part_"])').all():
            part.locator('input[value="3"]').check()
        reviewer.locator('input[name="goal_feasible"][value="yes"]').check()
        reviewer.locator('input[name="view"][value="adopt"]').check()
        reviewer.locator("#id_opinion").fill("体制が整っている。")
        press(reviewer)
        reviewer.wait_for_url(re.compile(rf"/applications/{application}/$"))
    decider = way.staff("decider")
    decider.goto(f"/applications/{application}/determine/")
    decider.locator('input[name="outcome"][value="adopted"]').check()
    press(decider)
    assert decider.locator("#id_reason").get_attribute("aria-invalid") == "true"
    decider.locator("#id_reason").fill("目標に見込みがある。")
    press(decider)
    decider.wait_for_url(re.compile(rf"/applications/{application}/$"))
    return re.search(r"C-\d{4}-\d{4,}", decider.content()).group()


def support(way: Way, case: str) -> None:
    staff = way.staff("office_staff")
    staff.goto(f"/cases/{case}/expert/")
    expert = staff.locator("#id_expert option", has_text="小林 健太").get_attribute("value")
    staff.locator("#id_expert").select_option(expert)
    press(staff)
    staff.wait_for_url(re.compile(rf"/cases/{case}/$"))
    agree_on_strategy(way, staff, case)
    staff.goto(f"/cases/{case}/gate/")
    staff.locator('input[name="result"][value="advance"]').check()
    staff.locator("#id_reason").fill("戦略がまとまった。")
    press(staff)
    staff.wait_for_url(re.compile(rf"/cases/{case}/$"))

    expert = way.staff("expert")
    expert.goto(f"/cases/{case}/activity/")
    expert.locator("#id_hours").fill("１．５")
    expert.locator("#id_advice").fill("小売価格の組み立てを見直した。")
    press(expert)
    expert.wait_for_url(re.compile(rf"/cases/{case}/$"))


def agree_on_strategy(way: Way, staff, case: str) -> None:
    """The office writes the strategy and sends it; both agree: without it the first stage does not close."""
    plan = f"/cases/{case}/plans/strategy/"
    staff.goto(f"{plan}write/")
    for part in staff.locator("main form textarea").all():
        part.fill("ドイツの茶専門店に、少量から卸す。")
    press(staff)
    staff.goto(f"{plan}send/")
    press(staff)
    for page in (staff, way.page):
        page.goto(f"{plan}agree/")
        press(page)


def export(way: Way, case: str) -> None:
    page = way.page
    page.goto(f"/cases/{case}/export/")
    page.locator("#id_exported_on").fill("2099-12-31")
    page.locator("#id_amount").fill("１，２３４，０００")
    page.locator('input[name="channel"][value="direct"]').check()
    press(page)
    assert page.locator("#id_exported_on").get_attribute("aria-invalid") == "true"
    page.locator("#id_exported_on").fill(today(page))
    press(page)
    page.wait_for_url(re.compile(rf"/cases/{case}/$"))
    assert page.get_by_text(way.say("¥1,234,000", "1,234,000円")).first.is_visible()


def today(page) -> str:
    """The calendar date in Tokyo."""
    return page.evaluate("new Date().toLocaleDateString('sv-SE', {timeZone: 'Asia/Tokyo'})")


def end(way: Way, case: str) -> None:
    staff = way.staff("office_staff")
    staff.goto(f"/cases/{case}/end/")
    staff.locator('input[name="outcome"][value="self_driven"]').check()
    staff.locator("#id_ended_on").fill(today(staff))
    staff.locator("#id_note").fill("自社だけで続けられる。")
    staff.locator("#id_sure").check()
    press(staff)
    staff.wait_for_url(re.compile(rf"/cases/{case}/$"))
    due = staff.locator('section[aria-labelledby="h-follow-ups"] tbody tr')
    assert due.count() == 4


def evidence(way: Way, case: str) -> None:
    evaluator = way.staff("evaluator")
    evaluator.goto(f"/cases/{case}/")
    look(evaluator)
    assert evaluator.locator(".log li").count() >= 8
    counted = evaluator.request.get("/evidence/indicators/cw-c-success/records/?part=counted&format=csv")
    assert case in counted.text()


def test_a_firm_goes_all_the_way_from_its_account_to_the_figures(way):
    sign_up(way)
    register(way)
    question = ask(way)
    take_out_and_propose(way, question)
    answer_as_expert(way)
    way.page.goto(f"/consultations/{question}/")
    look(way.page)
    assert way.page.get_by_text("EUの規則に沿った表示の見本をお渡ししました。").is_visible()
    application = apply(way)
    case = adopt(way, application)
    support(way, case)
    export(way, case)
    end(way, case)
    evidence(way, case)
