"""The pages of the room: who sees what, in how many queries, and what a form says when something is wrong."""

import pytest
from django.urls import reverse

from banso.apps.casework.models import Case
from banso.apps.directory.models import Market, Office
from banso.apps.intake.models import Consultation
from banso.apps.selection import services
from banso.apps.selection.models import Application, Determination, Screening
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


def page(name, *args):
    return reverse(f"selection:{name}", args=args)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def staff_of(row, client_as):
    return client_as("office_staff", office=row.office)


def firm_of(row, client_as):
    return client_as("firm_member", firm=row.firm)


def typed(*, efforts=(), **values):
    """What a firm types into the form; ``efforts`` as (kind, description, promised by)."""
    rows = [*efforts, ("", "", "")]
    data = {
        "service": making.offered().pk, "reason": "国内の需要が減っている。", "edition": 0,
        "market": Market.objects.get(code="US").pk, "product": "緑茶", "metric": "amount", "unit": "",
        "baseline": "0", "target": "12000000", "due_on": "2027-03-31", "plan_after_support": "続ける。",
        "effort-TOTAL_FORMS": len(rows), "effort-INITIAL_FORMS": 0,
    }  # fmt: skip
    for number, row in enumerate(rows):
        data |= {
            f"effort-{number}-{name}": value
            for name, value in zip(("kind", "description", "promised_by"), row, strict=True)
        }
    return data | values


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("programme_manager", 200), ("evaluator", 200), ("auditor", 200), ("reviewer", 200), ("decider", 200),
        ("firm_member", 404), ("partner_member", 404), ("expert", 403), ("administrator", 403),
    ],
)  # fmt: skip
def test_an_application_is_seen_by_role_and_reach(client_as, role, expected):
    found = making.submitted()
    assert client_as(role, user=people.make(role)).get(page("application", found.ref)).status_code == expected


def test_staff_of_another_office_do_not_see_it(client_as):
    found = making.submitted()
    other = Office.objects.create(
        code="other", name_ja="別の事務所", name_en="Other office", prefecture=found.office.prefecture
    )
    assert client_as("office_staff", office=other).get(page("application", found.ref)).status_code == 404


def test_staff_see_goal_efforts_views_and_what_the_policy_recommends(client_as):
    found = making.screened()
    shown = text(staff_of(found, client_as).get(page("application", found.ref)))
    for part in (
        "12,000,000円",
        "英語の商品資料",
        "担当者を置いて続ける。",
        "目標が現実的。",
        "規則による推奨: 採択",
        "申請を提出",
    ):
        assert part in shown


def test_the_firm_reads_neither_views_nor_recommendation(client_as):
    found = making.screened()
    shown = text(firm_of(found, client_as).get(page("application", found.ref)))
    assert "英語の商品資料" in shown
    for hidden in ("目標が現実的。", "推奨", "申請を提出<"):
        assert hidden not in shown


def test_a_partner_body_reads_neither_views_nor_recommendation(client_as):
    found = making.screened()
    client = client_as("partner_member")
    Consultation.objects.create(
        ref="Q-1", firm=found.firm, office=found.office, channel="partner", title="表示", body="質問",
        partner_body=client.user.assignments.get().partner_body, asked_at=making.NOW,
    )  # fmt: skip
    shown = text(client.get(page("application", found.ref)))
    assert found.firm.name in shown
    assert "目標が現実的。" not in shown
    assert "規則による推奨" not in shown


def test_the_firm_reads_why_it_was_declined(client_as):
    found = making.screened()
    making.determine(found, "declined", "目標の根拠を示してください。")
    assert "目標の根拠を示してください。" in text(
        firm_of(found, client_as).get(page("application", found.ref))
    )


@pytest.mark.parametrize(
    ("role", "offered"),
    [("evaluator", set()), ("reviewer", {"application_screen"}), ("decider", {"application_determine"})],
)
def test_what_is_offered_on_a_submitted_application(client_as, role, offered):
    found, user = making.submitted(), people.make(role)
    if role == "reviewer":
        services.declare(making.by(role, user=user), found, "none")
    shown = text(client_as(role, user=user).get(page("application", found.ref)))
    names = ("edit", "submit", "withdraw", "screen", "determine")
    links = {f"application_{name}" for name in names if page(f"application_{name}", found.ref) in shown}
    assert links == offered


def test_the_list_offers_each_role_its_next_step(client_as):
    found = making.screened(reviewer=making.another("reviewer"))
    draft = making.started(found.firm)
    screening, determining = page("application_screen", found.ref), page("application_determine", found.ref)
    assert screening in text(
        client_as("reviewer", user=people.make("reviewer")).get(page("application_list"))
    )
    assert determining in text(client_as("decider").get(page("application_list")))
    shown = text(firm_of(found, client_as).get(page("application_list")))
    assert screening not in shown
    assert determining not in shown
    assert shown.count(page("application", draft.ref)) == 2


def test_the_list_costs_the_same_however_many_rows(client_as, queries):
    making.screened()
    client = client_as("reviewer", user=people.make("reviewer"))
    client.get(page("application_list"))
    with queries() as before:
        client.get(page("application_list"))
    for _ in range(4):
        making.screened()
    with queries(len(before)):
        client.get(page("application_list"))
    assert len(before) <= 8


def test_the_page_costs_the_same_however_many_views(client_as, queries):
    found = making.screened()
    client = client_as("evaluator")
    client.get(page("application", found.ref))
    with queries() as before:
        client.get(page("application", found.ref))
    for _ in range(3):
        making.screen(found, reviewer=making.another("reviewer"))
    with queries(len(before)):
        client.get(page("application", found.ref))


def test_a_firm_writes_reads_through_and_submits(client_as):
    client = client_as("firm_member")
    response = client.post(
        page("application_new"), typed(efforts=[("pr", "英語の商品資料", "令和8年9月30日")])
    )
    found = Application.objects.get()
    assert response.url == page("application", found.ref)
    assert page("application_submit", found.ref) in text(client.get(response.url))
    client.post(page("application_submit", found.ref), {"edition": found.edition})
    found.refresh_from_db()
    assert (found.state, found.goals.get().target) == ("submitted", 12_000_000)
    assert found.own_efforts.get().promised_by.isoformat() == "2026-09-30"


def test_full_width_digits_are_read(client_as):
    client = client_as("firm_member")
    client.post(page("application_new"), typed(target="１２，０００，０００"))
    assert Application.objects.get().goals.get().target == 12_000_000


def test_what_is_known_of_the_firm_is_shown_and_not_asked(client_as):
    client = client_as("firm_member")
    shown = text(client.get(page("application_new")))
    firm = client.user.assignments.get().firm
    assert firm.get_export_experience_display() in shown
    assert 'name="employees"' not in shown
    assert 'name="export_experience"' not in shown


def test_staff_first_say_for_which_firm(client_as):
    firm = people.make_firm()
    client = client_as("office_staff", office=firm.office)
    assert 'name="firm"' in text(client.get(page("application_new")))
    assert 'name="service"' in text(client.get(page("application_new") + f"?firm={firm.ref}"))
    client.post(page("application_new") + f"?firm={firm.ref}", typed())
    assert Application.objects.get().firm == firm


def test_an_application_out_of_a_consultation_remembers_it(client_as):
    client = client_as("firm_member")
    firm = client.user.assignments.get().firm
    asked = Consultation.objects.create(
        ref="Q-1",
        firm=firm,
        office=firm.office,
        channel="web",
        title="表示",
        body="質問",
        asked_at=making.NOW,
    )
    client.post(page("application_new") + "?consultation=Q-1", typed())
    assert Application.objects.get().consultation == asked


def test_the_consultation_of_another_firm_is_not_taken_over(client_as):
    other = people.make_firm()
    Consultation.objects.create(
        ref="Q-1", firm=other, office=other.office, channel="web", title="表示", body="質問",
        asked_at=making.NOW,
    )  # fmt: skip
    client_as("firm_member").post(page("application_new") + "?consultation=Q-1", typed())
    assert Application.objects.get().consultation is None


@pytest.mark.parametrize(
    ("values", "place", "words"),
    [
        ({"target": "0", "baseline": "0"}, "id_target", "1"),
        ({"target": "100", "baseline": "100", "baseline_source": "books"}, "id_target", "現状"),
        ({"due_on": "2026-03-10"}, "id_due_on", "今日より"),
        ({"due_on": "2026-02-30"}, "id_due_on", "存在する日付"),
        ({"metric": "quantity"}, "id_unit", "目標に必要"),
        ({"product": ""}, "id_product", "目標に必要"),
        ({"market": ""}, "id_market", "目標に必要"),
        ({"target": "たくさん"}, "id_target", "整数"),
        ({"service": ""}, "id_service_0", "選んでください"),
    ],
)
def test_bad_input_is_named_by_place_and_rule_with_the_rest_kept(client_as, values, place, words):
    client = client_as("firm_member")
    shown = text(client.post(page("application_new"), typed(**values)))
    summary = shown.split('class="errs"')[1].split("</ul>")[0]
    assert f'href="#{place}"' in summary
    assert "国内の需要が減っている。" in shown
    assert not Application.objects.exists()


def test_a_goal_given_only_in_part_is_not_dropped_silently(client_as):
    nothing = {"market": "", "product": "", "target": "", "due_on": ""}
    shown = text(client_as("firm_member").post(page("application_new"), typed(**nothing, baseline="500")))
    assert 'href="#id_target"' in shown
    assert not Application.objects.exists()


def test_a_draft_without_a_goal_is_stored_and_not_submitted(client_as):
    client = client_as("firm_member")
    nothing = {"market": "", "product": "", "target": "", "due_on": "", "baseline": ""}
    client.post(page("application_new"), typed(**nothing))
    found = Application.objects.get()
    shown = text(client.post(page("application_submit", found.ref), {"edition": found.edition}))
    assert "輸出目標を決めて" in shown
    assert page("application_edit", found.ref) in shown
    found.refresh_from_db()
    assert found.state == "draft"


def test_a_goal_that_was_set_is_changed_but_not_emptied(client_as):
    found = making.started()
    nothing = {"market": "", "product": "", "target": "", "due_on": "", "baseline": ""}
    client = firm_of(found, client_as)
    shown = text(client.post(page("application_edit", found.ref), typed(**nothing, edition=found.edition)))
    assert 'href="#id_target"' in shown


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (("pr", "", "2026-09-30"), "id_effort-1-description"),
        (("", "採用", "2026-09-30"), "id_effort-1-kind"),
        (("pr", "採用", ""), "id_effort-1-promised_by"),
        (("pr", "採用", "2026-03-09"), "id_effort-1-promised_by"),
    ],
)
def test_a_bad_own_effort_is_named_by_its_row(client_as, row, place):
    client = client_as("firm_member")
    shown = text(client.post(page("application_new"), typed(efforts=[("hr", "育成", "2026-12-31"), row])))
    assert f'href="#{place}"' in shown
    assert not Application.objects.exists()


def test_an_emptied_row_takes_the_effort_away(client_as):
    found = making.started(efforts=(making.effort(), making.effort(kind="hr", description="採用")))
    data = typed(efforts=[("", "", ""), ("hr", "採用", "2026-09-30")], edition=1)
    firm_of(found, client_as).post(page("application_edit", found.ref), data | {"effort-INITIAL_FORMS": 2})
    assert found.own_efforts.get().kind == "hr"


def test_there_is_always_room_for_another_effort(client_as):
    found = making.started(efforts=[making.effort() for _ in range(6)])
    shown = text(firm_of(found, client_as).get(page("application_edit", found.ref)))
    assert 'name="effort-7-kind"' in shown


def test_a_form_out_of_date_says_so_keeps_what_was_typed_and_can_be_sent_again(client_as):
    found = making.started()
    client = firm_of(found, client_as)
    services.change(making.by("office_staff"), found, making.draft(reason="事務所の文"), 1)
    address, mine = page("application_edit", found.ref), typed(reason="事業者の文", edition=1)
    shown = text(client.post(address, mine))
    assert "ほかの人がこの申請を変更しました" in shown
    assert "事業者の文" in shown
    found.refresh_from_db()
    assert found.reason == "事務所の文"
    assert 'name="edition" value="2"' in shown
    client.post(address, mine | {"edition": 2})
    found.refresh_from_db()
    assert found.reason == "事業者の文"


def test_what_is_submitted_is_not_changed_on_the_form(client_as):
    found = making.submitted()
    client = firm_of(found, client_as)
    shown = text(client.post(page("application_edit", found.ref), typed(edition=found.edition)))
    assert "提出済み" in shown.split('class="errs"')[1]


def test_a_reviewer_reads_what_is_screened_and_stores_a_view(client_as):
    found = making.submitted()
    client = client_as("reviewer")
    address = page("application_screen", found.ref)
    assert client.get(address).url == page("application_declare", found.ref)
    client.post(page("application_declare", found.ref), {"conflict": "none"})
    shown = text(client.get(address))
    for part in ("12,000,000円", "英語の商品資料", "担当者を置いて続ける。", "入口の条件"):
        assert part in shown
    data = {"view": "discuss", "goal_feasible": "no", "opinion": "人手が足りない。", "revision": 1}
    client.post(address, data | scored(part_people="none"))
    stored = Screening.objects.get()
    assert (stored.view, stored.goal_feasible) == ("discuss", "no")
    assert stored.scores.get(part__code="people").points is None


def scored(**values):
    """The same points for every part, as a form sends them."""
    return {f"part_{code}": str(given) for code, given in making.points().items()} | values


def test_a_part_that_is_left_out_is_asked_for(client_as):
    found = making.submitted()
    client = client_as("reviewer")
    services.declare(making.by("reviewer", user=client.user), found, "none")
    data = {"view": "adopt", "goal_feasible": "yes", "opinion": "よい。", "revision": 1}
    typed_in = scored()
    del typed_in["part_money"]
    shown = text(client.post(page("application_screen", found.ref), data | typed_in))
    assert 'href="#id_part_money_0"' in shown
    assert "よい。" in shown
    assert not Screening.objects.exists()


def test_before_declaring_a_reviewer_sees_firm_and_office_alone(client_as):
    found = making.screened()
    client = client_as("reviewer", user=people.make("reviewer"))
    shown = text(client.get(page("application", found.ref)))
    assert found.firm.name in shown
    assert found.office.name in shown
    for hidden in ("12,000,000円", "英語の商品資料", "担当者を置いて続ける。", "目標が現実的。", "採択<"):
        assert hidden not in shown


def test_with_a_conflict_the_application_stays_closed(client_as):
    found = making.screened()
    user = people.make("reviewer")
    services.declare(making.by("reviewer", user=user), found, "owns")
    making.determine(found)
    client = client_as("reviewer", user=user)
    assert "12,000,000円" not in text(client.get(page("application", found.ref)))
    assert client.get(page("application_screen", found.ref)).url == page("application", found.ref)


def test_a_reviewer_sees_what_others_think_after_giving_a_view(client_as):
    found = making.screened()
    user = people.make("reviewer")
    services.declare(making.by("reviewer", user=user), found, "none")
    client = client_as("reviewer", user=user)
    before = text(client.get(page("application", found.ref)))
    assert "12,000,000円" in before
    for hidden in ("目標が現実的。", "審査：", "規則による推奨", "加重平均"):
        assert hidden not in before
    making.screen(found, reviewer=making.by("reviewer", user=user))
    after = text(client.get(page("application", found.ref)))
    for part in ("目標が現実的。", "加重平均", "3.00"):
        assert part in after


def test_where_scores_lie_apart_the_page_says_discuss_and_where(client_as):
    found = making.submitted()
    making.screen(found, reviewer=making.another("reviewer"))
    making.screen(found, reviewer=making.another("reviewer"), scores=making.points(people=0))
    shown = text(client_as("evaluator").get(page("application", found.ref)))
    assert "点数の差が2点以上: 人材" in shown
    assert "なし（未採点または意見の相違があります）" in shown


def test_what_is_typed_is_kept_and_shown_again(client_as):
    found = making.started()
    client = firm_of(found, client_as)
    data = typed(reason="書きかけの", target="１２万") | {"ref": found.ref, "edition": found.edition}
    shown = text(client.post(page("application_typed"), data))
    assert "9:20" in shown
    assert 'name="edition" id="id_edition" value="2"' in shown
    found.refresh_from_db()
    assert found.reason == "国内の需要が減っている。"
    form = text(client.get(page("application_edit", found.ref)))
    assert "書きかけの" in form
    assert "１２万" in form


def test_what_was_typed_elsewhere_meanwhile_is_not_overwritten(client_as):
    found = making.started()
    client = firm_of(found, client_as)
    data = typed(reason="一つ目の画面") | {"ref": found.ref, "edition": 1}
    client.post(page("application_typed"), data)
    shown = text(client.post(page("application_typed"), data | {"reason": "二つ目の画面"}))
    assert "別の画面またはほかの人が変更しました" in shown
    found.refresh_from_db()
    assert found.typed.data["reason"] == "一つ目の画面"


def test_a_new_draft_begins_by_being_typed_once_its_service_is_chosen(client_as):
    client = client_as("firm_member")
    firm = client.user.assignments.get().firm
    data = typed(reason="はじめの文") | {"ref": "", "firm": firm.ref}
    assert "はじめにサービスを選んで" in text(client.post(page("application_typed"), data | {"service": ""}))
    assert not Application.objects.exists()
    response = client.post(page("application_typed"), data)
    found = Application.objects.get()
    assert response["HX-Replace-Url"] == page("application_edit", found.ref)
    assert (found.firm, found.typed.data["reason"]) == (firm, "はじめの文")


def test_nothing_is_typed_for_another_firm(client_as):
    other = making.started()
    client = client_as("firm_member", user=people.make("firm_member"))
    data = typed() | {"ref": other.ref, "edition": 1}
    assert client.post(page("application_typed"), data).status_code == 404
    assert client.post(page("application_typed"), typed() | {"firm": other.firm.ref}).status_code == 404


def test_what_is_typed_and_not_stored_is_not_handed_in_silently(client_as):
    found = making.started()
    client = firm_of(found, client_as)
    client.post(page("application_typed"), typed(reason="途中") | {"ref": found.ref, "edition": 1})
    found.refresh_from_db()
    shown = text(client.post(page("application_submit", found.ref), {"edition": found.edition}))
    assert "まだ下書きに反映していない入力" in shown
    client.post(page("application_edit", found.ref), typed(edition=found.edition))
    found.refresh_from_db()
    assert not hasattr(found, "typed")


def test_the_decider_asks_for_more_and_the_firm_reads_what(client_as):
    found = making.screened()
    data = {"outcome": "ask_more", "reason": "資料を足してください。", "edition": found.edition}
    client_as("decider").post(page("application_determine", found.ref), data)
    found.refresh_from_db()
    assert found.state == "returned"
    firm = firm_of(found, client_as)
    for name in ("application", "application_edit"):
        assert "資料を足してください。" in text(firm.get(page(name, found.ref)))


def test_the_decider_puts_on_the_waiting_list_when_places_are_gone(client_as):
    making.limited(1)
    making.determine(making.screened())
    found = making.screened()
    client = client_as("decider")
    data = {"outcome": "adopted", "reason": "理由", "edition": found.edition}
    shown = text(client.post(page("application_determine", found.ref), data))
    assert "枠1件はすべて埋まっています" in shown
    assert "理由" in shown
    client.post(page("application_determine", found.ref), data | {"outcome": "wait"})
    assert "前に0件" in text(firm_of(found, client_as).get(page("application", found.ref)))


def test_a_view_without_an_opinion_is_asked_for(client_as):
    found = making.submitted()
    client = client_as("reviewer")
    services.declare(making.by("reviewer", user=client.user), found, "none")
    data = {"view": "adopt", "goal_feasible": "yes", "opinion": "", "revision": 1}
    shown = text(client.post(page("application_screen", found.ref), data | scored()))
    assert 'href="#id_opinion"' in shown
    assert not Screening.objects.exists()


def test_a_decider_sees_views_rate_and_recommendation_and_adopts(client_as):
    making.determine(making.screened(), "declined")
    found = making.screened()
    client = client_as("decider", user=people.make("decider"))
    address = page("application_determine", found.ref)
    shown = text(client.get(address))
    for part in ("目標が現実的。", "規則による推奨: 採択", "決定1件中0件", "入口の条件"):
        assert part in shown
    client.post(address, {"outcome": "adopted", "reason": "自社の取組がある。", "edition": found.edition})
    assert Case.objects.get().application == found
    assert "案件を開く" in text(client.get(page("application", found.ref)))


def test_a_determination_without_a_reason_is_asked_for(client_as):
    found = making.screened()
    data = {"outcome": "declined", "reason": " ", "edition": found.edition}
    shown = text(client_as("decider").post(page("application_determine", found.ref), data))
    assert 'href="#id_reason"' in shown
    assert not Determination.objects.exists()


def test_a_second_determination_is_refused_in_words(client_as):
    found = making.screened()
    edition = found.edition
    making.determine(found)
    client = client_as("decider", user=people.make("decider"))
    data = {"outcome": "declined", "reason": "理由", "edition": edition}
    assert "変更しました" in text(client.post(page("application_determine", found.ref), data))
    again = text(client.post(page("application_determine", found.ref), data | {"edition": edition + 1}))
    assert "採択済み" in again


def test_withdrawing_asks_first(client_as):
    found = making.submitted()
    client = firm_of(found, client_as)
    assert "元に戻せません" in text(client.get(page("application_withdraw", found.ref)))
    client.post(page("application_withdraw", found.ref), {"edition": found.edition})
    found.refresh_from_db()
    assert found.state == "withdrawn"


def test_an_evaluator_cannot_press_what_the_page_does_not_offer(client_as):
    found = making.submitted()
    client = client_as("evaluator")
    for name in ("edit", "submit", "withdraw", "screen", "determine"):
        assert client.post(page(f"application_{name}", found.ref)).status_code == 403


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_reads_in_both_languages(client_as, language):
    found = making.screened()
    draft = making.started(found.firm)
    firm, reviewer, decider = firm_of(found, client_as), client_as("reviewer"), client_as("decider")
    for who, address in (
        (firm, page("application_list")),
        (firm, page("application_new")),
        (firm, page("application_edit", draft.ref)),
        (firm, page("application_submit", draft.ref)),
        (firm, page("application_withdraw", found.ref)),
        (firm, page("application", found.ref)),
        (staff_of(found, client_as), page("application_new")),
        (reviewer, page("application_screen", found.ref)),
        (reviewer, page("application", found.ref)),
        (decider, page("application_determine", found.ref)),
    ):
        who.cookies["banso_language"] = language
        assert f'<html lang="{language}">' in text(who.get(address))
