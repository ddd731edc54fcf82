import json

import pytest

from banso.apps.base import Refused
from banso.apps.directory.models import Firm, Industry, Office, Prefecture
from banso.apps.journal.models import Event
from banso.apps.journal.services import verify
from banso.apps.programmes.models import Programme
from banso.apps.surveys.forms_kept import shipped_edition
from banso.apps.surveys.imports import plan_import, subject_of
from banso.apps.surveys.models import Answer, FormEdition, FrameUnit, Wave
from banso.apps.surveys.services import commit_import
from banso.engines.questionnaire.exports import read_file
from banso.engines.questionnaire.files import read_answers
from banso.engines.questionnaire.form import shipped
from banso.engines.questionnaire.workbook import check
from tests.engines.questionnaire.answers import CONSORTIUM, EC, answer, as_csv
from tests.engines.questionnaire.test_shipped import OFFICE
from tests.engines.questionnaire.workbooks import question, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]


def files(*answers):
    return read_answers(shipped("supported_firm"), [read_file("answers.csv", as_csv(*answers))])


@pytest.fixture
def manager(actor):
    return actor("programme_manager")


@pytest.fixture
def firm(clock):
    prefecture = Prefecture.objects.order_by("code").first()
    office = Office.objects.create(code="test", name_ja="試", name_en="Test", prefecture=prefecture)
    return Firm.objects.create(
        ref="F0001",
        kind="sole_trader",
        name="試験商店",
        name_kana="シケンショウテン",
        prefecture=prefecture,
        office=office,
        industry=Industry.objects.order_by("code").first(),
        export_experience="none",
        ec_record="none",
        registered_at=clock,
    )


def test_a_plan_stores_nothing():
    plan = plan_import(files(CONSORTIUM, EC), "2025")
    assert (len(plan.new), len(plan.changed), plan.unchanged, plan.wave) == (2, 0, 0, None)
    assert not Wave.objects.exists() and not Answer.objects.exists()


def test_committing_opens_the_wave_and_stores_the_answers(manager):
    commit_import(manager, files(CONSORTIUM, EC), "2025")
    wave = Wave.objects.get(code="2025")
    assert (wave.edition.name, wave.edition.version) == ("supported_firm", "1")
    stored = wave.answers.get(programme__code="consortium")
    assert (stored.firm_ref, stored.stratum, stored.cohort_fy) == ("F0001", "handson", 2021)
    assert stored.values["F12"] == ["pr", "otherx"]
    assert stored.values["F2"] == 24
    assert stored.raw == CONSORTIUM
    assert (stored.stored_at, stored.stored_by_id) == (manager.at, manager.user_id)


def test_raw_values_stay_as_they_were_given(manager):
    commit_import(manager, files(answer(F2="２４", F12="otherx pr")), "2025")
    stored = Answer.objects.get()
    assert (stored.raw["F2"], stored.values["F2"]) == ("２４", 24)
    assert (stored.raw["F12"], stored.values["F12"]) == ("otherx pr", ["pr", "otherx"])


def test_what_cleaning_cleared_is_logged_with_the_answer(manager):
    commit_import(manager, files(answer(EC, F9="up")), "2025")
    stored = Answer.objects.get()
    assert "F9" not in stored.values
    assert [(entry["question"], entry["rule"], entry["value"]) for entry in stored.log] == [
        ("F9", "not_asked", "up")
    ]


def test_each_answer_and_the_batch_leave_one_event(manager):
    commit_import(manager, files(CONSORTIUM, EC), "2025")
    events = list(Event.objects.order_by("id").values_list("subject_kind", "action"))
    surveys = [event for event in events if event[0] in ("wave", "answer")]
    assert sorted(surveys) == [
        ("answer", "answer.stored"),
        ("answer", "answer.stored"),
        ("wave", "wave.answers_imported"),
        ("wave", "wave.opened"),
    ]
    assert list(verify(Event.objects.order_by("id"))) == []


def test_the_same_files_twice_change_nothing_and_leave_no_event(manager):
    commit_import(manager, files(CONSORTIUM, EC), "2025")
    before = Event.objects.count(), list(Answer.objects.values())
    plan = commit_import(manager, files(CONSORTIUM, EC), "2025")
    assert plan.changes_nothing and plan.unchanged == 2
    assert (Event.objects.count(), list(Answer.objects.values())) == before


def test_a_changed_answer_is_planned_question_by_question(manager):
    commit_import(manager, files(CONSORTIUM, EC), "2025")
    plan = plan_import(files(answer(F9="down", F12="pr"), EC), "2025")
    (change,) = plan.changed
    assert [(d.question, d.before, d.after) for d in change.differences] == [
        ("F9", "up", "down"),
        ("F12", ["pr", "otherx"], ["pr"]),
        ("F12o", "社内の勉強会", None),
    ]
    assert (len(plan.new), plan.unchanged) == (0, 1)


def test_a_changed_answer_replaces_the_stored_one_and_leaves_an_event(manager):
    commit_import(manager, files(CONSORTIUM, EC), "2025")
    commit_import(manager, files(answer(F9="down"), EC), "2025")
    assert Answer.objects.get(programme__code="consortium").values["F9"] == "down"
    event = Event.objects.get(action="answer.changed")
    assert event.subject_ref == "2025/consortium/F0001"
    assert json.loads(event.payload)["questions"] == ["F9"]


def test_an_answer_in_another_wave_is_another_answer(manager):
    commit_import(manager, files(CONSORTIUM), "2024")
    assert len(commit_import(manager, files(CONSORTIUM), "2025").new) == 1
    assert Answer.objects.count() == 2


def test_an_answer_of_a_known_firm_is_linked(manager, firm):
    plan = commit_import(manager, files(CONSORTIUM, EC), "2025")
    assert plan.unlinked == ()
    assert set(Answer.objects.values_list("firm", flat=True)) == {firm.pk}


def test_an_unknown_firm_ref_is_stored_unlinked_and_counted(manager, firm):
    plan = commit_import(manager, files(CONSORTIUM, answer(firm_ref="F9999")), "2025")
    assert [row.cleaned.values["firm_ref"] for row in plan.unlinked] == ["F9999"]
    assert Answer.objects.get(firm_ref="F9999").firm is None


def test_an_answer_is_linked_once_its_firm_is_known(manager, request):
    commit_import(manager, files(CONSORTIUM), "2025")
    firm = request.getfixturevalue("firm")
    plan = commit_import(manager, files(CONSORTIUM), "2025")
    assert (len(plan.linked), len(plan.changed), plan.unchanged) == (1, 0, 0)
    assert Answer.objects.get().firm == firm
    assert Event.objects.filter(action="answer.linked").count() == 1


def test_one_error_keeps_everything_from_being_stored(manager):
    with pytest.raises(Refused) as refused:
        commit_import(manager, files(CONSORTIUM, answer(EC, F2="x")), "2025")
    assert refused.value.rule == "answers_faulty"
    assert not Wave.objects.exists() and not Answer.objects.exists()


def test_what_is_stored_is_what_was_shown(manager):
    shown = plan_import(files(CONSORTIUM), "2025").fingerprint
    commit_import(manager, files(answer(F9="down")), "2025")
    with pytest.raises(Refused) as refused:
        commit_import(manager, files(CONSORTIUM), "2025", expected=shown)
    assert refused.value.rule == "plan_changed"
    assert Answer.objects.get().values["F9"] == "down"


def test_an_unchanged_plan_is_stored_as_shown(manager):
    shown = plan_import(files(CONSORTIUM), "2025").fingerprint
    assert len(commit_import(manager, files(CONSORTIUM), "2025", expected=shown).new) == 1


@pytest.mark.parametrize("name", ["", "a/b", "x" * 31, "-a", "a b"])
def test_a_name_that_cannot_be_a_waves_is_refused(name):
    with pytest.raises(Refused) as refused:
        plan_import(files(CONSORTIUM), name)
    assert refused.value.rule == "wave_name"


def test_a_wave_asked_with_another_version_of_the_form_takes_no_answers(clock):
    before = FormEdition.objects.create(
        name="supported_firm", version="0", digest="0" * 64, workbook=b"", kept_at=clock
    )
    Wave.objects.create(code="2020", edition=before, asked_on=clock.date())
    with pytest.raises(Refused) as refused:
        plan_import(files(CONSORTIUM), "2020")
    assert refused.value.rule == "form_version"


def test_no_event_holds_an_answer_or_what_may_be_a_name(manager):
    commit_import(manager, files(answer(firm_ref="試験商店", F12o="極秘の施策")), "2025")
    texts = " ".join(f"{event.subject_ref} {event.payload}" for event in Event.objects.all())
    assert "試験商店" not in texts and "極秘" not in texts and '"up"' not in texts


def test_the_subject_of_an_answer_fits_the_journal():
    assert len("/".join(subject_of("w" * 30, "consortium", "長い" * 20)[1:])) <= 64


def test_the_number_of_queries_does_not_grow_with_the_answers(manager, django_assert_max_num_queries):
    many = [answer(firm_ref=f"R{number}") for number in range(300)]
    with django_assert_max_num_queries(22):
        commit_import(manager, files(*many), "2025")


def of_form(name, *answers):
    return read_answers(shipped(name), [read_file("answers.csv", as_csv(*answers))])


def test_a_year_of_offices_is_stored_without_a_programme(manager):
    given = {code: str(value) for code, value in OFFICE.items()} | {"J2": "2025"}
    files_of = of_form("office_year", given)
    commit_import(manager, files_of, "offices")
    stored = Answer.objects.select_related("wave__edition").get()
    assert (stored.programme, stored.firm_ref, stored.wave.asked) == (None, given["J1"], "offices")
    assert stored.wave.edition.name == "office_year"
    assert commit_import(manager, files_of, "offices").changes_nothing


def test_two_years_of_an_office_are_two_waves():
    given = {code: str(value) for code, value in OFFICE.items()} | {"J2": "2025"}
    with pytest.raises(Refused) as refused:
        plan_import(of_form("office_year", given, given | {"J2": "2024"}), "offices")
    assert refused.value.rule == "several_years"


def test_an_answer_in_a_file_is_that_of_whom_the_wave_asks(manager, firm, clock):
    edition = shipped_edition("supported_firm", clock)
    wave = Wave.objects.create(
        code="2025", edition=edition, asked_on=clock.date(), drawing="census", state="open"
    )
    programme = Programme.objects.get(code="consortium")
    unit = FrameUnit.objects.create(wave=wave, programme=programme, firm=firm, office=firm.office, drawn=True)
    commit_import(manager, files(CONSORTIUM), "2025")
    unit.refresh_from_db()
    assert (Answer.objects.get().unit, unit.answered_at) == (unit, clock)


def test_a_wave_that_asks_nobody_yet_takes_no_answers(clock):
    edition = shipped_edition("supported_firm", clock)
    Wave.objects.create(code="2025", edition=edition, asked_on=clock.date(), state="drawn", drawing="census")
    with pytest.raises(Refused) as refused:
        plan_import(files(CONSORTIUM), "2025")
    assert refused.value.rule == "wave_not_open"


def test_answers_to_a_form_that_is_not_kept_are_refused(manager):
    rows = [question(type="hidden", name="firm_ref"), question(name="Q")]
    form = check("form.xlsx", workbook(rows, settings=[{"form_id": "own", "version": "1"}])).form
    found = read_answers(form, [read_file("a.csv", b"firm_ref,Q\nF1,x\n")])
    with pytest.raises(Refused) as refused:
        commit_import(manager, found, "2025")
    assert refused.value.rule == "form_not_kept"
