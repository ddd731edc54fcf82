import csv
import io
from datetime import datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.html import format_html
from openpyxl import load_workbook

from banso.apps.directory.models import Firm, Prefecture
from banso.web import forms
from banso.web.lists import Column, RecordList

NAME = Column("name", "事業者", sort="name_kana", link=lambda firm: f"/firms/{firm.ref}/")
EMPLOYEES = Column("employees", "従業員", kind="number", sort="employees")
PREFECTURE = Column("prefecture", "都道府県", value="prefecture.name")


class FirmFilter(forms.FilterForm):
    prefecture = forms.ModelChoiceField(Prefecture.objects.order_by("code"), label="都道府県")
    word = forms.CharField(label="語")
    small = forms.BooleanField(label="20人以下")

    def filter_word(self, queryset, value):
        return queryset.filter(name__contains=value)

    def filter_small(self, queryset, value):
        return queryset.filter(employees__lte=20)


def make(query="", rows=None, **options):
    options = {"columns": [NAME, EMPLOYEES, PREFECTURE], "filters": FirmFilter, **options}
    rows = Firm.objects.select_related("prefecture") if rows is None else rows
    request = RequestFactory().get(f"/firms/{query}")
    return RecordList(request, rows, default_sort="name", name="firms", **options)


def show(records):
    return Template("{% record_list list %}").render(Context({"list": records, "request": records.request}))


@pytest.fixture
def without_employees(portfolio):
    Firm.objects.filter(ref=Firm.objects.order_by("ref").first().ref).update(employees=None)


def test_a_page_has_20_rows_and_can_have_50_or_100(portfolio):
    assert [len(make(query).page) for query in ("", "?size=50", "?size=100", "?size=7")] == [20, 50, 100, 20]


@pytest.mark.parametrize("size", [20, 100])
def test_the_number_of_queries_does_not_grow_with_the_page(portfolio, queries, size):
    # The count, the rows, the choices of the prefecture filter.
    with queries(3):
        show(make(f"?size={size}"))


def test_every_record_is_on_exactly_one_page(portfolio):
    seen = [firm.pk for page in range(1, 11) for firm in make(f"?page={page}&sort=prefecture").page]
    assert len(seen) == len(set(seen)) == Firm.objects.count()


def test_a_page_beyond_the_last_is_the_last(portfolio):
    assert make("?page=999").page.number == 10


def test_unknown_comes_last_in_both_directions(without_employees):
    for sort in ("employees", "-employees"):
        assert list(make(f"?sort={sort}&size=100&page=2").page)[-1].employees is None


def test_a_sort_that_is_not_offered_is_ignored(portfolio):
    assert make("?sort=corporate_number").sort == "name"


def test_a_column_head_turns_the_direction(portfolio):
    html = show(make("?sort=employees&page=3"))
    assert 'href="?sort=-employees"' in html
    assert 'aria-sort="ascending"' in html


def test_filters_narrow_the_list_and_stand_as_chips(portfolio):
    records = make("?small=on&prefecture=1&page=2")
    assert all(firm.employees <= 20 for firm in records.rows)
    assert [words for words, _without in records.chips] == ["都道府県: 北海道", "20人以下"]
    assert records.chips[0][1] == "?small=on"


def test_a_filter_keeps_the_sort(portfolio):
    html = show(make("?sort=-name"))
    assert '<input type="hidden" form="filters-firms" name="sort" value="-name">' in html


def test_an_empty_list_says_what_to_do(db):
    html = show(make(empty="まだ登録がありません。", empty_link=("/firms/register/", "登録する")))
    assert "まだ登録がありません。" in html
    assert 'href="/firms/register/"' in html


def test_a_list_emptied_by_filters_says_so(portfolio):
    assert "条件を1つ外して" in show(make("?word=そのような名はない"))


def test_what_is_not_known_is_written(without_employees):
    assert "不明" in show(make("?sort=-employees&size=100&page=2"))


def test_a_path_that_ends_at_a_method_shows_what_it_gives():
    column = Column("x", "X", value="get_export_experience_display")
    assert column.plain(Firm(export_experience="indirect")) == "間接輸出のみ"


def test_cells_are_escaped(portfolio):
    html = show(make(columns=[Column("name", "X", sort="ref", value=lambda firm: "<script>")]))
    assert "<script>" not in html


def test_a_cell_can_be_drawn_and_a_row_ends_with_its_verb(portfolio):
    mark = Column("name", "M", sort="ref", html=lambda firm: format_html("<b>{}</b>", firm.ref))
    html = show(make(columns=[mark], verb=lambda firm: (f"/firms/{firm.ref}/", "開く")))
    assert "<b>" in html
    assert html.count(">開く</a>") == 20


def test_a_download_holds_every_row_that_passes_the_filters(portfolio, clock):
    response = make("?small=on&format=csv&size=20").response("unused.html")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0] == ["事業者", "従業員", "都道府県"]
    assert len(rows) - 1 == Firm.objects.filter(employees__lte=20).count() > 20
    assert response["Content-Disposition"] == 'attachment; filename="firms-2026-03-10.csv"'


def test_a_list_too_long_to_be_taken_away_asks_to_narrow_it(portfolio, monkeypatch):
    monkeypatch.setattr("banso.web.lists.MOST_ROWS", 199)
    html = show(make())
    assert ">XLSX</a>" not in html
    assert "絞り込むと保存できます" in html


def test_a_workbook_keeps_numbers_as_numbers(portfolio):
    response = make("?format=xlsx&sort=employees").response("unused.html")
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert isinstance(sheet["B2"].value, int)


def test_a_column_shows_a_moment_in_tokyo(portfolio):
    firm = Firm(registered_at=datetime.fromisoformat("2026-03-09T16:05:00+00:00"))
    assert Column("registered_at", "登録", kind="moment").cell(firm) == "2026年3月10日 1:05"
