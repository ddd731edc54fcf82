import pytest

from banso.engines.questionnaire import source
from banso.engines.questionnaire.form import FORMS, SHIPPED, Form, FormError, shipped
from tests.engines.questionnaire.workbooks import question, workbook

SUPPORTED = shipped("supported_firm")


@pytest.mark.parametrize("name", SHIPPED)
def test_the_workbook_of_a_shipped_form_equals_its_text(name):
    assert source.read_workbook(FORMS / f"{name}.xlsx") == source.read_folder(FORMS / name)


def test_packing_the_text_gives_the_same_workbook(tmp_path):
    source.pack(FORMS / "supported_firm", tmp_path / "form.xlsx")
    assert Form.load(tmp_path / "form.xlsx").digest == SUPPORTED.digest


def test_unpacking_the_workbook_gives_the_same_text(tmp_path):
    source.unpack(FORMS / "supported_firm.xlsx", tmp_path / "form")
    assert source.read_folder(tmp_path / "form") == source.read_folder(FORMS / "supported_firm")


def test_the_supported_firm_form_asks_the_fixed_codes_in_order():
    assert " ".join(SUPPORTED.codes) == (
        "programme firm_ref stratum cohort_fy F1c F1e F2 F3 F4 F5 F6 F7 F7s F8 F9 F9b F10 F11 F12 F12o F13 "
        "F14 F15 F15v F16 F17"
    )


@pytest.mark.parametrize(
    ("code", "choices"),
    [
        ("F1c", "spot handson window"),
        ("F1e", "street mall store"),
        ("F3", "ended ongoing"),
        ("F4", "none once cont"),
        ("F5", "none dom cb both"),
        ("F6", "qty amt both none"),
        ("F7", "yes no"),
        ("F7s", "yes no"),
        ("F8", "met not_met"),
        ("F9", "up flat down stopped"),
        ("F10", "success failed notyet noplan"),
        ("F11", "yes no"),
        ("F12", "pr hr product price partner cert fair site otherx"),
        ("F13", "org appeal price capacity reg logi fund buyer otherx"),
        ("F14", "yes no"),
        ("F15", "b10 b20 b30 b50 b100 over"),
        ("F16", "same private self gaveup"),
        ("F2", ""),
    ],
)
def test_the_supported_firm_form_has_the_fixed_choices(code, choices):
    assert [choice.code for choice in SUPPORTED.question(code).choices] == choices.split()


def test_only_three_columns_may_be_absent():
    assert [q.code for q in SUPPORTED.questions if q.may_be_absent] == ["F12o", "F15v", "F16"]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shown_question_and_choice_has_words_in_both_languages(name):
    for each in shipped(name).shown:
        assert set(each.labels) == {"ja", "en"}, each.code
        for choice in each.choices:
            assert set(choice.labels) == {"ja", "en"}, (each.code, choice.code)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_constraint_says_in_both_languages_what_is_right(name):
    for each in shipped(name).questions:
        if each.constraint:
            assert set(each.constraint_messages) == {"ja", "en"}, each.code


def test_the_hidden_columns_are_not_shown():
    assert [q.code for q in SUPPORTED.questions if q not in SUPPORTED.shown] == [
        "programme",
        "firm_ref",
        "stratum",
        "cohort_fy",
    ]


def test_a_form_is_loaded_from_bytes_as_from_a_path():
    path = FORMS / "supported_firm.xlsx"
    assert Form.load(path.read_bytes()).digest == Form.load(path).digest


def test_words_written_without_a_language_stand_for_all_of_the_form():
    rows = [
        question(**{"label::日本語 (ja)": "問い"}),
        question(name="R", constraint=". = 'x'", constraint_message="x only"),
    ]
    form = Form.load(workbook(rows))
    assert form.question("R").constraint_messages == {"ja": "x only", "en": "x only"}


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([question(type="geopoint")], "geopoint"),
        ([question(type="time")], "time"),
        ([question(type="image")], "upload"),
        ([question(calculation="1 + 1")], "calculation"),
        ([question(constraint="pulldata(., 'x')")], "pulldata"),
        ([question(relevant="${R} = 'x'"), question(name="R")], "R"),
        ([question(required="${R} = 'x'"), question(name="R")], "required"),
        ([question(**{"label::French": "?"})], "French"),
        (
            [
                {"type": "begin_repeat", "name": "G", "repeat_count": "3", "label::English (en)": "G"},
                question(),
                {"type": "end_repeat"},
            ],
            "repeat_count",
        ),
    ],
)
def test_what_the_engine_does_not_carry_out_is_refused_by_name(rows, named):
    with pytest.raises(FormError) as caught:
        Form.load(workbook(rows))
    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("calculations", "circle"),
    [
        ({"a": "${b} + 1", "b": "${c} + 1", "c": "${a} + 1"}, "a → b → c → a"),
        ({"a": "${a} + 1"}, "a → a"),
    ],
)
def test_calculations_in_a_circle_are_refused_by_their_names(calculations, circle):
    rows = [{"type": "calculate", "name": name, "calculation": of} for name, of in calculations.items()]
    with pytest.raises(FormError) as caught:
        Form.load(workbook([question(), *rows]))
    assert (caught.value.rule, caught.value.params["circle"]) == ("form_circle", circle)


def test_a_condition_may_not_look_ahead_through_a_calculation():
    rows = [
        {"type": "calculate", "name": "c", "calculation": "${R}"},
        question(relevant="${c} = 'x'"),
        question(name="R"),
    ]
    with pytest.raises(FormError, match="looks ahead at R"):
        Form.load(workbook(rows))


def test_a_calculation_may_look_at_what_is_asked_later():
    rows = [{"type": "calculate", "name": "c", "calculation": "${Q}"}, question()]
    assert [step.code for step in Form.load(workbook(rows)).steps] == ["Q", "c"]


def test_a_form_that_refers_to_an_unknown_question_is_refused():
    with pytest.raises(FormError, match="nobody"):
        Form.load(workbook([question(relevant="${nobody} = 'x'")]))


def test_a_file_that_is_no_workbook_is_refused():
    with pytest.raises(FormError):
        Form.load(b"PK no workbook")
