"""Pages of standing indicators over a snapshot of the demonstration portfolio."""

import re

import pytest

from banso.apps.journal.actor import system
from banso.apps.snapshots import services
from banso.engines.evaluation.standing.definition import shipped
from banso.engines.evaluation.standing.evaluate import evaluate
from banso.engines.evaluation.star.store import Store
from tests.support.build import MOMENT

pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.usefixtures("clock")]


@pytest.fixture
def snapshot(portfolio, settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "snapshots"
    actor = system(MOMENT)
    return services.take(actor, services.ask_for(actor))


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_indicator_has_its_page_in_both_languages(snapshot, client_as, language):
    client = client_as("evaluator")
    client.cookies["banso_language"] = language
    listed = text(client, "/evidence/standing/")
    for code, one in shipped().items():
        assert one.name.in_language(language).replace("'", "&#x27;") in listed
        assert one.purpose.in_language(language).replace("'", "&#x27;") in text(
            client, f"/evidence/standing/{code}/"
        )


@pytest.mark.parametrize("by", shipped()["adoption-rate"].by)
def test_an_indicator_is_told_by_each_of_its_dimensions(snapshot, client_as, by):
    assert "/records/?" in text(client_as("evaluator"), f"/evidence/standing/adoption-rate/?by={by}")


def test_the_page_says_what_the_snapshot_says(snapshot, client_as):
    measure = evaluate(Store(services.folder_of(snapshot)), [shipped()["success"]])["success"][()]
    page = text(client_as("evaluator"), "/evidence/standing/success/")
    assert f"{measure.share.percent} %" in page
    assert f"{measure.base:,}" in page


def test_a_count_leads_to_as_many_records(snapshot, client_as):
    client = client_as("evaluator")
    page = text(client, "/evidence/standing/success/?by=office")
    address, counted = re.search(
        r'href="(/evidence/standing/success/records/\?[^"]*)">([\d,]+) /', page
    ).groups()
    assert f'<span class="cnt num">{counted}</span>' in text(
        client, address.replace("&amp;", "&") + "&part=counted"
    )


def test_a_filter_leaves_out_what_cannot_be_told_and_says_so(snapshot, client_as):
    page = text(client_as("evaluator"), "/evidence/standing/?service=hands_on")
    assert "/evidence/standing/success/" in page
    assert "/evidence/standing/consultations/" not in page
    assert 'class="note"' in page


def test_what_is_on_the_screen_can_be_taken_away(snapshot, client_as):
    client = client_as("evaluator")
    csv = client.get("/evidence/standing/success.csv?by=fiscal_year").content.decode("utf-8-sig")
    assert snapshot.digest[:12] in csv
    assert client.get("/evidence/standing/success.xlsx?by=office").status_code == 200


def test_without_a_snapshot_there_is_no_figure_and_a_way_to_one(portfolio, client_as, settings, tmp_path):
    settings.SNAPSHOTS = tmp_path
    assert "/snapshots/" in text(client_as("evaluator"), "/evidence/standing/")


def test_from_a_changed_snapshot_no_figure_is_made(snapshot, client_as):
    file = services.folder_of(snapshot) / "cases.parquet"
    file.write_bytes(file.read_bytes() + b" ")
    answer = client_as("evaluator").get("/evidence/standing/")
    assert (answer.status_code, b"cases.parquet" in answer.content) == (503, True)


def test_the_list_costs_a_fixed_number_of_queries(snapshot, client_as, queries):
    client = client_as("evaluator")
    client.get("/evidence/standing/")
    with queries(at_most=8):
        client.get("/evidence/standing/")


@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        ("office_staff", "/evidence/standing/", 200),
        ("office_staff", "/evidence/standing/success/records/", 403),
        ("firm_member", "/evidence/standing/", 403),
        ("evaluator", "/evidence/standing/nothing/", 404),
        ("evaluator", "/evidence/standing/success/records/?part=all", 404),
        ("evaluator", "/evidence/standing/success/records/?part=base&office=nowhere", 200),
    ],
)
def test_who_may_see_what(snapshot, client_as, role, address, status):
    assert client_as(role).get(address).status_code == status


@pytest.mark.parametrize(("extension", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_a_share_is_drawn_by_its_dimension(snapshot, client_as, extension, begins):
    answer = client_as("evaluator").get(f"/evidence/standing/success.{extension}?by=office")
    assert answer.content.startswith(begins)


def test_what_is_no_share_has_no_chart(snapshot, client_as):
    assert client_as("evaluator").get("/evidence/standing/exports-yen.svg").status_code == 404
