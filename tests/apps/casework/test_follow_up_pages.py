"""The form behind a link, what is typed there, and the pages of staff about looks back."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from banso.apps.casework import services
from banso.apps.casework.models import CatchUp, FollowUpDraft
from banso.apps.directory.models import Contact
from banso.apps.journal.actor import Actor
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

ENDED = date(2025, 8, 31)


@pytest.fixture
def row():
    case = services.end_support(
        making.by("office_staff", ENDED), making.opened(), outcome="exported", note="終了", ended_on=ENDED
    )
    return case.follow_ups.get(months=6)


@pytest.fixture
def issued(row):
    person = Contact.objects.create(firm=row.case.firm, name="鈴木 花", email="hana@firm.invalid")
    staff = making.by("office_staff")
    return services.ask_follow_up(Actor(staff.user_id, staff.role, timezone.now()), row, [person])[0]


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def test_the_form_behind_the_link_asks_its_questions_without_signing_in(issued):
    shown = text(Client().get(issued.path))
    for name in ("trend", "amount_yen", "new_exports", "new_what", "comment"):
        assert f'name="{name}"' in shown


def test_the_answers_arrive_and_the_link_is_closed(row, issued):
    sent = {"trend": "down", "amount_yen": "３００，０００円", "new_exports": "failed"}
    response = Client().post(issued.path, sent)
    assert response["Location"] == reverse("casework:follow_up_thanks")
    row.refresh_from_db()
    assert (row.method, row.trend, row.amount_yen) == ("link", "down", 300_000)
    text(Client().get(issued.path), 410)


def test_what_is_wrong_stands_beside_its_question_and_what_was_typed_stays(row, issued):
    sent = {"amount_yen": "たくさん", "comment": "長" * 1001, "new_exports": "failed", "new_what": "台湾"}
    shown = text(Client().post(issued.path, sent))
    assert 'href="#id_amount_yen"' in shown
    assert 'href="#id_comment"' in shown
    assert "たくさん" in shown
    row.refresh_from_db()
    assert row.done_on is None


def test_what_is_typed_is_kept_and_shown_again(issued):
    text(Client().post(issued.path, {"draft": "1", "comment": "人手が足りない", "amount_yen": "12万"}))
    assert FollowUpDraft.objects.get().values == {"comment": "人手が足りない", "amount_yen": "12万"}
    assert "人手が足りない" in text(Client().get(issued.path))


def test_an_empty_form_is_not_sent(row, issued):
    text(Client().post(issued.path, {}))
    row.refresh_from_db()
    assert row.done_on is None


def test_staff_record_a_call_with_the_same_questions(row, client_as):
    page = reverse("casework:follow_up", args=[row.pk])
    client = client_as("office_staff", office=row.case.office)
    assert 'name="new_what"' in text(client.get(page))
    sent = {"done_on": "2026-03-09", "method": "visit", "new_exports": "success", "new_what": "新商品"}
    assert client.post(page, sent).status_code == 302
    row.refresh_from_db()
    assert (row.method, row.new_what, row.reached) == ("visit", "新商品", True)


def test_staff_note_tries_and_then_close(row, client_as):
    client = client_as("office_staff", office=row.case.office)
    attempt = reverse("casework:follow_up_attempt", args=[row.pk])
    close = reverse("casework:follow_up_unreached", args=[row.pk])
    assert (
        client.post(attempt, {"tried_on": "2026-03-09", "way": "call", "result": "no_answer"}).status_code
        == 302
    )
    assert "2" in text(client.post(close, {"note": ""}))
    assert (
        client.post(attempt, {"tried_on": "2026-03-10", "way": "call", "result": "closed"}).status_code == 302
    )
    assert client.post(close, {"note": "廃業"}).status_code == 302
    row.refresh_from_db()
    assert (row.reached, row.note) == (False, "廃業")


def test_staff_send_the_form(row, client_as):
    person = Contact.objects.create(firm=row.case.firm, name="鈴木 花", email="hana@firm.invalid")
    client = client_as("office_staff", office=row.case.office)
    page = reverse("casework:follow_up_ask", args=[row.pk])
    assert person.name in text(client.get(page))
    assert client.post(page, {"contacts": [person.pk]}).status_code == 302
    assert row.case.firm.contacts.get().links.count() == 1


def imported(count):
    firms = [people.make_firm() for _ in range(count)]
    rows = [services.PastRow(f.pk, f"x{f.pk}", "旧支援", date(2024, 3, 31)) for f in firms]
    services.import_past_support(making.by("office_manager", date(2026, 3, 10)), rows)
    return firms


def test_the_list_of_catch_ups_costs_the_same_for_any_number(client_as):
    firms = imported(2)
    client = client_as("office_manager", office=firms[0].office)
    address = reverse("casework:catch_up_list")
    text(client.get(address))
    before = count_of(client, address)
    imported(9)
    assert count_of(client, address) == before <= 8


def count_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        text(client.get(address))
    return len(captured)


def test_coverage_counts_what_was_due_and_who_was_reached(row, client_as):
    services.record_follow_up(
        making.by("office_staff", date(2026, 3, 9)),
        row,
        services.FollowUpData(date(2026, 3, 9), "call", "up"),
    )
    client = client_as("programme_manager")
    address = reverse("casework:follow_up_coverage")
    shown = text(client.get(address))
    assert row.case.office.name in shown
    assert "100" in shown
    sheet = client.get(address, {"format": "csv"})
    assert row.case.office.name in sheet.content.decode("utf-8-sig")


def test_a_manager_sets_how_many_firms_a_week(client_as):
    firms = imported(4)
    client = client_as("office_manager", office=firms[0].office)
    page = reverse("casework:catch_up_capacity", args=[firms[0].office.code])
    assert client.post(page, {"weekly": "0"}).status_code == 200
    assert client.post(page, {"weekly": "2"}).status_code == 302
    assert CatchUp.objects.values("due_on").distinct().count() == 2


def test_where_nobody_has_a_mail_address_the_page_says_what_to_do_instead(row, client_as):
    client = client_as("office_staff", office=row.case.office)
    assert "電話または訪問" in text(client.get(reverse("casework:follow_up_ask", args=[row.pk])))


def test_staff_see_to_whom_links_were_sent_and_when(row, issued, client_as):
    client = client_as("office_staff", office=row.case.office)
    shown = text(client.get(reverse("casework:follow_up_ask", args=[row.pk])))
    assert "鈴木 花さんに送ったリンク" in shown
