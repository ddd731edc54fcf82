"""Tables as grids beside another version, and the check by place."""

from banso.apps.policies.checking import counts, panel
from banso.apps.policies.differences import changes, side_by_side
from banso.apps.policies.grids import grid, sheets

from . import making

FIRST = sheets(making.files())
CHANGED = making.ENTRY.replace(">= 60", ">= 70").replace("60点以上", "70点以上")
ADDED = making.ENTRY + "[30..60),adopt,惜しいです。,Close.,proposed\n"


def entry(text):
    return sheets(making.files(entry=text))["entry"]


def found(text, table="entry"):
    rows = entry(text).rows
    return panel(making.files(entry=text), table, [(str(n), n) for n in range(1, len(rows) + 1)])


def words(line_word, text):
    return next(line for line in found(text).lines if line.word == line_word)


def test_a_changed_cell_shows_what_stood_there():
    shown = grid(entry(CHANGED), FIRST["entry"])
    cell = shown.lines[0].conditions[0]
    assert (cell.before, cell.text) == ("≥ 60", "≥ 70")
    assert not shown.lines[1].conditions[0].changed


def test_a_row_put_between_others_is_added_and_the_others_keep_their_partners():
    lines = making.ENTRY.splitlines(keepends=True)
    text = "".join([*lines[:2], "[30..60),adopt,惜しいです。,Close.,proposed\n", *lines[2:]])
    shown = grid(entry(text), FIRST["entry"])
    assert [line.added for line in shown.lines] == [False, True, False, False]


def test_a_removed_row_is_told_by_its_sentence():
    text = "".join(making.ENTRY.splitlines(keepends=True)[:3])
    assert grid(entry(text), FIRST["entry"]).removed == ((3, "点数が不明のとき、結果なし。"),)


def test_a_table_of_which_no_row_stays_is_told_in_one_line():
    other = "market,advice,reason_ja,reason_en,source\nUS,adopt,a,b,c\nCN,decline,a,b,c\n"
    shown = grid(entry(other), FIRST["entry"])
    assert shown.rewritten
    assert [change.kind for change in changes(FIRST, {"entry": entry(other)}, {}, only="entry")] == [
        "rewritten"
    ]


def test_a_difference_carries_the_reason_of_its_row_once():
    later = sheets(making.files(entry=CHANGED))
    told = changes(FIRST, later, {"entry/1": "厳しくする"})
    assert [(change.place, change.note) for change in told] == [
        ("点数", "厳しくする"),
        ("理由（日本語）", None),
    ]


def test_two_versions_stand_side_by_side_row_by_row():
    pairs = side_by_side(FIRST["entry"], entry(ADDED))
    assert [(pair.before, pair.after, pair.same) for pair in pairs] == [
        (1, 1, True), (2, 2, True), (3, 3, True), (None, 4, False),
    ]  # fmt: skip


def test_a_draft_with_a_cell_that_cannot_be_read_is_still_shown():
    shown = grid(entry(making.ENTRY.replace(">= 60", "many")), FIRST["entry"])
    assert shown.lines[0].conditions[0].text == "many"


def test_a_gap_is_told_in_the_words_of_the_table():
    line = words("すき間", CHANGED)
    assert line.findings[0].text == "当たる行がない：点数 [60..70)"
    assert line.findings[0].tests == '{"points": "[60..70)"}'


def test_an_overlap_names_both_rows_and_its_cell():
    finding = words("重なり", ADDED).findings[0]
    assert finding.text == "2行目と4行目の両方に当たる：点数 [30..60)"
    assert finding.at == "c-4-points"


def test_a_cell_that_cannot_be_read_is_named_by_row_and_column():
    finding = words("セル", making.ENTRY.replace("< 60", "few")).findings[0]
    assert (finding.place, finding.at) == ("2行目 点数", "c-2-points")


def test_a_row_is_named_by_its_number_on_the_page_when_empty_rows_stand_before_it():
    rows = [("1", 1), ("n1", 3), ("3", 4)]
    told = panel(making.files(entry=making.ENTRY.replace("< 60", "few")), "entry", rows)
    finding = next(f for line in told.lines for f in line.findings if f.at)
    assert (finding.place, finding.at) == ("3行目 点数", "c-n1-points")


def test_faults_are_counted_for_each_table():
    assert counts(making.files(entry=CHANGED)) == {"entry": 1}
    assert found(making.ENTRY).count == 0
