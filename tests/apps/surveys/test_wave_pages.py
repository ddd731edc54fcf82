from datetime import timedelta

import pytest
from django.urls import reverse

from banso.apps.surveys import planning
from banso.apps.surveys.forms_kept import shipped_edition
from banso.apps.surveys.models import FrameUnit, Wave
from banso.apps.surveys.planning import DrawData
from banso.apps.surveys.wave_forms import frame_initial

from .planned import plan, published

pytestmark = pytest.mark.usefixtures("portfolio")


@pytest.fixture
def manager(actor):
    return actor("programme_manager")


@pytest.fixture
def wave(manager):
    return planning.plan_wave(manager, plan(manager))


def typed(manager, **changes):
    """A plan as it is typed; fields that stay empty are not sent."""
    frame = frame_initial(published(manager.today))
    return {
        "code": "2026-a", "name_ja": "調査", "name_en": "Survey", "asked": "firms",
        "edition": shipped_edition("supported_firm", manager.at).pk,
        "asked_on": manager.today, "closes_on": manager.today + timedelta(days=30), "strata": ["service"],
        **{name: value for name, value in frame.items() if value}, "rest_months": 0, **changes,
    }  # fmt: skip


def test_the_published_frame_fills_the_form(client_as):
    page = client_as("programme_manager").get(reverse("surveys:plan"), {"preset": "published"})
    form = page.context["form"]
    assert (form["hands_on_first"].value(), form["hands_on_last"].value()) == (2021, 2022)
    assert (form["spot_only"].value(), form["strata"].value()) == (True, ["service"])


def test_counting_shows_the_strata_and_stores_nothing(client_as, manager):
    before = Wave.objects.count()
    page = client_as("programme_manager").post(reverse("surveys:plan"), typed(manager, count=""))
    counted = page.context["counted"]
    assert counted["framed"] == sum(one.framed for _name, one, _small in counted["lines"]) > 0
    assert Wave.objects.count() == before


def test_a_wave_is_planned_drawn_and_opened_in_the_browser(client_as, manager):
    client = client_as("programme_manager")
    client.post(reverse("surveys:plan"), typed(manager))
    assert client.post(reverse("surveys:draw", args=["2026-a"]), {"how": "total", "total": 30, "least": 2})
    client.post(reverse("surveys:wave_open", args=["2026-a"]))
    wave = Wave.objects.get(code="2026-a")
    assert (wave.state, wave.units.filter(drawn=True).count()) == ("open", 30)


def test_what_a_draw_would_take_is_shown_by_stratum_first(client_as, wave):
    address = reverse("surveys:draw", args=[wave.code])
    sent = {"how": "total", "total": 40, "least": 3, "count": ""}
    page = client_as("programme_manager").post(address, sent)
    assert page.context["sum"] == 40
    assert Wave.objects.get(pk=wave.pk).state == "planned"


def test_a_size_that_does_not_fit_stands_beside_its_field(client_as, wave):
    address = reverse("surveys:draw", args=[wave.code])
    page = client_as("programme_manager").post(address, {"how": "total", "total": 99_999, "least": 2})
    assert page.context["form"].errors["total"]


def test_years_that_are_missing_are_named_by_their_field(client_as, manager):
    sent = typed(manager)
    del sent["spot_first"]
    page = client_as("programme_manager").post(reverse("surveys:plan"), sent)
    assert list(page.context["form"].errors) == ["spot_first"]


@pytest.mark.parametrize("state", ["planned", "open"])
@pytest.mark.parametrize("role", ["programme_manager", "evaluator"])
def test_the_board_adds_up_and_offers_steps_to_head_office_only(client_as, manager, wave, state, role):
    if state == "open":
        planning.draw_wave(manager, wave, DrawData())
        planning.open_wave(manager, wave)
        answered = wave.units.filter(drawn=True).order_by("pk").values_list("pk", flat=True)[:7]
        FrameUnit.objects.filter(pk__in=list(answered)).update(sent_at=manager.at, answered_at=manager.at)
    page = client_as(role).get(reverse("surveys:board", args=[wave.code]))
    whole = page.context["whole"]
    assert whole.framed == wave.units.count()
    assert whole.answered == (7 if state == "open" else 0)
    assert bool(page.context["events"]) == (role == "programme_manager")


def test_the_queries_of_a_board_do_not_grow_with_its_units(client_as, manager, wave, queries):
    client = client_as("programme_manager")
    small = planning.plan_wave(manager, plan(manager, code="small", frame=published(manager.today)))
    address = reverse("surveys:board", args=[small.code])
    client.get(address)
    with queries() as captured:
        client.get(address)
    with queries(len(captured)):
        client.get(reverse("surveys:board", args=[wave.code]))


def test_units_are_narrowed_and_taken_away_as_a_file(client_as, manager, wave):
    unit = wave.units.filter(excluded="").select_related("firm").first()
    planning.leave_out(manager, unit, "重複調査を避けるため")
    address = reverse("surveys:board", args=[wave.code])
    file = client_as("evaluator").get(address, {"excluded": "by_hand", "format": "csv"})
    lines = b"".join(file).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert unit.firm.ref in lines[1]


def test_somebody_is_left_out_on_a_page_of_the_wave_itself_only(client_as, manager, wave):
    other = planning.plan_wave(manager, plan(manager, code="other"))
    client, unit = client_as("programme_manager"), wave.units.filter(excluded="").first()
    sent = {"reason": "重複調査を避けるため"}
    assert client.post(reverse("surveys:leave_out", args=[other.code, unit.pk]), sent).status_code == 404
    assert client.post(reverse("surveys:leave_out", args=[wave.code, unit.pk]), sent).status_code == 302
    assert wave.units.get(pk=unit.pk).excluded == "by_hand"


def test_a_wave_that_was_brought_in_has_no_board(client_as):
    Wave.objects.filter(code="2025-supported").update(drawing="brought")
    assert client_as("evaluator").get(reverse("surveys:board", args=["2025-supported"])).status_code == 404
