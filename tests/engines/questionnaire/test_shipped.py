"""The forms of private providers and of offices ask and refuse what they are to."""

import pytest

from banso.engines.questionnaire.cleaning import clean
from banso.engines.questionnaire.form import OFFICE_YEAR, PRIVATE_PROVIDER, shipped

PROVIDER = {
    "provider_ref": "P0001",
    **{"P1": "both", "P2": "research sales", "P3": "monthly", "P4a": 10, "P4b": 30, "P5": 6, "P6": "le50"},
    **{"P7": 40, "P8": "bank online", "P9": "part", "P10": "速い", "P11": "some", "P12": "none"},
    **{"P13": "conditional", "P13r": "額によります"},
}
OFFICE = {
    **{
        "J1": "tokyo",
        "J2": "2025",
        "J3": "12.5",
        "J4": 8,
        "J5": 4000,
        "J6": 3000,
        "J7": 200,
        "J8": 300,
        "J9": 90,
    },
    **{"J10a": 40, "J10": 32, "J11": 20, "J12a": 20, "J12b": 15, "J12c": 5, "J13": 3, "J14": 60, "J15": 30},
    **{"J16": 20, "J16n": 12, "J17": 14, "J18": 5, "J19": "staff budget"},
}


def found(name, answer, **changes):
    return [(fault.column, fault.rule) for fault in clean(shipped(name), {**answer, **changes}).faults]


def test_the_codes_are_those_that_are_fixed():
    assert " ".join(shipped(PRIVATE_PROVIDER).codes) == (
        "provider_ref P1 P2 P3 P4a P4b P5 P6 P7 P8 P8r P9 P10 P11 P12 P13 P13r"
    )
    assert " ".join(question.code for question in shipped(OFFICE_YEAR).questions) == (
        "J1 J2 J3 J4 J5 J6 J6w J6u J7 J8 J9 J10a J10 J11 J11u J12a J12b J12c J13 J14 J15 J16 J16n J17 J18 J19"
    )


@pytest.mark.parametrize(
    ("code", "choices"),
    [
        ("P1", "consult ec both"),
        ("P2", "research strategy sales compliance logistics ecops ads translation otherx"),
        ("P3", "monthly success project firstfree otherx"),
        ("P6", "le10 le50 le100 gt100"),
        ("P8", "branch bank chamber localgov online fair none"),
        ("P9", "same part little"),
        ("P11", "often some never unknown"),
        ("P12", "mutual receive send none"),
        ("P13", "for conditional against"),
        ("J19", "staff experts budget demand otherx"),
    ],
)
def test_the_choices_are_those_that_are_fixed(code, choices):
    form = shipped(OFFICE_YEAR if code.startswith("J") else PRIVATE_PROVIDER)
    assert [choice.code for choice in form.question(code).choices] == choices.split()


@pytest.mark.parametrize(("name", "answer"), [(PRIVATE_PROVIDER, PROVIDER), (OFFICE_YEAR, OFFICE)])
def test_a_right_answer_has_nothing_to_report(name, answer):
    assert clean(shipped(name), answer).notes == ()


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"P4b": 9}, ("P4b", "constraint")),
        ({"P5": 121}, ("P5", "constraint")),
        ({"P7": 101}, ("P7", "constraint")),
        ({"P8": "none"}, ("P8r", "required")),
        ({"P8": "none bank"}, ("P8", "constraint")),
        ({"P9": "same", "P10": ""}, ("P10", "required")),
    ],
)
def test_a_wrong_answer_of_a_provider_is_named(changes, fault):
    assert found(PRIVATE_PROVIDER, PROVIDER, **changes) == [fault]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"J2": "25"}, ("J2", "constraint")),
        ({"J3": 501}, ("J3", "constraint")),
        ({"J11": 33}, ("J11", "constraint")),
        ({"J13": 41}, ("J13", "constraint")),
        ({"J16": 31}, ("J16", "constraint")),
        ({"J16n": 21}, ("J16n", "constraint")),
        ({"J17": 366}, ("J17", "constraint")),
    ],
)
def test_a_wrong_record_of_an_office_is_named(changes, fault):
    assert found(OFFICE_YEAR, OFFICE, **changes) == [fault]


def test_more_hours_than_there_were_are_noted_and_not_refused():
    cleaned = clean(shipped(OFFICE_YEAR), {**OFFICE, "J6": 5000})
    assert cleaned.faults == ()
    assert (str(cleaned.values["J6u"]), str(cleaned.values["J11u"])) == ("1.25", "0.625")


def test_a_rate_without_its_base_is_unknown():
    cleaned = clean(shipped(OFFICE_YEAR), {**OFFICE, "J5": 0, "J6": 0, "J10": 0, "J11": 0})
    assert (cleaned.values["J6u"], cleaned.values["J11u"]) == (None, None)
