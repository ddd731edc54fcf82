from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from banso.apps.base import Refused
from banso.apps.surveys import planning, weighing
from banso.apps.surveys.models import Answer, Wave
from banso.apps.surveys.planning import DrawData
from banso.apps.surveys.weighing import Weighting
from banso.engines.statistics.weights import WeightError

from .planned import plan

pytestmark = pytest.mark.usefixtures("portfolio")


@pytest.fixture
def manager(actor):
    return actor("programme_manager")


def answer(manager, units):
    Answer.objects.bulk_create(
        Answer(
            wave=unit.wave, unit=unit, programme=unit.programme, firm=unit.firm, firm_ref=unit.firm.ref,
            raw={}, values={}, stored_at=manager.at,
        )
        for unit in units
    )  # fmt: skip


@pytest.fixture
def wave(manager):
    """A closed wave: of each stratum every third answered, the first among them."""
    wave = planning.plan_wave(manager, plan(manager))
    planning.draw_wave(manager, wave, DrawData(total=90, least=6))
    planning.open_wave(manager, wave)
    drawn = wave.units.filter(drawn=True).select_related("wave", "firm", "programme")
    by_stratum: dict[str, list] = {}
    for unit in drawn.order_by("pk"):
        by_stratum.setdefault(unit.stratum, []).append(unit)
    answer(manager, [unit for own in by_stratum.values() for unit in own[::3]])
    planning.close_wave(manager, wave)
    return Wave.objects.get(pk=wave.pk)


def asked(wave):
    return wave.units.filter(excluded="").count()


@pytest.mark.both_databases
def test_weights_are_kept_with_the_answers_and_add_up_to_the_frame(manager, wave):
    found = weighing.store_weights(manager, wave, Weighting(("service",), (), Decimal("1.5")))
    kept = dict(wave.answers.values_list("pk", "weight"))
    assert kept == pytest.approx(found.weights)
    assert sum(kept.values()) == pytest.approx(asked(wave))
    assert max(kept.values()) <= 1.5 * sum(kept.values()) / len(kept) + 1e-9
    assert weighing.stored(Wave.objects.get(pk=wave.pk)) == Weighting(("service",), (), Decimal("1.5"))


def test_within_a_class_those_who_answered_stand_for_the_silent(wave):
    found = weighing.weigh(wave, Weighting(("service",)))
    for one in found.classes:
        assert one.factor == pytest.approx(one.drawn / one.answered)


def test_raked_weights_add_up_to_what_the_frame_holds(wave):
    found = weighing.weigh(wave, Weighting((), ("programme",)))
    assert [one.now for one in found.margins] == pytest.approx([one.framed for one in found.margins])
    assert [step.name for step in found.steps] == ["design", "silence", "raked"]


def test_the_numbers_of_a_census_without_silence_are_one(manager):
    wave = planning.plan_wave(manager, plan(manager, code="all", frame=plan(manager).frame))
    planning.draw_wave(manager, wave, DrawData())
    answer(manager, wave.units.filter(drawn=True).select_related("wave", "firm", "programme"))
    found = weighing.weigh(wave, Weighting(("service",)))
    assert (found.last.least, found.last.most, found.last.effect.design_effect) == (1, 1, 1)


def test_a_class_of_which_nobody_answered_is_named_beside_the_classes(manager, wave):
    wave.answers.filter(unit__facts__service="store").delete()
    with pytest.raises(Refused) as refused:
        weighing.store_weights(manager, wave, Weighting(("service",)))
    assert (refused.value.rule, refused.value.field) == ("class_silent", "classes")
    assert "JAPAN STORE" in refused.value.message
    assert not wave.answers.filter(weight__isnull=False).exists()


@pytest.mark.parametrize(
    ("rule", "params"),
    [
        ("margins_not_converged", {"margin": "size", "category": "s5", "off": 0.123, "rounds": 500}),
        ("margins_differ", {"margin": "size", "total": 100.0, "other": "region", "other_total": 90.0}),
        ("margin_category_empty", {"margin": "region", "category": "kanto"}),
        ("cap_too_low", {"cap": 1.0, "least": 3.5}),
        ("weights_none", {}),
    ],
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_way_in_which_weights_cannot_be_made_is_said_in_words(rule, params, language):
    from django.utils import translation

    with translation.override(language):
        said = weighing.refused(WeightError(rule, **params), Weighting()).message
    assert said
    assert "%(" not in said


def test_an_open_wave_has_provisional_weights_that_are_not_stored(manager, wave):
    planning.reopen_wave(manager, wave, manager.today + timedelta(days=3), "回答が届いたため")
    with pytest.raises(Refused) as refused:
        weighing.store_weights(manager, wave, Weighting())
    assert refused.value.rule == "wave_state"
    assert weighing.weigh(wave, Weighting())


def test_taking_answers_again_takes_the_weights_away(manager, wave):
    weighing.store_weights(manager, wave, Weighting())
    planning.reopen_wave(manager, wave, manager.today + timedelta(days=3), "回答が届いたため")
    assert not wave.answers.filter(weight__isnull=False).exists()
    assert weighing.stored(Wave.objects.get(pk=wave.pk)) is None


@pytest.mark.parametrize(("role", "may"), [("programme_manager", True), ("evaluator", False)])
def test_weights_are_shown_to_readers_and_stored_by_head_office(client_as, wave, role, may):
    client = client_as(role)
    page = client.get(reverse("surveys:weights", args=[wave.code]), {"classes": "service", "cap": "2"})
    assert [step.name for _words, step in page.context["steps"]] == ["design", "silence", "trimmed"]
    sent = client.post(reverse("surveys:weights_store", args=[wave.code]), {"classes": "service"})
    assert (sent.status_code == 302, wave.answers.filter(weight__isnull=False).exists()) == (may, may)
