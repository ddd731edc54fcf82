"""The pages of requests about personal data: from the first word to the file."""

from datetime import date

import pytest
from django.urls import reverse

from banso.apps.privacy import services
from banso.apps.privacy.models import PersonRequest
from banso.apps.privacy.services import RequestData


def post(client, name, row, **data):
    return client.post(reverse(f"privacy:{name}", args=[row.ref]), data)


def test_a_request_goes_from_the_contact_to_the_file(client_as, contact):
    office = contact.firm.office
    staff, manager = client_as("office_staff", office=office), client_as("office_manager", office=office)
    sent = {"kind": "see", "way": "counter", "received_on": "2026-03-09", "note": ""}
    staff.post(reverse("privacy:ask_for_contact", args=[contact.pk]), sent)
    row = PersonRequest.objects.get()
    assert (row.way, row.received_on, row.contact) == ("counter", date(2026, 3, 9), contact)
    post(staff, "identify", row, how="document")
    post(manager, "decide", row, answer="grant", reason="本人と確認した")
    page = staff.get(reverse("privacy:request", args=[row.ref]))
    assert contact.name in page.content.decode()
    response = post(staff, "hand_out", row)
    assert response["Content-Type"] == "application/zip"
    post(staff, "fulfil", row, note="")
    row.refresh_from_db()
    assert row.state == "done"


def test_a_refusal_keeps_what_was_typed(client_as, contact):
    staff = client_as("office_staff", office=contact.firm.office)
    sent = {"kind": "see", "way": "mail", "received_on": "2026-03-11", "note": "送ってほしい"}
    response = staff.post(reverse("privacy:ask_for_contact", args=[contact.pk]), sent)
    assert "送ってほしい" in response.content.decode()
    assert not PersonRequest.objects.exists()


def test_a_person_asks_signed_in_and_confirms_the_notice(client_as, configuration):
    client = client_as("expert")
    client.post(reverse("privacy:ask"), {"kind": "see", "note": ""})
    client.post(reverse("privacy:notice"))
    row = PersonRequest.objects.get()
    assert (row.state, row.identity) == ("identified", "signed_in")
    page = client.get(reverse("privacy:own")).content.decode()
    assert row.ref in page and "2025-1" in page


@pytest.mark.parametrize("role", ["administrator", "auditor", "programme_manager"])
def test_the_page_of_retention_shows_every_kind(client_as, configuration, role):
    page = client_as(role).get(reverse("privacy:retention")).content.decode()
    assert "事業者の担当者" in page


def test_the_list_takes_at_most_eight_queries(client_as, actor, contact, queries):
    staff = actor("office_staff", office=contact.firm.office)
    for kind in ("see", "stop", "erase"):
        services.receive(staff, RequestData(kind, "mail", date(2026, 3, 10), "", contact))
    client = client_as("office_manager", office=contact.firm.office)
    address = reverse("privacy:request_list")
    client.get(address)
    with queries(at_most=8):
        page = client.get(address)
    assert page.content.decode().count("R-2025-") >= 3


def test_what_waits_for_an_answer_comes_first_whatever_was_due_before(client_as, actor, contact):
    staff = actor("office_staff", office=contact.firm.office)
    rows = {
        kind: services.receive(staff, RequestData(kind, "mail", date(2026, 3, day), "", contact))
        for kind, day in (("see", 2), ("stop", 9), ("erase", 5))
    }
    services.withdraw(staff, rows["see"])
    client = client_as("office_manager", office=contact.firm.office)
    shown = client.get(reverse("privacy:request_list")).content.decode()
    order = sorted(rows, key=lambda kind: shown.index(f">{rows[kind].ref}<"))
    assert order == ["erase", "stop", "see"]
