"""Two people at the same moment: nothing moves twice, and nothing stays with somebody who gave it away."""

import pytest

from banso.apps.casework.models import Case
from banso.apps.intake import services as intake
from banso.apps.journal.actor import Actor
from banso.apps.transfers.merging import merge_firms
from banso.apps.transfers.models import Handed, Merge, Transfer
from banso.apps.transfers.selectors import ownerless
from banso.apps.transfers.services import close_firm, transfer_work
from support.people import make_firm
from support.races import at_once
from tests.apps.intake import making as window

from .making import TODAY, data

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("configuration")]


def test_of_two_transfers_of_the_same_owner_one_is_told_to_look_again(chief, desk, person):
    third = person("office_staff", office=desk.office)
    orders = [data(desk, desk.staff, receiver) for receiver in (desk.stand_in, third)]
    acts = [lambda order=order: transfer_work(chief, desk.staff, order) for order in orders]
    assert at_once(*acts) == ["stale", "stored"]
    assert Transfer.objects.count() == 1
    owner = Case.objects.get(pk=desk.case.pk).staff_id
    assert {handed.after for handed in Handed.objects.all()} == {owner}


def test_an_expert_who_takes_a_need_while_it_is_transferred_keeps_it_or_loses_it(chief, desk):
    order = data(desk, desk.expert, desk.second, "contract", last_day=TODAY)
    taker = Actor(desk.expert.user_id, "expert", chief.at)
    outcome = at_once(
        lambda: transfer_work(chief, desk.expert, order), lambda: intake.take(taker, desk.proposal)
    )
    desk.proposal.refresh_from_db()
    case = Case.objects.filter(need=desk.proposal.need).first()
    if outcome == ["stale", "stored"]:
        assert (desk.proposal.expert, desk.proposal.state, case.expert) == (
            desk.expert, "taken", desk.expert,
        )  # fmt: skip
    else:
        assert outcome == ["handed_on", "stored"]
        assert (desk.proposal.expert, desk.proposal.state, case) == (desk.second, "waiting", None)
    assert ownerless(TODAY) == []


def test_of_two_merges_of_one_firm_one_is_refused(chief):
    kept, other, lost = (make_firm() for _ in range(3))
    acts = [
        lambda into=into: merge_firms(chief, into, lost, (), reason="同じ事業者") for into in (kept, other)
    ]
    assert at_once(*acts) == ["merged_already", "stored"]
    assert Merge.objects.count() == 1


def test_a_firm_does_not_close_while_a_question_is_written_down_for_it(chief):
    firm = make_firm()
    staff, question = window.staff(chief.at), window.question(firm)
    outcome = at_once(lambda: close_firm(chief, firm, TODAY), lambda: intake.ask(staff, question))
    firm.refresh_from_db()
    assert firm.closed_on == TODAY
    assert outcome in (["firm_closed", "stored"], ["stored", "stored"])
    assert firm.consultations.count() == outcome.count("stored") - 1
