"""After support: a firm answers on a phone by the link of a mail, staff record calls and tries."""

import re

from support.postbox import mailed_link


def to_do(staff, place):
    """Open a follow-up of the list, and say whose it is. Each test takes another place."""
    staff.goto("/follow-ups/?status=to_do")
    row = staff.locator("tbody tr").nth(place)
    firm = row.locator("td").nth(1).inner_text().split("\n")[0].strip()
    row.get_by_role("link", name="記録する").click()
    staff.get_by_role("heading", level=1).wait_for()
    return firm


def on_a_phone(visit, path, language, heading):
    """The form behind the link, on a phone."""
    phone = visit(language=language, width=375)
    phone.goto(path)
    phone.get_by_role("heading", name=heading).wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    return phone


def test_a_firm_answers_on_a_phone_by_the_link_of_a_mail_in_its_language(page_as, visit, live):
    staff = page_as("office_staff")
    firm = to_do(staff, 0)
    staff.get_by_role("link", name="リンクで回答を依頼").click()
    staff.locator('input[name="contacts"]').first.check()
    staff.get_by_role("button", name="リンクを送る").click()
    staff.get_by_text("リンクを送信しました。").wait_for()
    path = mailed_link(live, re.escape(firm))

    english = on_a_phone(visit, path, "en", "How are your exports going?")
    english.locator('input[name="trend"][value="up"]').check()
    english.locator('[name="comment"]').fill("Not enough people")
    english.get_by_text(re.compile(r"^Stored at")).wait_for()

    phone = on_a_phone(visit, path, "ja", "支援後の輸出の状況")
    assert phone.locator('[name="comment"]').input_value() == "Not enough people"
    assert phone.locator('input[name="trend"][value="up"]').is_checked()
    phone.locator('[name="amount_yen"]').fill("たくさん")
    phone.get_by_role("button", name="回答を送る").click()
    phone.locator(".errs").wait_for()
    assert phone.locator('[name="amount_yen"]').input_value() == "たくさん"
    phone.locator('[name="amount_yen"]').fill("1,200,000")
    phone.get_by_role("button", name="回答を送る").click()
    phone.wait_for_url("**/follow-ups/thanks/")

    staff.goto("/follow-ups/?status=done&sort=-done_on")
    assert firm in staff.locator("tbody").inner_text()


def test_staff_note_a_try_record_the_call_and_see_the_coverage(page_as):
    staff = page_as("office_staff")
    firm = to_do(staff, 1)
    staff.get_by_role("link", name="連絡を試みた記録").click()
    staff.locator('input[name="result"][value="no_answer"]').check()
    staff.get_by_role("button", name="記録する").click()
    staff.get_by_text("連絡を試みたことを記録しました。").wait_for()

    assert to_do(staff, 1) == firm
    assert staff.get_by_text("応答なし").first.is_visible()
    staff.locator('input[name="method"][value="call"]').check()
    staff.locator('input[name="trend"][value="flat"]').check()
    staff.get_by_role("button", name="記録する").click()
    staff.get_by_text("フォローアップを記録しました。").wait_for()

    staff.goto("/follow-ups/coverage/")
    staff.get_by_role("heading", name="フォローアップの実施状況").wait_for()
    assert "%" in staff.locator("tbody").inner_text()
    staff.goto("/follow-ups/catch-up/?status=all")
    staff.get_by_role("heading", name="過去の支援先への確認").wait_for()
