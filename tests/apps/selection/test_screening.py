"""Reviewers declare, score a fixed revision, discuss; deciders ask for more and look again."""

import pytest

from banso.apps.selection import selectors, services
from banso.apps.selection.models import Declaration, Revision, Score, Screening, SecondLook
from banso.apps.selection.revisions import digest_of
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


def test_nobody_screens_before_declaring(refused):
    with refused("without_conflict"):
        making.screen(making.submitted(), declares=False)


def test_a_reviewer_with_a_conflict_is_out(refused):
    found, reviewer = making.submitted(), making.by("reviewer")
    services.declare(reviewer, found, "family")
    with refused("without_conflict"):
        making.screen(found, reviewer=reviewer)
    with refused("declared", "conflict"):
        services.declare(reviewer, found, "none")
    assert Declaration.objects.get().conflict == "family"


def test_a_conflict_declared_later_takes_the_view_out_of_the_count(refused):
    found, reviewer = making.submitted(), making.by("reviewer")
    making.screen(found, reviewer=reviewer)
    making.screen(found, reviewer=making.another("reviewer"))
    services.declare(reviewer, found, "advises")
    assert len(selectors.standing_views(found)) == 1
    with refused("enough_views"):
        making.determine(found)


def test_a_determination_needs_as_many_reviewers_as_the_round_asks_for(refused):
    found = making.screened(reviewers=1)
    with refused("enough_views"):
        making.determine(found)
    making.screen(found, reviewer=making.another("reviewer"))
    making.determine(found)


def test_points_are_stored_by_part_and_not_scored_stays_empty():
    found = making.submitted()
    making.screen(found, scores=making.points(2, people=None))
    stored = dict(Score.objects.order_by("part__position").values_list("part__code", "points"))
    assert stored["people"] is None
    assert stored["will"] == 2
    assert len(stored) == 5


@pytest.mark.parametrize("points", [5, -1])
def test_it_rejects_points_out_of_range(refused, points):
    with refused("points_range", "part_people"):
        making.screen(making.submitted(), scores=making.points(people=points))


def test_it_rejects_a_screening_that_leaves_a_part_out(refused):
    scores = making.points()
    del scores["money"]
    with refused("points_range", "part_money"):
        making.screen(making.submitted(), scores=scores)
    assert not Screening.objects.exists()


def differing():
    found = making.submitted()
    first, second = making.another("reviewer"), making.another("reviewer")
    making.screen(found, reviewer=first, scores=making.points(4))
    making.screen(found, reviewer=second, scores=making.points(4, people=1))
    return found, first, second


def discuss(found, who, **values):
    defaults = {"view": "adopt", "points": making.points(3), "note": "合意した。", "revision": 1}
    return services.discuss(who, found, **defaults | values)


def test_reviewers_who_differ_have_no_mean_until_all_agree():
    found, first, second = differing()
    assert selectors.summary_of(found).disputed == ("people",)
    result = discuss(found, first)
    assert selectors.summary_of(found).mean is None
    services.assent(second, result)
    summed = selectors.summary_of(found)
    assert (summed.mean, summed.discuss) == (3, False)


def test_a_later_result_takes_the_place_of_an_earlier_one(refused):
    found, first, second = differing()
    earlier = discuss(found, first)
    discuss(found, second, points=making.points(2))
    with refused("stale"):
        services.assent(second, earlier)


def test_nobody_discusses_without_a_view_of_their_own(refused):
    found, _first, _second = differing()
    with refused("own_view"):
        discuss(found, making.another("reviewer"))


def test_one_view_alone_is_not_discussed(refused):
    found, reviewer = making.submitted(), making.by("reviewer")
    making.screen(found, reviewer=reviewer)
    with refused("others_views"):
        discuss(found, reviewer)


def test_nobody_agrees_twice(refused):
    found, first, _second = differing()
    result = discuss(found, first)
    with refused("assented"):
        services.assent(first, result)


def test_what_is_handed_in_is_frozen():
    found = making.submitted(reason="はじめの理由")
    revision = Revision.objects.get()
    assert revision.content["reason"] == "はじめの理由"
    assert revision.content["goal"]["target"] == 12_000_000
    assert revision.content["efforts"][0]["description"] == "英語の商品資料"
    assert revision.digest == digest_of(revision.content)
    assert (revision.number, revision.application) == (1, found)


def test_who_is_asked_for_more_hands_in_a_second_revision_in_the_same_round():
    found = making.screened()
    making.ask_more(found)
    found.refresh_from_db()
    assert found.state == "returned"
    member = making.by("firm_member")
    services.change(member, found, making.draft(reason="書き足した理由"), found.edition)
    found.refresh_from_db()
    submitted_at = found.submitted_at
    again = services.submit(member, found, found.edition)
    assert (again.state, again.revision, again.submitted_at) == ("submitted", 2, submitted_at)
    first, second = Revision.objects.order_by("number")
    assert (first.content["reason"], second.content["reason"]) == (
        "国内の需要が減っている。",
        "書き足した理由",
    )


def test_a_new_revision_is_screened_anew(refused):
    found = making.screened()
    making.ask_more(found)
    found.refresh_from_db()
    services.submit(making.by("firm_member"), found, found.edition)
    assert selectors.standing_views(found) != []
    found.refresh_from_db()
    assert selectors.standing_views(found) == []
    making.screen(found, revision=2)
    with refused("enough_views"):
        making.determine(found)


def test_what_was_handed_in_keeps_its_service(refused):
    found = making.submitted()
    making.ask_more(found)
    found.refresh_from_db()
    with refused("service_stands", "service"):
        services.change(
            making.by("firm_member"), found, making.draft(service=making.offered("mall")), found.edition
        )


def test_asking_for_more_says_what_is_missing(refused):
    with refused("required", "reason"):
        making.ask_more(making.submitted(), reason=" ")


def test_every_determination_is_looked_at_again_where_the_round_says_so():
    making.limited(None, second_look_percent=100)
    found, decider = making.screened(), making.by("decider")
    other = people.make("decider")
    making.determine(found, decider=decider)
    look = SecondLook.objects.get()
    assert look.assigned_to == other
    done = services.look_again(
        making.by("decider", user=other), look, result="disagree", reason="人材が弱い。"
    )
    assert (done.result, done.done_on) == ("disagree", making.NOW.date())
    found.refresh_from_db()
    assert found.state == "adopted"


def test_no_determination_is_looked_at_again_where_the_round_says_none():
    making.limited(None, second_look_percent=0)
    making.determine(making.screened())
    assert not SecondLook.objects.exists()


def test_nobody_looks_again_at_their_own_determination_or_screening():
    making.limited(None, second_look_percent=100)
    decider = making.another("decider")
    found = making.screened(reviewer=making.by("reviewer", user=people.make("decider")))
    making.determine(found, decider=decider)
    assert SecondLook.objects.get().assigned_to is None


def test_only_who_is_asked_looks_again_and_once(refused):
    making.limited(None, second_look_percent=100)
    decider, other = making.another("decider"), people.make("decider")
    making.determine(making.screened(), decider=decider)
    look = SecondLook.objects.get()
    with refused("not_assigned"):
        services.look_again(decider, look, result="agree", reason="同じ。")
    who = making.by("decider", user=other)
    services.look_again(who, look, result="agree", reason="同じ。")
    with refused("looked"):
        services.look_again(who, look, result="agree", reason="同じ。")
