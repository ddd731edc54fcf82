import json
import os
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from banso.apps.journal.models import Event
from banso.apps.surveys.forms_kept import shipped_edition
from banso.apps.surveys.models import Answer, FormEdition, Wave
from banso.apps.surveys.services import commit_import
from banso.engines.questionnaire.exports import read_file
from banso.engines.questionnaire.files import read_answers
from banso.engines.questionnaire.form import SUPPORTED_FIRM, shipped
from support.people import make, make_firm
from tests.engines.questionnaire.answers import CONSORTIUM, EC, answer, as_csv, as_xlsx
from tests.engines.questionnaire.test_shipped import OFFICE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]

UPLOAD = "/surveys/upload/"


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    """Uploads of a test lie in its own folder."""
    default = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": default}


@pytest.fixture
def store(actor):
    """Store answers in the wave 2025."""

    def store(*answers):
        found = read_answers(shipped("supported_firm"), [read_file("a.csv", as_csv(*answers))])
        commit_import(actor("programme_manager"), found, "2025")
        return Answer.objects.order_by("-id").first()

    return store


def sent(data, name="answers.csv"):
    return SimpleUploadedFile(name, data)


def text_of(response):
    return response.content.decode()


def test_the_waves_are_listed_with_their_answers(client_as, store):
    store(CONSORTIUM, EC)
    page = client_as("evaluator").get(reverse("surveys:wave_list"))
    assert page.status_code == 200
    (wave,) = page.context["waves"]
    assert (wave.code, wave.answer_count, wave.unlinked_count) == ("2025", 2, 2)


def test_the_number_of_queries_of_the_waves_does_not_grow(client_as, clock, queries):
    client = client_as("evaluator")
    client.get(reverse("surveys:wave_list"))
    made = []
    edition = shipped_edition(SUPPORTED_FIRM, clock)
    for count in (1, 10):
        while Wave.objects.count() < count:
            Wave.objects.create(code=f"w{Wave.objects.count()}", edition=edition, asked_on=clock.date())
        with queries() as captured:
            client.get(reverse("surveys:wave_list"))
        made.append(len(captured))
    assert made[0] == made[1]


@pytest.mark.parametrize("role", ["programme_manager", "evaluator", "auditor"])
def test_readers_open_a_wave(client_as, store, role):
    store(CONSORTIUM)
    assert client_as(role).get(reverse("surveys:wave", args=["2025"])).status_code == 200


@pytest.mark.parametrize("role", ["firm_member", "office_staff", "expert", "reviewer", "administrator"])
def test_others_open_neither_waves_nor_answers(client_as, store, role):
    stored = store(CONSORTIUM)
    client = client_as(role)
    for address in (
        "/surveys/",
        "/surveys/waves/2025/",
        "/surveys/forms/",
        UPLOAD,
        f"/surveys/answers/{stored.pk}/",
    ):
        assert client.get(address).status_code == 403, address


@pytest.mark.parametrize("role", ["evaluator", "auditor"])
def test_readers_send_no_answers(client_as, role):
    client = client_as(role)
    assert client.get(UPLOAD).status_code == 403
    response = client.post(UPLOAD, {"wave": "2025", "files": sent(as_csv(CONSORTIUM))})
    assert response.status_code == 403
    assert UPLOAD not in text_of(client.get(reverse("surveys:wave_list")))


def test_a_wave_that_does_not_exist_is_not_found(client_as):
    assert client_as("evaluator").get(reverse("surveys:wave", args=["1999"])).status_code == 404


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        ("", ["A1", "B2", "C3"]),
        ("?exported=yes", ["A1", "B2"]),
        ("?exported=no", ["C3"]),
        ("?linked=yes", ["B2"]),
        ("?linked=no", ["A1", "C3"]),
        ("?cleaned=yes", ["A1"]),
        ("?cleaned=no", ["B2", "C3"]),
        ("?ref=b", ["B2"]),
        ("?sort=-ref", ["C3", "B2", "A1"]),
        ("?sort=cohort", ["B2", "A1", "C3"]),
    ],
)
def test_the_answers_of_a_wave_are_filtered_and_sorted(client_as, store, query, refs):
    make_firm(ref="B2")
    store(
        answer(firm_ref="A1", F13="org", cohort_fy="2022"),
        answer(firm_ref="B2"),
        answer(EC, firm_ref="C3", cohort_fy="2023"),
    )
    page = client_as("evaluator").get(f"/surveys/waves/2025/{query}")
    assert [row.firm_ref for row in page.context["list"].page] == refs


def test_the_answers_of_a_wave_are_filtered_by_programme(client_as, store):
    store(CONSORTIUM, EC)
    programme = Answer.objects.get(programme__code="ec").programme_id
    page = client_as("evaluator").get(f"/surveys/waves/2025/?programme={programme}")
    assert [row.programme.code for row in page.context["list"].page] == ["ec"]


def test_the_answers_of_a_wave_are_paged_in_a_fixed_number_of_queries(client_as, store, queries):
    store(*(answer(firm_ref=f"R{number:03}") for number in range(60)))
    client = client_as("evaluator")
    client.get("/surveys/waves/2025/")
    made = []
    for size in (20, 50):
        with queries() as captured:
            page = client.get(f"/surveys/waves/2025/?size={size}")
        assert len(page.context["list"].page) == size
        made.append(len(captured))
    assert made[0] == made[1] <= 12


def test_an_answer_is_shown_in_words_with_what_was_given(client_as, store):
    stored = store(answer(F2="２４", F13="org"))
    page = client_as("evaluator", user=None).get(reverse("surveys:answer", args=[stored.pk]))
    lines = {line.code: line for line in page.context["lines"]}
    assert (lines["F2"].text, lines["F2"].given) == ("24", "２４")
    assert lines["F12"].text == "PRの強化、その他"
    assert lines["F5"].state == "not_asked"
    assert lines["F17"].state == "empty"
    assert lines["F13"].given == "org"
    assert "F7 = 'no'" in lines["F13"].notes[0]


def test_an_answer_is_shown_in_english(client_as, store, settings):
    stored = store(CONSORTIUM)
    client = client_as("evaluator")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(reverse("surveys:answer", args=[stored.pk]))
    assert {line.code: line.text for line in page.context["lines"]}["F12"] == "More PR, Other"


def test_an_answer_leads_to_its_firm(client_as, store):
    firm = make_firm(ref="F0001")
    stored = store(CONSORTIUM)
    page = client_as("evaluator").get(reverse("surveys:answer", args=[stored.pk]))
    assert page.context["firm"] == firm
    assert firm.name in text_of(page)


def test_an_answer_without_a_known_firm_says_so(client_as, store):
    stored = store(CONSORTIUM)
    page = client_as("evaluator").get(reverse("surveys:answer", args=[stored.pk]))
    assert page.context["firm"] is None
    assert "不明" in text_of(page)


def test_an_answer_shows_its_history(client_as, store):
    store(CONSORTIUM)
    stored = store(answer(F9="down"))
    page = client_as("evaluator").get(reverse("surveys:answer", args=[stored.pk]))
    assert [entry.text for entry in page.context["timeline"]] == ["回答を変更：F9", "回答を保存"]


def preview(client, *files, wave="2025"):
    return client.post(UPLOAD, {"wave": wave, "files": list(files)})


def test_a_preview_shows_what_would_change_and_stores_nothing(client_as):
    page = preview(client_as("programme_manager"), sent(as_csv(CONSORTIUM, EC)))
    assert page.status_code == 200
    assert len(page.context["plan"].new) == 2
    assert not Answer.objects.exists()


def test_what_was_shown_is_stored_on_confirmation(client_as):
    client = client_as("programme_manager")
    token = preview(client, sent(as_csv(CONSORTIUM)), sent(as_xlsx(EC), "b.xlsx")).context["token"]
    response = client.post(UPLOAD, {"token": token, "store": "yes"})
    assert response.url == reverse("surveys:wave", args=["2025"])
    assert Answer.objects.count() == 2
    assert Event.objects.filter(action="answer.stored", actor=client.user).count() == 2


def test_an_export_of_kobotoolbox_is_previewed_and_stored(client_as):
    client = client_as("programme_manager")
    given = {code: value for code, value in CONSORTIUM.items() if value}
    export = {"count": 1, "next": None, "results": [given | {"_id": 1, "_uuid": "u", "__version__": "v"}]}
    file = sent(json.dumps(export).encode(), "export.json")
    page = preview(client, file)
    assert [line.fault.rule for line in page.context["faults"]] == []
    client.post(UPLOAD, {"token": page.context["token"], "store": "yes"})
    assert Answer.objects.get().values["F12"] == ["pr", "otherx"]


def test_a_new_wave_asks_with_the_questionnaire_that_was_chosen(client_as):
    client = client_as("programme_manager")
    edition = FormEdition.objects.get(name="office_year")
    given = {code: str(value) for code, value in OFFICE.items()} | {"J2": "2025"}
    files = {"wave": "offices", "edition": edition.pk, "files": [sent(as_csv(given))]}
    token = client.post(UPLOAD, files).context["token"]
    client.post(UPLOAD, {"token": token, "store": "yes"})
    stored = Answer.objects.select_related("wave").get()
    assert stored.wave.edition_id == edition.pk
    page = client.get(reverse("surveys:answer", args=[stored.pk]))
    assert {line.code for line in page.context["lines"]} >= {"J3", "J19"}
    assert client.get(reverse("surveys:wave", args=["offices"])).status_code == 200


def test_a_confirmation_counts_once(client_as):
    client = client_as("programme_manager")
    token = preview(client, sent(as_csv(CONSORTIUM))).context["token"]
    client.post(UPLOAD, {"token": token, "store": "yes"})
    assert client.post(UPLOAD, {"token": token, "store": "yes"}).url == UPLOAD
    assert Event.objects.filter(action="wave.answers_imported").count() == 1


def test_what_was_given_up_is_not_stored(client_as):
    client = client_as("programme_manager")
    token = preview(client, sent(as_csv(CONSORTIUM))).context["token"]
    client.post(UPLOAD, {"token": token, "give_up": "yes"})
    client.post(UPLOAD, {"token": token, "store": "yes"})
    assert not Answer.objects.exists()


def test_nobody_else_stores_what_somebody_sent(client_as):
    token = preview(client_as("programme_manager"), sent(as_csv(CONSORTIUM))).context["token"]
    other = client_as("programme_manager", user=make("programme_manager"))
    assert other.post(UPLOAD, {"token": token, "store": "yes"}).url == UPLOAD
    assert not Answer.objects.exists()


def test_what_changed_since_the_preview_is_not_stored(client_as, store):
    client = client_as("programme_manager")
    token = preview(client, sent(as_csv(CONSORTIUM))).context["token"]
    store(answer(F9="down"))
    page = client.post(UPLOAD, {"token": token, "store": "yes"}, follow=True)
    assert "表示したものと異なります" in text_of(page)
    assert Answer.objects.get().values["F9"] == "down"


def test_errors_are_shown_by_place_and_cannot_be_stored(client_as):
    page = preview(client_as("programme_manager"), sent(as_csv(answer(F2="x", F7="maybe"))))
    assert page.context["token"] == ""
    assert [(line.fault.row, line.fault.column) for line in page.context["faults"]] == [(2, "F2"), (2, "F7")]
    assert "「maybe」はこの質問の選択肢にありません" in text_of(page)
    assert 'name="store"' not in text_of(page)


def test_two_files_with_the_same_respondent_are_named(client_as):
    files = sent(as_csv(CONSORTIUM), "a.csv"), sent(as_csv(CONSORTIUM), "b.csv")
    page = preview(client_as("programme_manager"), *files)
    (line,) = page.context["faults"]
    assert (line.fault.file, line.fault.rule) == ("b.csv", "respondent_repeated")
    assert "a.csv" in line.text


def test_what_is_stored_already_needs_no_confirmation(client_as, store):
    store(CONSORTIUM)
    page = preview(client_as("programme_manager"), sent(as_csv(CONSORTIUM)))
    assert page.context["plan"].changes_nothing
    assert 'name="store"' not in text_of(page)


def test_changes_are_shown_value_by_value(client_as, store):
    store(CONSORTIUM)
    page = preview(client_as("programme_manager"), sent(as_csv(answer(F9="down"))))
    (line,) = page.context["changes"]
    assert (line.question, line.before, line.after) == ("F9", "up", "down")


def test_a_wrong_wave_name_is_told_beside_its_field(client_as):
    page = preview(client_as("programme_manager"), sent(as_csv(CONSORTIUM)), wave="a/b")
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"wave"}


def test_a_file_is_needed(client_as):
    page = client_as("programme_manager").post(UPLOAD, {"wave": "2025"})
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"files"}


def test_an_empty_file_is_told(client_as):
    page = preview(client_as("programme_manager"), sent(b""))
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"files"}


def test_too_large_a_file_is_refused_and_nothing_is_kept(client_as, settings, tmp_path):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    page = preview(client_as("programme_manager"), sent(b"x" * 3 * 1024 * 1024))
    assert page.status_code == 413
    assert "1 MB" in text_of(page)
    assert not any(tmp_path.iterdir())


def test_a_name_with_markup_is_shown_as_text(client_as):
    page = preview(client_as("programme_manager"), sent(as_csv(answer(F7="<b>x</b>")), "<i>.csv"))
    assert "<b>x" not in text_of(page) and "<i>" not in text_of(page)


def test_files_left_behind_are_taken_away_after_a_day(client_as, clock, tmp_path):
    preview(client_as("programme_manager"), sent(as_csv(CONSORTIUM)))
    (old,) = (tmp_path / "pending-answers").iterdir()
    moment = (clock - timedelta(days=1, minutes=1)).timestamp()
    os.utime(old / "0", (moment, moment))
    other = client_as("programme_manager", user=make("programme_manager"))
    preview(other, sent(as_csv(EC)))
    assert not old.exists()
    assert len(list((tmp_path / "pending-answers").iterdir())) == 1


def test_sending_again_replaces_what_was_sent(client_as):
    client = client_as("programme_manager")
    first = preview(client, sent(as_csv(CONSORTIUM))).context["token"]
    second = preview(client, sent(as_csv(EC))).context["token"]
    assert client.post(UPLOAD, {"token": first, "store": "yes"}).url == UPLOAD
    client.post(UPLOAD, {"token": second, "store": "yes"})
    assert [each.programme.code for each in Answer.objects.select_related("programme")] == ["ec"]
    assert default_storage.listdir("pending-answers")[0] == []
