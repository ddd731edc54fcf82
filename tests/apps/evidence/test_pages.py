"""Pages of evidence over the demonstration portfolio, whose answers give the published margins."""

import csv
import io
import re

import openpyxl
import pytest

READERS = ("evaluator", "auditor", "programme_manager")
PAGES = (
    "/evidence/",
    "/evidence/checks/",
    "/evidence/indicators/",
    "/evidence/indicators/t1-success/",
    "/evidence/indicators/x2-e-prior/",
    "/evidence/indicators/x2-years/",
    "/evidence/indicators/x1-c-adoption/",
    "/evidence/indicators/cw-c-success/",
    "/evidence/indicators/f1-flat/",
)
RECORDS = "/evidence/indicators/t1-success/records/"


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_is_shown_in_both_languages(portfolio, client_as, address, language):
    client = client_as("evaluator")
    client.cookies["banso_language"] = language

    assert client.get(address).status_code == 200


@pytest.mark.parametrize("role", ["office_staff", "office_manager", "reviewer", "decider", *READERS])
def test_figures_are_open_to_staff_and_readers(portfolio, client_as, role):
    assert client_as(role).get("/evidence/").status_code == 200


@pytest.mark.parametrize("role", ["firm_member", "expert", "partner_member", "administrator"])
def test_figures_are_closed_to_everybody_else(portfolio, client_as, role):
    assert client_as(role).get("/evidence/").status_code == 403


def test_the_records_behind_a_figure_are_closed_to_who_may_only_see_figures(portfolio, client_as):
    client = client_as("office_staff")

    assert client.get(RECORDS).status_code == 403
    assert "/records/" not in text(client.get("/evidence/"))


@pytest.mark.parametrize("role", READERS)
def test_counts_lead_readers_to_their_records(portfolio, client_as, role):
    client = client_as(role)

    assert f"{RECORDS}?part=counted" in text(client.get("/evidence/"))
    assert client.get(RECORDS).status_code == 200


def test_figures_one_and_two_say_that_print_speaks_of_quantity_and_of_value(portfolio, client_as):
    client = client_as("evaluator")
    client.cookies["banso_language"] = "en"
    assert client.get("/evidence/").content.decode().count("the title says quantity") == 2


def test_the_overview_shows_ours_beside_print_and_verdict(portfolio, client_as):
    response = client_as("evaluator").get("/evidence/")
    page = text(response)

    assert f'<p class="big">{response.context["headlines"][0].share.percent}<small>%</small></p>' in page
    assert "49.3 %" in page
    assert "相違" in page
    assert "49.367" in page
    assert page.count('<figure class="sec fig"') == 8


def test_the_list_holds_the_records_that_the_figure_counts(portfolio, client_as):
    client = client_as("evaluator")
    counted = client.get("/evidence/").context["headlines"][0].share.numerator
    page = text(client.get(RECORDS))

    assert f'<span class="cnt num">{counted}</span>' in page
    assert "/surveys/answers/" in page


def test_base_and_missing_are_lists_of_their_own(portfolio, client_as):
    client = client_as("evaluator")

    base = client.get("/evidence/").context["headlines"][0].share.denominator
    assert f'<span class="cnt num">{base}</span>' in text(client.get(f"{RECORDS}?part=base"))
    assert "該当する記録はありません。" in text(client.get(f"{RECORDS}?part=missing"))


def test_a_figure_from_casework_leads_to_cases(portfolio, client_as):
    page = text(client_as("evaluator").get("/evidence/indicators/cw-e-success/records/?part=base"))

    assert re.search(r'href="/cases/[^"]+/"', page)


@pytest.mark.parametrize(
    "address",
    [
        "/evidence/indicators/nothing/",
        "/evidence/indicators/nothing/records/",
        "/evidence/indicators/t1-success/records/?part=nothing",
        "/evidence/tables/f9.csv",
        "/evidence/tables/f1.pdf",
        "/evidence/adoption-firm.csv",
    ],
)
def test_what_does_not_exist_is_not_found(portfolio, client_as, address):
    assert client_as("evaluator").get(address).status_code == 404


def test_a_filter_narrows_figures_and_their_records_alike(portfolio, client_as):
    client = client_as("evaluator")
    whole = client.get("/evidence/").context["headlines"][0].share.numerator
    page = text(client.get("/evidence/?year=2021"))
    link = re.search(r'href="(/evidence/indicators/t1-success/records/\?[^"]*part=counted)">(\d+)</a>', page)
    address, count = link[1].replace("&amp;", "&"), link[2]

    assert 0 < int(count) < whole
    assert f'<span class="cnt num">{count}</span>' in text(client.get(address))


def test_offices_of_a_region_add_up_to_the_region(portfolio, client_as):
    from banso.apps.directory.models import Office

    client = client_as("evaluator")

    def answers(place):
        response = client.get("/evidence/", {"place": place})
        return response.context["answer_count"]

    offices = Office.objects.filter(prefecture__region__code="kanto").order_by("code")
    assert sum(answers(f"office-{office.code}") for office in offices) == answers("region-kanto") > 0


def test_a_filter_that_is_not_understood_narrows_nothing_and_says_so(portfolio, client_as):
    client = client_as("evaluator")
    response = client.get("/evidence/?place=office-nowhere")

    assert response.context["answer_count"] == client.get("/evidence/").context["answer_count"]
    assert 'class="why"' in text(response)


def test_a_part_of_the_records_is_not_held_against_print_without_a_word(portfolio, client_as):
    client = client_as("evaluator")
    words = "絞り込んだ一部の記録とは比べられない"

    assert words in text(client.get("/evidence/?year=2021"))
    assert words not in text(client.get("/evidence/"))


def test_the_overview_costs_a_fixed_number_of_queries(portfolio, client_as, queries):
    client = client_as("evaluator")
    client.get("/evidence/")

    with queries(at_most=18) as whole:
        client.get("/evidence/")
    with queries(at_most=18) as part:
        client.get("/evidence/?year=2022&place=region-kanto")

    assert len(whole) == len(part)


@pytest.mark.parametrize("size", [20, 100])
def test_a_list_of_records_costs_the_same_whatever_its_page(portfolio, client_as, queries, size):
    client = client_as("evaluator")
    client.get(RECORDS)

    with queries(at_most=12):
        client.get(f"{RECORDS}?part=base&size={size}")


@pytest.mark.parametrize(
    "stem",
    [
        "check",
        "comparison",
        "adoption-year",
        "adoption-office",
        *(f"tables/{code}" for code in ("t1", "t2", "f1", "f2", "f3", "f4", "f5", "f6")),
        "indicators/x2-e-prior",
    ],
)
def test_every_table_and_chart_can_be_taken_away(portfolio, client_as, stem):
    client = client_as("evaluator")

    table = client.get(f"/evidence/{stem}.csv")
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert len(rows) > 1
    assert "attachment" in table["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/evidence/{stem}.xlsx").content)).active
    assert sheet.max_row == len(rows)
    drawing = client.get(f"/evidence/{stem}.svg")
    assert drawing["Content-Type"] == "image/svg+xml"
    assert drawing.content.startswith(b"<svg")
    picture = client.get(f"/evidence/{stem}.png")
    assert picture["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")


def test_a_download_is_about_the_same_part_as_the_page(portfolio, client_as):
    client = client_as("evaluator")

    def base(query):
        rows = csv.DictReader(
            io.StringIO(client.get(f"/evidence/tables/t1.csv{query}").content.decode("utf-8-sig"))
        )
        return int(next(iter(rows))["母数"])

    assert base("?year=2021") == client.get("/evidence/?year=2021").context["answer_counts"][0] < base("")


def test_everything_comes_as_one_workbook(portfolio, client_as):
    data = client_as("evaluator").get("/evidence/evidence.xlsx").content

    names = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    assert len(names) == 12
    assert names[1:9] == ["表1", "表2", "図1", "図2", "図3", "図4", "図5", "図6"]


def test_pages_hold_no_inline_style(portfolio, client_as):
    page = text(client_as("evaluator").get("/evidence/"))

    assert not re.search(r"\sstyle=", page)


def test_pages_stand_without_any_answers(configuration, client_as):
    client = client_as("evaluator")

    for address in PAGES:
        assert client.get(address).status_code == 200
    assert client.get("/evidence/tables/f1.svg").status_code == 200
