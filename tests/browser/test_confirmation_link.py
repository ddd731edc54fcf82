"""A person of the firm confirms exports on a phone, by the link of a mail, without an account."""

import re

from support.postbox import mailed_link


def test_a_contact_confirms_an_export_on_a_phone_by_the_link_of_a_mail(page_as, visit, live):
    staff = page_as("office_staff")
    staff.goto("/exports/?state=waiting")
    staff.get_by_role("link", name=re.compile(r"^C-\d{4}-")).first.click()
    staff.get_by_role("link", name="確認を依頼").click()
    staff.locator('input[name="contacts"]').first.check()
    staff.get_by_role("button", name="リンクを送る").click()
    staff.get_by_text("リンクを送信しました。").wait_for()

    phone = visit(width=375)
    path = mailed_link(live, "輸出実績のご確認のお願い|Please confirm your exports")
    phone.goto(path)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    phone.get_by_role("button", name="回答を送る").click()
    assert phone.locator(".errs").is_visible()
    for question in phone.locator('input[value="as_written"]').all():
        question.check()
    phone.get_by_label("4：半々").check()
    phone.get_by_label("私は上記の本人です").check()
    phone.get_by_role("button", name="回答を送る").click()
    phone.get_by_role("heading", name="ご回答ありがとうございました").wait_for()

    staff.reload()
    assert staff.get_by_text("はい、記録のとおりです").first.is_visible()


def test_a_firm_confirms_on_a_phone_what_its_office_entered_and_says_what_is_different(page_as):
    phone = page_as("firm_member", width=375)
    phone.goto("/")
    phone.get_by_role("link", name=re.compile("事務所が代わりに入力した")).click()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 375
    phone.get_by_label("違うところがある").first.check()
    phone.get_by_role("button", name="確認を送る").click()
    assert phone.locator(".errs").is_visible()
    phone.locator("main textarea").first.fill("市場は台湾です。")
    phone.get_by_role("button", name="確認を送る").click()
    phone.get_by_text("ご回答を受け付けました。").wait_for()
    assert phone.get_by_role("link", name=re.compile("事務所が代わりに入力した")).count() == 0

    staff = page_as("office_staff")
    staff.goto("/")
    assert staff.get_by_text("市場は台湾です。").is_visible()
