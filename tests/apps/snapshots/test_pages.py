"""Pages of snapshots."""

from datetime import timedelta

import pytest

from banso.apps.journal.actor import system
from banso.apps.snapshots import services
from banso.apps.snapshots.models import Snapshot
from tests.support.build import MOMENT

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.usefixtures("clock")]


@pytest.fixture
def found(settings, tmp_path, configuration):
    settings.SNAPSHOTS = tmp_path / "snapshots"
    actor = system(MOMENT - timedelta(hours=1))
    return services.take(actor, services.ask_for(actor))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_snapshot_shows_its_hash_and_its_tables(found, client_as, language):
    client = client_as("auditor")
    client.cookies["banso_language"] = language
    page = client.get(f"/snapshots/{found.name}/").content.decode()
    assert found.digest in page
    assert "follow_ups" in page


def test_a_file_that_was_changed_is_named(found, client_as, settings):
    file = settings.SNAPSHOTS / found.name / "gates.parquet"
    file.write_bytes(b"")
    assert "gates.parquet" in client_as("auditor").get(f"/snapshots/{found.name}/").content.decode()


def test_the_list_costs_a_fixed_number_of_queries(found, client_as, queries):
    client = client_as("evaluator")
    client.get("/snapshots/")
    with queries(at_most=8):
        assert found.name in client.get("/snapshots/").content.decode()


def test_asking_for_one_leads_to_its_page(found, client_as):
    answer = client_as("programme_manager").post("/snapshots/take/")
    asked = Snapshot.objects.exclude(pk=found.pk).get()
    assert answer["Location"] == f"/snapshots/{asked.name}/"


@pytest.mark.parametrize("role", ["office_staff", "firm_member", "expert"])
def test_they_are_closed_to_everybody_else(found, client_as, role):
    assert client_as(role).get("/snapshots/").status_code == 403
