"""The pages of goal, strategy and plan."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from banso.apps.casework import services
from banso.apps.casework.models.plans import PARTS

from . import making

pytestmark = [pytest.mark.usefixtures("configuration"), pytest.mark.usefixtures("clock")]

DAY = date(2026, 3, 10)


def page(case, name, *more):
    return reverse(f"casework:{name}", args=[case.ref, *more])


def staff_of(case, client_as):
    return client_as("office_staff", office=case.office)


def typed(case, **values):
    """What the form of a revision sends."""
    return {
        "market": making.market().pk,
        "product": "緑茶",
        "metric": "amount",
        "baseline": "0",
        "target": "２，０００，０００",
        "due_on": "2027-03-31",
        "m1_due_on": "2026-09-30",
        "m1_value": "500000",
        "after_support": "自社で続ける",
        "reason": "認証の遅れ",
        "seen_version": "1",
        "service": case.service_id,
        "since": case.started_on.isoformat(),
        **values,
    }


def test_a_revision_is_proposed_on_its_page(client_as):
    case = making.opened()
    response = staff_of(case, client_as).post(page(case, "goal_revise"), typed(case))
    assert response.status_code == 302
    goal = case.goals.get(version=2)
    assert (goal.state, goal.target, goal.milestones.get().value) == ("office_agreed", 2_000_000, 500_000)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"baseline": ""}, "baseline"),
        ({"baseline": "10"}, "baseline_source"),
        ({"metric": "quantity"}, "unit"),
        ({"m1_value": ""}, "m1_value"),
        ({"m1_due_on": "2028-01-01"}, "m1_due_on"),
        ({"m1_due_on": "", "m1_value": "", "m2_due_on": "2028-01-01", "m2_value": "1"}, "m2_due_on"),
        ({"hs_code": "12"}, "hs_code"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_the_input_is_kept(client_as, values, field):
    case = making.opened()
    response = staff_of(case, client_as).post(page(case, "goal_revise"), typed(case, **values))
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert "認証の遅れ" in response.content.decode()
    assert case.goals.count() == 1


def test_a_stale_revision_is_refused_once_and_counts_when_sent_again(client_as):
    case = making.opened()
    client = staff_of(case, client_as)
    response = client.post(page(case, "goal_revise"), typed(case, seen_version="0"))
    form = response.context["form"]
    assert form.non_field_errors()
    assert (
        client.post(page(case, "goal_revise"), {**typed(case), **dict(form.data.items())}).status_code == 302
    )


def test_the_firm_agrees_on_its_page_and_the_case_says_so(client_as):
    case = making.opened()
    data = making.goal(target=2_000_000, after_support="続ける")
    services.revise_goal(making.by("office_staff", DAY), case, data, "認証の遅れ", seen_version=1)
    firm = client_as("firm_member", firm=case.firm)
    assert reverse("casework:goal_agree", args=[case.ref, 2]) in firm.get(page(case, "case")).content.decode()
    assert firm.post(page(case, "goal_agree", 2)).status_code == 302
    assert case.goals.get(version=2).state == "agreed"
    assert "5,000,000" in firm.get(page(case, "case")).content.decode()


def test_the_class_is_shown_while_a_goal_is_typed(client_as):
    case = making.opened()
    url = reverse("casework:goal_weigh", args=[case.firm.ref])
    shown = staff_of(case, client_as).post(url, typed(case)).content.decode()
    assert "似た事業者が少なく判断できない" in shown


def test_nothing_is_said_of_a_goal_that_is_half_typed(client_as):
    case = making.opened()
    url = reverse("casework:goal_weigh", args=[case.firm.ref])
    shown = staff_of(case, client_as).post(url, typed(case, target="", due_on="1月")).content.decode()
    assert "似た事業者の実績がここに表示されます" in shown


def written(case, **texts):
    actor = making.by("firm_member", DAY)
    plan = case.plans.filter(kind="strategy").order_by("-version").first()
    whole = {**{part: f"{part}の本文" for part in PARTS}, **texts}
    return services.write_plan(actor, case, "strategy", whole, edition=plan.edition if plan else 0)


def test_a_document_is_written_sent_and_agreed_on_its_pages(client_as):
    case = making.opened(documents=False)
    staff, firm = staff_of(case, client_as), client_as("firm_member", firm=case.firm)
    texts = {part: "本文" for part in PARTS}
    assert staff.post(page(case, "plan_write", "strategy"), {**texts, "edition": 0}).status_code == 302
    assert staff.post(page(case, "plan_send", "strategy"), {"edition": 1}).status_code == 302
    assert staff.post(page(case, "plan_agree", "strategy"), {"edition": 2}).status_code == 302
    assert firm.post(page(case, "plan_agree", "strategy"), {"edition": 3}).status_code == 302
    assert case.plans.get().state == "agreed"


def test_a_stale_text_is_kept_on_the_form(client_as):
    case = making.opened(documents=False)
    written(case)
    response = staff_of(case, client_as).post(
        page(case, "plan_write", "strategy"), {"market": "台湾に絞る", "edition": 0}
    )
    assert response.context["form"].non_field_errors()
    assert "台湾に絞る" in response.content.decode()


def test_two_versions_are_compared_word_by_word(client_as):
    case = making.opened(documents=False)
    plan = written(case, market="米国に絞る")
    for step in ("send_plan", "agree_plan", "agree_plan"):
        role = "office_staff" if plan.state == "firm_agreed" else "firm_member"
        plan = getattr(services, step)(making.by(role, DAY), plan, edition=plan.edition)
    written(case, market="台湾に絞る")
    shown = staff_of(case, client_as).get(page(case, "plan_compare", "strategy")).content.decode()
    assert "<del>米国</del>" in shown
    assert "<ins>台湾</ins>" in shown


def test_one_version_has_nothing_to_be_compared_with(client_as):
    case = making.opened(documents=False)
    written(case)
    response = staff_of(case, client_as).get(page(case, "plan_compare", "strategy"))
    assert response.url == page(case, "plan", "strategy")


def test_a_document_is_taken_away_as_a_workbook(client_as):
    case = making.opened(documents=False)
    written(case, market="=米国")
    response = staff_of(case, client_as).get(page(case, "plan_xlsx", "strategy"))
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet["B2"].value == "=米国"
    assert sheet["B2"].data_type == "s"
    assert sheet.max_row == 1 + len(PARTS) + 5


@pytest.mark.parametrize("kind", ["budget", "plan"])
def test_a_service_without_documents_has_no_page_of_them(client_as, kind):
    case = making.opened(service="mall")
    assert staff_of(case, client_as).get(page(case, "plan", kind)).status_code == 404


def test_paper_is_noted_on_its_page(client_as):
    case = making.opened(date(2024, 4, 1), documents=False)
    staff = staff_of(case, client_as)
    assert page(case, "plan_paper", "strategy") in staff.get(page(case, "plan", "strategy")).content.decode()
    sent = {"agreed_on": "2024-09-01", "reason": "案件ファイルにある"}
    assert staff.post(page(case, "plan_paper", "strategy"), sent).status_code == 302
    assert case.plans.get().state == "on_paper"
