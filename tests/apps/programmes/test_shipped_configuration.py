from datetime import date, datetime

import pytest

from banso.apps.directory.models import Industry, Prefecture
from banso.apps.intake.models import Subject
from banso.apps.journal.actor import ZONE, system
from banso.apps.journal.models import Event
from banso.apps.programmes.models import Programme, Service, ServiceVersion
from banso.apps.programmes.services import load_shipped_configuration

pytestmark = pytest.mark.django_db

ACTOR = system(datetime(2026, 3, 10, 9, 20, tzinfo=ZONE))


@pytest.fixture(autouse=True)
def loaded():
    load_shipped_configuration(ACTOR)


def test_loading_twice_changes_nothing():
    events = Event.objects.count()
    assert load_shipped_configuration(ACTOR) == 0
    assert Event.objects.count() == events


def test_a_changed_row_is_put_right_and_written_down():
    Prefecture.objects.filter(code="22").update(name_en="Elsewhere")
    assert load_shipped_configuration(ACTOR) == 1
    assert Prefecture.objects.get(code="22").name_en == "Shizuoka"
    assert Event.objects.order_by("-id").first().action == "configuration.loaded"


def test_a_row_of_the_operators_own_is_left_alone():
    Subject.objects.create(code="design", name_ja="デザイン", name_en="Design")
    load_shipped_configuration(ACTOR)
    assert Subject.objects.filter(code="design").exists()


def test_the_47_prefectures_carry_their_jis_codes_and_regions():
    assert [p.code for p in Prefecture.objects.order_by("code")] == [f"{n:02}" for n in range(1, 48)]
    assert Prefecture.objects.get(code="47").region.code == "kyushu"


def test_codes_named_by_other_rooms_exist():
    assert {p.code for p in Programme.objects.all()} == {"consortium", "ec"}
    assert {s.code: s.programme.code for s in Service.objects.all()} == {
        "spot": "consortium",
        "hands_on": "consortium",
        "street": "ec",
        "mall": "ec",
        "store": "ec",
    }
    subjects = "research customers rules certification logistics contract price promotion ec finance"
    assert [s.code for s in Subject.objects.all()] == subjects.split()
    assert Industry.objects.filter(code="food_agri_fishery_processed").exists()


@pytest.mark.parametrize(
    ("service", "months", "stages"),
    [
        ("spot", 3, []),
        ("hands_on", 36, [("strategy", 6), ("plan", 6), ("first_order", 12), ("growth", 12)]),
        ("mall", 24, [("ready_to_list", 3), ("listed", 6), ("first_order", 6), ("repeat_order", 9)]),
    ],
)
def test_stages_fill_the_planned_months(service, months, stages):
    version = ServiceVersion.objects.get(service__code=service)
    assert version.in_force_from == date(2016, 3, 1)
    assert version.planned_months == months
    assert [(s.code, s.planned_months) for s in version.stages.all()] == stages


def test_only_screened_services_are_followed_up_after_their_end():
    months = {v.service.code: v.follow_up_months for v in ServiceVersion.objects.select_related("service")}
    assert months.pop("spot") == []
    assert set(map(tuple, months.values())) == {(6, 12, 24, 36)}


def test_every_row_has_both_names():
    for model in (Prefecture, Industry, Subject, Programme, Service):
        assert not [row.code for row in model.objects.all() if not (row.name_ja and row.name_en)]
