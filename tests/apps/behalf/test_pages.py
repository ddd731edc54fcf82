"""The pages where a firm confirms what its office entered, and the office's list; the mark beside records."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from banso.apps.behalf import services
from banso.apps.behalf.models import Entry, Word
from banso.apps.casework import services as casework
from tests.apps.casework import making as cases

from . import making

pytestmark = pytest.mark.usefixtures("configuration")


@pytest.fixture
def firm():
    return making.firm()


@pytest.fixture
def rows(firm):
    return [making.consultation(making.by("office_staff"), firm) for _number in range(2)]


def text(response):
    return response.content.decode()


def url(name, *args):
    return reverse(f"behalf:{name}", args=args)


def typed(entries, **changes):
    """What the form sends where everything is right, with some fields changed."""
    sent = {}
    for entry in entries:
        sent |= {f"{entry.pk}-number": entry.number, f"{entry.pk}-answer": "as_written"}
    return sent | changes


def test_one_button_confirms_everything_that_the_page_shows(client_as, firm, rows):
    client = client_as("firm_member", firm=firm)
    assert url("confirm", firm.ref) in text(client.get("/"))
    page = client.get(url("confirm", firm.ref))
    assert text(page).count("台湾の販路を知りたい。") == 2
    client.post(url("confirm", firm.ref), typed(Entry.objects.order_by("pk")))
    assert set(Entry.objects.order_by("pk").values_list("state", flat=True)) == {"confirmed"}
    assert url("confirm", firm.ref) not in text(client.get("/"))
    assert "確認をお願いする内容はありません" in text(client.get(url("confirm", firm.ref)))


def test_a_difference_without_words_is_refused_beside_its_field_and_nothing_is_stored(client_as, firm, rows):
    first, second = (making.entry(row) for row in rows)
    sent = typed([first, second], **{f"{first.pk}-answer": "different", f"{second.pk}-comment": "残る言葉"})
    page = text(client_as("firm_member", firm=firm).post(url("confirm", firm.ref), sent))
    assert "内容を簡潔にご記入ください。" in page
    assert "残る言葉" in page
    assert not Word.objects.exists()


def test_what_was_corrected_meanwhile_is_shown_anew_and_can_be_sent_again(client_as, firm, rows):
    client, sent = client_as("firm_member", firm=firm), typed(Entry.objects.order_by("pk"))
    making.correct(making.by("office_staff"), "consultation", rows[0], body="香港の販路を知りたい。")
    page = text(client.post(url("confirm", firm.ref), sent))
    assert "書き直されました" in page
    assert "香港の販路を知りたい。" in page
    assert not Word.objects.exists()
    shown = dict(re.findall(r'name="(\d+-number)" value="(\d+)"', page))
    client.post(url("confirm", firm.ref), sent | shown)
    assert making.entry(rows[0]).state == "confirmed"


def test_what_came_after_the_page_was_opened_is_not_confirmed_with_it(client_as, firm, rows):
    sent = typed(Entry.objects.order_by("pk"))
    third = making.consultation(making.by("office_staff"), firm)
    client_as("firm_member", firm=firm).post(url("confirm", firm.ref), sent)
    assert [making.entry(row).state for row in (*rows, third)] == ["confirmed", "confirmed", "waiting"]


def test_what_is_different_comes_to_the_office_and_is_settled_there(client_as, firm, rows):
    first, second = (making.entry(row) for row in rows)
    said = {f"{first.pk}-answer": "different", f"{first.pk}-comment": "香港のことです。"}
    client_as("firm_member", firm=firm).post(url("confirm", firm.ref), typed([first, second], **said))
    office = client_as("office_manager", office=firm.office)
    assert "香港のことです。" in text(office.get("/"))
    assert "香港のことです。" in text(office.get(url("entry_list")))
    page = text(office.get(url("keep", first.pk)))
    assert reverse("corrections:correct", args=["consultation", rows[0].pk]) in page
    office.post(url("keep", first.pk), {"reason": "電話で確かめた"})
    assert making.entry(rows[0]).state == "kept"


def test_a_contact_confirms_by_a_link_without_signing_in(firm, rows):
    (issued,) = services.ask_firm(making.by("office_staff"), firm, [making.contact(firm)])
    client, entries = Client(), list(Entry.objects.order_by("pk"))
    assert "台湾の販路を知りたい。" in text(client.get(issued.path))
    assert "ご本人だけです" in text(client.post(issued.path, typed(entries)))
    client.post(issued.path, typed(entries, myself="on", privacy="on"))
    assert [word.way for word in Word.objects.order_by("pk")] == ["link", "link"]
    assert client.get(issued.path).status_code == 410


def test_the_link_is_not_for_another_person_of_the_firm(client_as, firm, rows):
    other = client_as("firm_member", firm=firm)
    own = client_as("firm_member", firm=firm)
    (issued,) = services.ask_firm(making.by("office_staff"), firm, [making.contact(firm, user=own.user)])
    assert own.get(issued.path).status_code == 200
    assert other.get(issued.path).status_code == 403


def test_the_list_costs_few_queries_whatever_its_length(client_as, queries, firm, rows):
    client = client_as("office_staff", office=firm.office)
    client.get(url("entry_list"))
    with queries(at_most=8) as before:
        assert text(client.get(url("entry_list"))).count("台湾") == 0
    for _number in range(5):
        making.consultation(making.by("office_staff"), making.firm())
    with queries(len(before)):
        client.get(url("entry_list"))


def test_the_mark_stands_beside_the_record_for_office_and_firm(client_as, firm, rows):
    page = reverse("intake:consultation", args=[rows[0].ref])
    member, office = client_as("firm_member", firm=firm), client_as("office_staff", office=firm.office)
    for client in (member, office):
        assert "事務所が代行入力" in text(client.get(page))
        assert "事業者は未確認" in text(client.get(page))
    services.confirm_entries(
        making.by("firm_member", user=member.user), firm,
        {entry.pk: services.Answer(entry.number) for entry in Entry.objects.order_by("pk")},
    )  # fmt: skip
    assert "事業者が確認済み" in text(office.get(page))
    assert "2026年3月10日　サインインして回答" in text(office.get(page))


def test_goal_and_plan_of_the_office_are_confirmed_by_agreeing(client_as):
    case = cases.opened(documents=False)
    office = client_as("office_staff", office=case.office)
    actor = making.by("office_staff", user=office.user)
    data = cases.goal(target=6_000_000, after_support="自社で続ける", go_on_reason="新しい取引先")
    goal = casework.revise_goal(actor, case, data, "円安", seen_version=1)
    page = reverse("casework:case", args=[case.ref])
    assert "事務所が代行入力" in text(office.get(page))
    casework.agree_goal(making.by("firm_member", firm=case.firm), goal)
    assert "2026年3月10日　合意" in text(office.get(page))
    casework.write_plan(actor, case, "strategy", {"market": "台湾の小売店"}, edition=0)
    document = reverse("casework:plan", args=[case.ref, "strategy"])
    assert "事務所が代行入力" in text(office.get(document))
    member = making.by("firm_member", firm=case.firm)
    casework.write_plan(member, case, "strategy", {"market": "台湾の百貨店"}, edition=1)
    assert "事務所が代行入力" not in text(office.get(document))


def test_where_nobody_has_a_mail_address_the_page_leads_to_the_paper(client_as, firm, rows):
    making.contact(firm, email="")
    page = text(client_as("office_staff").get(url("ask", firm.ref)))
    assert (url("paper", firm.ref) in page, 'class="btn go"' in page) == (True, False)
    making.contact(firm)
    assert 'class="btn go"' in text(client_as("office_staff").get(url("ask", firm.ref)))
