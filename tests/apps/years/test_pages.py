"""The pages of fiscal years: who sees them, what they show, how much they ask of the database."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from banso.apps.casework.models import Case, FollowUp
from banso.apps.directory.models import Expert, ExpertYear, Office
from banso.apps.journal.models import FiscalYear
from banso.apps.years.models import Choice, OfficeYear
from banso.apps.years.plans import with_reached
from banso.apps.years.unfinished import KINDS, by_office, rows_of, totals

from . import making

pytestmark = pytest.mark.usefixtures("portfolio")

TODAY = date(2026, 3, 10)


def url(name, *args):
    return reverse(f"years:{name}", args=args)


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


@pytest.fixture
def head(client_as):
    return client_as("programme_manager")


@pytest.fixture
def planned(head):
    FiscalYear.objects.filter(year=2026).delete()
    head.post(url("prepare", 2026))
    return FiscalYear.objects.get(year=2026)


def test_head_office_prepares_the_next_year_from_the_list(head):
    FiscalYear.objects.filter(year=2026).delete()
    assert url("prepare", 2026) in text(head.get(url("year_list")))
    assert head.post(url("prepare", 2026))["Location"] == url("year", 2026)
    shown = text(head.get(url("year", 2026)))
    assert url("copy_list", 2026, "expert") in shown
    assert url("open", 2026) in shown


def test_an_office_reads_years_and_opens_none(client_as):
    client = client_as("office_manager")
    making.year(2025)
    assert url("prepare", 2026) not in text(client.get(url("year_list")))
    assert client.post(url("close", 2025)).status_code == 403


def test_one_experts_hours_are_changed_and_the_year_is_opened(head, planned):
    expert = Expert.objects.filter(contract_to=None).order_by("pk").first()
    page = url("copy_row", 2026, "expert", expert.pk)
    sent = {"take": "change", "monthly_hours": "２４", "contract_to": "2027-03-31"}
    assert head.post(page, sent)["Location"] == url("copy_list", 2026, "expert")
    assert head.post(url("open", 2026))["Location"] == url("year", 2026)
    assert ExpertYear.objects.get(expert=expert, fiscal_year=2026).monthly_hours == 24
    assert head.get(url("copy_list", 2026, "expert")).status_code == 404


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(head, planned):
    expert = Expert.objects.filter(contract_to=None).order_by("pk").first()
    shown = text(
        head.post(url("copy_row", 2026, "expert", expert.pk), {"take": "change", "monthly_hours": "900"})
    )
    assert 'value="900"' in shown
    assert not Choice.objects.exists()


def test_values_do_not_count_unless_they_are_chosen(head, planned):
    expert = Expert.objects.filter(contract_to=None).order_by("pk").first()
    head.post(url("copy_row", 2026, "expert", expert.pk), {"take": "leave", "monthly_hours": ""})
    assert Choice.objects.get().take == "leave"


@pytest.mark.parametrize("kind", ["round", "office", "expert", "rate"])
def test_the_rows_of_the_year_before_cost_eight_queries_at_most(kind, head, planned, queries):
    page = url("copy_list", 2026, kind)
    head.get(page)
    with queries(at_most=8):
        assert head.get(page + "?size=100").status_code == 200


@pytest.mark.parametrize(
    ("name", "more"),
    [("year", ()), ("unfinished", ()), ("unfinished_kind", ("follow_ups",)), ("office_list", ())],
)
def test_a_page_of_a_year_costs_few_queries_however_many_offices(name, more, head, queries):
    making.year(2025)
    page = url(name, 2025, *more)
    head.get(page)
    with queries(at_most=12 if name in ("year", "unfinished") else 8):
        assert head.get(page + "?size=100").status_code == 200


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_was_left_open_can_be_looked_through_and_downloaded(kind, head):
    making.year(2025)
    page = url("unfinished_kind", 2025, kind)
    assert text(head.get(page))
    assert head.get(page + "?format=xlsx").status_code == 200


def test_numbers_of_a_download_are_numbers(head):
    making.year(2025)
    sheet = load_workbook(BytesIO(b"".join(head.get(url("unfinished", 2025) + "?format=xlsx")))).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(rows) == Office.objects.count()
    assert all(isinstance(cell, int) for row in rows for cell in row[1:])
    # The columns add up to what is open in all.
    found = totals(2025, TODAY)
    assert [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)] == list(found.values())


def test_an_office_sees_only_what_its_own_offices_left_open(client_as):
    making.year(2025)
    client = client_as("office_staff")
    own = client.user.assignments.get().office
    counts = by_office(2025, TODAY, Office.objects.filter(pk=own.pk))["follow_ups"]
    assert set(counts) <= {own.pk}
    shown = client.get(url("unfinished_kind", 2025, "follow_ups") + "?format=csv")
    body = b"".join(shown).decode("utf-8-sig")
    assert body.count("\n") - 1 == counts.get(own.pk, 0)


def test_nothing_dated_after_the_year_counts_as_left_open():
    rows = rows_of(KINDS["follow_ups"], 2024, TODAY)
    assert not rows.filter(due_on__gt=date(2025, 3, 31)).exists()
    assert all(row.due_on <= date(2025, 3, 31) for row in rows)


def test_what_an_office_reached_is_what_the_records_say():
    office = Office.objects.get(pk=Case.objects.order_by("pk").first().office_id)
    found = with_reached(Office.objects.filter(pk=office.pk), 2024).get()
    first, last = date(2024, 4, 1), date(2025, 3, 31)
    cases = [case for case in Case.objects.filter(office=office).order_by("pk") if case.started_on <= last]
    assert found.cases_reached == sum(case.started_on >= first for case in cases)
    assert found.firms_reached == len({c.firm_id for c in cases if c.ended_on is None or c.ended_on >= first})
    looked = FollowUp.objects.filter(case__office=office, reached=True, done_on__range=(first, last))
    assert found.follow_ups_reached == looked.count()


def test_head_office_lays_down_the_plan_of_an_office(head):
    making.year(2025)
    office = Office.objects.order_by("pk").first()
    page = url("office_plan", 2025, office.code)
    OfficeYear.objects.filter(office=office, fiscal_year=2025).delete()
    assert head.post(page, {"firms": "120", "budget_yen": "5,000,000円"}).status_code == 302
    row = OfficeYear.objects.get(office=office, fiscal_year=2025)
    assert (row.firms, row.cases, row.budget_yen) == (120, None, 5_000_000)
    assert "120" in text(head.get(page))


def test_a_year_is_closed_and_opened_again_from_its_page(client_as, move_clock):
    FiscalYear.objects.filter(state="open", year__lt=2025).delete()
    making.year(2025)
    making.year(2026)
    move_clock(days=30)
    head = client_as("programme_manager")
    assert url("close", 2025) in text(head.get(url("year", 2025)))
    assert head.post(url("close", 2025)).status_code == 302
    assert url("reopen", 2025) in text(head.get(url("year", 2025)))
    assert head.post(url("reopen", 2025), {"reason": ""}).status_code == 200
    assert head.post(url("reopen", 2025), {"reason": "監査の指摘"}).status_code == 302
    assert "監査の指摘" in text(head.get(url("year", 2025)))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_pages_are_shown_in_both_languages(language, client_as):
    client = client_as("auditor", language=language)
    making.year(2025, "open")
    for page in (url("year_list"), url("year", 2025), url("office_list", 2025)):
        text(client.get(page))


def test_the_first_page_of_head_office_says_that_the_next_year_is_not_open(client_as):
    assert "令和8年度が開始されていません" in text(client_as("programme_manager").get("/"))
    assert "令和8年度が開始されていません" not in text(client_as("evaluator").get("/"))
    making.year(2026)
    assert "令和8年度が開始されていません" not in text(client_as("programme_manager").get("/"))


def test_the_demonstration_has_closed_years_one_to_close_and_plans_of_offices():
    states = dict(FiscalYear.objects.order_by("year").values_list("year", "state"))
    assert states == {2021: "closed", 2022: "closed", 2023: "closed", 2024: "open", 2025: "open"}
    assert set(OfficeYear.objects.order_by().values_list("fiscal_year", flat=True)) == {2023, 2024, 2025}


def test_who_closes_an_open_year_is_nobody_yet_and_not_unknown(client_as, clock):
    making.year(2025, "open")
    page = text(client_as("auditor").get(url("year_list")))
    assert "不明" not in page
