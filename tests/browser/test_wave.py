"""A wave from its frame to a table: planned, drawn and sent by head office, answered on a phone, weighted."""

import re
from datetime import timedelta

from django.utils import timezone

from support.browser import look
from support.postbox import mailed_link

CODE = "try-2026"


def test_a_wave_goes_from_its_frame_to_a_weighted_table(page_as, visit, live):
    manager = page_as("programme_manager")
    plan_and_draw(manager)
    manager.locator(f'main a[href$="/{CODE}/open/"]').click()
    confirm(manager)
    manager.locator(f'main a[href$="/{CODE}/invitations/"]').click()
    confirm(manager)

    phone = visit(width=375)
    path = mailed_link(live, "ブラウザで試す調査|A wave tried by hand")
    answer(phone, path)

    manager.goto(f"/surveys/waves/{CODE}/status/?status=answered")
    assert manager.locator("table").last.get_by_text("回答済み").first.is_visible()
    manager.goto(f"/surveys/waves/{CODE}/close/")
    confirm(manager)
    manager.goto(f"/surveys/tables/?wave={CODE}&rows=F7")
    look(manager)
    assert manager.get_by_role("heading", name=re.compile("支援を通じて輸出できましたか")).is_visible()


def plan_and_draw(page) -> None:
    """A sample of eight, divided by kind of support."""
    today = timezone.localdate()
    page.goto("/surveys/plan/?preset=same_distance")
    page.locator("#id_code").fill(CODE)
    page.locator("#id_name_ja").fill("ブラウザで試す調査")
    page.locator("#id_name_en").fill("A wave tried by hand")
    page.locator("#id_edition").select_option(label="支援事業者アンケート 1")
    page.locator("#id_asked_on").fill(today.isoformat())
    page.locator("#id_closes_on").fill((today + timedelta(days=30)).isoformat())
    page.get_by_role("button", name="対象の数を確かめる").click()
    page.get_by_role("heading", name="この範囲に当てはまる対象").wait_for()
    look(page)
    page.get_by_role("button", name="計画を保存").click()
    page.locator(f'main a[href$="/{CODE}/draw/"]').click()
    page.locator('input[name="how"][value="total"]').check()
    page.locator("#id_total").fill("12")
    confirm(page)


def confirm(page) -> None:
    """Look at what is about to be done, do it, and look at what came of it."""
    look(page)
    with page.expect_navigation():
        page.locator("main form button.go").last.click()
    look(page)


def answer(page, path: str) -> None:
    """Answer on a phone, leave in the middle, come back by the same link, and send."""
    page.goto(path)
    page.get_by_role("link", name="始める").or_(page.get_by_role("button", name="始める")).click()
    for number in range(12):
        look(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
        if page.get_by_role("heading", level=1, name="ご回答の確認").count():
            break
        if number == 2:
            page.goto(path)
            page.locator("main .btn.go").click()
        fill(page)
        page.get_by_role("button", name="次へ").last.click()
        page.wait_for_load_state()
    page.get_by_role("button", name="回答を送る").click()
    page.get_by_role("heading", level=1, name="ご回答ありがとうございます").wait_for()
    page.goto(path)
    assert page.get_by_role("heading", level=1, name="ご回答ありがとうございます").is_visible()


def fill(page) -> None:
    """The first choice of each question of the page; what appears by it too. Numbers and words are left."""
    for _again in range(4):
        names = page.eval_on_selector_all(
            "main input[type=radio], main input[type=checkbox]",
            "all => [...new Set(all.map(one => one.name))]",
        )
        open_ones = [name for name in names if not page.locator(f'main input[name="{name}"]:checked').count()]
        if not open_ones:
            return
        for name in open_ones:
            with page.expect_response(lambda response: response.request.method == "POST"):
                page.locator(f'main input[name="{name}"]').first.check()


def test_what_is_typed_while_a_page_stores_itself_stays(page_as):
    page, held = page_as("programme_manager"), []
    page.goto("/surveys/forms/")
    page.get_by_role("link", name=re.compile("支援後の状況確認")).first.click()
    page.locator('main a[href$="/try/?anew=1"]').click()
    page.route("**/try/**", lambda route: held.append(route) if stores(route) else route.continue_())
    page.locator('input[name="new_exports"][value="success"]').check()
    page.locator("form[data-answers].htmx-request").wait_for()
    page.locator('[name="comment"]').fill("人手が足りません")
    page.locator('input[name="trend"][value="up"]').check()
    held[0].continue_()
    page.locator('[name="new_what"]').wait_for()
    assert page.locator('[name="comment"]').input_value() == "人手が足りません"
    assert page.locator('input[name="trend"][value="up"]').is_checked()
    for route in held[1:]:
        route.continue_()
    page.unroute_all(behavior="wait")


def stores(route) -> bool:
    """Whether a page stores itself."""
    return route.request.method == "POST" and "draft=1" in (route.request.post_data or "")
