"""Head office keeps editions of forms: what is checked, shown, kept and refused."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from banso.apps.base import Refused
from banso.apps.journal.models import Event
from banso.apps.surveys.editions import keep_edition, remove_edition, retire_edition, take_up_edition
from banso.apps.surveys.models import Answer, FormEdition, Wave
from banso.apps.surveys.trying import known_values
from banso.engines.questionnaire.form import FORMS, shipped
from tests.engines.questionnaire.workbooks import LABEL, end, question, section, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]

UPLOAD = "/surveys/forms/upload/"


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    default = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": default}


def book(version="1", name="visit", rows=None):
    rows = rows or [
        question(type="hidden", name="firm_ref", required="yes", **{LABEL: ""}),
        question(type="hidden", name="kind", constraint=". = 'new' or . = 'old'", **{LABEL: ""}),
        section("group", "first"),
        question(name="Q", required="yes", relevant="${kind} = 'old'"),
        question(name="R"),
        end("group"),
    ]
    settings = [{"form_title": "Visits", "form_id": name, "version": version}]
    return workbook(rows, settings=settings)


def sent(content, name="form.xlsx"):
    return {"file": SimpleUploadedFile(name, content)}


@pytest.fixture
def manager(actor):
    return actor("programme_manager")


@pytest.fixture
def edition(manager):
    return keep_edition(manager, "form.xlsx", book())


def test_the_forms_that_ship_are_listed_with_who_answers(client_as):
    page = client_as("evaluator").get(reverse("surveys:form_list"))
    assert {row.name for row in page.context["list"].page} == {
        "supported_firm",
        "follow_up",
        "private_provider",
        "office_year",
    }
    assert "民間" in page.content.decode()
    assert UPLOAD not in page.content.decode()


def test_the_number_of_queries_of_the_list_does_not_grow(client_as, manager, queries):
    client = client_as("evaluator")
    made = []
    for version in ("1", "2"):
        keep_edition(manager, "form.xlsx", book(version))
        client.get(reverse("surveys:form_list"))
        with queries() as captured:
            client.get(reverse("surveys:form_list"))
        made.append(len(captured))
    assert made[0] == made[1] <= 10


def test_an_edition_is_read_with_its_sections_and_its_choices(client_as):
    found = FormEdition.objects.get(name="supported_firm")
    page = client_as("evaluator").get(reverse("surveys:edition", args=[found.pk]), {"in": "en"})
    lines = {line.code: line for part in page.context["parts"] for line in part.lines}
    assert len(lines) == len(shipped("supported_firm").shown)
    assert lines["F8"].condition == "F7 = 'yes' and F6 != 'none'"
    assert ("met", "Met") in lines["F8"].choices


def test_the_workbook_comes_back_as_it_was_sent(client_as):
    found = FormEdition.objects.get(name="follow_up")
    page = client_as("auditor").get(reverse("surveys:edition_workbook", args=[found.pk]))
    assert page.content == (FORMS / "follow_up.xlsx").read_bytes()
    assert page["Content-Disposition"] == 'attachment; filename="follow_up-1.xlsx"'


@pytest.mark.parametrize("role", ["office_staff", "expert", "firm_member"])
def test_others_neither_read_nor_keep_forms(client_as, edition, role):
    client = client_as(role)
    for name in ("edition", "edition_workbook", "edition_try", "edition_retire", "edition_remove"):
        assert client.get(reverse(f"surveys:{name}", args=[edition.pk])).status_code == 403
    assert client.post(UPLOAD, sent(book())).status_code == 403


def test_a_form_is_shown_and_kept_on_confirmation(client_as):
    client = client_as("programme_manager")
    page = client.post(UPLOAD, sent(book()))
    assert page.status_code == 200 and page.context["plan"].before is None
    assert not FormEdition.objects.filter(name="visit").exists()
    token = page.context["token"]
    tried = client.get(reverse("surveys:form_upload_try", args=[token]), follow=True)
    assert "Question" in tried.content.decode()
    response = client.post(UPLOAD, {"token": token, "keep": "yes"})
    kept = FormEdition.objects.get(name="visit")
    assert response.url == reverse("surveys:edition", args=[kept.pk])
    assert kept.kept_by_id == client.user.pk and bytes(kept.workbook) == book_of(kept)
    event = Event.objects.get(action="form.kept")
    assert (event.subject_kind, event.subject_ref) == ("form", "visit")
    assert client.post(UPLOAD, {"token": token, "keep": "yes"}).url == UPLOAD


def book_of(edition):
    """The workbook as the database has it."""
    return bytes(FormEdition.objects.get(pk=edition.pk).workbook)


def test_what_was_given_up_is_not_kept(client_as):
    client = client_as("programme_manager")
    token = client.post(UPLOAD, sent(book())).context["token"]
    client.post(UPLOAD, {"token": token, "give_up": "yes"})
    assert client.post(UPLOAD, {"token": token, "keep": "yes"}).url == UPLOAD
    assert not FormEdition.objects.filter(name="visit").exists()


def test_what_changed_since_the_edition_before_is_shown(client_as, edition):
    rows = [
        question(type="hidden", name="firm_ref", required="yes", **{LABEL: ""}),
        question(name="R"),
        question(type="date", name="S"),
    ]
    page = client_as("programme_manager").post(UPLOAD, sent(book("2", rows=rows)))
    changed = {(line.code, line.what) for line in page.context["changes"]}
    assert {("S", "新規"), ("Q", "削除"), ("R", "位置を変更")} <= changed


def test_every_fault_is_named_by_sheet_and_cell_and_nothing_is_kept(client_as, tmp_path):
    rows = [question(name="A", relevant="${B} = 1"), question(type="geopoint", name="C")]
    page = client_as("programme_manager").post(UPLOAD, sent(book(rows=rows)))
    assert page.status_code == 422
    assert [(line.sheet, line.cell) for line in page.context["faults"]] == [
        ("survey", "D2"),
        ("survey", "A3"),
    ]
    assert not any(tmp_path.iterdir())


def test_a_workbook_with_macros_is_refused(client_as):
    content = io.BytesIO(book())
    import zipfile

    with zipfile.ZipFile(content, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"x")
    page = client_as("programme_manager").post(UPLOAD, sent(content.getvalue()))
    assert [line.fault.rule for line in page.context["faults"]] == ["form_programs"]


def test_a_workbook_of_ten_megabytes_is_refused_before_it_is_read(client_as):
    page = client_as("programme_manager").post(UPLOAD, sent(b"PK" + b"x" * 10 * 1024 * 1024))
    assert page.status_code == 413


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (book(), "form_kept"),
        (book(rows=[question(name="other")]), "form_version_kept"),
        (book(version=""), "form_version"),
        (book(name="1 x"), "form_id"),
        (workbook([question(name="a")]), "form_id"),
        (workbook([question(name="a", type="nothing")]), "form_faulty"),
    ],
)
def test_an_edition_that_cannot_be_kept_is_refused_by_its_reason(manager, edition, content, rule):
    with pytest.raises(Refused) as refused:
        keep_edition(manager, "form.xlsx", content)
    assert refused.value.rule == rule
    assert FormEdition.objects.filter(name="visit").count() == 1


@pytest.mark.both_databases
def test_two_people_keeping_the_first_edition_at_once_are_told(manager, monkeypatch):
    # Neither saw the other's when it looked.
    monkeypatch.setattr("banso.apps.surveys.editions.plan_edition", lambda form: None)
    keep_edition(manager, "form.xlsx", book())
    with pytest.raises(Refused) as refused:
        keep_edition(manager, "form.xlsx", book())
    assert (refused.value.rule, refused.value.field) == ("form_kept_meanwhile", "file")
    assert FormEdition.objects.filter(name="visit").count() == 1


def test_an_edition_is_retired_and_taken_up_again(client_as, edition):
    client = client_as("programme_manager")
    client.post(reverse("surveys:edition_retire", args=[edition.pk]))
    assert FormEdition.objects.get(pk=edition.pk).retired_at
    client.post(reverse("surveys:edition_take_up", args=[edition.pk]))
    assert FormEdition.objects.get(pk=edition.pk).retired_at is None
    actions = Event.objects.filter(subject_kind="form", subject_ref="visit").order_by("pk")
    assert [event.action for event in actions] == ["form.kept", "form.retired", "form.taken_up"]


def test_what_is_so_already_is_refused(manager, edition):
    with pytest.raises(Refused):
        take_up_edition(manager, edition)
    retire_edition(manager, edition)
    with pytest.raises(Refused):
        retire_edition(manager, edition)


def test_an_edition_nobody_asked_with_can_be_removed(client_as, edition):
    client = client_as("programme_manager")
    response = client.post(reverse("surveys:edition_remove", args=[edition.pk]))
    assert response.url == reverse("surveys:form_list")
    assert not FormEdition.objects.filter(pk=edition.pk).exists()


def test_an_edition_with_waves_or_one_that_ships_stays(manager, edition, clock):
    Wave.objects.create(code="w", edition=edition, asked_on=clock.date())
    for each, rule in (
        (edition, "form_has_waves"),
        (FormEdition.objects.get(name="follow_up"), "form_ships"),
    ):
        with pytest.raises(Refused) as refused:
            remove_edition(manager, each)
        assert refused.value.rule == rule


def test_a_form_is_tried_page_by_page_and_nothing_is_kept_as_an_answer(client_as, edition):
    client = client_as("evaluator")
    address = reverse("surveys:edition_try", args=[edition.pk])
    client.get(address, {"anew": "1"})
    assert "first/Q" not in client.get(address).content.decode()
    client.get(address, {"kind": "old"})
    assert "first/Q" in client.get(address).content.decode()
    page = client.post(address, {"shown": "first/Q first/R", "first/Q": "", "first/R": "x", "go": "1"})
    assert page.status_code == 422
    page = client.post(address, {"shown": "first/Q first/R", "first/Q": "yes", "first/R": "x", "go": "1"})
    assert page.url == f"{address}?page=summary"
    assert "yes" in client.get(page.url).content.decode()
    assert not Answer.objects.exists()


def test_hidden_questions_are_tried_with_the_values_that_a_form_compares_them_with():
    assert known_values(shipped("supported_firm")) == {"programme": ("consortium", "ec")}


def test_a_workbook_that_was_changed_in_excel_is_kept(manager):
    """What ships, taken, given another version and sent back, is a further edition."""
    workbook_of = openpyxl.load_workbook(FORMS / "supported_firm.xlsx")
    sheet = workbook_of["settings"]
    column = [cell.value for cell in sheet[1]].index("version") + 1
    sheet.cell(2, column, "2")
    file = io.BytesIO()
    workbook_of.save(file)
    kept = keep_edition(manager, "form.xlsx", file.getvalue())
    assert (kept.name, kept.version, kept.languages) == ("supported_firm", "2", ["ja", "en"])
