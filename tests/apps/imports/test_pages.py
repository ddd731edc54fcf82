"""A file goes through the pages: sent, its columns confirmed, tried, stored, reconciled."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from banso.apps.directory.models import Office
from banso.apps.imports.kinds import KINDS
from banso.apps.imports.models import ImportRun, RunState
from banso.apps.imports.tasks import run_import
from tests.apps.imports.test_working import OFFICE, content


@pytest.fixture
def sent(configuration, client_as):
    """An administrator who has just sent a file of one office, and the file's run."""
    client = client_as("administrator")
    file = SimpleUploadedFile("offices.csv", content(OFFICE))
    response = client.post("/imports/send/", {"kind": "offices", "file": file})
    run = ImportRun.objects.get()
    assert response.url == f"/imports/{run.ref}/columns/"
    return client, run


def worked(client, run, *, store):
    run_import.func(run.pk, client.user.pk, "administrator", "ja", store=store)


def test_a_file_is_tried_and_stored_from_the_pages(sent):
    client, run = sent
    page = client.get(f"/imports/{run.ref}/columns/")
    assert "新町" in page.text
    client.post(f"/imports/{run.ref}/columns/", page.context["form"].initial)
    run.refresh_from_db()
    assert run.state in (RunState.CHECKING, RunState.CHECKED)
    worked(client, run, store=False)
    assert not Office.objects.filter(code="newtown").exists()
    assert client.get(f"/imports/{run.ref}/").context["may_store"]
    client.post(f"/imports/{run.ref}/store/")
    run.refresh_from_db()
    if run.state != RunState.STORED:
        worked(client, run, store=True)
    assert Office.objects.filter(code="newtown").exists()
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/imports/{run.ref}/reconciliation.xlsx").content))
    assert [cell.value for cell in book.worksheets[0][2]][1:3] == [1, 1]


@pytest.mark.parametrize("kind", KINDS)
def test_each_template_has_the_columns_of_its_kind(configuration, client_as, kind):
    response = client_as("administrator").get(f"/imports/templates/{kind}.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert [cell.value for cell in book.worksheets[0][1]] == [field.code for field in KINDS[kind].fields]


def test_a_file_that_is_no_table_is_refused_beside_its_field(configuration, client_as):
    file = SimpleUploadedFile("offices.csv", b"\x00\x01")
    response = client_as("administrator").post("/imports/send/", {"kind": "offices", "file": file})
    assert response.context["form"].errors["file"]


def test_the_list_costs_few_queries(sent, queries):
    client, _run = sent
    client.get("/imports/")
    with queries(at_most=8):
        client.get("/imports/")
