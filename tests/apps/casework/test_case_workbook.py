"""The page of a case as a workbook: its lists with types, and for the firm what it sees itself."""

import io
from datetime import datetime

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from .test_pages import rich_case, staff_of

pytestmark = pytest.mark.usefixtures("configuration")


def taken(client, case):
    response = client.get(reverse("casework:case_workbook", args=[case.ref]))
    assert response["Content-Disposition"] == f'attachment; filename="{case.ref}.xlsx"'
    return load_workbook(io.BytesIO(response.content))


def column(sheet, label):
    """The cells below a label."""
    labels = [cell.value for cell in next(sheet.iter_rows())]
    return [row[labels.index(label)] for row in sheet.iter_rows(min_row=2)]


def test_staff_take_away_every_list_of_the_page(client_as):
    case = rich_case()
    book = taken(staff_of(case, client_as), case)
    assert book.sheetnames == [
        "段階",
        "輸出目標",
        "輸出実績",
        "自社取組",
        "段階審査",
        "支援活動",
        "根本的課題",
        "フォローアップ",
    ]
    assert [cell.value for cell in column(book["支援活動"], "助言")] == ["小売価格を見直した"]


def test_days_and_amounts_are_typed_and_choices_in_words(client_as):
    case = rich_case()
    exports = taken(staff_of(case, client_as), case)["輸出実績"]
    assert {type(cell.value) for cell in column(exports, "輸出日")} == {datetime}
    amounts = [cell.value for cell in column(exports, "金額（円）")]
    assert amounts == [result.amount_yen for result in case.results.order_by("exported_on", "pk")]
    assert [cell.value for cell in column(exports, "サンプル")].count(True) == 1
    channels = {cell.value for cell in column(exports, "販路")}
    assert channels == {result.get_channel_display() for result in case.results.order_by("pk")}


def test_the_firm_takes_away_what_it_sees_itself(client_as):
    case = rich_case()
    book = taken(client_as("firm_member", firm=case.firm), case)
    assert book.sheetnames == ["段階", "輸出目標", "輸出実績", "自社取組"]
