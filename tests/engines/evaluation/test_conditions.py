import pytest

from banso.engines.evaluation.conditions import AtLeast, Everyone, chose

NO = chose("F7", "no")
MET = chose("F8", "met")


@pytest.mark.parametrize(
    ("condition", "record", "truth"),
    [
        (MET, {"F8": "met"}, True),
        (MET, {"F8": "not_met"}, False),
        (MET, {}, None),
        (MET, {"F8": None}, None),
        (MET & NO, {"F7": "yes"}, False),
        (MET & NO, {"F7": "no"}, None),
        (MET | NO, {"F7": "no"}, True),
        (MET | NO, {"F7": "yes"}, None),
        (AtLeast("F2", 24), {"F2": 24}, True),
        (AtLeast("F2", 24), {"F2": 23}, False),
        (AtLeast("F2", 24), {}, None),
        (chose("F12", "pr"), {"F12": ["hr", "pr"]}, True),
        (chose("F12", "pr"), {"F12": []}, False),
        (Everyone(), {}, True),
    ],
)
def test_unknown_decides_nothing_and_is_never_no(condition, record, truth):
    assert condition.holds(record) is truth


def test_a_condition_reads_as_it_is_written():
    condition = chose("F7", "yes") & (chose("F6", "none") | chose("F9", "flat", "down")) & AtLeast("F2", 24)

    assert condition.text == "F7 = yes and (F6 = none or F9 in (flat, down)) and F2 >= 24"
    assert condition.codes == ("F7", "F6", "F9", "F2")
