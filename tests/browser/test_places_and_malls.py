"""Head office in the browser: why a round gave its places, and malls side by side down to one of them."""

import re


def test_from_the_reasons_of_a_round_to_the_malls_side_by_side_to_one_mall(page_as):
    page = page_as("programme_manager")
    page.goto("/applications/rounds/mall-2024/")
    page.get_by_role("link", name="枠の結果と理由").click()
    page.wait_for_url(re.compile(r"/places/$"))
    first = page.locator("tbody tr").first
    assert "枠を得ました" in first.inner_text() or "不採択" in first.inner_text()
    assert "EC枠は点数をつけずにお受けします。" in first.inner_text()
    page.goto("/malls/compare/")
    page.get_by_role("link", name="費用", exact=True).first.click()
    page.wait_for_url(re.compile("show=cost"))
    page.get_by_role("link", name="売上が費用を下回る連続月数").click()
    page.wait_for_url(re.compile("sort=-behind"))
    months = [int(text) for text in page.locator("tbody tr td:last-child").all_inner_texts()]
    assert months == sorted(months, reverse=True)
    with page.expect_download() as file:
        page.get_by_role("link", name="CSVで保存").click()
    assert file.value.suggested_filename.startswith("malls-")
    page.locator("tbody tr a").first.click()
    page.wait_for_url(re.compile("/figures/$"))
    # The drawing has its numbers in words and in a table.
    assert page.get_by_text(re.compile("販売があり|販売はありません")).is_visible()
    assert page.get_by_role("row", name=re.compile("^合計")).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
