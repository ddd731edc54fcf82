"""Looks back answered by personal link, tried in vain, and closed without reaching the firm."""

from datetime import date, timedelta

import pytest

from banso.apps.casework import services
from banso.apps.casework.follow_up import tries_left
from banso.apps.casework.models import FollowUpDraft
from banso.apps.directory.models import Contact
from banso.apps.journal.actor import Actor
from banso.apps.notices.models import Letter
from support.races import at_once

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

ENDED = date(2025, 8, 31)
DUE = date(2026, 2, 28)
GOOD = {"trend": "up", "amount_yen": "１,２００,０００", "new_exports": "success", "new_what": "台湾、煎茶"}


@pytest.fixture
def row():
    case = services.end_support(
        making.by("office_staff", ENDED), making.opened(), outcome="exported", note="終了", ended_on=ENDED
    )
    return case.follow_ups.get(months=6)


def contact(row, **values):
    defaults = {"name": "鈴木 花", "email": f"c{Contact.objects.count()}@firm.invalid"}
    return Contact.objects.create(firm=row.case.firm, **defaults | values)


def staff(day=DUE):
    return making.by("office_staff", day)


def ask(row, *contacts, day=DUE):
    return services.ask_follow_up(staff(day), row, contacts)


def later(issued, **by):
    return Actor(None, "", issued.link.made_at + timedelta(**(by or {"hours": 1})))


def attempt(row, day, result="no_answer"):
    return services.note_attempt(staff(day), row, services.AttemptData(day, "call", result))


def test_asking_queues_a_letter_with_the_link(row, events):
    issued = ask(row, contact(row))[0]
    assert Letter.objects.get().to_contact == issued.link.contact
    assert events(row.case)[-2:] == ["follow_up.asked", "letter.queued"]


def test_the_answers_by_link_are_stored(row, events):
    issued = ask(row, contact(row))[0]
    done = services.answer_follow_up(later(issued), issued.link, GOOD)
    done.refresh_from_db()
    assert (done.method, done.reached, done.trend, done.amount_yen, done.new_exports, done.new_what) == (
        "link", True, "up", 1_200_000, "success", "台湾、煎茶",
    )  # fmt: skip
    assert (done.contact, events(row.case)[-1]) == (issued.link.contact, "follow_up.recorded")


@pytest.mark.parametrize(
    ("answers", "rule", "field"),
    [
        ({"trend": "sideways"}, "choice_unknown", "trend"),
        ({"amount_yen": "たくさん"}, "whole_number", "amount_yen"),
        ({"amount_yen": "-1"}, "constraint", "amount_yen"),
        ({"new_exports": "failed", "new_what": "長" * 201}, "constraint", "new_what"),
        ({"comment": "長" * 1001}, "constraint", "comment"),
        ({}, "nothing_answered", None),
    ],
)
def test_the_form_judges_the_answers(row, refused, answers, rule, field):
    issued = ask(row, contact(row))[0]
    with refused(rule, field):
        services.answer_follow_up(later(issued), issued.link, answers)
    row.refresh_from_db()
    issued.link.refresh_from_db()
    assert (row.done_on, issued.link.used_at) == (None, None)


def test_what_was_tried_is_not_asked_of_a_firm_that_tried_nothing(row):
    issued = ask(row, contact(row))[0]
    done = services.answer_follow_up(
        later(issued), issued.link, {"new_exports": "noplan", "new_what": "台湾"}
    )
    assert done.new_what == ""


@pytest.mark.parametrize(("seconds", "rule"), [(-1, None), (0, "link_closed")])
def test_the_link_expires_to_the_second(row, refused, seconds, rule):
    issued = ask(row, contact(row))[0]
    actor = later(issued, days=7, seconds=seconds)
    if rule is None:
        services.answer_follow_up(actor, issued.link, GOOD)
    else:
        with refused(rule):
            services.answer_follow_up(actor, issued.link, GOOD)


def test_the_first_answer_closes_the_links_of_the_others(row, refused):
    first, second = ask(row, contact(row), contact(row, name="佐藤 実"))
    services.answer_follow_up(later(first), first.link, GOOD)
    with refused("link_closed"):
        services.answer_follow_up(later(second), second.link, GOOD)


def test_what_is_typed_is_kept_and_moves_to_a_new_link(row):
    person = contact(row)
    first = ask(row, person)[0]
    services.keep_follow_up_draft(later(first), first.link, {"trend": "up", "amount_yen": "たく", "x": "1"})
    second = ask(row, person, day=DUE + timedelta(days=2))[0]
    draft = FollowUpDraft.objects.get()
    assert (draft.link, draft.values) == (second.link, {"trend": "up", "amount_yen": "たく"})


def test_nothing_typed_is_kept_once_it_is_sent(row):
    issued = ask(row, contact(row))[0]
    services.keep_follow_up_draft(later(issued), issued.link, {"comment": "困っている"})
    services.answer_follow_up(later(issued), issued.link, GOOD)
    assert not FollowUpDraft.objects.exists()


def test_nothing_is_kept_behind_a_link_that_was_replaced(row, refused):
    person = contact(row)
    first = ask(row, person)[0]
    ask(row, person)
    with refused("link_closed"):
        services.keep_follow_up_draft(later(first), first.link, {"trend": "up"})


@pytest.mark.parametrize("values", [{"email": ""}, {"erased_at": making.at(ENDED)}])
def test_only_people_with_a_mail_address_are_asked(row, refused, values):
    with refused("no_such_contact", "contacts"):
        ask(row, contact(row, **values))


def test_nobody_is_asked_more_than_a_month_early(row, refused):
    with refused("too_early"):
        ask(row, contact(row), day=date(2026, 1, 27))


@pytest.mark.parametrize(
    ("tried", "left"),
    [
        ([], 3),
        ([(1, "no_answer")], 2),
        ([(1, "no_answer"), (1, "no_answer")], 2),
        ([(1, "no_answer"), (2, "call_again"), (3, "unknown")], 0),
        ([(1, "no_answer"), (2, "no_answer"), (3, "no_answer"), (4, "no_answer")], 0),
        ([(1, "refused")], 0),
        ([(1, "no_answer"), (1, "closed")], 0),
    ],
)
def test_days_still_to_try(tried, left):
    assert tries_left([(date(2026, 3, day), result) for day, result in tried], 3) == left


def test_a_firm_is_recorded_as_not_reached_after_three_days_of_trying(row, refused, events):
    for day in (2, 3):
        attempt(row, date(2026, 3, day))
    with refused("too_few_attempts"):
        services.close_unreached(staff(date(2026, 3, 3)), row)
    attempt(row, date(2026, 3, 4))
    done = services.close_unreached(staff(date(2026, 3, 4)), row, "電話不通")
    assert (done.reached, done.done_on, done.trend) == (False, date(2026, 3, 4), "")
    assert events(row.case)[-1] == "follow_up.recorded"


def test_no_try_is_noted_once_it_is_recorded(row, refused):
    attempt(row, DUE, "closed")
    services.close_unreached(staff(), row)
    with refused("already_done"):
        attempt(row, DUE)


@pytest.mark.django_db(transaction=True)
def test_of_an_answer_and_a_call_at_the_same_moment_one_counts(row):
    issued = ask(row, contact(row))[0]
    by_link, by_staff = later(issued), staff()
    outcomes = at_once(
        lambda: services.answer_follow_up(by_link, issued.link, GOOD),
        lambda: services.record_follow_up(by_staff, row, services.FollowUpData(DUE, "call", "down")),
    )
    row.refresh_from_db()
    assert len(outcomes) == 2
    assert (row.method, row.trend) in (("link", "up"), ("call", "down"))
