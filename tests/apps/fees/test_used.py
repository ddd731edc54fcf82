"""A firm reads how much of a cap and of its free allowance it used up, and what is left."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from banso.apps.fees.usage import Charged, Usage
from banso.apps.fees.words import shown
from tests.apps.fees import making
from tests.apps.fees.test_pricing import quoted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]


@pytest.mark.parametrize(
    ("code", "used", "words"),
    [
        (
            "hands_on",
            Usage(charged=Charged(year=90_000, life=120_000)),
            "今年度の上限150,000円のうち、承諾済み90,000円、残り60,000円です。"
            "通算の上限400,000円のうち、承諾済み120,000円、残り280,000円です。",
        ),
        ("hands_on", Usage(hours=Decimal(4)), "今年度の無料枠10時間のうち、利用済み4時間、残り6時間です。"),
        ("spot", Usage(times=1), "今年度の無料枠2回のうち、利用済み1回、残り1回です。"),
        ("spot", Usage(times=3), "今年度の無料枠2回のうち、利用済み3回、残り0回です。"),
    ],
)
def test_what_was_used_stands_beside_the_row_that_allows_it(code, used, words):
    with translation.override("ja"):
        said = [reason.used for reason in shown(quoted(code, used=used)).reasons]
    assert words in said


def test_a_cap_that_neither_cuts_nor_was_used_is_not_mentioned():
    assert not any("上限" in reason.words for reason in shown(quoted(employees=12)).reasons)


def test_a_quote_keeps_what_was_left_when_it_was_written(client_as):
    making.charge()
    first = making.accepted()
    later = making.draft(making.selection.submitted(first.firm, at=making.NOW))
    shown_page = client_as("firm_member", firm=first.firm)
    making.services.offer_quote(making.by("office_staff"), later)
    page = shown_page.get(reverse("fees:quote", args=[later.ref])).content.decode()
    assert f"承諾済み{first.subtotal:,}円" in page
