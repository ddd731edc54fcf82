"""Who entered a record, what confirms it, and what opens the question again: the rule as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from banso.apps.behalf.standing import Said, State, Writing, standing

START = datetime(2026, 3, 1, tzinfo=UTC)


def writing(number, role, *, corrects=False):
    return Writing(number, START + timedelta(days=number), 1, role, corrects)


def word(answer, about, *, person="a", after=0):
    return Said(person, answer, about, START + timedelta(days=10 + after))


FIRM = writing(1, "firm_member")
BY_LINK = writing(1, "no_role")
PARTNER = writing(1, "partner_member")
EXPERT = writing(1, "expert")
STAFF = writing(1, "office_staff")
MANAGER = writing(1, "office_manager")
CORRECTED = writing(2, "office_staff", corrects=True)
DONE_BY_FIRM = writing(3, "firm_member")
IMPORTED = writing(1, "administrator")
YES, NO, KEPT = "as_written", "different", "kept"


@pytest.mark.parametrize(
    ("writings", "state", "only_corrected"),
    [
        ([STAFF], State.WAITING, False),
        ([MANAGER], State.WAITING, False),
        ([STAFF, CORRECTED], State.WAITING, False),
        ([FIRM, CORRECTED], State.WAITING, True),
        ([BY_LINK, CORRECTED], State.WAITING, True),
        ([PARTNER, CORRECTED], State.WAITING, True),
        ([STAFF, DONE_BY_FIRM], State.NONE, True),
        # In whatever order they come: the numbers of the chain count.
        ([DONE_BY_FIRM, STAFF], State.NONE, True),
    ],
)
def test_what_the_office_wrote_last_waits_for_the_firm(writings, state, only_corrected):
    found = standing(writings, [])
    assert (found.state, found.only_corrected) == (state, only_corrected)


@pytest.mark.parametrize("writings", [[FIRM], [BY_LINK], [PARTNER], [EXPERT], [IMPORTED], []])
def test_what_the_office_never_wrote_is_no_entry(writings):
    assert standing(writings, [word(YES, 1)]) is None


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ([word(YES, 1)], State.CONFIRMED),
        ([word(NO, 1)], State.DIFFERENT),
        ([word(NO, 1), word(YES, 1, after=1)], State.CONFIRMED),
        ([word(YES, 1), word(NO, 1, after=1)], State.DIFFERENT),
        ([word(YES, 1), word(NO, 1, person="b", after=1)], State.DIFFERENT),
        ([word(NO, 1), word(YES, 1, person="b", after=1)], State.DIFFERENT),
        ([word(NO, 1), word(KEPT, 1, person="", after=1)], State.KEPT),
        ([word(NO, 1), word(KEPT, 1, person="", after=1), word(NO, 1, after=2)], State.DIFFERENT),
        ([word(NO, 1), word(KEPT, 1, person="", after=1), word(YES, 1, after=2)], State.CONFIRMED),
        ([word(YES, 1, person="b"), word(NO, 1, after=1), word(KEPT, 1, after=2)], State.CONFIRMED),
    ],
)
def test_the_last_word_of_each_person_holds_and_a_difference_outweighs(words, state):
    assert standing([STAFF], words).state is state


@pytest.mark.parametrize("answer", [YES, NO, KEPT])
def test_a_later_correction_opens_the_question_again(answer):
    found = standing([STAFF, CORRECTED], [word(answer, 1)])
    assert (found.state, found.writing.number, found.told) == (State.WAITING, 2, None)


def test_the_confirmation_is_told_with_the_first_who_agreed():
    found = standing([STAFF], [word(YES, 1, person="b", after=1), word(YES, 1)])
    assert found.told.person == "a"
