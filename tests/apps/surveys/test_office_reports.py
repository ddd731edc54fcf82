"""The yearly report of an office: figures of the records, and corrections with a reason."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from banso.apps.base import Faulty, Refused
from banso.apps.directory.models import Office, Prefecture
from banso.apps.intake.models import Consultation
from banso.apps.journal.actor import ZONE
from banso.apps.surveys.forms_kept import form_of, shipped_edition
from banso.apps.surveys.models import Answer, Asked, Drawing, FrameUnit, OfficeCorrection, Wave, WaveState
from banso.apps.surveys.office_figures import HOW, figures_of
from banso.apps.surveys.office_reports import ReportData, confirm_report, known_of
from banso.engines.questionnaire.form import OFFICE_YEAR
from support import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]

APRIL = datetime(2025, 4, 7, 10, tzinfo=ZONE)


def place(code):
    """An office."""
    names = {"name_ja": code, "name_en": code, "prefecture": Prefecture.objects.order_by("pk").first()}
    return Office.objects.get_or_create(code=code, defaults=names)[0]


def asked(code="tokyo", state=WaveState.OPEN):
    """The report that an office is asked for of fiscal 2024."""
    wave, _made = Wave.objects.get_or_create(
        code="offices-2024",
        defaults={
            "name_ja": "事務所の年次報告", "name_en": "Reports of offices", "asked": Asked.OFFICES,
            "edition": shipped_edition(OFFICE_YEAR, APRIL), "drawing": Drawing.CENSUS, "state": state,
            "asked_on": APRIL.date(), "opened_at": APRIL,
        },
    )  # fmt: skip
    office = place(code)
    return FrameUnit.objects.create(wave=wave, office=office, drawn=True, probability=1, sent_at=APRIL)


def as_known(unit, **changes):
    """What the records say, as it would be sent, with changes."""
    known = {code: "" if value is None else str(value) for code, value in known_of(unit).items()}
    return {**known, "J19": "staff budget", **changes}


def confirm(actor, unit, reasons=None, **changes):
    return confirm_report(actor("office_manager"), unit, ReportData(as_known(unit, **changes), reasons or {}))


def test_every_figure_that_the_records_know_is_a_question_of_the_form():
    form = form_of(asked().wave.edition)
    numbers = {one.code for one in form.questions if one.kind in ("whole", "decimal")}
    assert set(HOW) == numbers


@pytest.mark.both_databases
def test_records_are_counted_at_their_office_and_in_their_year(queries):
    place("osaka")
    firm = people.make_firm(office=place("tokyo"))
    for at in (datetime(2024, 3, 31, 23, tzinfo=ZONE), datetime(2024, 4, 1, 0, tzinfo=ZONE)):
        Consultation.objects.create(
            ref=f"Q-{at:%m%d}", firm=firm, office=firm.office, channel="counter", title="相談", asked_at=at
        )
    with queries(at_most=15):
        found = figures_of(Office.objects.order_by("pk"), 2024)
    tokyo, osaka = (found[Office.objects.get(code=code).pk] for code in ("tokyo", "osaka"))
    assert (tokyo["J7"], tokyo["J8"], osaka["J7"], osaka["J8"]) == (0, 1, 0, 0)


def test_a_confirmed_report_is_an_answer_with_both_values_where_they_differ(actor):
    unit = asked()
    answer = confirm(actor, unit, {"J18": "帳簿で確認しました。"}, J18="3")
    (difference,) = OfficeCorrection.objects.filter(unit=unit)
    assert (difference.question, difference.known, difference.given) == ("J18", 0, 3)
    assert (answer.firm_ref, answer.values["J2"], answer.values["J18"]) == ("tokyo", "2024", 3)
    assert answer.values["J19"] == ["staff", "budget"]
    unit.refresh_from_db()
    assert unit.answered_at is not None and unit.facts["records"]["J18"] == 0


def test_confirmed_anew_it_stays_one_answer(actor):
    unit = asked()
    confirm(actor, unit, {"J18": "3件ありました。"}, J18="3")
    confirm(actor, unit)
    assert Answer.objects.get().values["J18"] == 0
    assert not OfficeCorrection.objects.exists()


def test_another_number_needs_a_reason_and_what_the_form_refuses_is_said_with_it(actor):
    unit = asked()
    with pytest.raises(Faulty) as refused:
        confirm(actor, unit, J18="3", J11="2", J3="many")
    assert {one.field for one in refused.value.faults} == {"J3", "J11", "J18_reason"}
    assert not Answer.objects.exists()


def test_a_warning_keeps_nothing_back(actor):
    unit = asked()
    answer = confirm(actor, unit, {"J5": "契約書の時間です。", "J6": "日報の時間です。"}, J5="10", J6="20")
    assert answer.values["J6u"] == 2


@pytest.mark.parametrize("change", [{"state": WaveState.CLOSED}, {"closes_on": date(2025, 4, 30)}])
def test_a_report_is_confirmed_only_while_its_wave_is_open(actor, change):
    unit = asked()
    Wave.objects.update(**change)
    with pytest.raises(Refused) as refused:
        confirm(actor, unit)
    assert refused.value.rule == "wave_not_open"


def test_an_office_sees_and_confirms_its_own_report_only(client_as):
    manager = client_as("office_manager")
    own = people.example("office_manager").assignments.get(role="office_manager").office.code
    mine = asked(own)
    other = asked(next(code for code in ("tokyo", "osaka") if code != own))
    assert manager.get(reverse("surveys:office_report", args=[mine.pk])).status_code == 200
    for name in ("office_report", "office_report_confirm"):
        assert manager.get(reverse(f"surveys:{name}", args=[other.pk])).status_code == 404


def test_the_head_of_an_office_confirms_on_the_page_and_head_office_reads_where_it_differs(client_as):
    manager = client_as("office_manager")
    own = people.example("office_manager").assignments.get(role="office_manager").office.code
    unit = asked(own)
    address = reverse("surveys:office_report_confirm", args=[unit.pk])
    typed = {**as_known(unit), "J19": ["staff"], "J18": "4"}
    refused = manager.post(address, typed)
    assert "J18_reason" in refused.context["form"].errors
    assert manager.post(address, {**typed, "J18_reason": "紹介状の控えによります。"}).status_code == 302
    page = manager.get(reverse("surveys:office_report", args=[unit.pk]))
    assert "紹介状の控えによります。" in page.content.decode()
    listed = client_as("programme_manager").get(reverse("surveys:office_difference_list"))
    assert "紹介状の控えによります。" in listed.content.decode()


def test_reports_are_listed_in_a_fixed_number_of_queries(client_as, queries):
    client, address = client_as("programme_manager"), reverse("surveys:office_report_list")
    asked()
    client.get(address)
    with queries() as one:
        client.get(address)
    asked("osaka")
    with queries() as two:
        client.get(address)
    assert len(two) == len(one)


@pytest.mark.parametrize(("role", "status"), [("programme_manager", 200), ("office_manager", 403)])
def test_what_is_no_answer_of_a_firm_is_read_by_head_office_only(actor, client_as, role, status):
    answer = confirm(actor, asked())
    assert client_as(role).get(reverse("surveys:answer", args=[answer.pk])).status_code == status
