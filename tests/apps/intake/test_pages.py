"""The pages of the room: who sees what, in how many queries, and what a form says when something is wrong."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from banso.apps.directory.models import Firm, Office
from banso.apps.intake import services, silence
from banso.apps.intake.models import Consultation, Need, Proposal
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


def page(name, *args):
    return reverse(f"intake:{name}", args=args)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def staff_of(row, client_as):
    return client_as("office_staff", office=row.office)


def firm_of(row, client_as):
    return client_as("firm_member", firm=row.firm)


def settled():
    """A consultation with one need that an expert answered."""
    proposal = making.taken()
    services.settle(making.of(proposal.expert), proposal, "helped", "登録の手順はこうです。")
    return proposal.need.consultation


#: What the rows of needs send when they are left empty.
NO_ROWS = {"need-TOTAL_FORMS": "4", "need-INITIAL_FORMS": "0"}


def other_office():
    first = Office.objects.order_by("pk").first() or people.make_firm().office
    return Office.objects.create(
        code="other", name_ja="別の事務所", name_en="Other office", prefecture=first.prefecture
    )


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("programme_manager", 200), ("evaluator", 200), ("auditor", 200), ("firm_member", 404),
        ("expert", 404), ("partner_member", 404), ("reviewer", 403), ("decider", 403), ("administrator", 403),
    ],
)  # fmt: skip
def test_a_consultation_is_seen_by_role_and_reach(client_as, role, expected):
    found = making.asked()
    assert (
        client_as(role, user=people.make(role)).get(page("consultation", found.ref)).status_code == expected
    )


def test_staff_see_their_own_office_and_no_other(client_as):
    found = making.asked()
    assert staff_of(found, client_as).get(page("consultation", found.ref)).status_code == 200
    client = client_as("office_staff", office=other_office())
    assert client.get(page("consultation", found.ref)).status_code == 404


def test_an_expert_sees_a_consultation_once_asked_about_it(client_as):
    proposal = making.proposed()
    client = client_as("expert", user=proposal.expert.user)
    assert client.get(page("consultation", proposal.need.consultation.ref)).status_code == 200


def test_staff_see_question_needs_proposals_and_log(client_as):
    found = settled()
    shown = text(staff_of(found, client_as).get(page("consultation", found.ref)))
    for part in (
        found.body,
        "包装材の登録",
        "解決",
        "登録の手順はこうです。",
        "引受（専門家）",
        found.firm.name,
    ):
        assert part in shown


def test_the_firm_reads_its_question_and_the_answer_but_no_log(client_as):
    found = settled()
    shown = text(firm_of(found, client_as).get(page("consultation", found.ref)))
    assert found.body in shown
    assert "登録の手順はこうです。" in shown
    assert "引受（専門家）" not in shown
    assert page("need_take_out", found.ref) not in shown


def test_the_firm_does_not_read_why_an_expert_handed_it_back(client_as):
    proposal = making.proposed()
    services.refuse(making.of(proposal.expert), proposal, making.reason("conflict"))
    found = proposal.need.consultation
    assert "利害関係" not in text(firm_of(found, client_as).get(page("consultation", found.ref)))
    assert "利害関係" in text(staff_of(found, client_as).get(page("consultation", found.ref)))


def test_readers_find_nothing_to_press(client_as):
    need = making.need()
    shown = text(client_as("evaluator").get(page("consultation", need.consultation.ref)))
    for name in ("need_answer", "propose"):
        assert page(name, need.consultation.ref, need.pk) not in shown
    assert page("need_take_out", need.consultation.ref) not in shown


@pytest.mark.parametrize(("days", "late"), [(8, False), (9, True)])
def test_the_list_marks_whoever_waits_too_long(client_as, days, late):
    found = making.asked(at=making.NOW - timedelta(days=days))
    shown = text(staff_of(found, client_as).get(page("consultation_list")))
    assert f"{days}日" in shown
    assert ('class="st late"' in shown) is late


def test_the_list_says_which_are_answered(client_as):
    found = settled()
    client = staff_of(found, client_as)
    assert "回答済み" in text(client.get(page("consultation_list"))).split("<tbody>")[1]
    assert found.ref not in text(client.get(page("consultation_list") + "?state=waiting"))
    assert found.ref in text(client.get(page("consultation_list") + "?state=answered"))


def test_the_list_costs_the_same_however_many_rows(client_as, queries):
    client = staff_of(settled(), client_as)
    client.get(page("consultation_list"))
    with queries() as before:
        client.get(page("consultation_list"))
    for _ in range(4):
        settled()
    with queries(len(before)):
        client.get(page("consultation_list"))
    assert len(before) <= 8


def test_the_page_of_a_consultation_costs_the_same_however_many_needs(client_as, queries):
    proposal = making.taken()
    found = proposal.need.consultation
    client = staff_of(found, client_as)
    client.get(page("consultation", found.ref))
    with queries() as before:
        client.get(page("consultation", found.ref))
    for code in ("logistics", "price", "contract"):
        making.proposed(making.need(found, code=code))
    with queries(len(before)):
        client.get(page("consultation", found.ref))


def test_a_firm_asks_at_its_office(client_as):
    client = client_as("firm_member")
    firm = client.user.assignments.get().firm
    assert f'<option value="{firm.office_id}" selected' in text(client.get(page("consultation_ask")))
    data = {"title": "表示", "body": "何を書けばよいか", "office": firm.office_id, "market": ""}
    response = client.post(page("consultation_ask"), data)
    found = Consultation.objects.get()
    assert response.url == page("consultation", found.ref)
    assert (found.firm, found.office, found.channel) == (firm, firm.office, "web")


def test_a_firm_may_choose_another_office(client_as):
    client, office = client_as("firm_member"), other_office()
    data = {"title": "表示", "body": "何を書けばよいか", "office": office.pk}
    client.post(page("consultation_ask"), data)
    assert Consultation.objects.get().office == office


def test_a_question_without_words_is_asked_for_beside_its_field_with_the_rest_kept(client_as):
    client = client_as("firm_member")
    shown = text(client.post(page("consultation_ask"), {"title": "表示について", "body": "", "office": "1"}))
    assert "入力してください" in shown
    assert 'href="#id_body"' in shown
    assert 'value="表示について"' in shown
    assert not Consultation.objects.exists()


def test_staff_record_a_question_for_a_firm_by_its_reference(client_as):
    firm = people.make_firm()
    client = client_as("office_staff", office=firm.office)
    data = {
        "firm": firm.ref.lower(),
        "channel": "phone",
        "title": "表示",
        "body": "質問",
        "office": firm.office_id,
    }
    client.post(page("consultation_ask"), data | NO_ROWS)
    found = Consultation.objects.get()
    assert (found.firm, found.channel, found.recorded_by) == (firm, "phone", client.user)


def test_staff_name_the_firm_as_it_is_called(client_as):
    firm = people.make_firm(name="株式会社 遠州製茶", name_kana="エンシュウセイチャ")
    people.make_firm()
    client = client_as("office_staff", office=firm.office)
    data = {"firm": "遠州製茶", "channel": "visit", "title": "表示", "body": "質問", "office": firm.office_id}
    client.post(page("consultation_ask"), data | NO_ROWS)
    assert Consultation.objects.get().firm == firm


def test_a_name_that_several_firms_have_is_asked_back(client_as):
    firms = [people.make_firm(name="遠州製茶"), people.make_firm(name="遠州製茶")]
    client = client_as("office_staff", office=firms[0].office)
    data = {
        "firm": "遠州製茶",
        "channel": "visit",
        "title": "表示",
        "body": "質問",
        "office": firms[0].office_id,
    }
    shown = text(client.post(page("consultation_ask"), data))
    assert all(firm.ref in shown for firm in firms)
    assert not Consultation.objects.exists()


def test_staff_do_not_reach_firms_of_another_office(client_as):
    firm = people.make_firm()
    client = client_as("office_staff", office=other_office())
    data = {"firm": firm.ref, "channel": "phone", "title": "表示", "body": "質問", "office": firm.office_id}
    assert "見つかりません" in text(client.post(page("consultation_ask"), data))
    assert not Consultation.objects.exists()


def test_a_partner_body_asks_for_a_firm_it_brought(client_as):
    client = client_as("partner_member")
    body = client.user.assignments.get().partner_body
    firm = people.make_firm(brought_by=body)
    data = {"firm": firm.ref, "channel": "partner", "title": "表示", "body": "質問", "office": firm.office_id}
    client.post(page("consultation_ask"), data)
    assert Consultation.objects.get().partner_body == body


def test_staff_take_a_need_out_answer_it_and_the_firm_reads_it(client_as):
    found = making.asked()
    client = staff_of(found, client_as)
    client.post(
        page("need_take_out", found.ref),
        {"subject": making.subject().pk, "description": "包装材の登録", "market": ""},
    )
    need = Need.objects.get()
    client.post(page("need_answer", found.ref, need.pk), {"answer": "登録は不要です。"})
    assert "登録は不要です。" in text(firm_of(found, client_as).get(page("consultation", found.ref)))


def test_the_choice_of_experts_says_what_they_can_do(client_as):
    need, expert = making.need(), making.expert(monthly_hours=12)
    expert.subjects.add(making.subject("price"))
    expert.markets.add(making.market("FR"))
    shown = text(staff_of(need.consultation, client_as).get(page("propose", need.consultation.ref, need.pk)))
    for part in (expert.name, "価格設定", "フランス", "月12時間"):
        assert part in shown


def test_the_choice_of_experts_costs_the_same_however_many(client_as, queries):
    need = making.need()
    making.expert()
    client = staff_of(need.consultation, client_as)
    address = page("propose", need.consultation.ref, need.pk)
    client.get(address)
    with queries() as before:
        client.get(address)
    for _ in range(5):
        making.expert()
    with queries(len(before)):
        client.get(address)


def test_an_expert_whose_contract_has_ended_cannot_be_chosen(client_as):
    need = making.need()
    gone = making.expert(contract_to=making.NOW.date().replace(day=9))
    client = staff_of(need.consultation, client_as)
    shown = text(client.post(page("propose", need.consultation.ref, need.pk), {"expert": gone.pk}))
    assert 'class="errs"' in shown
    assert not Proposal.objects.exists()


def test_the_expert_takes_it_on_and_settles_it(client_as):
    proposal = making.proposed()
    client = client_as("expert", user=proposal.expert.user)
    assert page("proposal_take", proposal.pk) in text(client.get(page("proposal", proposal.pk)))
    client.post(page("proposal_take", proposal.pk))
    client.post(page("proposal_settle", proposal.pk), {"outcome": "helped", "answer": "手順です。"})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == ("helped", "手順です。")
    assert page("proposal_reopen", proposal.pk) in text(client.get(page("proposal", proposal.pk)))


def test_handing_back_asks_for_a_reason(client_as):
    proposal = making.proposed()
    client = client_as("expert", user=proposal.expert.user)
    assert "選んでください" in text(client.post(page("proposal_refuse", proposal.pk), {}))
    client.post(page("proposal_refuse", proposal.pk), {"reason": making.reason().pk})
    proposal.refresh_from_db()
    assert proposal.refusal_reason == making.reason()


def test_a_need_that_another_expert_has_taken_is_refused_in_words(client_as):
    need = making.need()
    second = making.proposed(need)
    making.taken(need)
    client = client_as("expert", user=second.expert.user)
    assert "すでに別の人が対応しています" in text(client.post(page("proposal_take", second.pk)))


def test_an_expert_does_not_see_what_was_proposed_to_another(client_as):
    proposal = making.proposed()
    client = client_as("expert", user=making.expert().user)
    assert client.get(page("proposal", proposal.pk)).status_code == 404
    assert proposal.need.description not in text(client.get(page("proposal_list")))


def test_the_list_of_proposals_costs_the_same_however_many_rows(client_as, queries):
    expert = making.expert()
    making.proposed(an_expert=expert)
    client = client_as("expert", user=expert.user)
    client.get(page("proposal_list"))
    with queries() as before:
        client.get(page("proposal_list"))
    for _ in range(4):
        making.proposed(an_expert=expert)
    with queries(len(before)):
        client.get(page("proposal_list"))


def test_the_office_takes_a_closed_proposal_up_again(client_as):
    found = settled()
    proposal = Proposal.objects.get()
    staff_of(found, client_as).post(page("office_reopen", found.ref, proposal.pk))
    proposal.refresh_from_db()
    assert proposal.state == "taken"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_reads_in_both_languages(client_as, language):
    proposal = making.taken()
    need = making.need(proposal.need.consultation, code="price")
    client, expert = staff_of(need.consultation, client_as), client_as("expert", user=proposal.expert.user)
    ref = need.consultation.ref
    for who, address in (
        (client, page("consultation_list")),
        (client, page("consultation", ref)),
        (client, page("consultation_ask")),
        (client, page("need_take_out", ref)),
        (client, page("need_answer", ref, need.pk)),
        (client, page("propose", ref, need.pk)),
        (expert, page("proposal_list")),
        (expert, page("proposal", proposal.pk)),
        (expert, page("proposal_settle", proposal.pk)),
    ):
        who.cookies["banso_language"] = language
        assert f'<html lang="{language}">' in text(who.get(address))


def conversation(firm, **more):
    """What staff type while a firm talks: two needs in four rows."""
    return {
        "channel": "phone", "title": "表示", "body": "何を書けばよいか", "office": firm.office_id,
        "market": making.market().pk,
        **NO_ROWS,
        "need-0-subject": making.subject().pk, "need-0-description": "包装材の登録",
        "need-0-hours_wanted": "２.５",
        "need-2-subject": making.subject("price").pk, "need-2-description": "値付け",
        "need-2-market": making.market("FR").pk,
        **more,
    }  # fmt: skip


def test_staff_write_down_a_whole_conversation_on_one_page(client_as):
    firm = people.make_firm()
    client = client_as("office_staff", office=firm.office)
    client.post(page("consultation_ask"), conversation(firm) | {"picked": firm.ref, "firm": "えんしゅう"})
    found = [(n.subject.code, n.market.code, n.hours_wanted) for n in Need.objects.order_by("pk")]
    assert Consultation.objects.get().firm == firm
    assert found == [("rules", "DE", Decimal("2.50")), ("price", "FR", None)]


NEW_FIRM = {
    "new_firm": "on", "new-kind": "sole_trader", "new-name": "試験製茶", "new-name_kana": "シケンセイチャ",
    "new-export_experience": "none", "new-ec_record": "none", "new-contact_name": "山田 花",
}  # fmt: skip


def new_firm(firm, **more):
    known = {"new-prefecture": firm.prefecture_id, "new-industry": firm.industry_id}
    return conversation(firm, **NEW_FIRM, **known, **more)


def test_a_firm_is_registered_on_the_spot_with_its_question(client_as):
    firm = people.make_firm()
    client = client_as("office_staff", office=firm.office)
    client.post(page("consultation_ask"), new_firm(firm))
    found = Consultation.objects.get()
    assert (found.firm.name, found.needs.count()) == ("試験製茶", 2)
    assert found.firm.contacts.get().name == "山田 花"


def test_nothing_typed_is_lost_when_one_part_is_wrong(client_as):
    firm = people.make_firm()
    client = client_as("office_staff", office=firm.office)
    data = new_firm(firm) | {"need-2-subject": "", "new-contact_name": ""}
    shown = text(client.post(page("consultation_ask"), data))
    for kept in ("試験製茶", "シケンセイチャ", "何を書けばよいか", "包装材の登録", "値付け", "２.５"):
        assert kept in shown
    assert 'href="#id_need-2-subject"' in shown
    assert 'href="#id_new-contact_name"' in shown
    assert not Consultation.objects.exists()
    assert Firm.objects.count() == 1


def test_a_firm_registered_already_stores_neither_firm_nor_question(client_as):
    firm = people.make_firm(corporate_number="5990000000001")
    client = client_as("office_staff", office=firm.office)
    data = new_firm(firm) | {"new-kind": "corporation", "new-corporate_number": firm.corporate_number}
    assert 'class="errs"' in text(client.post(page("consultation_ask"), data))
    assert (Consultation.objects.count(), Firm.objects.count()) == (0, 1)


@pytest.mark.parametrize("typed", ["遠州", "えんしゅう", "ｴﾝｼｭｳ", "T-00001"])
def test_firms_are_found_while_typing_by_name_kana_and_reference(client_as, typed):
    firm = people.make_firm(name="株式会社 遠州製茶", name_kana="エンシュウセイチャ")
    client = client_as("office_staff", office=firm.office)
    assert f'value="{firm.ref}"' in text(client.get(page("firm_find"), {"firm": typed}))
    other = client_as("office_staff", office=other_office())
    assert firm.ref not in text(other.get(page("firm_find"), {"firm": typed}))


def test_a_stale_page_shows_what_changed_and_lets_one_go_on(client_as):
    need = making.need()
    client = staff_of(need.consultation, client_as)
    address = page("need_answer", need.consultation.ref, need.pk)
    seen = client.get(address).context["form"]["seen"].value()
    making.proposed(need)
    data = {"answer": "登録は不要です。", "seen": seen}
    response = client.post(address, data)
    assert "ほかの人がこの相談を更新しました" in text(response)
    assert "登録は不要です。" in text(response)
    client.post(address, data | {"seen": response.context["form"]["seen"].value()})
    assert need.proposals.filter(state="helped").exists()


@pytest.mark.parametrize("kind", ["expert", "staff", "office", "provider", "trading", "partner"])
def test_the_office_proposes_to_each_kind_of_receiver(client_as, kind):
    to, _replier = making.receivers()[kind]
    need = making.need()
    client = staff_of(need.consultation, client_as)
    address = page("propose", need.consultation.ref, need.pk) + f"?to={kind}&all"
    field = "expert" if kind == "expert" else "to"
    if kind in ("provider", "trading", "partner"):
        assert "事業者の同意" in text(client.post(address, {field: to.pk}))
        assert not Proposal.objects.exists()
    client.post(address, {field: to.pk, "consent": "on"})
    assert Proposal.objects.get().to == to


def test_a_retired_receiver_is_not_offered(client_as):
    need = making.need()
    gone = making.provider()
    type(gone).objects.filter(pk=gone.pk).update(retired_on=making.NOW.date())
    address = page("propose", need.consultation.ref, need.pk) + "?to=provider&all"
    client = staff_of(need.consultation, client_as)
    assert gone.name_ja not in text(client.get(address))
    assert 'class="errs"' in text(client.post(address, {"to": gone.pk, "consent": "on"}))


def test_the_office_records_what_a_provider_replied(client_as):
    proposal = making.offered(making.provider())
    found = proposal.need.consultation
    client = staff_of(found, client_as)
    assert page("office_take", found.ref, proposal.pk) in text(client.get(page("consultation", found.ref)))
    client.post(page("office_take", found.ref, proposal.pk))
    client.post(
        page("office_settle", found.ref, proposal.pk),
        {"outcome": "helped", "answer": "見積もりを送りました。"},
    )
    assert "見積もりを送りました。" in text(firm_of(found, client_as).get(page("consultation", found.ref)))


def test_the_office_does_not_record_for_an_expert(client_as):
    proposal = making.proposed()
    found = proposal.need.consultation
    client = staff_of(found, client_as)
    assert page("office_take", found.ref, proposal.pk) not in text(
        client.get(page("consultation", found.ref))
    )
    assert client.get(page("office_take", found.ref, proposal.pk)).status_code == 404


def test_another_office_replies_to_what_it_received_and_sees_no_other_consultation(client_as):
    to, _replier = making.receivers()["office"]
    proposal = making.offered(to)
    client = client_as("office_staff", user=to.staff.get().user)
    assert proposal.need.description in text(client.get(page("proposal_list")))
    assert client.get(page("consultation", proposal.need.consultation.ref)).status_code == 404
    client.post(page("proposal_take", proposal.pk))
    assert "連絡先を表示" in text(client.get(page("proposal", proposal.pk)))
    assert client.post(page("proposal_contacts", proposal.pk)).status_code == 200


def test_what_was_withdrawn_leaves_the_receivers_list(client_as):
    proposal = making.proposed()
    client = client_as("expert", user=proposal.expert.user)
    assert proposal.need.description in text(client.get(page("proposal_list")))
    services.withdraw(making.staff(), proposal)
    assert proposal.need.description not in text(client.get(page("proposal_list")))
    assert page("proposal_take", proposal.pk) not in text(client.get(page("proposal", proposal.pk)))


def told(found, client_as):
    return text(firm_of(found, client_as).get(page("consultation", found.ref)))


def test_the_firm_reads_who_works_on_it_since_when_and_what_comes_next(client_as):
    need = making.need()
    found = need.consultation
    assert "お答えできる相手を探しています" in told(found, client_as)
    proposal = making.proposed(need)
    shown = told(found, client_as)
    assert f"2026年3月10日に専門家 {proposal.expert.name}へ打診し、返事を待っています" in shown
    assert "2026年3月31日までに返事がない場合は" in shown
    services.take(making.of(proposal.expert), proposal)
    assert f"専門家 {proposal.expert.name}が2026年3月10日から対応しています" in told(found, client_as)


def test_the_firm_reads_honestly_that_nobody_replied(client_as, move_clock):
    proposal = making.proposed()
    for days in (9, 21, 45):
        silence.run(making.NOW + timedelta(days=days))
    assert "申し訳ありません。打診した相手から返事が得られず" in told(proposal.need.consultation, client_as)


def test_the_firm_reads_that_its_need_rests_and_why(client_as):
    need = making.need()
    services.pause(making.staff(), need, reason="firm_away", until=date(2026, 4, 2))
    assert "2026年4月2日まで休止しています（事業者が不在）" in told(need.consultation, client_as)


STATES = [("silent", 9, True), ("silent", 8, False), ("ours", 21, True), ("ours", 20, False)]


@pytest.mark.parametrize(("state", "days", "found"), STATES)
def test_the_window_finds_what_is_silent_by_its_days(client_as, state, days, found):
    consultation = making.proposed(at=making.NOW - timedelta(days=days)).need.consultation
    shown = text(staff_of(consultation, client_as).get(page("consultation_list") + f"?state={state}"))
    assert (consultation.ref in shown) is found


def test_the_window_finds_what_is_mine_and_what_is_abandoned(client_as):
    client = client_as("office_staff")
    mine = services.ask(making.by("office_staff", user=client.user), making.question())
    other = making.asked()
    services.abandon(making.staff(), making.need(other), making.abandon_reason())
    Consultation.objects.filter(pk=other.pk).update(recorded_by=people.make("office_staff"))
    Need.objects.update(taken_out_by=None)
    shown = text(client.get(page("consultation_list") + "?mine=on"))
    assert mine.ref in shown
    assert other.ref not in shown
    shown = text(client.get(page("consultation_list") + "?state=abandoned"))
    assert other.ref in shown
    assert mine.ref not in shown
