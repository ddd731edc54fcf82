"""Correcting on a page: the form keeps what was typed, the history shows what was."""

import html
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from banso.apps.casework.models import Activity, Case
from banso.apps.corrections.kinds import KINDS
from banso.apps.corrections.models import Correction
from banso.apps.corrections.values import seen
from banso.apps.documents.models import Document
from banso.apps.journal.models import FiscalYear

pytestmark = pytest.mark.usefixtures("portfolio")


def text(response):
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def row():
    found = Activity.objects.filter(case__state="active", case__application__isnull=False)
    return found.select_related("case__office").order_by("pk").first()


@pytest.fixture
def client(client_as, row):
    return client_as("office_staff", office=row.case.office)


def data(row, **values):
    shown = {
        "kind": row.kind,
        "done_on": row.done_on.isoformat(),
        "hours": str(row.hours),
        "travel_yen": "",
        "advice": row.advice,
        "why": "時間の誤り",
        "page": seen(KINDS["activity"], row),
    }
    return {**shown, **values}


def test_staff_correct_hours_and_read_what_they_were(client, row):
    old = row.hours
    address = reverse("corrections:correct", args=["activity", row.pk])
    assert client.post(address, data(row, hours=str(old + 1))).status_code == 302
    shown = text(client.get(reverse("corrections:history", args=["activity", row.pk])))
    assert str(old) in shown
    assert str(Decimal(old) + 1) in shown
    assert "時間の誤り" in shown


def test_a_refusal_stands_beside_its_field_and_the_input_is_kept(client, row):
    address = reverse("corrections:correct", args=["activity", row.pk])
    sent = client.post(address, data(row, hours="1.1", advice="書き直した助言"))
    assert "時間は0.25時間単位で" in text(sent)
    assert "書き直した助言" in sent.content.decode()


def test_another_office_finds_no_record_to_correct(client_as, row):
    from banso.apps.directory.models import Office

    other = Office.objects.exclude(pk=row.case.office_id).order_by("pk").first()
    address = reverse("corrections:correct", args=["activity", row.pk])
    assert client_as("office_staff", office=other).get(address).status_code == 404


def test_an_unknown_kind_is_not_found(client):
    assert client.get(reverse("corrections:history", args=["password", 1])).status_code == 404


def test_the_reason_of_a_determination_is_corrected_from_the_page_of_the_application(client_as):
    from banso.apps.selection.models import Determination

    found = Determination.objects.select_related("application__office").order_by("pk").first()
    client = client_as("office_staff", office=found.application.office)
    page = reverse("selection:application", args=[found.application.ref])
    address = reverse("corrections:correct", args=["determination", found.pk])
    assert address in client.get(page).content.decode()
    page_seen = seen(KINDS["determination"], found)
    sent = {"reason": "人員の計画が確かである。", "why": "別の申請の理由を書いていた", "page": page_seen}
    assert client.post(address, sent).status_code == 302
    found.refresh_from_db()
    assert found.reason == "人員の計画が確かである。"
    assert Correction.objects.get(kind="determination", row=found.pk).reason == "別の申請の理由を書いていた"
    history = reverse("corrections:history", args=["determination", found.pk])
    assert f'href="{history}"' in client.get(page).content.decode()


def test_a_document_whose_title_was_corrected_says_so_in_its_list(client_as):
    rows = Document.objects.filter(deleted_at=None, superseded_by=None, subject_kind="case")
    document = rows.select_related("firm__office").order_by("pk").first()
    client = client_as("office_staff", office=document.firm.office)
    page = reverse("casework:case", args=[document.subject_ref])
    history = reverse("corrections:history", args=["document", document.pk])
    assert f'href="{history}"' not in client.get(page).content.decode()
    address = reverse("corrections:correct", args=["document", document.pk])
    values = {"title": "正しい題名", "why": "題名の誤り", "page": seen(KINDS["document"], document)}
    assert client.post(address, values).status_code == 302
    assert f'href="{history}"' in client.get(page).content.decode()


def test_the_list_of_corrections_leads_to_the_history(client, row):
    client.post(reverse("corrections:correct", args=["activity", row.pk]), data(row, hours="2.75"))
    shown = client.get(reverse("corrections:correction_list")).content.decode()
    assert reverse("corrections:history", args=["activity", row.pk]) in shown


def test_a_missing_record_of_a_closed_year_is_added_on_a_page_of_its_own(client, row):
    FiscalYear.objects.update_or_create(
        year=2024, defaults={"state": "closed", "closed_at": "2025-06-20T10:00+09:00"}
    )
    case = Case.objects.filter(
        office=row.case.office, started_on__lt="2025-03-01", state="active", application__isnull=False
    ).first()
    address = reverse("corrections:enter", args=["activity", case.ref])
    assert address in client.get(reverse("casework:case", args=[case.ref])).content.decode()
    sent = {"kind": "advice", "done_on": "2025-03-31", "hours": "1", "advice": "年度末の助言", "why": ""}
    shown = client.post(address, sent)
    assert "年度末の助言" in shown.content.decode()
    assert client.post(address, {**sent, "why": "記入漏れ"}).status_code == 302
    assert case.activities.filter(done_on="2025-03-31").exists()
