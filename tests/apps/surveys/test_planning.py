from datetime import date, timedelta

import pytest

from banso.apps.base import Refused
from banso.apps.journal.models import Event
from banso.apps.surveys import planning
from banso.apps.surveys.forms_kept import shipped_edition
from banso.apps.surveys.frames import FrameSpec, Part
from banso.apps.surveys.models import Asked, Drawing, Exclusion, FrameUnit, Wave
from banso.apps.surveys.planning import DrawData
from banso.engines.kernel.lots import commitment

from .planned import plan

pytestmark = pytest.mark.usefixtures("portfolio")


@pytest.fixture
def manager(actor):
    return actor("programme_manager")


@pytest.fixture
def wave(manager):
    return planning.plan_wave(manager, plan(manager))


def asked(wave):
    return wave.units.filter(excluded="")


def test_a_planned_wave_has_its_frame_and_publishes_the_commitment_of_its_seed(wave):
    assert (wave.state, wave.units.count() > 100) == ("planned", True)
    events = {event.action: event.payload for event in Event.objects.filter(subject_ref=wave.code)}
    assert set(events) == {"wave.planned", "wave.framed"}
    assert commitment(wave.seed) in events["wave.planned"]
    assert wave.seed not in "".join(events.values())


def test_a_census_draws_everybody_who_can_be_asked(manager, wave):
    drawn = planning.draw_wave(manager, wave, DrawData())
    assert (drawn.state, drawn.drawing) == ("drawn", Drawing.CENSUS)
    assert asked(wave).filter(drawn=True, probability=1).count() == asked(wave).count()
    assert not wave.units.exclude(excluded="").filter(drawn=True).exists()


def test_a_sample_keeps_the_probability_of_everybody_in_its_stratum(manager, wave):
    planning.draw_wave(manager, wave, DrawData(total=40, least=3))
    assert wave.units.filter(drawn=True).count() == 40
    for stratum in asked(wave).order_by("stratum").values_list("stratum", flat=True).distinct():
        own = asked(wave).filter(stratum=stratum)
        (probability,) = set(own.values_list("probability", flat=True))
        drawn = own.filter(drawn=True).count()
        assert probability == pytest.approx(drawn / own.count())
        assert drawn >= min(3, own.count())


@pytest.mark.both_databases
def test_the_same_seed_draws_the_same_units_again(manager, wave):
    def drawn(wave):
        planning.draw_wave(manager, wave, DrawData(total=30))
        return set(wave.units.filter(drawn=True).values_list("firm__ref", "programme__code"))

    other = planning.plan_wave(manager, plan(manager, code="again"))
    Wave.objects.filter(pk=other.pk).update(seed=wave.seed)
    assert drawn(wave) == drawn(other)


def test_a_draw_is_undone_with_a_reason_and_has_another_seed_then(manager, wave):
    planning.draw_wave(manager, wave, DrawData(total=30))
    with pytest.raises(Refused):
        planning.draw_again(manager, wave, " ")
    again = planning.draw_again(manager, wave, "抽出数の誤り")
    assert (again.state, again.seed != wave.seed) == ("planned", True)
    assert not wave.units.filter(drawn=True).exists()


def test_who_is_taken_out_by_hand_stays_out_when_the_frame_is_made_anew(manager, wave):
    unit = asked(wave).select_related("firm").first()
    planning.leave_out(manager, unit, "重複調査を避けるため")
    planning.change_wave(manager, wave, plan(manager, strata=("programme",)))
    again = wave.units.get(firm=unit.firm, programme=unit.programme)
    assert (again.excluded, again.excluded_note) == (Exclusion.BY_HAND, "重複調査を避けるため")
    planning.take_in(manager, again)
    assert wave.units.get(pk=again.pk).excluded == ""


def test_a_firm_asked_lately_by_another_wave_rests(manager, wave):
    firm = asked(wave).first().firm_id
    wave.units.filter(firm=firm).update(sent_at=manager.at - timedelta(days=40))
    spec = FrameSpec(plan(manager).frame.parts, rest_months=6)
    second = planning.plan_wave(manager, plan(manager, code="second", frame=spec))
    reasons = set(second.units.filter(firm=firm).values_list("excluded", flat=True))
    assert reasons == {Exclusion.ASKED_LATELY}


def test_a_wave_goes_from_drawn_to_open_to_closed_and_back_with_a_reason(manager, wave):
    planning.draw_wave(manager, wave, DrawData())
    assert planning.open_wave(manager, wave).state == "open"
    assert planning.close_wave(manager, wave).closed_at == manager.at
    until = manager.today + timedelta(days=7)
    again = planning.reopen_wave(manager, wave, until, "回答が届いたため")
    assert (again.state, again.closes_on, again.closed_at) == ("open", until, None)


def test_who_is_asked_stands_once_the_wave_is_open(manager, wave):
    planning.draw_wave(manager, wave, DrawData())
    planning.open_wave(manager, wave)
    for act in (
        lambda: planning.draw_again(manager, wave, "誤り"),
        lambda: planning.change_wave(manager, wave, plan(manager)),
        lambda: planning.leave_out(manager, wave.units.first(), "誤り"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.rule == "wave_state"


def test_a_wave_whose_last_day_has_gone_by_is_not_opened(manager, wave):
    planning.draw_wave(manager, wave, DrawData())
    Wave.objects.filter(pk=wave.pk).update(closes_on=manager.today - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        planning.open_wave(manager, wave)
    assert refused.value.rule == "not_over"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"code": "2026 supported"}, "wave_code"),
        ({"name_en": " "}, "name_missing"),
        ({"asked_on": date(2026, 3, 9)}, "asked_past"),
        ({"closes_on": date(2026, 3, 9)}, "closes_early"),
        ({"frame": FrameSpec()}, "frame_without_parts"),
        ({"frame": FrameSpec((Part("mall", 2024, 2021),))}, "years_turned"),
        ({"frame": FrameSpec((Part("mall", 1990, 1991),))}, "frame_empty"),
        ({"strata": ("colour",)}, "stratum_fact"),
        ({"asked": Asked.PROVIDERS}, "form_of_others"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_and_leaves_nothing(manager, changes, rule):
    before = Wave.objects.count()
    with pytest.raises(Refused) as refused:
        planning.plan_wave(manager, plan(manager, **changes))
    assert (refused.value.rule, Wave.objects.count()) == (rule, before)


@pytest.mark.parametrize(
    ("sizes", "rule"),
    [
        (DrawData(total=100_000), "sample_too_large"),
        (DrawData(total=2), "sample_too_small"),
        (DrawData(by_stratum={"spot": 1}), "stratum_without"),
    ],
)
def test_sizes_that_do_not_fit_the_strata_are_refused_and_nothing_is_drawn(manager, wave, sizes, rule):
    with pytest.raises(Refused) as refused:
        planning.draw_wave(manager, wave, sizes)
    assert refused.value.rule == rule
    assert not FrameUnit.objects.filter(wave=wave, drawn=True).exists()


def test_offices_are_asked_as_a_frame_of_their_own(manager):
    edition = shipped_edition("office_year", manager.at)
    wave = planning.plan_wave(
        manager,
        plan(manager, asked=Asked.OFFICES, edition=edition, frame=FrameSpec(), strata=("region",)),
    )
    assert wave.units.filter(office__isnull=False, firm=None).count() == wave.units.count() > 1
