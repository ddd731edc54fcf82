"""Every page about looks back, opened on a portfolio with all that happens to them."""

import io

import openpyxl
import pytest
from django.urls import reverse

from banso.apps.casework.models import CatchUp, FollowUp
from banso.apps.directory.models import Office

pytestmark = pytest.mark.usefixtures("portfolio")

OFFICE = {FollowUp: "case__office", CatchUp: "office"}


def due_now(model, clock):
    """A look back of this kind that may be recorded, and the office that does it."""
    row = model.objects.filter(done_on__isnull=True, due_on__lte=clock.date()).order_by("pk").first()
    held = model.objects.filter(pk=row.pk).values_list(OFFICE[model], flat=True).get()
    return row, Office.objects.get(pk=held)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("name", "model"), [("follow_up_list", FollowUp), ("catch_up_list", CatchUp)])
def test_each_list_of_an_office_opens_with_its_rows(client_as, clock, name, model, language):
    row, office = due_now(model, clock)
    client = client_as("office_staff", language=language, office=office)
    for status in ("", "no_contact", "all"):
        assert client.get(reverse(f"casework:{name}"), {"status": status}).status_code == 200
    firm = row.case.firm if model is FollowUp else row.firm
    assert firm.name in client.get(reverse(f"casework:{name}")).text


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("role", ["programme_manager", "office_manager", "evaluator"])
def test_the_coverage_opens_for_whoever_may_see_it(client_as, role, language):
    response = client_as(role, language=language).get(reverse("casework:follow_up_coverage"))
    assert response.status_code == 200
    assert response.context["list"].count


def test_offices_can_be_sorted_by_each_figure_of_the_coverage(client_as):
    client = client_as("programme_manager")
    address = reverse("casework:follow_up_coverage")
    for figure in ("due", "done", "late", "reached", "to_catch_up", "caught_up"):
        assert client.get(address, {"sort": f"-{figure}"}).status_code == 200


def test_the_coverage_as_a_workbook_holds_numbers(client_as):
    address = reverse("casework:follow_up_coverage")
    response = client_as("programme_manager").get(address, {"format": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert rows
    assert all(isinstance(value, int) for row in rows for value in row[1:5])


@pytest.mark.parametrize("model", [FollowUp, CatchUp])
def test_each_act_on_an_open_look_back_opens(client_as, model, clock):
    row, office = due_now(model, clock)
    client = client_as("office_staff", office=office)
    for end in ("", "_ask", "_attempt", "_unreached"):
        assert client.get(reverse(f"casework:{model.kind}{end}", args=[row.pk])).status_code == 200
