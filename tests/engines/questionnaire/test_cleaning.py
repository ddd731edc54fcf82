import time

import pytest

from banso.engines.questionnaire.cleaning import clean
from banso.engines.questionnaire.form import shipped
from tests.engines.questionnaire.answers import CONSORTIUM, EC, answer

FORM = shipped("supported_firm")


def faults(**changes):
    """(question, rule) of all faults in a consortium answer with changes."""
    return [(fault.column, fault.rule) for fault in clean(FORM, answer(**changes)).faults]


@pytest.mark.parametrize("base", [CONSORTIUM, EC])
def test_a_right_answer_has_nothing_to_report(base):
    assert clean(FORM, base).notes == ()


def test_values_have_the_type_of_their_question():
    values = clean(FORM, CONSORTIUM).values
    assert (values["F2"], values["F7"], values["F12"]) == (24, "yes", ("pr", "otherx"))


def test_a_question_not_asked_is_not_among_the_values():
    assert not {"F1e", "F5", "F13"} & clean(FORM, CONSORTIUM).values.keys()


def test_an_optional_question_left_empty_is_unknown():
    assert clean(FORM, answer(F9b="", F17=" 　")).values["F9b"] is None


@pytest.mark.parametrize(
    ("given", "value"),
    [("２４", 24), (" 24　", 24), ("24.0", 24), ("0", 0), ("120", 120), (24, 24)],
)
def test_a_whole_number_is_read_as_people_write_it(given, value):
    assert clean(FORM, answer(F2=given)).values["F2"] == value


def test_a_whole_number_may_be_grouped_by_thousands():
    assert clean(FORM, answer(F9b="１，２００")).values["F9b"] == 1200


@pytest.mark.parametrize("given", ["two", "2.5", "1,20", "1e2", "二十四", "9" * 30, "24か月"])
def test_what_is_no_whole_number_is_refused(given):
    assert faults(F2=given) == [("F2", "whole_number")]


@pytest.mark.parametrize("given", ["-1", "121"])
def test_months_of_support_are_0_to_120(given):
    assert faults(F2=given) == [("F2", "constraint")]


@pytest.mark.parametrize(
    ("given", "refused"), [("0", False), ("10000000", False), ("10000001", True), ("-1", True)]
)
def test_the_value_of_the_last_year_has_its_range(given, refused):
    assert faults(F9b=given) == ([("F9b", "constraint")] if refused else [])


@pytest.mark.parametrize(
    ("band", "inside", "outside"),
    [
        ("b10", (1, 10), (0, 11)),
        ("b20", (11, 20), (10, 21)),
        ("b30", (21, 30), (20, 31)),
        ("b50", (31, 50), (30, 51)),
        ("b100", (51, 100), (50, 101)),
        ("over", (101, 1000), (100, 1001)),
    ],
)
def test_the_most_a_firm_would_pay_lies_in_the_band_it_chose(band, inside, outside):
    for amount in inside:
        assert faults(F15=band, F15v=str(amount)) == []
    for amount in outside:
        assert faults(F15=band, F15v=str(amount)) == [("F15v", "constraint")]


def test_a_broken_constraint_says_in_both_languages_what_is_right():
    fault = clean(FORM, answer(F2="121")).faults[0]
    assert set(fault.params["messages"]) == {"ja", "en"}


def test_an_unknown_choice_is_named_with_those_that_there_are():
    fault = clean(FORM, answer(F12="pr tv otherx")).faults[0]
    assert (fault.column, fault.rule, fault.value) == ("F12", "choice_unknown", "pr tv otherx")
    assert fault.params["unknown"] == ["tv"]
    assert fault.params["allowed"][0] == "pr"


def test_a_fault_names_its_place_and_the_value_as_it_was_given():
    fault = clean(FORM, answer(F7="Ｙｅｓ"), file="a.csv", row=7).faults[0]
    assert (fault.file, fault.row, fault.column, fault.value) == ("a.csv", 7, "F7", "Ｙｅｓ")


def test_a_choice_in_full_width_letters_is_understood():
    assert clean(FORM, answer(F7="ｙｅｓ")).values["F7"] == "yes"


def test_several_choices_are_kept_once_in_the_order_of_the_list():
    cleaned = clean(FORM, answer(F12="otherx　pr\tpr"))
    assert cleaned.values["F12"] == ("pr", "otherx")
    assert [warning.rule for warning in cleaned.warnings] == ["choice_repeated"]


def test_several_choices_may_come_as_a_list():
    assert clean(FORM, answer(F12=["otherx", "pr"])).values["F12"] == ("pr", "otherx")


def test_two_choices_for_a_single_one_are_refused():
    assert faults(F3="ended ongoing") == [("F3", "choice_unknown")]


def test_an_answer_to_a_question_that_was_not_asked_is_cleared_and_logged():
    cleaned = clean(FORM, answer(F13="org"))
    assert cleaned.faults == ()
    assert "F13" not in cleaned.values
    (cleared,) = cleaned.cleared
    assert (cleared.column, cleared.rule, cleared.value) == ("F13", "not_asked", "org")
    assert cleared.severity == "warning"
    assert cleared.params == {"when": "F7 = 'no'"}


def test_what_is_cleared_is_not_judged_further():
    assert clean(FORM, answer(F6="none", F8="nonsense")).faults == ()


def test_relevance_follows_the_cleaned_values_in_order():
    """F12 is cleared because F11 is no, so F12o, asked if F12 holds otherx, is cleared as well."""
    cleaned = clean(FORM, answer(F11="no"))
    assert [fault.column for fault in cleaned.cleared] == ["F12", "F12o"]


def test_relevance_is_judged_on_trimmed_half_width_values():
    assert clean(FORM, answer(F7=" ｙｅｓ ")).cleared == ()


@pytest.mark.parametrize(
    "code", ["programme", "firm_ref", "F1c", "F2", "F6", "F7", "F8", "F12", "F12o", "F16"]
)
def test_a_question_that_is_asked_needs_an_answer(code):
    assert faults(**{code: ""}) == [(code, "required")]


def test_an_ec_answer_needs_its_own_questions():
    found = clean(FORM, answer(EC, F1e="", F5="")).faults
    assert [(fault.column, fault.rule) for fault in found] == [("F1e", "required"), ("F5", "required")]


@pytest.mark.parametrize("code", ["F12o", "F15v", "F16"])
def test_a_question_whose_column_is_absent_was_not_asked(code):
    cleaned = clean(FORM, answer(**{code: None}))
    assert cleaned.notes == ()
    assert code not in cleaned.values


@pytest.mark.parametrize("code", ["F2", "F7", "firm_ref"])
def test_any_other_question_that_is_absent_lacks_its_answer(code):
    assert faults(**{code: None}) == [(code, "required")]


def test_the_programme_is_one_of_the_two():
    assert faults(programme="new_exporters") == [("programme", "constraint")]


def test_one_wrong_answer_is_not_named_again_where_others_hang_on_it():
    cleaned = clean(FORM, answer(F7="maybe"))
    assert [note.column for note in cleaned.notes] == ["F7"]


def test_an_answer_that_hangs_on_a_wrong_one_is_still_checked_itself():
    assert faults(F7="maybe", F9="sideways") == [("F7", "choice_unknown"), ("F9", "choice_unknown")]


def test_the_range_of_an_amount_is_checked_although_its_band_is_wrong():
    assert faults(F15="b15", F15v="2000") == [("F15", "choice_unknown"), ("F15v", "constraint")]


def test_comments_may_have_1000_characters():
    assert faults(F17="あ" * 1000) == []
    assert faults(F17="あ" * 1001) == [("F17", "constraint")]


def test_control_characters_are_taken_out_and_reported():
    cleaned = clean(FORM, answer(F17="one\x00two\r\nthree"))
    assert cleaned.values["F17"] == "onetwo\nthree"
    assert [warning.rule for warning in cleaned.warnings] == ["control_removed"]


def test_a_question_whose_cell_could_not_be_read_is_not_judged_again():
    cleaned = clean(FORM, answer(F7="=A1"), unreadable={"F7"})
    assert cleaned.notes == ()
    assert "F7" not in cleaned.values


def test_cleaning_a_cleaned_answer_changes_nothing():
    once = clean(FORM, answer(F12=" otherx pr", F2="２４", F17="㈱")).values
    assert clean(FORM, once).values == once


def test_900_answers_are_cleaned_in_well_under_a_second():
    start = time.perf_counter()
    for _ in range(900):
        clean(FORM, CONSORTIUM)
    assert time.perf_counter() - start < 1
