"""Figures of standing indicators: the same as by hand, cell by cell, and the same records behind them."""

import pytest

from banso.engines.evaluation.standing.definition import shipped
from banso.engines.evaluation.standing.evaluate import Asked, evaluate, records
from tests.engines.evaluation.standing import plain_figures
from tests.engines.evaluation.standing.made_up import AS_OF, made_up


@pytest.fixture(scope="module", params=[1, 2])
def store(request, tmp_path_factory):
    return made_up(tmp_path_factory.mktemp("store") / "one", request.param)


def told(measure):
    """The numbers of a measure in the order of the plain figures."""
    one = measure.definition
    if one.kind == "share":
        return measure.base, measure.missing, measure.counted
    if one.kind == "middle":
        return measure.base, measure.missing, measure.value, measure.high_point
    if one.kind == "survival":
        after = next((one.share for one in measure.reached if one.months == 24), None)
        return measure.base, measure.missing, after
    return measure.base, measure.missing, measure.value


@pytest.mark.parametrize("by", [(), ("fiscal_year",), ("office", "fiscal_year")])
def test_every_figure_is_the_same_by_plain_loops(store, by):
    rows = {}
    for code, cells in evaluate(store, shipped().values(), Asked(by)).items():
        one = shipped()[code]
        own = rows.setdefault(one.table.name, list(store.records(one.table.name)))
        by_hand = plain_figures.figures(own, one, by, AS_OF)
        by_hand = {key: found for key, found in by_hand.items() if any(found[:2]) or not by}
        assert set(cells) == set(by_hand), code
        for key, measure in cells.items():
            assert told(measure) == pytest.approx(by_hand[key], abs=1e-9), (code, key)


def test_parts_add_up_to_the_whole(store):
    whole = evaluate(store, shipped().values())
    for code, cells in evaluate(store, shipped().values(), Asked(("office",))).items():
        assert sum(one.base for one in cells.values()) == whole[code][()].base


@pytest.mark.parametrize("code", ["success", "long-without-success", "time-to-export", "expert-utilisation"])
def test_the_records_behind_a_figure_are_as_many_as_it_says(store, code):
    one = shipped()[code]
    asked = Asked(where={"office": "nagano"}, years=(2023, 2024))
    measure = evaluate(store, [one], asked)[code][()]
    assert len(list(records(store, one, "base", asked))) == measure.base
    assert len(list(records(store, one, "missing", asked))) == measure.missing
    if one.kind in ("share", "survival"):
        assert len(list(records(store, one, "counted", asked))) == measure.counted


def test_a_year_before_the_data_has_no_figure_and_says_why(store):
    found = evaluate(store, shipped().values(), Asked(years=(1999, 1999)))
    assert {measure.why for code in found for measure in found[code].values()} == {None, "no_records"}
    assert all(measure.value in (None, 0) for code in found for measure in found[code].values())


def test_an_indicator_without_the_dimension_is_left_out(store):
    found = evaluate(store, shipped().values(), Asked(("expert",)))
    assert "expert-utilisation" in found
    assert "success" not in found


def test_two_groups_are_compared_within_the_base(store):
    measure = evaluate(store, [shipped()["prior-record-gap"]])["prior-record-gap"][()]
    first, second = measure.comparison.first.share.known, measure.comparison.second.share.known
    assert 0 < first[1] + second[1] <= measure.base
    assert first[0] + second[0] <= measure.counted


def test_all_figures_of_a_table_cost_one_look_at_it(store, monkeypatch):
    asked = []
    ask = type(store).ask
    monkeypatch.setattr(
        type(store), "ask", lambda self, question: asked.append(question) or ask(self, question)
    )
    shares = [one for one in shipped().values() if one.table.name == "cases" and one.kind == "share"]
    evaluate(store, shares, Asked(("office",)))
    assert (len(shares) > 10, len(asked)) == (True, 1)
