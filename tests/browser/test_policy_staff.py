"""A policy version in the browser: copied, edited by keys and paste, checked, tried, approved, published."""

import itertools
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

AUTHOR, APPROVER = "programme_manager", "programme_manager-approver"
TABLE = "continuation"
#: What each language says where the journey looks for it.
WORDS = {
    "ja": {
        "copy": "複写", "save": "表を保存", "saved": "表を保存しました。", "none": "未保存の変更なし",
        "some": "未保存の変更 1", "gap": "すき間 1", "no_gap": "すき間 0", "send": "承認に回す",
        "send_it": "回す", "approve": "承認する", "publish": "公布する", "add_gap": "この条件で行を足す",
        "undo": "元に戻す",
    },
    "en": {
        "copy": "Copy", "save": "Save the table", "saved": "The table is saved.", "none": "Nothing unsaved",
        "some": "Unsaved changes: 1", "gap": "Gaps 1", "no_gap": "Gaps 0", "send": "Send to approval",
        "send_it": "Send it", "approve": "Approve", "publish": "Publish", "add_gap": "Add a row for these",
        "undo": "Undo",
    },
}  # fmt: skip

#: Each journey publishes later than the one before it, in whatever order they run.
YEARS = itertools.count(2099)


def faults(page):
    found = Axe().run(page).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found]


def copied(page, code, words):
    """A draft with the tables of the reform, open at the table of continuing."""
    page.goto("/policies/reformed/copy/")
    page.locator("#id_code").fill(code)
    page.locator("form .btn.go").click()
    page.wait_for_url(f"**/policies/{code}/")
    page.goto(f"/policies/{code}/tables/{TABLE}/")
    page.get_by_text(words["none"], exact=True).wait_for()


def cell(page, row, column):
    """The input of a cell, by the place of its row."""
    return page.locator(f'#grid tbody tr:nth-child({row}) [data-cell="{column}"]')


def focused(page):
    """Row, from 1, and column of the cell that has the focus."""
    return page.evaluate(
        """() => [document.activeElement.closest("tr").sectionRowIndex + 1,
                  document.activeElement.dataset.cell]"""
    )


def paste(page, text):
    """A block arrives from the clipboard, as a spreadsheet puts it there."""
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


@pytest.fixture
def draft(page_as):
    """``draft("code")``: a page of the author on a new draft's table."""

    def begin(code, language="ja", **options):
        page = page_as(AUTHOR, language=language, **options)
        copied(page, code, WORDS[language])
        return page

    return begin


def first_interval(page):
    """The place of the first row whose share of own efforts is an interval."""
    values = page.locator('#grid tbody [data-cell="effort_pct"]').evaluate_all("all => all.map(c => c.value)")
    return next(place for place, value in enumerate(values, start=1) if ".." in value)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_version_goes_its_way_from_copy_to_force(page_as, visit, language):
    words = WORDS[language]
    code = f"journey_{language}"
    page = page_as(AUTHOR, language=language)
    page.goto("/policies/")
    page.locator('a[href="/policies/reformed/copy/"]').click()
    page.wait_for_url("**/policies/reformed/copy/")
    copied(page, code, words)
    # A gap appears while somebody types, is marked, and goes away with the row that the check offers.
    row = first_interval(page)
    target = cell(page, row, "effort_pct")
    target.focus()
    before = target.input_value()
    low, high = re.fullmatch(r"\[(\d+)\.\.(\d+)\)", before).groups()
    page.keyboard.type(f"[{int(low) + 10}..{high})")
    page.get_by_text(words["some"]).wait_for()
    page.locator("#check").get_by_text(words["gap"]).wait_for()
    page.keyboard.press("Escape")
    page.locator("#check").get_by_text(words["no_gap"]).wait_for()
    assert target.input_value() == before
    page.keyboard.type(f"[{int(low) + 10}..{high})")
    page.locator("#check").get_by_text(words["gap"]).wait_for()
    rows = page.locator("#grid tbody tr").count()
    page.get_by_role("button", name=words["add_gap"]).click()
    assert page.locator("#grid tbody tr").count() == rows + 1
    page.locator("#check").get_by_text(words["no_gap"]).wait_for()
    # The results and reasons of the new row come from a spreadsheet.
    cell(page, rows + 1, "continuation_advice").focus()
    paste(page, "remedy\t30\t取組が少し足りません。\tA little is lacking. Please catch up.\tproposed\n")
    assert cell(page, rows + 1, "remedy_days").input_value() == "30"
    page.locator("#check .st.no").first.wait_for(state="detached")
    page.get_by_role("button", name=words["save"]).click()
    page.get_by_text(words["saved"]).wait_for()
    assert page.locator("#grid td.ch").count() >= 2
    # What it changes.
    page.locator(".matrix").first.wait_for()
    page.goto(f"/policies/{code}/difference/")
    assert page.locator("table.diff tbody tr").count() >= 2
    page.goto(f"/policies/{code}/compare/")
    assert page.locator("table.two .ch").count() == 2
    page.goto(f"/policies/{code}/impact/")
    assert page.locator(".matrix").count() >= 2
    # One case.
    page.goto("/cases/?state=active&service=2")
    ref = page.locator('main a[href^="/cases/C-"]').first.inner_text()
    page.goto(f"/policies/{code}/try/")
    page.locator("#ref").fill(ref)
    with page.expect_navigation():
        page.locator("form.ask1 .btn").click()
    assert page.locator(".sides > div").count() == 2
    # To approval; who wrote it cannot approve it.
    page.goto(f"/policies/{code}/")
    page.get_by_role("link", name=words["send"]).click()
    page.get_by_role("button", name=words["send_it"], exact=True).click()
    page.wait_for_url(f"**/policies/{code}/")
    assert page.get_by_role("link", name=words["approve"], exact=True).count() == 0
    assert page.goto(f"/policies/{code}/approve/").status == 404
    # The browser tells of the refusal on its console: here that is what we want.
    visit.complaints.clear()
    other = page_as(APPROVER, language=language)
    other.goto(f"/policies/{code}/")
    other.get_by_role("link", name=words["approve"], exact=True).click()
    other.get_by_role("button", name=words["approve"], exact=True).click()
    other.wait_for_url(f"**/policies/{code}/")
    other.get_by_role("link", name=words["publish"]).click()
    other.locator("#id_in_force_from").fill(f"{next(YEARS)}-04-01")
    other.get_by_role("button", name=words["publish"]).click()
    other.wait_for_url(f"**/policies/{code}/")
    assert other.locator("form[data-grid]").count() == 0
    assert other.locator(".flow [aria-current]").count() == 1


def test_arrow_keys_move_enter_edits_and_goes_down_and_escape_restores(draft):
    page = draft("keys")
    cell(page, 1, "goal_pct").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert focused(page) == [2, "effort_pct"]
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    assert focused(page) == [1, "goal_pct"]
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    page.keyboard.type("1")
    page.keyboard.press("ArrowLeft")
    assert focused(page) == [1, "goal_pct"]
    page.keyboard.press("Escape")
    assert cell(page, 1, "goal_pct").input_value() == "–"
    page.keyboard.type(">= 5")
    page.keyboard.press("Enter")
    assert focused(page) == [2, "goal_pct"]
    assert cell(page, 1, "goal_pct").input_value() == ">= 5"
    page.keyboard.press("Tab")
    assert focused(page) == [2, "effort_pct"]


def test_keys_of_an_input_method_stay_its_own(draft):
    page = draft("composing")
    cell(page, 1, "reason_ja").focus()
    page.keyboard.type("じゅんび")
    page.evaluate(
        """() => {
            const key = {key: "Enter", bubbles: true, cancelable: true, isComposing: true};
            document.activeElement.dispatchEvent(new KeyboardEvent("keydown", key));
        }"""
    )
    assert focused(page) == [1, "reason_ja"]


def test_a_block_fills_cells_adds_rows_and_is_taken_back(draft):
    page = draft("block")
    rows = page.locator("#grid tbody tr").count()
    cell(page, rows, "goal_pct").focus()
    old = cell(page, rows, "goal_pct").input_value()
    paste(page, 'goal_pct\teffort_pct\n>= 90\t"[10..\n20)"\n< 90\t-\n')
    assert page.locator("#grid tbody tr").count() == rows + 1
    assert cell(page, rows, "goal_pct").input_value() == ">= 90"
    assert cell(page, rows, "effort_pct").input_value() == "[10.. 20)"
    assert cell(page, rows + 1, "goal_pct").input_value() == "< 90"
    assert page.locator("[data-number]").last.inner_text() == str(rows + 1)
    page.keyboard.press("Control+z")
    assert page.locator("#grid tbody tr").count() == rows
    assert cell(page, rows, "goal_pct").input_value() == old
    assert page.get_by_text(WORDS["ja"]["none"], exact=True).is_visible()


def test_rows_are_moved_duplicated_and_removed_and_taken_back(draft):
    page = draft("rows")
    stages = page.locator('#grid tbody [data-cell="reason_ja"]')
    before = stages.evaluate_all("all => all.map(c => c.value)")
    cell(page, 2, "stage").focus()
    page.get_by_role("button", name="上へ").click()
    assert stages.evaluate_all("all => all.map(c => c.value)")[:2] == [before[1], before[0]]
    page.get_by_role("button", name="複製").click()
    page.get_by_role("button", name="行を消す").click()
    page.get_by_role("button", name="行を消す").click()
    for _ in range(4):
        page.get_by_role("button", name="元に戻す").click()
    assert stages.evaluate_all("all => all.map(c => c.value)") == before
    assert page.get_by_text(WORDS["ja"]["none"], exact=True).is_visible()


def test_leaving_with_unsaved_changes_asks_first(draft):
    page = draft("leaving")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    cell(page, 1, "goal_pct").focus()
    page.keyboard.type(">= 5")
    page.goto("/policies/")
    assert asked == ["beforeunload"]


def test_a_reason_for_a_change_counts_as_unsaved_and_is_saved_with_the_table(draft):
    page = draft("reasoned")
    cell(page, 1, "goal_pct").focus()
    page.keyboard.type(">= 5")
    page.get_by_role("button", name="表を保存").click()
    page.get_by_text("表を保存しました。").wait_for()
    note = page.locator('table.diff input[name="note.1"]')
    note.fill("実績を見る")
    page.get_by_text("未保存の変更 1").wait_for()
    page.get_by_role("button", name="表を保存").click()
    page.get_by_text("表を保存しました。").wait_for()
    assert note.input_value() == "実績を見る"


def test_a_fault_is_tied_to_its_cell_and_its_link_leads_there(draft):
    page = draft("tied")
    cell(page, 2, "effort_pct").focus()
    page.keyboard.type("about 60")
    page.locator("#check td[data-at]").first.wait_for()
    wrong = cell(page, 2, "effort_pct")
    assert wrong.get_attribute("aria-invalid") == "true"
    described = wrong.get_attribute("aria-describedby")
    assert page.locator(f"#{described}").get_attribute("data-at") == wrong.get_attribute("id")
    page.locator(f"#{described} a").click()
    assert focused(page) == [2, "effort_pct"]


def test_the_form_works_without_a_script(draft, visit, entered):
    draft("scriptless")
    page = visit(java_script_enabled=False)
    page.context.add_cookies(entered[AUTHOR])
    page.goto(f"/policies/scriptless/tables/{TABLE}/")
    rows = page.locator("#grid tbody tr").count()
    with page.expect_navigation():
        page.locator('button[name="do"][value="duplicate"]').click()
    assert page.locator("#grid tbody tr").count() == rows + 1
    page.locator("#check").get_by_text(re.compile("重なり [1-9]")).wait_for()
    page.locator('button[name="do"][value="remove"]').click()
    page.locator("#grid button[data-save]").click()
    page.get_by_text("表を保存しました。").wait_for()


@pytest.mark.parametrize(("width", "language"), [(1440, "ja"), (375, "en")])
def test_the_pages_of_a_version_have_no_fault_that_axe_finds_and_fit(draft, width, language):
    page = draft(f"axe_{width}", language, width=width, bypass_csp=True)
    cell(page, 2, "effort_pct").focus()
    page.keyboard.type("about 60")
    page.locator("#check td[data-at]").first.wait_for()
    page.locator(".matrix").first.wait_for()
    found = {"edit": faults(page)}
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.on("dialog", lambda dialog: dialog.accept())
    for path in (
        "/",
        f"/reformed/tables/{TABLE}/",
        "/reformed/difference/",
        "/reformed/compare/",
        "/reformed/impact/",
        "/reformed/impact/cases/?kind=case",
        "/reformed/try/",
        "/reformed/copy/",
        f"/axe_{width}/upload/",
    ):
        page.goto(f"/policies{path}")
        page.wait_for_load_state("networkidle")
        found[path] = faults(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert {path: some for path, some in found.items() if some} == {}
