from datetime import date

import pytest

from banso.engines.questionnaire.form import SUPPORTED_FIRM, Form, shipped
from banso.engines.questionnaire.pages import (
    add_entry,
    cut,
    entries_of,
    look,
    pages_of,
    put,
    question_at,
    remove_entry,
    shape,
)
from banso.engines.questionnaire.values import MAX_TEXT
from tests.engines.questionnaire.workbooks import LABEL, end, question, section, workbook

TODAY = date(2026, 3, 10)
CHOICES = [
    {"list_name": "L", "name": name, LABEL: name, "kind": kind}
    for name, kind in (("apple", "fruit"), ("tuna", "fish"))
]
ROWS = [
    {"type": "hidden", "name": "who"},
    question(name="first"),
    question(type="integer", name="staff", default="3"),
    section("group", "abroad", relevant="${staff} > 1"),
    question(name="market", required="yes"),
    section("group", "inner"),
    question(type="select_one L", name="good", choice_filter="kind = ${first}"),
    end("group"),
    end("group"),
    {"type": "calculate", "name": "twice", "calculation": "${staff} * 2"},
    question(name="between", relevant="${staff} > 5"),
    section("repeat", "sale", relevant="${staff} > 1"),
    question(type="integer", name="yen", required="yes"),
    end("repeat"),
    question(type="note", name="bye"),
]


@pytest.fixture(scope="module")
def form():
    return Form.load(workbook(ROWS, CHOICES))


def keys(pages):
    return [page.key for page in pages]


def test_a_group_or_repeat_is_a_page_and_the_questions_between_them_are_one(form):
    assert keys(pages_of(form)) == ["first", "abroad", "between", "sale", "bye"]


def test_the_shipped_questionnaire_has_its_groups_as_pages():
    pages = pages_of(shipped(SUPPORTED_FIRM))
    assert [page.title("ja") for page in pages][:3] == ["受けた支援", "支援を受ける前", "輸出の結果"]


def test_a_page_is_asked_if_something_on_it_is(form):
    assert keys(look(form, {}).asked) == ["first", "abroad", "sale", "bye"]
    assert keys(look(form, {"staff": "1"}).asked) == ["first", "bye"]
    assert keys(look(form, {"staff": "9"}).asked) == ["first", "abroad", "between", "sale", "bye"]


def test_a_page_that_is_not_asked_is_passed_by(form):
    view = look(form, {"staff": "3"})
    abroad, sale = view.find("abroad"), view.find("sale")
    assert view.after(abroad) == sale
    assert view.before(sale) == abroad
    assert view.before(view.asked[0]) is None
    assert view.after(view.asked[-1]) is None
    assert view.find("between") is None


def test_a_page_that_is_asked_no_longer_still_knows_what_follows(form):
    page = look(form, {"staff": "9"}).find("between")
    assert look(form, {"staff": "3"}).after(page).key == "sale"


def test_what_is_asked_and_answered_without_fault_is_counted(form):
    progress = look(form, {"first": "fruit", "abroad": {"market": ""}}).progress
    assert (progress.asked, progress.answered) == (5, 2)


def test_a_question_begins_with_its_default_until_something_is_sent(form):
    nodes = {node.path: node for node in look(form, {}).judged.nodes}
    assert nodes["staff"].raw == "3"
    assert {node.path: node.raw for node in look(form, {"staff": ""}).judged.nodes}["staff"] == ""


def test_a_page_offers_only_the_choices_that_fit_the_answers_before(form):
    view = look(form, {"first": "fish"})
    offered = {node.path: node.offered for node in view.nodes(view.find("abroad"))}
    assert offered["abroad/inner/good"] == ("tuna",)


def test_a_repeat_without_entries_is_still_a_page(form):
    view = look(form, {"sale": []})
    assert view.find("sale")
    assert view.nodes(view.find("sale")) == []


def test_a_question_that_files_may_leave_out_is_asked_on_its_page():
    view = look(shipped(SUPPORTED_FIRM), shape(shipped(SUPPORTED_FIRM), {"F7": "yes"}))
    assert {node.path: node for node in view.judged.nodes}["cost/F16"].faults[0].rule == "required"


def test_entries_are_added_and_taken_out_up_to_the_limit(form):
    tree = {}
    add_entry(form, tree, "sale")
    assert entries_of(tree, "sale") == 2
    put(form, tree, "sale[2]/yen", "5")
    remove_entry(form, tree, "sale", 1)
    remove_entry(form, tree, "sale", 7)
    assert tree == {"sale": [{"yen": "5"}]}
    tree["sale"] = [{}] * 200
    add_entry(form, tree, "sale")
    assert entries_of(tree, "sale") == 200


@pytest.mark.parametrize(
    "path", ["nothing", "abroad/yen", "sale/yen", "sale[201]/yen", "sale[0]/yen", "abroad", "first[1]"]
)
def test_a_path_that_the_form_does_not_have_is_refused(form, path):
    with pytest.raises(KeyError):
        put(form, {}, path, "x")


def test_a_path_names_its_question(form):
    assert question_at(form, "sale[3]/yen").code == "yen"
    with pytest.raises(KeyError):
        question_at(form, "sale[3]")


def test_a_text_that_is_longer_than_any_answer_is_kept_no_further_than_its_fault_needs(form):
    kept = cut({"abroad": {"market": "あ" * 1_000_000}, "sale": [{"yen": "5"}]})
    assert len(kept["abroad"]["market"]) == MAX_TEXT + 1
    view = look(form, kept)
    assert [fault.rule for fault in view.faults] == ["text_too_long"]
    assert keys(view.faulty) == ["abroad"]
