from datetime import date
from decimal import Decimal

import pytest

from banso.engines.questionnaire.answering import judge
from banso.engines.questionnaire.cleaning import clean
from banso.engines.questionnaire.form import Form
from tests.engines.questionnaire.workbooks import LABEL, end, question, section, workbook

TODAY = date(2026, 3, 10)
CHOICES = [
    {"list_name": "L", "name": "fruit", LABEL: "Fruit", "kind": ""},
    {"list_name": "L", "name": "fish", LABEL: "Fish", "kind": ""},
    {"list_name": "goods", "name": "apple", LABEL: "Apple", "kind": "fruit"},
    {"list_name": "goods", "name": "tuna", LABEL: "Tuna", "kind": "fish"},
]
ROWS = [
    question(type="integer", name="staff", default="3"),
    question(type="date", name="since", constraint=". <= today()", constraint_message="Not in the future."),
    question(type="select_one L or_other", name="kind", default=None),
    question(type="select_multiple goods", name="goods", choice_filter="kind = ${kind}"),
    section("group", "abroad", relevant="${staff} > 1"),
    question(type="note", name="words"),
    question(type="decimal", name="share", required="${staff} > 2", required_message="Needed."),
    question(type="range", name="mark", parameters="start=0 end=10 step=2"),
    end("group"),
    section("repeat", "sale", relevant="${staff} > 1"),
    question(type="integer", name="yen", required="yes", constraint=". >= 0"),
    question(name="why", relevant="${yen} = 0", required="yes"),
    {"type": "calculate", "name": "number", "calculation": "position(..)"},
    end("repeat"),
    {"type": "calculate", "name": "total", "calculation": "sum(${yen}) + count(${sale})"},
    {"type": "calculate", "name": "named", "calculation": "jr:choice-name(${kind}, '${kind}')"},
    {"type": "calculate", "name": "age", "calculation": "today() - ${since}"},
]
ANSWER = {
    "staff": 3,
    "since": "2026/3/1",
    "kind": "fruit",
    "goods": ["apple"],
    "abroad": {"share": "12.50", "mark": 4},
    "sale": [{"yen": 100}, {"yen": 0, "why": "none"}],
}


@pytest.fixture(scope="module")
def form():
    return Form.load(workbook(ROWS, CHOICES))


@pytest.fixture
def nodes(form):
    """The questions of an answer, by path."""

    def nodes(**changes):
        judged = judge(form, {**ANSWER, **changes}, today=TODAY)
        assert judged.faults == ()
        return {node.path: node for node in judged.nodes}

    return nodes


@pytest.fixture
def rules(form):
    """(key, rule) of all faults of an answer."""

    def rules(**changes):
        return [
            (fault.column, fault.rule) for fault in clean(form, {**ANSWER, **changes}, today=TODAY).faults
        ]

    return rules


def test_every_question_has_its_path_in_the_order_of_the_form(nodes):
    assert list(nodes()) == [
        *("staff", "since", "kind", "kind_other", "goods", "abroad/words", "abroad/share", "abroad/mark"),
        *("sale[1]/yen", "sale[1]/why", "sale[1]/number", "sale[2]/yen", "sale[2]/why", "sale[2]/number"),
        *("total", "named", "age"),
    ]


def test_values_have_the_types_of_their_questions(nodes):
    found = nodes()
    assert found["since"].value == date(2026, 3, 1)
    assert found["abroad/share"].value == Decimal("12.50")
    assert found["goods"].value == ("apple",)


def test_calculations_follow_from_the_answers(nodes):
    found = nodes(total="999")
    values = [found[name].value for name in ("total", "named", "age", "sale[1]/number", "sale[2]/number")]
    assert values == [102, "Fruit", 9, 1, 2]


def test_a_calculation_without_what_it_needs_is_unknown_and_not_zero(nodes):
    assert nodes(since=None)["age"].value is None


def test_a_calculation_on_a_refused_answer_is_not_made(nodes):
    node = nodes(since="2027-01-01")["age"]
    assert (node.value, node.kept, node.faults) == (None, False, ())


def test_a_right_answer_has_no_faults(rules):
    assert rules() == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"since": "2026-02-30"}, ("since", "date")),
        ({"since": "2026-03-11"}, ("since", "constraint")),
        ({"abroad": {"share": "x"}}, ("share", "decimal_number")),
        ({"abroad": {"share": None}}, ("share", "required")),
        ({"abroad": {"share": 1, "mark": 5}}, ("mark", "out_of_range")),
        ({"goods": "tuna"}, ("goods", "choice_not_offered")),
        ({"goods": "bread"}, ("goods", "choice_unknown")),
        ({"sale": [{"yen": 1}, {"yen": -1}]}, ("sale[2]/yen", "constraint")),
        ({"sale": [{"yen": 0}]}, ("sale[1]/why", "required")),
        ({"sale": "x"}, ("sale", "answer_shape")),
        ({"staff": {"x": 1}}, ("staff", "answer_shape")),
        ({"sale": [{"yen": 1}] * 201}, ("sale", "repeat_too_many")),
        ({"kind": "other", "kind_other": "x" * 1_000_000, "goods": None}, ("kind_other", "text_too_long")),
    ],
)
def test_one_wrong_answer_is_named_once_by_its_path(rules, changes, fault):
    assert rules(**changes) == [fault]


def test_what_stands_in_a_section_that_is_not_asked_is_cleared_and_logged(form):
    cleaned = clean(form, {**ANSWER, "staff": 1}, today=TODAY)
    assert cleaned.faults == ()
    assert {fault.column for fault in cleaned.cleared} == {
        *("share", "mark", "sale[1]/yen", "sale[2]/yen", "sale[2]/why"),
    }
    assert {fault.params["when"] for fault in cleaned.cleared} == {"staff > 1", "yen = 0"}
    assert cleaned.values["total"] == 0


def test_a_refused_answer_is_named_in_its_own_instance_only(nodes):
    found = nodes(sale=[{"yen": "x"}, {"yen": 0}])
    assert [fault.rule for fault in found["sale[1]/yen"].faults] == ["whole_number"]
    assert found["sale[1]/why"].faults == ()
    assert [fault.rule for fault in found["sale[2]/why"].faults] == ["required"]


def test_a_default_stands_where_nothing_was_said(form):
    answer = {key: value for key, value in ANSWER.items() if key != "staff"}
    assert clean(form, answer, today=TODAY).values["staff"] == 3
    assert clean(form, {**answer, "staff": ""}, today=TODAY).values["staff"] is None


def test_a_repeat_that_was_not_spoken_of_is_asked_once_and_an_empty_one_not_at_all(nodes, form):
    answer = {key: value for key, value in ANSWER.items() if key != "sale"}
    once = [node.path for node in judge(form, answer, today=TODAY).nodes]
    assert "sale[1]/yen" in once
    assert "sale[2]/yen" not in once
    assert "sale[1]/yen" not in nodes(sale=[])


def test_an_answer_may_be_given_by_paths_as_in_a_table(form):
    answer = {**ANSWER, "abroad/share": 7, "mark": 6}
    del answer["abroad"]
    values = clean(form, answer, today=TODAY).values
    assert (values["share"], values["mark"]) == (7, 6)


def test_or_other_asks_for_its_words_in_both_languages(form):
    assert form.question("kind").choice_label("other", "en") == "Other"
    rows = [question(type="select_one L or_other", **{"label::日本語 (ja)": "問い"})]
    other = Form.load(workbook(rows, [{**CHOICES[0], "label::日本語 (ja)": "果物"}]))
    assert other.question("Q_other").label("ja") == "「その他」の内容を入力してください"
    assert other.question("Q").choice_label("other", "ja") == "その他"


def test_a_form_that_uses_the_day_needs_to_know_it(form):
    with pytest.raises(ValueError, match="day"):
        judge(form, ANSWER)
