"""What partner bodies, offices, managers and firms see of the programme."""

import html
import re

import pytest
from django.urls import reverse

from banso.apps.new_exporters import services
from banso.apps.new_exporters.models import Registration
from support import people
from tests.apps.new_exporters import making

pytestmark = pytest.mark.usefixtures("configuration")


def text(response):
    assert response.status_code == 200, response.status_code
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def page(registration):
    return reverse("new_exporters:registration", args=[registration.ref])


@pytest.fixture
def shared():
    """A registration of body A whose advice is offered to body B."""
    member = making.member()
    registration = making.registered(member, people.make_firm(name="霧島製茶", name_kana="キリシマセイチャ"))
    part = making.planned(member, registration)
    services.hand_over(
        member, registration, part, to=making.of_body(making.body("chamber-b")), reason="茶に詳しい"
    )
    return registration


def test_a_member_registers_a_firm_it_brought(client_as):
    user = people.make("partner_member", partner_body=making.body())
    firm = people.make_firm(name="霧島製茶", brought_by=making.body())
    data = {
        "firm": firm.ref,
        "readiness": making.readiness().pk,
        "evidence": "見積を頼まれた",
        "agreed": "on",
    }
    sent = client_as("partner_member", user=user).post(reverse("new_exporters:register"), data)
    assert sent.url == page(Registration.objects.get(firm=firm))


def test_what_was_typed_is_kept_when_the_firm_is_registered_already(client_as):
    user = people.make("partner_member", partner_body=making.body())
    firm = people.make_firm(brought_by=making.body())
    making.registered(making.member(), firm)
    data = {"firm": firm.ref, "readiness": making.readiness().pk, "evidence": "見積を頼まれた"}
    shown = client_as("partner_member", user=user).post(reverse("new_exporters:register"), data)
    assert "この事業者はすでに登録されています。" in text(shown)
    assert "見積を頼まれた" in shown.content.decode()


def test_the_receiver_sees_what_it_is_asked_and_takes_it_over(client_as, shared):
    client = client_as(
        "partner_member", user=people.make("partner_member", partner_body=making.body("chamber-b"))
    )
    sent = shared.hand_overs.get()
    accept = reverse("new_exporters:accept", args=[shared.ref, sent.pk])
    assert accept in client.get(page(shared)).content.decode()
    client.post(accept)
    assert "担当はあなたの機関です" in text(client.get(page(shared)))


def test_the_sender_may_only_take_its_offer_back(client_as, shared):
    client = client_as("partner_member", user=people.make("partner_member", partner_body=making.body()))
    shown = client.get(page(shared)).content.decode()
    assert "/recall/" in shown
    assert "/accept/" not in shown


def test_the_firm_reads_who_does_what_in_plain_words(client_as, shared):
    shown = text(client_as("firm_member", firm=shared.firm).get(page(shared)))
    assert "chamber-b商工会議所に引継ぎをお願いし、返事を待っています。" in shown
    assert "茶に詳しい" not in shown


def test_the_overview_counts_by_body_and_leads_to_the_records(client_as, shared):
    shown = client_as("programme_manager").get(reverse("new_exporters:board")).content.decode()
    row = re.search(r"<th scope=\"row\">chamber-a商工会議所.*?</tr>", shown, re.S)[0]
    assert f"?body={making.body().pk}&amp;readiness={making.readiness().pk}&amp;state=open" in row


def test_the_list_costs_the_same_for_any_number(client_as, queries):
    client = client_as("programme_manager")
    making.registered(making.member())
    client.get(reverse("new_exporters:registration_list"))
    with queries() as before:
        client.get(reverse("new_exporters:registration_list"))
    for _ in range(5):
        member = making.member()
        making.planned(member, making.registered(member))
    with queries(at_most=min(8, len(before) + 2)):
        client.get(reverse("new_exporters:registration_list"))


def test_a_step_that_no_table_knows_is_not_found(client_as, shared):
    client = client_as("partner_member", user=people.make("partner_member", partner_body=making.body()))
    part = shared.components.get()
    assert client.get(reverse("new_exporters:step", args=[shared.ref, part.pk, "fly"])).status_code == 404
