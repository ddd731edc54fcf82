"""The stored answers: the form's own rules hold, and they give the published counts."""

import functools
from collections import Counter
from datetime import date

import pytest

from banso.apps.surveys.models import Answer, Asking, Draft, FrameUnit, Wave
from banso.demo.calibration import calibration
from banso.demo.loader import make_plan
from banso.demo.waves import WAVE
from banso.engines.questionnaire.cleaning import clean
from banso.engines.questionnaire.form import shipped

pytestmark = pytest.mark.one_database

AS_OF = date(2026, 3, 10)


def answers_of(plan):
    """What was answered to the closed wave, which carries the published counts."""
    table, waves = plan[Answer], {row["id"]: row["code"] for row in plan[Wave].dicts()}
    wave, values = table.columns.index("wave_id"), table.columns.index("values")
    return [row[values] for row in table.rows if waves[row[wave]] == WAVE]


def labels(values):
    """What the calibration calls the answers of one firm."""
    found = {"success": values["F7"], "self_effort": values["F11"], "fee_accept": values["F14"]}
    met = "met" if values.get("F8") == "met" else "missed"
    found["goal"] = "not_set" if values["F6"] == "none" else met
    if values["F7"] == "yes":
        found["trend"] = values["F9"]
        attempt = {"failed": "tried_failed", "noplan": "not_considered"}
        found["new_attempt"] = attempt.get(values["F10"], "other_incl_succeeded")
    if values["F14"] == "yes":
        found["fee_band"] = fee_band(values["programme"], values["F15"])
    return found


def fee_band(programme, code):
    if code == "b10":
        return "le_10"
    if programme == "consortium":
        return "11_20" if code == "b20" else "other_or_gt_20"
    return "11_30" if code in ("b20", "b30") else "other_or_gt_30"


@functools.cache
def planned():
    """Made once: a plan is the same whenever it is made."""
    return make_plan(firms=1000, seed=7, as_of=AS_OF)


@pytest.fixture
def thousand(configuration):
    return answers_of(planned())


@pytest.mark.parametrize("programme", ["consortium", "ec"])
def test_a_thousand_firms_carry_every_published_count(thousand, programme):
    given = [labels(values) for values in thousand if values["programme"] == programme]
    for row in calibration().constraints(programme):
        where = {name: label if isinstance(label, list) else [label] for name, label in row["where"].items()}
        found = sum(all(one.get(name) in label for name, label in where.items()) for one in given)
        assert found == row["count"], row


def test_kinds_of_own_effort_lie_within_their_published_wording(thousand):
    kinds = {programme: Counter() for programme in ("consortium", "ec")}
    for values in thousand:
        if values["F7"] == "yes" and values["F11"] == "yes":
            kinds[values["programme"]].update(values["F12"])
    assert (kinds["consortium"]["pr"], kinds["consortium"]["hr"]) == (54, 36)
    assert (kinds["ec"]["pr"], kinds["ec"]["hr"]) == (25, 38)


def test_ec_success_differs_by_prior_record_as_calibrated(thousand):
    ec = [values for values in thousand if values["programme"] == "ec"]
    prior = [values["F7"] == "yes" for values in ec if values["F5"] != "none"]
    none = [values["F7"] == "yes" for values in ec if values["F5"] == "none"]
    assert (sum(prior), len(prior), sum(none), len(none)) == (115, 210, 69, 278)


def test_some_firms_were_supported_for_two_years_without_success(thousand):
    long = [values for values in thousand if values["F7"] == "no" and values["F2"] >= 24]
    assert {values["programme"] for values in long} == {"consortium", "ec"}
    assert all(values["F13"] for values in long)


def test_stored_answers_are_exactly_what_cleaning_gives(portfolio):
    form = shipped("supported_firm")
    for answer in Answer.objects.filter(wave__asked="firms").order_by("id"):
        cleaned = clean(form, answer.raw)
        assert not cleaned.notes
        values = {k: list(v) if isinstance(v, tuple) else v for k, v in cleaned.values.items()}
        assert answer.values == values


def test_a_small_portfolio_carries_a_sample_in_proportion(portfolio):
    stored = Answer.objects.filter(wave__code=WAVE).order_by("id")
    counts = Counter(stored.values_list("programme__code", flat=True))
    assert counts == {"consortium": 79, "ec": 98}


def test_a_firms_ec_record_agrees_with_its_answer(portfolio):
    for answer in Answer.objects.filter(programme__code="ec").select_related("firm").order_by("id"):
        assert answer.values["F5"] == answer.firm.ec_record


def test_the_wave_says_that_its_data_are_synthetic(portfolio):
    answer = Answer.objects.select_related("wave").order_by("id").first()
    assert "合成データ" in answer.wave.name_ja
    assert "synthetic" in answer.wave.name_en


def test_some_have_answered_the_open_wave_and_others_are_on_their_way(portfolio):
    units = FrameUnit.objects.filter(wave__asked="firms", wave__state="open", drawn=True)
    answered = units.filter(answered_at__isnull=False)
    assert answered.exists()
    assert Answer.objects.filter(unit__in=answered).count() == answered.count()
    assert not Draft.objects.filter(unit__in=answered).exists()
    assert units.filter(opened_at__isnull=False, answered_at__isnull=True).exists()


def test_everybody_asked_by_the_open_wave_was_written_to_once_by_mail_or_on_paper_with_a_code(thousand):
    codes = {row["id"]: row["code"] for row in planned()[FrameUnit].dicts()}
    askings = planned()[Asking].dicts()
    assert len({row["unit_id"] for row in askings}) == len(askings)
    assert {row["way"] for row in askings} == {"mail", "paper"}
    for row in askings:
        on_paper = row["way"] == "paper"
        assert (row["contact_id"] is None) == on_paper == bool(codes[row["unit_id"]])


def test_private_providers_were_asked_and_most_answered(portfolio):
    wave = Wave.objects.get(asked="providers")
    asked, answers = wave.units.count(), wave.answers.count()
    assert asked > answers > asked / 2
    assert Asking.objects.filter(unit__wave=wave).count() == asked
    form = shipped("private_provider")
    assert not any(clean(form, answer.raw).notes for answer in wave.answers.order_by("id"))
