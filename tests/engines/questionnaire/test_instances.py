from banso.engines.questionnaire.answering import judge
from banso.engines.questionnaire.form import Form
from banso.engines.questionnaire.instances import MAX_REPEATS, MAX_SECTIONS, unknown_keys
from tests.engines.questionnaire.workbooks import end, question, section, workbook

SALES = Form.load(
    workbook(
        [
            question(name="mark"),
            section("repeat", "year"),
            section("repeat", "sale"),
            question(type="integer", name="yen"),
            end("repeat"),
            end("repeat"),
        ]
    )
)


def test_names_that_the_form_does_not_have_are_told():
    answer = {"nobody": 1, "year": [{"sale": [{"yen": 1, "price": 2}], "place": 3}], "mark": 2}
    assert set(unknown_keys(SALES, answer)) == {"nobody", "year/place", "year/sale/price"}


def test_repeats_in_repeats_end_where_an_answer_has_enough_sections():
    answer = {"year": [{"sale": [{"yen": 1}] * MAX_REPEATS}] * MAX_REPEATS}
    judged = judge(SALES, answer)
    assert len(judged.nodes) <= MAX_SECTIONS + MAX_REPEATS + 1
    assert {fault.rule for fault in judged.faults} == {"repeat_too_many"}
