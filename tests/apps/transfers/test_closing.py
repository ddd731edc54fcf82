"""Nothing new begins for a firm that is no more, and nobody looks back at it."""

from datetime import date, timedelta

import pytest

from banso.apps.accounts.access import Access
from banso.apps.base import Refused
from banso.apps.casework.coverage import coverage_of
from banso.apps.casework.models import CatchUp, FollowUp
from banso.apps.casework.services import PastRow, close_unreached, import_past_support
from banso.apps.corrections.kinds import KINDS
from banso.apps.intake import services as intake
from banso.apps.matching.selectors import open_asks
from banso.apps.selection import services as selection
from banso.apps.transfers.merging import merge_firms
from banso.apps.transfers.services import close_firm, reopen_firm
from support.people import make_firm
from tests.apps.casework import making as cases
from tests.apps.intake import making as window
from tests.apps.new_exporters import making as programme
from tests.apps.selection import making as rounds

pytestmark = pytest.mark.usefixtures("configuration")
TODAY = date(2026, 3, 10)


def ask(firm):
    return lambda: window.asked(firm)


def take_out(firm):
    asked = window.asked(firm)
    return lambda: window.need(asked)


def propose(firm):
    need, expert = window.need(window.asked(firm)), window.expert()
    return lambda: window.proposed(need, expert)


def send_again(firm):
    proposal = window.proposed(window.need(window.asked(firm)))
    intake.withdraw(window.staff(), proposal)
    return lambda: intake.send_again(window.staff(), proposal)


def take(firm):
    """An expert takes a proposal on: this opens a case."""
    proposal = window.proposed(window.need(window.asked(firm)))
    return lambda: intake.take(window.of(proposal.expert), proposal)


def apply(firm):
    return lambda: rounds.started(firm)


def hand_in(firm):
    draft = rounds.started(firm)
    return lambda: selection.submit(rounds.by("firm_member"), draft, 1)


def adopt(firm):
    application = rounds.screened(firm)
    return lambda: rounds.determine(application)


def register(firm):
    staff = programme.staff(firm.office)
    return lambda: programme.registered(staff, firm)


def plan_part(firm):
    staff = programme.staff(firm.office)
    registration = programme.registered(staff, firm)
    return lambda: programme.planned(staff, registration)


BEGINNINGS = [ask, take_out, propose, send_again, take, apply, hand_in, adopt, register, plan_part]


@pytest.mark.parametrize("prepare", BEGINNINGS, ids=lambda prepare: prepare.__name__)
def test_nothing_begins_for_a_closed_firm_until_it_is_open_again(prepare, actor):
    firm = make_firm()
    begin = prepare(firm)
    close_firm(actor("office_manager"), firm, TODAY)
    with pytest.raises(Refused) as caught:
        begin()
    assert (caught.value.rule, caught.value.field) == ("firm_closed", "firm")
    reopen_firm(actor("office_manager"), firm)
    begin()


@pytest.mark.parametrize("prepare", [ask, apply, register], ids=lambda prepare: prepare.__name__)
def test_nothing_begins_for_a_merged_firm_and_the_other_one_is_named(prepare, actor):
    kept, lost = make_firm(), make_firm()
    begin = prepare(lost)
    merge_firms(actor("office_manager"), kept, lost, (), reason="同じ事業者")
    with pytest.raises(Refused) as caught:
        begin()
    assert caught.value.rule == "firm_merged"
    assert kept.ref in caught.value.message


def test_a_plan_of_the_week_leaves_closed_firms_out(actor):
    need = window.need()
    assert [found for _ask, found in open_asks(TODAY)] == [need]
    close_firm(actor("office_manager"), need.consultation.firm, TODAY)
    assert open_asks(TODAY) == []


def test_a_closed_and_an_open_firm_are_not_merged(actor, refused):
    kept, lost = make_firm(), make_firm()
    close_firm(actor("office_manager"), lost, TODAY)
    with refused("one_closed"):
        merge_firms(actor("office_manager"), kept, lost, (), reason="同じ事業者")


@pytest.fixture
def looked_back():
    """A firm with follow-ups due after 6, 12 and 24 months, the first recorded."""
    case = cases.opened(date(2025, 1, 6))
    for months, due_on in ((6, date(2025, 9, 1)), (12, date(2026, 3, 1)), (24, date(2027, 3, 1))):
        FollowUp.objects.create(case=case, months=months, due_on=due_on)
    case.follow_ups.filter(months=6).update(done_on=date(2025, 9, 1), reached=True, method="call", trend="up")
    return case


def states(case):
    rows = case.follow_ups.order_by("months")
    return list(rows.values_list("months", "done_on", "reached", "firm_closed"))


def test_open_follow_ups_of_a_closed_firm_end_and_recorded_ones_stay(looked_back, actor, events):
    close_firm(actor("office_manager"), looked_back.firm, TODAY - timedelta(days=3))
    assert states(looked_back) == [
        (6, date(2025, 9, 1), True, False),
        (12, TODAY, False, True),
        (24, TODAY, False, True),
    ]
    assert events(looked_back)[-1] == "follow_up.firm_closed"


def test_follow_ups_are_open_again_when_the_firm_is(looked_back, actor):
    before = states(looked_back)
    close_firm(actor("office_manager"), looked_back.firm, TODAY)
    reopen_firm(actor("office_manager"), looked_back.firm)
    assert states(looked_back) == before


def test_coverage_counts_closed_firms_apart(looked_back, actor, person, clock):
    close_firm(actor("office_manager"), looked_back.firm, TODAY)
    row = coverage_of(Access(person("evaluator"), clock)).get(pk=looked_back.office_id)
    assert (row.due, row.done, row.reached, row.late, row.closed) == (1, 1, 1, 0, 2)


def test_what_ended_with_the_firm_is_not_recorded_a_second_time(looked_back, actor, refused):
    close_firm(actor("office_manager"), looked_back.firm, TODAY)
    with refused("already_done"):
        close_unreached(actor("office_staff"), looked_back.follow_ups.get(months=12))


def test_a_correction_does_not_say_that_a_closed_firm_was_reached(looked_back, actor, refused):
    close_firm(actor("office_manager"), looked_back.firm, TODAY)
    row = looked_back.follow_ups.get(months=12)
    row.reached = True
    with refused("firm_closed", "reached"):
        KINDS["follow_up"].check(row, TODAY)


def test_a_firm_that_closes_is_caught_up_with_no_more(actor):
    firm = make_firm()
    past = [PastRow(firm.pk, "old-1", "相談", date(2024, 3, 31))]
    import_past_support(actor("programme_manager"), past)
    close_firm(actor("office_manager"), firm, TODAY)
    assert list(CatchUp.objects.values_list("firm_closed", flat=True).order_by("pk")) == [True]
    reopen_firm(actor("office_manager"), firm)
    assert CatchUp.objects.get().done_on is None


def test_past_support_of_a_closed_firm_brings_no_contact(actor):
    firm = make_firm()
    close_firm(actor("office_manager"), firm, TODAY)
    past = [PastRow(firm.pk, "old-1", "相談", date(2024, 3, 31))]
    import_past_support(actor("programme_manager"), past)
    assert not CatchUp.objects.exists()
