"""A partner body registers many new exporters out of one file: all of them or none."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from banso.apps.directory.models import Firm
from banso.apps.journal.models import Event
from banso.apps.new_exporters.models import Registration
from banso.engines.reporting.workbook import write_csv
from support import people

pytestmark = pytest.mark.usefixtures("configuration", "clock")

HEADER = [
    "firm", "kind", "corporate_number", "name", "name_kana", "prefecture", "industry", "export_experience",
    "ec_record", "contact_name", "readiness", "evidence", "agreed",
]  # fmt: skip


def new(name="あけぼの茶舗", readiness="interested", **changed):
    row = {
        "kind": "sole_trader", "name": name, "name_kana": "アケボノチャホ", "prefecture": "22",
        "industry": "food_agri_fishery_processed", "export_experience": "none", "ec_record": "none",
        "contact_name": "明 春子",
        "readiness": readiness, "evidence": "展示会で引き合い", "agreed": "はい",
    } | changed  # fmt: skip
    return [row.get(name, "") for name in HEADER]


def known(ref, **changed):
    row = {"firm": ref, "readiness": "interested", "evidence": "展示会で引き合い", "agreed": "no"} | changed
    return [row.get(name, "") for name in HEADER]


@pytest.fixture
def client(client_as):
    # A firm stands where there is an office.
    people.make_firm()
    return client_as("partner_member")


def send(client, rows):
    file = SimpleUploadedFile("firms.csv", write_csv(HEADER, rows))
    return client.post(reverse("imports:new_exporters"), {"file": file}).content.decode()


def store(client, shown):
    signed = re.search(r'name="shown" value="([^"]+)"', shown).group(1)
    return client.post(reverse("imports:new_exporters"), {"shown": signed}, follow=True)


def of_body(client, **values):
    """A firm that the client's body brought in."""
    return people.make_firm(brought_by=client.user.assignments.get().partner_body, **values)


def test_the_preview_stores_nothing(client):
    shown = send(client, [new(), known(of_body(client).ref)])
    assert "あけぼの茶舗" in shown
    assert (Registration.objects.count(), Firm.objects.filter(name="あけぼの茶舗").count()) == (0, 0)


def test_new_and_known_firms_are_registered_in_one_step(client):
    firm = of_body(client)
    store(client, send(client, [new(), known(firm.ref)]))
    body = client.user.assignments.get().partner_body
    assert Registration.objects.filter(lead_body=body).count() == 2
    assert Firm.objects.get(name="あけぼの茶舗").brought_by == body
    assert Event.objects.filter(action="registration.opened").count() == 2
    assert Event.objects.filter(action="import.registered").count() == 1


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (new(readiness="soon"), "readiness", "次のいずれか"),
        (new(name_kana=""), "name_kana", "セルが空です"),
        (new(evidence=""), "evidence", "セルが空です"),
        (new(agreed="たぶん"), "agreed", "はい"),
        (known("F-1900-0001"), "firm", "事業者"),
    ],
)
def test_a_row_that_is_wrong_is_named_and_keeps_the_others_out(client, row, column, said):
    shown = send(client, [new(name="先の店"), row])
    assert 'name="shown"' not in shown
    errors = shown[shown.index("h-found") :]
    assert f'class="id" data-h="列">{column}<' in errors
    assert said in errors


def test_a_firm_out_of_reach_cannot_be_registered_by_its_reference(client):
    other = people.make_firm()
    assert 'name="shown"' not in send(client, [known(other.ref)])


def test_the_same_firm_twice_in_a_file_is_named(client):
    firm = of_body(client)
    assert "すでに" in send(client, [known(firm.ref), known(firm.ref)])


def test_the_same_file_is_stored_once(client):
    shown = send(client, [new()])
    store(client, shown)
    assert "すでに登録されています" in store(client, shown).content.decode()
    assert Registration.objects.count() == 1


def test_what_has_become_wrong_since_the_preview_stores_nothing(client):
    firm = of_body(client)
    shown = send(client, [new(), known(firm.ref)])
    store(client, send(client, [known(firm.ref), new("別の店")]))
    again = store(client, shown)
    assert "何も保存していません" in again.content.decode()
    assert Registration.objects.count() == 2


def test_nobody_stores_what_another_was_shown(client, client_as):
    shown = send(client, [new()])
    store(client_as("partner_member", user=people.make("partner_member")), shown)
    assert not Registration.objects.exists()


def test_the_template_can_be_sent_back(client):
    template = client.get(reverse("imports:new_exporters_template"), {"format": "csv"})
    assert template.status_code == 200
    file = SimpleUploadedFile("t.csv", b"".join(template) if template.streaming else template.content)
    shown = client.post(reverse("imports:new_exporters"), {"file": file}).content.decode()
    assert 'name="shown"' in shown


def test_experts_do_not_register_new_exporters(client_as):
    assert client_as("expert").get(reverse("imports:new_exporters")).status_code == 403
