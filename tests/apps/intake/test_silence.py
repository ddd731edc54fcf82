"""Silence in three steps: each once, in order, found by dates, and never while a need is paused."""

from datetime import date, timedelta

import pytest

from banso.apps.directory.models import Contact
from banso.apps.intake import services
from banso.apps.intake.models import Proposal, SilenceStep
from banso.apps.intake.silence import run
from banso.apps.notices.models import Letter
from banso.apps.programmes.models import ServiceVersion

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

SENT = making.NOW
NOTHING = {"resumed": 0, "nudged": 0, "handed_over": 0, "given_up": 0}


def after(days):
    return SENT + timedelta(days=days)


def night(days):
    """What the night does that many days after the sending, without what it leaves out."""
    return {name: n for name, n in run(after(days)).items() if n}


def steps(proposal):
    return list(proposal.silence_steps.order_by("step").values_list("step", flat=True))


def letters(template):
    return Letter.objects.filter(template=template).order_by("pk")


#: Nights on which the job ran, in days after sending, and the steps taken by then.
NIGHTS = [
    ([], []),
    ([8], []),
    ([9], [1]),
    ([9, 10, 20], [1]),
    ([9, 21], [1, 2]),
    ([9, 21, 44], [1, 2]),
    ([9, 21, 45], [1, 2, 3]),
    ([12], [1]),
    ([12, 24], [1, 2]),
    ([12, 24, 48], [1, 2, 3]),
    ([9, 9, 9], [1]),
    ([45], [1]),
    ([45, 46, 47], [1, 2, 3]),
]


@pytest.mark.parametrize(("nights", "taken"), NIGHTS)
def test_each_step_is_taken_once_and_in_order(nights, taken):
    proposal = making.proposed()
    for day in nights:
        run(after(day))
    assert steps(proposal) == taken


def test_three_nights_left_out_lose_nothing_and_send_nothing_twice():
    proposal = making.proposed()
    assert night(12) == {"nudged": 1}
    assert night(12) == {}
    assert steps(proposal) == [1]
    assert letters("intake.nudge").count() == 1


def test_the_first_step_reminds_the_receiver_by_mail(events):
    proposal = making.proposed()
    run(after(9))
    assert letters("intake.nudge").get().to_user == proposal.expert.user
    assert "proposal.nudged" in events(proposal.need.consultation, "consultation")


@pytest.mark.parametrize(
    ("kind", "column"),
    [("office", "office"), ("provider", "private_provider"), ("partner", "partner_body")],
)
def test_those_who_are_no_person_are_reminded_at_their_address(kind, column):
    to, _replier = making.receivers()[kind]
    to.email = "window@receiver.invalid"
    to.save()
    making.offered(to)
    run(after(9))
    letter = letters("intake.nudge").get()
    assert (letter.to_kind, letter.to_ref) == (column, to.code)


def test_without_an_address_the_step_is_taken_all_the_same():
    proposal = making.offered(making.trader())
    run(after(9))
    assert steps(proposal) == [1]
    assert not Letter.objects.exists()


def test_the_last_step_tells_the_firm_and_abandons_the_need(events):
    proposal = making.proposed()
    firm = proposal.need.consultation.firm
    contact = Contact.objects.create(firm=firm, name="窓口", email="firm@firm.invalid")
    for day in (9, 21, 45):
        run(after(day))
    need = proposal.need
    need.refresh_from_db()
    assert (need.abandoned_on, need.abandon_reason.code, need.abandoned_by) == (
        after(45).date(), "no_reply", None,
    )  # fmt: skip
    assert letters("intake.given_up").get().to_contact == contact
    assert events(need.consultation, "consultation")[-2:] == ["need.abandoned", "letter.queued"]


@pytest.mark.parametrize("act", ["refuse", "take", "withdraw", "abandon"])
def test_nothing_is_done_once_it_does_not_wait_any_more(act):
    proposal = making.proposed()
    if act == "refuse":
        services.refuse(making.of(proposal.expert), proposal, making.reason())
    elif act == "take":
        services.take(making.of(proposal.expert), proposal)
    elif act == "withdraw":
        services.withdraw(making.staff(), proposal)
    else:
        services.abandon(making.staff(), proposal.need, making.abandon_reason())
    assert run(after(60)) == NOTHING


def test_the_firm_is_not_told_while_somebody_else_may_still_reply():
    proposal = making.proposed()
    night(9), night(21)
    later = making.proposed(proposal.need, at=after(22))
    assert night(45) == {"nudged": 1}
    assert night(50) == {"handed_over": 1}
    assert night(67) == {"given_up": 1}
    assert (steps(proposal), steps(later)) == ([1, 2, 3], [1, 2, 3])


def test_the_firm_is_not_told_while_somebody_is_at_work():
    proposal = making.proposed()
    night(9), night(21)
    making.taken(proposal.need, at=after(22))
    assert night(60) == {}


def test_a_proposal_sent_anew_is_reminded_anew():
    proposal = making.proposed()
    night(9)
    services.refuse(making.of(proposal.expert, after(10)), proposal, making.reason())
    services.reopen(making.staff(after(12)), proposal)
    assert night(20) == {}
    assert night(21) == {"nudged": 1}
    assert SilenceStep.objects.filter(proposal=proposal, step=1).count() == 2


#: Paused on, until, resumed on (None: it ran out), and the first night of each step.
PAUSES = [
    (3, 7, 5, (11, 23, 47)),
    (3, 7, None, (14, 26, 50)),
    (0, 9, None, (19, 31, 55)),
    (12, 19, 15, (9, 24, 48)),
    (3, 7, 3, (9, 21, 45)),
]


@pytest.mark.parametrize(("paused", "until", "resumed", "nights"), PAUSES)
def test_days_of_a_pause_do_not_count_for_silence(paused, until, resumed, nights):
    proposal = making.proposed()
    found = {}
    for day in range(60):
        if day == paused:
            services.pause(
                making.staff(after(day)), proposal.need, reason="firm_away", until=after(until).date()
            )
        if day == resumed:
            services.resume(making.staff(after(day)), proposal.need)
        run(after(day))
        for step in steps(proposal):
            found.setdefault(step, day)
    assert tuple(found.values()) == nights


def test_a_pause_that_ran_out_ends_as_of_the_day_after_even_if_the_night_was_left_out():
    need = making.need()
    services.pause(making.staff(), need, reason="firm_waits", until=after(4).date())
    assert night(9) == {"resumed": 1}
    assert need.pauses.get().resumed_on == after(5).date()


def test_the_steps_come_from_the_version_in_force_on_the_day_of_sending():
    ServiceVersion.objects.create(
        service=ServiceVersion.objects.get(service__code="spot").service,
        in_force_from=after(5).date(),
        planned_months=3,
        silence_days=[2, 4],
    )
    first, second = making.proposed(), making.proposed(at=after(5))
    assert night(7) == {"nudged": 1}
    assert (steps(first), steps(second)) == ([], [1])
    night(9)
    assert (steps(first), steps(second)) == ([1], [1, 2])
    night(120), night(121)
    assert steps(second) == [1, 2]


def test_an_abandoned_need_taken_up_again_waits_anew():
    proposal = making.proposed()
    night(9), night(21), night(45)
    services.take_up_again(making.staff(after(46)), proposal.need)
    proposal.refresh_from_db()
    assert proposal.silent_from == after(46).date()
    assert night(54) == {}
    assert night(55) == {"nudged": 1}


def test_a_quiet_night_costs_the_same_however_many_wait(queries):
    making.proposed()
    run(after(1))
    with queries() as before:
        run(after(2))
    for _ in range(5):
        making.proposed()
    with queries(len(before)):
        run(after(2))
    assert Proposal.objects.count() == 6
    assert after(2).date() > date(2026, 3, 10)
