"""Tables published together: small cells are not told, and two people have seen them."""

import pytest
from django.urls import reverse

from banso.apps.base import Refused
from banso.apps.surveys import table_services as services
from banso.apps.surveys.answer_tables.told import Told
from banso.apps.surveys.models import Release, ReleaseState, SavedTable
from support.people import make

pytestmark = pytest.mark.usefixtures("portfolio")


@pytest.fixture
def published():
    return Release.objects.get(state=ReleaseState.PUBLISHED)


@pytest.fixture
def prepared():
    return Release.objects.get(state=ReleaseState.PREPARED)


def address(release, page="release"):
    return reverse(f"surveys:{page}", args=[release.ref])


@pytest.mark.parametrize("role", ["office_staff", "reviewer", "expert", "accountant"])
def test_staff_read_what_is_published_and_nothing_else(role, client_as, published, prepared):
    client = client_as(role)
    assert client.get(address(published)).status_code == 200
    assert client.get(address(prepared)).status_code == 404
    listed = client.get(reverse("surveys:release_list")).context["list"]
    assert [row.pk for row in listed.page] == [published.pk]


def test_no_small_cell_is_told(published):
    cells = [cell for table in Told.of_json(published.result).tables for cell in table.cells.values()]
    assert any(cell.suppressed for cell in cells)
    assert all(cell.n == 0 or cell.n >= 5 for cell in cells if cell.n is not None)
    assert all(cell.share is None for cell in cells if cell.suppressed)


def test_who_prepared_a_release_does_not_publish_it(prepared, client_as):
    client = client_as("evaluator", user=prepared.prepared_by)
    client.post(address(prepared, "release_publish"))
    prepared.refresh_from_db()
    assert prepared.state == ReleaseState.PREPARED


def test_somebody_else_publishes_it(prepared, client_as):
    client_as("programme_manager").post(address(prepared, "release_publish"))
    prepared.refresh_from_db()
    assert prepared.state == ReleaseState.PUBLISHED


def test_a_withdrawn_release_is_read_no_longer(published, client_as):
    client_as("programme_manager").post(address(published, "release_withdraw"))
    assert client_as("office_staff").get(address(published)).status_code == 404


def test_all_tables_of_a_release_are_taken_away_in_one_file(published, client_as):
    url = reverse("surveys:release_file", args=[published.ref, "csv"])
    rows = client_as("office_staff").get(url).content.decode("utf-8-sig").splitlines()
    assert {row.split(",")[0] for row in rows[1:]} == {table["name"] for table in published.contents}


def test_tables_of_other_answers_are_not_published_together(actor, clock):
    by_filter = {bool(table.choice["filters"]): table for table in SavedTable.objects.order_by("pk")}
    with pytest.raises(Refused) as refused:
        data = services.ReleaseData("表", "Tables", list(by_filter.values()))
        services.prepare_release(actor("evaluator"), data)
    assert refused.value.rule == "other_answers"


def test_a_release_is_prepared_by_the_worker(client_as, actor):
    client = client_as("evaluator", user=make("evaluator"))
    table = SavedTable.objects.filter(choice__columns="~size").order_by("pk").first()
    form = {"name_ja": "表", "name_en": "Tables", "tables": [table.pk]}
    response = client.post(reverse("surveys:release_prepare"), form)
    release = Release.objects.get(name_en="Tables")
    assert (response.url, release.state) == (address(release), ReleaseState.PREPARING)
    assert "hx-get" in client.get(address(release)).content.decode()
    done = services.carry_out(actor("evaluator"), release.pk)
    assert (done.state, len(done.result["tables"])) == (ReleaseState.PREPARED, 1)


def test_what_breaks_is_shown_and_nothing_is_published(actor, prepared, monkeypatch):
    Release.objects.filter(pk=prepared.pk).update(state=ReleaseState.PREPARING, result={})

    def broken(*_given):
        raise ZeroDivisionError

    monkeypatch.setattr(services, "tell", broken)
    with pytest.raises(ZeroDivisionError):
        services.carry_out(actor("evaluator"), prepared.pk)
    prepared.refresh_from_db()
    assert prepared.state == ReleaseState.BROKEN
