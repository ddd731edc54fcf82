"""Choosing somebody: what is kept, and who cannot be chosen."""

import json
from datetime import date

import pytest

from banso.apps.casework.models import Case
from banso.apps.directory.models import Expert
from banso.apps.intake import services as intake
from banso.apps.intake.models import Proposal
from banso.apps.journal.models import Event
from banso.apps.journal.timeline import describe
from banso.apps.matching import services
from banso.apps.matching.models import MatchRecord
from support import people
from tests.apps.matching import making

pytestmark = pytest.mark.usefixtures("configuration")


def changed(expert, **values):
    Expert.objects.filter(pk=expert.pk).update(**values)


def test_a_need_is_proposed_and_how_the_expert_fits_is_kept():
    need, expert = making.need(), making.expert()
    kept = services.choose(making.staff(), need, expert)
    assert Proposal.objects.get(need=need).expert == expert
    assert (kept.expert, kept.judged_on, kept.score) == (expert, making.DAY, sum(kept.parts.values()))
    assert kept.tests["subject"] == "pass"
    assert kept.tests["language"] == "does_not_apply"
    assert len(kept.tests) == 11


def test_a_case_is_given():
    case, expert = making.case(), making.expert()
    services.choose(making.staff(), case, expert)
    assert Case.objects.get(pk=case.pk).expert == expert


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [
        ("absence", lambda expert, firm: making.absent(expert)),
        ("conflict", lambda expert, firm: making.conflict(expert, firm)),
        (
            "capacity",
            lambda expert, firm: changed(expert, monthly_hours=1),
        ),
        (
            "contract",
            lambda expert, firm: changed(expert, contract_to=date(2026, 3, 9)),
        ),
    ],
)
@pytest.mark.parametrize("make", [making.need, making.case])
def test_no_reason_helps_where_the_expert_is_not_free(rule, spoil, make, refused):
    firm, expert = people.make_firm(), making.expert()
    asking = make(firm=firm)
    spoil(expert, firm)
    with refused(rule, "expert"):
        services.choose(making.staff(), asking, expert, "ほかにいません。")
    assert (MatchRecord.objects.count(), Proposal.objects.count()) == (0, 0)


def test_an_expert_of_another_subject_is_chosen_with_a_reason_only(refused):
    need, expert = making.need(), making.expert(subjects=[])
    with refused("needs_reason", "reason"):
        services.choose(making.staff(), need, expert, "  ")
    kept = services.choose(making.staff(), need, expert, "過去に同じ規制を扱いました。")
    assert (kept.reason, kept.tests["subject"]) == ("過去に同じ規制を扱いました。", "fail")


def test_nobody_is_asked_twice(refused):
    need, expert = making.need(), making.expert()
    intake.propose(making.staff(), need, expert)
    with refused("asked", "expert"):
        services.choose(making.staff(), need, expert)


def test_the_journal_holds_codes_and_says_them():
    need, expert = making.need(), making.expert(subjects=[])
    services.choose(making.staff(), need, expert, "理由です")
    event = Event.objects.get(action="match.chosen")
    assert json.loads(event.payload)["failed"] == ["subject"]
    assert "理由です" not in event.payload
    assert "論点の分野" in describe(event)
    assert event.subject_ref == need.consultation.ref


def test_of_whoever_is_asked_past_these_pages_it_is_kept_too_as_it_was_before():
    need, expert = making.need(), making.expert()
    intake.propose(making.staff(), need, expert)
    kept = MatchRecord.objects.get(need=need)
    # Judged afterwards the expert would fail: asked already.
    assert (kept.expert, kept.tests["asked"], kept.chosen_by_id) == (expert, "pass", making.staff().user_id)


def test_what_was_chosen_here_is_kept_once():
    need = making.need()
    services.choose(making.staff(), need, making.expert())
    assert MatchRecord.objects.filter(need=need).count() == 1


def test_of_a_proposal_that_is_refused_nothing_is_kept(refused):
    need, expert = making.need(), making.expert()
    making.absent(expert)
    with refused("present", "expert"):
        intake.propose(making.staff(), need, expert)
    assert not MatchRecord.objects.exists()
