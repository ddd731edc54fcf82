"""Rounds: when they take applications, their places, seals, waiting list and lot."""

import dataclasses
import json
from datetime import date

import pytest

from banso.apps.casework.models import Case
from banso.apps.journal.models import Event
from banso.apps.programmes.models import Round
from banso.apps.selection import selectors, services
from banso.apps.selection.facts import facts_of_applications
from banso.apps.selection.models import Lot, Place, Purpose, Seal, Waiting
from banso.engines.kernel.lots import commitment, order

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

TODAY = making.NOW.date()


def data(**values):
    defaults = services.RoundData(
        making.offered(), "令和9年度 春", "Spring FY2027", date(2027, 4, 1), date(2027, 9, 30), places=3
    )
    return dataclasses.replace(defaults, **values)


def manager():
    return making.by("programme_manager")


def test_an_application_belongs_to_the_round_open_on_the_day_it_is_handed_in():
    assert making.submitted().round == Round.objects.get(code="hands_on-2025")


def test_a_draft_belongs_to_no_round():
    assert making.started().round is None


def test_without_an_open_round_nothing_is_handed_in(refused):
    Round.objects.filter(service__code="hands_on").delete()
    found = making.started()
    with refused("no_round"):
        services.submit(making.by("firm_member"), found, 1)
    found.refresh_from_db()
    assert found.state == "draft"


def test_the_refusal_says_when_the_next_round_opens(refused):
    Round.objects.filter(service__code="hands_on", fiscal_year=2025).delete()
    with refused("no_round") as caught:
        services.submit(making.by("firm_member"), making.started(), 1)
    assert "2026年4月1日" in caught.value.message


def test_a_round_is_set_up_with_its_seeds_sealed():
    found = services.open_round(manager(), data())
    assert (found.code, found.fiscal_year, found.places) == ("hands_on-2027", 2027, 3)
    seals = list(Seal.objects.filter(round=found).order_by("purpose"))
    assert [seal.purpose for seal in seals] == ["look", "lot"]
    assert all(seal.commitment == commitment(seal.seed) and seal.opened_at is None for seal in seals)
    payload = Event.objects.get(action="round.sealed").payload
    assert all(seal.commitment in payload and seal.seed not in payload for seal in seals)


def test_a_round_that_ships_is_sealed_when_the_first_application_comes():
    first, second = making.submitted(), making.submitted()
    assert first.round == second.round
    assert Seal.objects.filter(round=first.round).count() == len(Purpose)


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"opens_on": date(2026, 3, 1)}, "round_overlaps", "opens_on"),
        ({"closes_on": date(2027, 3, 31)}, "closes_first", "closes_on"),
        ({"places": 0}, "no_place", "places"),
        ({"name_ja": " "}, "required", "name_ja"),
        ({"reviewers_needed": 0}, "no_reviewer", "reviewers_needed"),
        ({"second_look_percent": 101}, "no_percentage", "second_look_percent"),
        ({"budget_yen": -1}, "negative", "budget_yen"),
    ],
)
def test_it_rejects_a_round_that_cannot_be(refused, values, rule, field):
    with refused(rule, field):
        services.open_round(manager(), data(**values))


def test_a_service_without_applications_has_no_round(refused):
    with refused("not_screened", "service"):
        services.open_round(manager(), data(service=making.offered("spot")))


def test_a_round_is_changed_while_nothing_is_determined_in_it(refused):
    found = services.open_round(manager(), data())
    assert services.change_round(manager(), found, data(places=9)).places == 9
    stands = Round.objects.get(code="hands_on-2025")
    making.determine(making.screened(), "declined")
    with refused("round_determined"):
        services.change_round(
            manager(), stands, data(opens_on=stands.opens_on, closes_on=stands.closes_on, places=9)
        )


def test_adoption_takes_the_next_place():
    making.limited(2)
    for number in (1, 2):
        found = making.screened()
        making.determine(found)
        assert found.place.number == number


def test_a_determination_after_the_places_are_gone_is_refused_and_stores_nothing(refused):
    making.limited(1)
    making.determine(making.screened())
    late = making.screened()
    with refused("places_gone", "outcome"):
        making.determine(late)
    late.refresh_from_db()
    assert late.state == "screened"
    assert Case.objects.count() == 1
    making.determine(late, "declined")


def test_a_round_without_limit_takes_no_places():
    making.determine(making.screened())
    assert not Place.objects.exists()


def test_an_application_waits_and_is_adopted_when_a_place_is_free(refused):
    found = making.limited(1)
    first = making.screened()
    making.determine(first)
    late = making.screened()
    assert making.wait(late).rank == 1
    late.refresh_from_db()
    assert late.state == "waiting"
    place = Place.objects.get()
    with refused("case_goes_on"):
        services.free_place(manager(), place)
    Case.objects.filter(application=first).update(state="ended", ended_on=TODAY, outcome="stopped")
    services.free_place(manager(), place)
    assert selectors.places_free(found) == 1
    making.determine(late)
    late.refresh_from_db()
    assert (late.state, late.place.number) == ("adopted", 1)
    with refused("place_free"):
        services.free_place(manager(), place)


def test_there_is_no_waiting_list_without_a_limit_of_places(refused):
    with refused("has_places"):
        making.wait(making.screened())


def test_the_places_left_are_known_to_the_policy_by_day():
    making.limited(2)
    found = making.screened()
    assert facts_of_applications([found.ref], TODAY)[0]["places_left"] == 2
    making.determine(making.screened())
    assert facts_of_applications([found.ref], TODAY)[0]["places_left"] == 1
    assert facts_of_applications([found.ref], date(2026, 3, 9))[0]["places_left"] == 2


def test_the_places_left_of_a_round_without_limit_are_unknown():
    assert facts_of_applications([making.submitted().ref], TODAY)[0]["places_left"] is None


def at_the_edge(count=3, places=2):
    found = making.limited(places)
    return found, [making.screened() for _number in range(count)]


def draw(found, refs=None):
    refs = selectors.edge_of(found).equal if refs is None else refs
    return services.draw_lot(making.by("decider"), found, refs)


def test_equal_candidates_are_drawn_by_the_sealed_seed():
    found, rows = at_the_edge()
    sealed = Seal.objects.get(round=found, purpose="lot")
    lot = draw(found)
    drawn = tuple(lot.tickets.order_by("position").values_list("application__ref", flat=True))
    assert drawn == order(sealed.seed, [row.ref for row in rows])
    sealed.refresh_from_db()
    assert sealed.opened_at == making.NOW
    payload = json.loads(Event.objects.get(action="round.lot_drawn").payload)
    assert (payload["seed"], tuple(payload["order"])) == (sealed.seed, drawn)


def test_who_is_not_drawn_waits_in_the_order_drawn():
    found, _rows = at_the_edge(4)
    lot = draw(found)
    refs = list(lot.tickets.order_by("position").values_list("application__ref", flat=True))
    waiting = Waiting.objects.filter(round=found).order_by("rank")
    assert list(waiting.values_list("application__ref", "application__state")) == [
        (refs[2], "waiting"), (refs[3], "waiting"),
    ]  # fmt: skip


def test_who_is_drawn_holds_the_places_until_determined():
    found, _rows = at_the_edge()
    lot = draw(found)
    assert selectors.places_free(found) == 0
    making.determine(lot.tickets.order_by("position").first().application)
    assert Place.objects.count() == 1


def test_the_next_lot_has_another_seed():
    found, _rows = at_the_edge()
    draw(found)
    first, second = Seal.objects.filter(round=found, purpose="lot").order_by("number")
    assert first.seed != second.seed
    assert second.opened_at is None


def test_nothing_is_drawn_where_nobody_is_equal_at_the_edge(refused):
    found, _rows = at_the_edge(2, 2)
    with refused("no_edge"):
        draw(found, [])
    assert not Lot.objects.exists()


def test_it_rejects_candidates_other_than_shown(refused):
    found, rows = at_the_edge()
    shown = [row.ref for row in rows]
    making.screened()
    with refused("stale"):
        draw(found, shown)


def test_whoever_screened_a_candidate_does_not_draw(refused):
    found, rows = at_the_edge(4)
    reviewer = rows[0].screenings.order_by("pk").first().reviewer
    with refused("screened_by_others"):
        services.draw_lot(making.by("decider", user=reviewer), found, [row.ref for row in rows])
    assert not Lot.objects.exists()
