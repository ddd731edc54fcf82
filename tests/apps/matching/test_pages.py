"""The pages of the room: what they show, in how many queries, and what they say when something is wrong."""

import pytest

from banso.apps.directory.models import Expert
from banso.apps.intake.models import Proposal
from banso.apps.journal.actor import system
from banso.apps.matching import services
from banso.apps.matching.models import PlannedPair
from tests.apps.matching import making

pytestmark = pytest.mark.usefixtures("configuration")


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def planned(*asks):
    plan = services.make_plan(system(making.NOW))
    return plan, [PlannedPair.objects.get(need=ask) for ask in asks]


def test_the_shortlist_shows_the_best_and_why_others_nearly_fit(client_as):
    need, best, near = making.need(), making.expert(), making.expert(markets=[])
    shown = text(client_as("office_staff").get(f"/matching/needs/{need.pk}/"))
    assert f"/choose/{best.code}/" in shown
    assert f"/choose/{near.code}/" in shown
    assert "理由を添えて選ぶ" in shown


def test_every_expert_is_shown_with_what_failed_and_can_be_taken_away(client_as):
    need, fits, absent = making.need(), making.expert(), making.expert()
    making.absent(absent)
    client = client_as("office_staff")
    shown = text(client.get(f"/matching/needs/{need.pk}/all/"))
    assert fits.name in shown
    assert "2026年3月10日まで不在" in shown
    assert f"/choose/{absent.code}/" not in shown
    assert "満たさない" in client.get(f"/matching/needs/{need.pk}/all/?format=csv").content.decode(
        "utf-8-sig"
    )


def test_a_chosen_expert_gets_the_proposal(client_as):
    need, expert = making.need(), making.expert()
    response = client_as("office_staff").post(f"/matching/needs/{need.pk}/choose/{expert.code}/")
    assert response.url == f"/consultations/{need.consultation.ref}/"
    assert Proposal.objects.get().expert == expert


def test_an_expert_who_is_absent_is_refused_and_the_reason_typed_is_kept(client_as):
    need, expert = making.need(), making.expert()
    making.absent(expert)
    url = f"/matching/needs/{need.pk}/choose/{expert.code}/"
    shown = text(client_as("office_staff").post(url, {"reason": "ほかにいません"}))
    assert "この専門家は本日不在です" in shown
    assert "ほかにいません" in shown
    assert Proposal.objects.count() == 0


def test_a_plan_is_confirmed_as_a_whole_and_what_could_not_be_is_told(client_as):
    needs = [making.need(), making.need()]
    expert = making.expert()
    planned(*needs)
    Expert.objects.filter(pk=expert.pk).update(monthly_hours=3)
    client = client_as("office_staff")
    assert "2行をすべて確定" in text(client.get("/matching/plan/"))
    shown = text(client.post("/matching/plan/confirm/", follow=True))
    assert "1行を確定しました" in shown
    assert "残り時間が足りません" in shown


def test_a_row_is_changed_on_its_page(client_as):
    need = making.need()
    experts = {making.expert(), making.expert()}
    _plan, (pair,) = planned(need)
    (other,) = experts - {pair.found.expert}
    client = client_as("office_staff")
    text(client.get(f"/matching/rows/{pair.pk}/"))
    url = f"/matching/rows/{pair.pk}/change/"
    assert "理由" in text(client.post(url, {"expert": other.pk, "reason": ""}))
    client.post(url, {"expert": other.pk, "reason": "現地に詳しい"})
    assert other.name in text(client.get(f"/matching/rows/{pair.pk}/"))


def test_a_row_that_was_decided_meanwhile_is_refused_with_the_input_kept(client_as):
    need = making.need()
    making.expert()
    _plan, (pair,) = planned(need)
    services.confirm_pair(making.staff(), pair)
    url = f"/matching/rows/{pair.pk}/drop/"
    shown = text(client_as("office_staff").post(url, {"reason": "急ぎません"}))
    assert "すでに決定されています" in shown
    assert "急ぎません" in shown


def test_an_expert_sees_the_own_week(client_as):
    expert = making.expert(monthly_hours=10)
    case = making.case(expert=expert)
    making.log(case, expert, "3.50")
    services.choose(making.staff(), (need := making.need()), expert)
    shown = text(client_as("expert", user=expert.user).get("/matching/week/"))
    assert case.firm.name in shown
    assert need.description in shown
    assert "3.5" in shown


@pytest.mark.parametrize("url", ["/matching/load/", "/matching/plans/", "/matching/plan/"])
@pytest.mark.parametrize("role", ["office_staff", "programme_manager"])
def test_lists_cost_eleven_queries_or_fewer_whatever_their_length(portfolio, client_as, queries, url, role):
    client = client_as(role)
    text(client.get(url))
    for size in (20, 100):
        with queries(at_most=LIMITS[url]):
            text(client.get(f"{url}?size={size}"))


LIMITS = {"/matching/load/": 11, "/matching/plans/": 8, "/matching/plan/": 8}


def test_the_week_of_an_expert_costs_the_same_however_much_there_is(portfolio, client_as, queries):
    client = client_as("expert")
    text(client.get("/matching/week/"))
    with queries(at_most=16):
        text(client.get("/matching/week/"))
