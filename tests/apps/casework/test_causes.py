"""Root causes: noted, solved, opened again; one of a kind is open at a time."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from banso.apps.casework import services
from banso.apps.casework.models import CauseKind, RootCause
from banso.apps.casework.recommendation import recommend
from banso.apps.journal.models import Event
from support import policies

from . import making
from .test_facts import facts

pytestmark = pytest.mark.usefixtures("configuration")

DAY = date(2025, 9, 20)


def kind(code="no_staff"):
    return CauseKind.objects.get(code=code)


def note(case, code="no_staff", *, day=DAY, actor=None, **values):
    defaults = {"kind": kind(code), "description": "輸出の担当者がいない", "since": date(2025, 2, 1)}
    data = services.CauseData(**defaults | values)
    return services.note_cause(actor or making.by("office_staff", day), case, data)


def solve(cause, day=DAY, **values):
    defaults = {"solved_on": day, "how": "営業の1人を専任にした"}
    return services.solve_cause(making.by("office_staff", day), cause, **defaults | values)


def test_a_cause_is_noted_with_a_code_and_without_words_in_the_event(events):
    case = making.opened()
    cause = note(case, remedy="1人採用する", remedy_due_on=date(2025, 12, 31))
    assert (cause.noted_on, cause.remedy, cause.solved_on) == (DAY, "1人採用する", None)
    payload = Event.objects.get(action="cause.noted").payload
    assert "no_staff" in payload
    assert "担当者" not in payload
    assert events(case)[-1] == "cause.noted"


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"description": " "}, "required", "description"),
        ({"since": DAY + timedelta(days=1)}, "in_future", "since"),
        ({"remedy_due_on": date(2025, 12, 1)}, "required", "remedy"),
        ({"remedy": "採用", "remedy_due_on": DAY - timedelta(days=1)}, "remedy_day", "remedy_due_on"),
    ],
)
def test_a_cause_that_is_not_whole_is_refused(refused, values, rule, field):
    with refused(rule, field):
        note(making.opened(), **values)


def test_a_kind_that_is_retired_is_kept_but_not_noted_any_more(refused):
    CauseKind.objects.filter(code="no_staff").update(retired_on=DAY)
    with refused("unknown_code", "kind"):
        note(making.opened())


def test_one_of_a_kind_is_open_at_a_time(refused):
    case = making.opened()
    cause = note(case)
    with refused("cause_open", "kind"):
        note(case)
    note(case, "price")
    solve(cause)
    note(case)
    with refused("cause_open", "kind"):
        services.reopen_cause(making.by("office_staff", DAY), cause, reason="まだ続いている")


def test_a_solved_cause_is_opened_again_and_counts_from_its_first_day():
    case = making.opened()
    cause = solve(note(case))
    assert facts(case)["cause_months"] == 0
    services.reopen_cause(making.by("office_staff", DAY), cause, reason="採用が取り消された")
    assert facts(case)["cause_months"] == 7


def test_a_cause_is_solved_once_and_says_how(refused):
    cause = note(making.opened())
    with refused("required", "how"):
        solve(cause, how="")
    with refused("before_cause", "solved_on"):
        solve(cause, solved_on=date(2025, 1, 31))
    solve(cause)
    with refused("already_done"):
        solve(cause)


def test_an_expert_notes_causes_of_own_cases_only(refused):
    expert = making.expert()
    note(making.opened(expert=expert), actor=making.by("expert", DAY, expert.user))
    with refused("other_expert"):
        note(making.opened(expert=making.expert()), actor=making.by("expert", DAY, expert.user))


def test_nothing_is_noted_once_support_has_ended(refused):
    case = making.opened()
    services.end_support(making.by("office_staff"), case, outcome="stopped", note="x", ended_on=making.START)
    with refused("case_state"):
        note(case)


def test_the_longest_open_cause_counts_from_the_day_on_which_it_was_noted():
    case = making.opened()
    assert facts(case)["cause_months"] is None
    note(case)
    note(case, "price", since=date(2025, 8, 1))
    assert facts(case, DAY - timedelta(days=1))["cause_months"] is None
    assert (facts(case)["cause_months"], facts(case, date(2026, 2, 1))["cause_months"]) == (7, 12)


def test_the_reform_asks_for_a_remedy_where_a_cause_has_stood_for_more_than_half_a_year():
    policies.put_in_force("reformed", date(2025, 4, 1))
    case = making.opened(efforts=[making.effort(promised_by=date(2026, 6, 30))])
    assert recommend(case, DAY).code == "continue"
    note(case)
    found = recommend(case, DAY)
    assert (found.code, found.said.values["remedy_days"]) == ("remedy", 90)


def test_the_database_keeps_one_of_a_kind_open_and_solved_ones_explained():
    case = making.opened()
    cause = note(case)
    for change in ({"solved_on": DAY}, {"description": ""}, {"remedy_due_on": DAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RootCause.objects.filter(pk=cause.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        RootCause.objects.create(
            case=case, kind=kind(), description="x", since=DAY, noted_on=DAY, noted_by=cause.noted_by
        )
