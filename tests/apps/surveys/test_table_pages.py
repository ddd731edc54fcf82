"""The page on which tables are made, and the tables that are saved."""

import json

import pytest
from django.urls import reverse

from banso.apps.journal.models import Event
from banso.apps.surveys.models import SavedTable, Wave
from support.people import make

pytestmark = pytest.mark.usefixtures("portfolio")

BUILD = "/surveys/tables/"
ASKED = "rows=F7&columns=~programme"


@pytest.fixture
def evaluator(client_as):
    return client_as("evaluator", language="en")


@pytest.fixture
def own(evaluator):
    """A table that the evaluator of the test saved."""
    return SavedTable.objects.filter(saved_by=evaluator.user).order_by("pk").first()


def text_of(response):
    return response.content.decode()


def test_the_address_makes_the_table(evaluator):
    page = evaluator.get(f"{BUILD}?{ASKED}")
    assert [column.label for column in page.context["columns"]] == [
        "Consortium for new exporters",
        "Cross-border EC promotion",
    ]
    assert "Rao-Scott" in text_of(page)


def test_a_closed_wave_of_firms_is_shown_first_and_an_open_one_says_that_answers_are_coming(evaluator):
    page = evaluator.get(BUILD)
    assert page.context["choice"].waves == ("2025-supported",)
    assert "still open" not in text_of(page)
    still_open = Wave.objects.get(asked="firms", state="open")
    assert "A wave is still open" in text_of(evaluator.get(f"{BUILD}?wave={still_open.code}"))


def test_the_builder_says_why_numbers_are_not_offered(evaluator):
    assert "Questions answered by a number are not offered" in text_of(evaluator.get(BUILD))


def test_what_no_wave_asks_is_named_and_no_table_is_shown(evaluator):
    page = evaluator.get(f"{BUILD}?rows=F99")
    assert page.status_code == 422
    assert "“F99” is no question with choices of these waves." in text_of(page)
    assert "h-table" not in text_of(page)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("rows=F7&columns=F7", "columns"),
        ("rows=F7&columns=F12", "columns"),
        ("rows=F7&filter1=F7&only1=perhaps", "only1"),
        ("wave=2001", "wave"),
    ],
)
def test_a_choice_that_makes_no_table_is_refused_at_its_field(query, field, evaluator):
    page = evaluator.get(f"{BUILD}?{query}")
    assert page.status_code == 422
    assert field in page.context["form"].errors


def test_a_page_takes_few_queries_however_much_it_shows(evaluator, queries):
    evaluator.get(BUILD)
    with queries(at_most=24):
        evaluator.get(f"{BUILD}?rows=F7&columns=~region&filter1=~size&only1=s5")


@pytest.mark.parametrize("extension", ["xlsx", "csv", "zip"])
def test_what_is_on_the_screen_is_taken_away(extension, evaluator):
    response = evaluator.get(f"{BUILD}?{ASKED}&format={extension}")
    assert response["Content-Disposition"] == f'attachment; filename="table.{extension}"'


def test_the_metadata_lie_under_the_name_that_csvw_looks_for(evaluator):
    response = evaluator.get(f"{BUILD}?{ASKED}&format=json")
    assert "table.csv-metadata.json" in response["Content-Disposition"]
    assert json.loads(response.content)["url"] == "table.csv"


def test_a_table_is_saved_as_it_was_chosen(evaluator):
    response = evaluator.post(f"/surveys/tables/save/?{ASKED}&weighted=on", {"name": "Success"})
    assert response.url == reverse("surveys:table_list")
    saved = SavedTable.objects.get(name="Success")
    assert (saved.choice["rows"], saved.choice["columns"], saved.choice["weighted"]) == (
        "F7",
        "~programme",
        True,
    )
    assert Event.objects.filter(action="table.saved", subject_ref=str(saved.pk)).exists()


def test_a_second_table_of_one_name_is_refused(evaluator, own):
    response = evaluator.post(f"/surveys/tables/save/?{ASKED}", {"name": own.name})
    assert "You have saved a table under this name." in text_of(response)


def test_a_saved_table_opens_for_colleagues(own, client_as):
    page = client_as("auditor").get(reverse("surveys:table", args=[own.pk]))
    assert page.status_code == 200
    assert page.context["choice"].rows == own.choice["rows"]


def test_a_removed_table_can_be_put_back(evaluator, own):
    evaluator.post(reverse("surveys:table_remove", args=[own.pk]))
    listed = evaluator.get(reverse("surveys:table_list"))
    assert own.pk not in [row.pk for row in listed.context["list"].page]
    assert own in listed.context["removed"]
    evaluator.post(reverse("surveys:table_restore", args=[own.pk]))
    own.refresh_from_db()
    assert own.removed_at is None


def test_a_table_is_renamed_by_who_saved_it_alone(evaluator, own, client_as):
    address = reverse("surveys:table_rename", args=[own.pk])
    other = client_as("evaluator", user=make("evaluator"))
    assert other.post(address, {"name": "Theirs"}).status_code == 404
    evaluator.post(address, {"name": "Mine"})
    own.refresh_from_db()
    assert own.name == "Mine"


def test_the_list_takes_as_many_queries_as_ever(evaluator, own, queries):
    address = reverse("surveys:table_list")
    evaluator.get(address)
    with queries() as before:
        evaluator.get(address)
    for number in range(10):
        more = SavedTable.objects.create(
            name=f"T{number}", choice=own.choice, saved_by=own.saved_by, saved_at=own.saved_at
        )
        more.waves.set(own.waves.all())
    with queries(len(before)):
        evaluator.get(address)
